"""What follows the first sentences: the answers that moved, what is still good, and the group."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.company.wording import fill
from reports.effect.document import IndexChange
from reports.effect.wording import count_words
from reports.style.language import Language
from reports.style.markdown import Markdown, escape

MOST = 3
"""So many areas are named; the figure shows the rest."""
TOPICS = 2
"""So many answers are named in either direction; a list shows their words."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Names as they stand inside a sentence.

    `risen` and `fallen`: what the answers that moved are about, the largest move first. `strong`:
    areas that were far along both times. `asked`: how many answers were compared.
    """

    risen: Sequence[str]
    fallen: Sequence[str]
    strong: Sequence[str]
    asked: int


def format_summary(moves: Moves, opening: str, language: Language) -> Markdown:
    """Which answers moved, unless the `opening` has said it, and what is still good."""
    answers = escape(tell_answers(moves, language))
    parts = ["" if answers in opening else answers, _tell_strong(moves, language)]
    return Markdown(" ".join(part for part in parts if part))


def tell_answers(moves: Moves, language: Language) -> str:
    """Which answers moved; "" where there were none to compare."""
    _ = language.gettext
    risen, fallen = (
        language.listing(list(topics)[:TOPICS]) for topics in (moves.risen, moves.fallen)
    )
    if not moves.asked:
        return ""
    if risen and fallen:
        told = _(
            "The answers that have improved most are about {risen}. Those that have gone the other "
            "way are about {fallen}."
        )
    elif risen:
        told = _("The answers that have improved are about {risen}.")
    elif fallen:
        told = _("The answers that have gone the wrong way are about {fallen}.")
    else:
        told = _("You give the same answers as last time.")
    return told.format(risen=risen, fallen=fallen)


def _tell_strong(moves: Moves, language: Language) -> Markdown:
    if not moves.strong:
        return Markdown("")
    told = language.gettext("You are still far along in **{areas}**.")
    return fill(told, areas=language.listing(list(moves.strong)[:MOST]))


def format_index_change(whole: IndexChange, language: Language) -> str:
    """How the index changed, in one or two sentences."""
    _ = language.gettext
    if whole.after is None:
        return _(
            "The two rounds cannot be compared as a whole: there are too few answers. That is no "
            "verdict."
        )
    if whole.before is None:
        return _(
            "Last time the answers were too few for a group, so nobody can say whether you have "
            "moved up or down."
        )
    if whole.verdict == "better" and whole.after >= whole.before:
        return _("The whole has got better, by more than chance can explain.")
    if whole.verdict == "worse" and whole.after <= whole.before:
        return _("The whole has got worse, by more than chance can explain.")
    return _tell_groups(whole.after - whole.before, language)


def _tell_groups(steps: int, language: Language) -> str:
    """So many groups up, or down if below 0, where that may be chance."""
    n = count_words(abs(steps), language)
    if not steps:
        return language.gettext("You are in the same group as last time.")
    told = (
        language.ngettext(
            "You have moved up one group, but that may be chance.",
            "You have moved up {n} groups, but that may be chance.",
            steps,
        )
        if steps > 0
        else language.ngettext(
            "You have moved down one group, but that may be chance.",
            "You have moved down {n} groups, but that may be chance.",
            -steps,
        )
    )
    return told.format(n=n)
