"""Whether [followup] names questions of the right kind that are asked in the second round."""

from collections.abc import Iterator, Mapping

from survey.common.errors import Problem
from survey.instrument.checks.outline import Outline, Table
from survey.instrument.checks.references import check_answers

KINDS: Mapping[str, frozenset[str]] = {
    "running": frozenset({"yes_no"}),
    "gains": frozenset({"multiple"}),
    "steps": frozenset({"number"}),
    "agreed": frozenset({"number"}),
    "areas": frozenset({"multiple"}),
    "words": frozenset({"text", "long_text"}),
}
"""The kinds of question behind each setting of [followup]."""


def check_followup(outline: Outline) -> Iterator[Problem]:
    """[followup]: questions that are missing, of another kind or not asked; unknown answers."""
    followup = outline.root.table("followup")
    if followup is None:
        return
    for setting in KINDS:
        yield from _check_question(outline, followup, setting)
    gains = outline.questions.get(followup.word("gains"))
    if gains is not None:
        yield from check_answers(outline, followup, "nothing", gains)
    elif followup.words("nothing") and not followup.word("gains"):
        yield outline.fault(
            followup,
            "nothing",
            "it means nothing without `gains`.",
            "Name the question there, or leave this out.",
        )


def _check_question(outline: Outline, followup: Table, setting: str) -> Iterator[Problem]:
    code = followup.word(setting)
    yield from outline.unknown(followup, setting, "question", code, outline.questions)
    asked = outline.questions.get(code)
    if asked is None:
        return
    if outline.kind(asked) not in {*KINDS[setting], ""}:
        wanted = " or ".join(f'"{kind}"' for kind in sorted(KINDS[setting]))
        yield outline.fault(
            followup,
            setting,
            f'"{code}" is a question of kind "{outline.kind(asked)}"; this needs {wanted}.',
        )
    waves = {wave for _, wave in asked.words("waves")}
    if waves and "followup" not in waves:
        yield outline.fault(
            followup,
            setting,
            f'"{code}" is not asked in the wave "followup".',
            "Add it to its `waves`.",
        )
