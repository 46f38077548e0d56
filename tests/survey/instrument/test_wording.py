"""What LimeSurvey could take for an expression is none."""

import pytest

from survey.instrument.wording import to_html


@pytest.mark.parametrize(
    ("text", "shown"), [("{a}", "{ a}"), ("{ a}", "{ a}"), ("{\u00a0a}", "{ \u00a0a}")]
)
def test_a_brace_begins_an_expression_unless_an_ordinary_space_follows(text, shown):
    assert to_html(text) == shown
