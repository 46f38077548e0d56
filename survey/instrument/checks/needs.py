"""Whether an instrument's needs rest on a severity scale and a ranking question."""

from collections.abc import Iterator, Sequence

from survey.common.errors import Problem
from survey.instrument.checks.outline import Outline, Table
from survey.instrument.checks.references import check_column, scale_of

SCALE = frozenset({"choice", "grid"})


def check_needs(outline: Outline) -> Iterator[Problem]:
    """Needs and [needs] belong together.

    Each need has a column of its own and, where there is a ranking, an answer of its own.
    """
    rule, needs = outline.root.table("needs"), outline.root.tables("need")
    if rule is None:
        yield from _check_without_rule(outline, needs)
    elif not needs:
        yield outline.fault(rule, (), "there is no [[need]].", "Add needs, or leave [needs] out.")
    else:
        yield from _check_severe(outline, rule, needs)
        yield from _check_ranking(outline, rule, needs)
    for need in needs:
        yield from check_column(outline, need, "severity", need.word("severity"), SCALE)
    yield from _check_twice(outline, needs, "severity")
    yield from _check_twice(outline, needs, "option")


def _check_without_rule(outline: Outline, needs: Sequence[Table]) -> Iterator[Problem]:
    if needs:
        yield outline.fault(
            needs[0], (), "there are needs but no [needs].", "Add [needs] with `severe_from`."
        )


def _check_severe(outline: Outline, rule: Table, needs: Sequence[Table]) -> Iterator[Problem]:
    asked = [outline.asked_by(need.word("severity")) for need in needs]
    scales = {
        question.word("answers"): scale_of(outline, question) for question in asked if question
    }
    for name, scale in scales.items():
        if scale is not None:
            yield from outline.unknown(
                rule, "severe_from", f'code on the scale "{name}"', rule.word("severe_from"), scale
            )


def _check_ranking(outline: Outline, rule: Table, needs: Sequence[Table]) -> Iterator[Problem]:
    name = rule.word("ranking")
    yield from outline.unknown(rule, "ranking", "question", name, outline.questions)
    ranking = outline.questions.get(name)
    if ranking is not None and outline.kind(ranking) not in {"ranking", ""}:
        yield outline.fault(
            rule,
            "ranking",
            f'"{name}" is a question of kind "{outline.kind(ranking)}"; this needs "ranking".',
        )
    for need in needs:
        yield from _check_option(outline, need, name, ranking)


def _check_option(
    outline: Outline, need: Table, name: str, ranking: Table | None
) -> Iterator[Problem]:
    option = need.word("option")
    if option and not name:
        yield outline.fault(
            need,
            "option",
            "there is no ranking question to choose it in.",
            "Name one as `ranking` in [needs].",
        )
    codes = outline.codes(ranking) if ranking else None
    if codes is not None:
        yield from outline.unknown(need, "option", "answer", option, codes, to=name)


def _check_twice(outline: Outline, needs: Sequence[Table], key: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for need in needs:
        first = seen.setdefault(need.word(key), need.word("id"))
        if need.word(key) and first != need.word("id"):
            yield outline.fault(
                need, key, f'"{need.word(key)}" stands for the need "{first}" already.'
            )
