import json
import sys

import pytest

from reports.diagnosis.page import write_diagnosis
from reports.rendering.choice import choose_renderer
from reports.rendering.quarto import Quarto, command, find_quarto, metadata
from reports.style.brand import load_brand
from survey.common.errors import CallError, PageError
from tests.reports.diagnosis.diagnosis_fake import FULL

BRAND = load_brand()
PROGRAM = """#!{python}
import json, sys
from pathlib import Path
if sys.argv[1] == "--version":
    print("{version}")
elif {fails}:
    sys.exit("ERROR: no such format")
else:
    assert Path("figures/areas.svg").is_file() and Path("head.html").is_file()
    told = {{"call": sys.argv[1:], "metadata": json.loads(Path("jamna.json").read_text())}}
    Path(sys.argv[sys.argv.index("--output") + 1]).write_text(json.dumps(told))
"""


def put_quarto(folder, monkeypatch, version="1.6.40", *, fails=False):
    """A program called quarto that tells how it was called."""
    program = folder / "quarto"
    program.write_text(
        PROGRAM.format(python=sys.executable, version=version, fails=fails), encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return str(program)


def render(renderer, formats=("html", "pdf")):
    page = write_diagnosis(FULL, BRAND)
    return renderer.render(page, page.figures.draw(), formats)


def test_quarto_is_used_where_it_is_installed(tmp_path, monkeypatch):
    program = put_quarto(tmp_path, monkeypatch)
    assert find_quarto() == (program, "1.6.40")
    renderer = choose_renderer(BRAND)
    assert (renderer.name, renderer.version) == ("quarto", "1.6.40")


def test_quarto_is_called_with_the_templates_and_the_brand(tmp_path, monkeypatch):
    put_quarto(tmp_path, monkeypatch)
    made = {form: json.loads(data) for form, data in render(choose_renderer(BRAND)).items()}
    assert made["html"]["call"][:4] == ["render", "diagnosis.qmd", "--to", "html"]
    assert made["pdf"]["call"][:4] == ["render", "diagnosis.qmd", "--to", "typst"]
    assert made["pdf"]["metadata"] == metadata(BRAND)
    assert made["pdf"]["metadata"]["format"]["typst"]["template"].endswith("page.typ")


def test_no_code_is_run():
    assert "--no-execute" in command("quarto", "diagnosis", "html")


@pytest.mark.parametrize("version", ["1.5.57", "0.9.1", "nonsense"])
def test_an_old_quarto_is_not_used(tmp_path, monkeypatch, version):
    put_quarto(tmp_path, monkeypatch, version)
    assert choose_renderer(BRAND).name == "built-in"
    with pytest.raises(CallError, match=r"no Quarto from version 1\.6"):
        choose_renderer(BRAND, "quarto")


def test_what_quarto_complains_about_is_told(tmp_path, monkeypatch):
    put_quarto(tmp_path, monkeypatch, fails=True)
    with pytest.raises(PageError, match="quarto stopped: ERROR: no such format"):
        render(choose_renderer(BRAND))


def test_a_quarto_that_has_gone_is_told(tmp_path):
    with pytest.raises(PageError, match="cannot be started"):
        render(Quarto(BRAND, str(tmp_path / "quarto"), "1.6.40"))


def test_the_built_in_renderer_can_be_asked_for(tmp_path, monkeypatch):
    put_quarto(tmp_path, monkeypatch)
    assert choose_renderer(BRAND, "built-in").name == "built-in"
