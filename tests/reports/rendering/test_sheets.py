"""Sheets of paper: documents of a known length, set by Typst."""

import pytest
import typst

from reports.rendering.sheets import LEAST_FULL, count_sheets, fit_sheets, last_filled

A4_LINES = """#set document(date: none)
#set page(paper: "a4", margin: (top: 15mm, bottom: 18mm), footer: [foot])
#let u = float(sys.inputs.density) * 1pt
#set text(size: 10 * u)
#set par(leading: 10 * u, spacing: 10 * u)
#for n in range({lines}) [Line #n #parbreak()]
"""


def compiler(lines, tmp_path):
    """A document of so many lines of which about 45 go on a sheet; how often it was set stands in `asked`."""
    file = tmp_path / "lines.typ"
    file.write_text(A4_LINES.format(lines=lines), encoding="utf-8")
    asked = []

    def compile_at(density):
        asked.append(density)
        return typst.compile(
            file, format="pdf", sys_inputs={"density": str(density)}, ignore_system_fonts=True
        )

    return compile_at, asked


def test_how_full_the_last_sheet_is_is_read_from_where_its_text_ends(tmp_path):
    one_line, half, full = (last_filled(compiler(lines, tmp_path)[0](1.0)) for lines in (1, 22, 43))
    assert one_line < 0.05
    assert half == pytest.approx(0.5, abs=0.06)
    assert full > 0.9


@pytest.mark.parametrize("over", [1, 5])
def test_a_last_sheet_with_a_few_lines_is_saved(tmp_path, over):
    per_sheet = next(
        n for n in range(30, 60) if count_sheets(compiler(n + 1, tmp_path)[0](1.0)) == 2
    )
    compile_at, asked = compiler(3 * per_sheet + over, tmp_path)
    assert count_sheets(compile_at(1.0)) == 4
    fitted = fit_sheets(compile_at)
    assert count_sheets(fitted) == 3
    assert last_filled(fitted) > LEAST_FULL
    assert asked[-1] < 1.0


def test_a_page_that_no_density_shortens_or_fills_keeps_its_size(tmp_path):
    compile_at, asked = compiler(54, tmp_path)
    assert fit_sheets(compile_at) == compile_at(1.0)
    assert len(asked) > 4


def test_a_last_sheet_that_cannot_be_saved_is_filled(tmp_path):
    compile_at, _ = compiler(61, tmp_path)
    assert last_filled(compile_at(1.0)) < LEAST_FULL
    fitted = fit_sheets(compile_at)
    assert count_sheets(fitted) == 2
    assert last_filled(fitted) >= LEAST_FULL


def test_a_last_sheet_that_is_full_enough_is_set_once(tmp_path):
    compile_at, asked = compiler(75, tmp_path)
    fit_sheets(compile_at)
    assert asked == [1.0]


def test_a_page_that_may_have_fewer_sheets_is_as_close_as_it_may_be(tmp_path):
    compile_at, asked = compiler(75, tmp_path)
    assert count_sheets(fit_sheets(compile_at, 1)) == 2
    assert asked[-1] == 0.91
