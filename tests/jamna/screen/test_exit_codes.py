import re
from pathlib import Path

from jamna.screen.exit_codes import EXIT_CODES
from survey.common import errors
from survey.common.errors import JamnaError

ROOT = Path(__file__).parents[3]


def test_the_codes_are_those_of_the_contract():
    assert list(EXIT_CODES) == [0, 1, 2, 3, 4, 5, 6, 70, 130]


def test_every_kind_of_error_has_a_meaning():
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, JamnaError)
    ]
    assert {kind.exit_code for kind in kinds} == {1, 2, 3, 4, 5, 6}
    assert all(EXIT_CODES[kind.exit_code].endswith(".") for kind in kinds)


def test_no_code_is_written_as_a_number_elsewhere():
    literal = re.compile(r"(?:SystemExit|Exit|_exit|sys\.exit)\(\s*[1-9]")
    sources = list((ROOT / "jamna").rglob("*.py"))
    assert sources
    assert not [path for path in sources if literal.search(path.read_text(encoding="utf-8"))]
