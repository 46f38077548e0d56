"""The commands in README and docs run as they stand there, on small programmes.

Blocks that begin with a comment `# needs …` only have to parse: no server and no `make` is there.
"""

import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from jamna.cli import app
from tests.jamna.small_programme import PlainRenderer, make_quick, quick_programme

ROOT = Path(__file__).parents[2]
PAGES = {
    str(path.relative_to(ROOT)): path
    for path in sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
    if "```sh" in path.read_text(encoding="utf-8")
}
NEEDS = {"make", "make and a LimeSurvey server", "a LimeSurvey server"}
NOT_RUN = {
    "CONTRIBUTING.md": 1,
    "README.md": 1,
    "docs/limesurvey.md": 2,
}
"""How many blocks of each page are only parsed."""
LIST = "list.csv"


def blocks(path):
    """Each ```sh block: what it needs ("" for nothing), and its commands as words."""
    for block in re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        needs = re.match(r"# needs (.*)\n", block)
        lines = [shlex.split(line, comments=True) for line in block.splitlines()]
        yield needs[1] if needs else "", [words for words in lines if words]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a small programme with two rounds; its files are copied into every new workspace."""
    return quick_programme(tmp_path_factory.mktemp("filled") / "arena", companies=50, effect=6)


@pytest.fixture
def place(tmp_path, filled, monkeypatch):
    """A folder with the workspace `arena` and the list that the commands speak of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("jamna.pages.rendering.choose_renderer", lambda _brand: PlainRenderer())
    shutil.copytree(filled, tmp_path / "arena")
    with (filled / "companies.csv").open(encoding="utf-8", newline="") as file:
        register = list(csv.DictReader(file))
    keys = [f"{limited_company(number)},{row['company_id']}" for number, row in enumerate(register)]
    (tmp_path / "arena" / "keys" / "companies.csv").write_text(
        "\n".join(["organisation_number,company_id", *keys]), encoding="utf-8"
    )
    with (tmp_path / LIST).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Bolag", "Organisationsnummer", "Kommun", "Bransch"])
        for number, row in enumerate(register):
            writer.writerow(
                [row["name"], limited_company(number), row["municipality"], row["trade"]]
            )
    return tmp_path


def limited_company(number):
    """An organisation number with its check digit, by the Luhn algorithm."""
    digits = f"5561{number:05d}"
    doubled = [int(one) * (2 - place % 2) for place, one in enumerate(digits)]
    return f"{digits}{-sum(one // 10 + one % 10 for one in doubled) % 10}"


def run(words, filled):
    """Run one command in this process; what it makes anew is filled with the small programme."""
    if words[:2] == ["jamna", "rehearse"]:
        words = [*words, "--companies", "50"]
    if words[:2] == ["jamna", "new"]:
        shutil.rmtree(words[2], ignore_errors=True)
    ended = CliRunner().invoke(app, words[1:])
    assert ended.exit_code == 0, f"{shlex.join(words)}\n{ended.output}\n{ended.stderr}"
    if words[:2] == ["jamna", "rehearse"]:
        make_quick(Path(words[words.index("-w") + 1]))
    if words[:2] == ["jamna", "new"]:
        make_quick(Path(words[2]))
        shutil.copytree(
            filled, words[2], dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.toml")
        )
        shutil.copy(filled / "programme.toml", words[2])


def parse(words):
    """Fail if the command or one of its options is not there any more."""
    if words[0] == "make":
        assert re.search(
            rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
        )
        return
    assert words[0] == "jamna"
    command = typer.main.get_command(app).commands[words[1]]
    command.make_context(words[1], list(words[2:]))


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run_in_their_order(page, place, filled):
    for needs, commands in blocks(PAGES[page]):
        for words in commands:
            if needs:
                parse(words)
            else:
                run(words, filled)


def test_what_is_not_run_says_so_and_is_known_here():
    needs = {page: [needs for needs, _ in blocks(path) if needs] for page, path in PAGES.items()}
    assert {page: len(found) for page, found in needs.items() if found} == NOT_RUN
    assert {one for found in needs.values() for one in found} <= NEEDS


@pytest.mark.parametrize("words", ["jamna chek -w arena", "jamna pull -w arena --wav baseline"])
def test_a_command_that_no_longer_parses_fails(place, words):
    with pytest.raises(Exception, match=r"chek|wav"):
        parse(shlex.split(words))
