from string import Formatter

import pytest

from analysis.effects.notes import WORDS, Note
from survey.common.formula_injection import is_formula

BELOW_ZERO = {"gain", "mean", "own", "lower", "upper", "slope"}


@pytest.mark.parametrize("code", WORDS)
def test_a_note_with_a_number_below_zero_does_not_begin_like_a_formula(code):
    names = {name for _, name, _, _ in Formatter().parse(WORDS[code]) if name}
    values = {name: -0.0208 if name in BELOW_ZERO else 3 for name in names}
    assert not is_formula(str(Note(code, values)))
