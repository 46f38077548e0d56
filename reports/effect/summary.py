"""The first sentences of an effect report: what moved by more than chance, and what did not."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.effects.reliable_change import ChangeVerdict
from reports.company.wording import fill
from reports.effect.document import IndexChange
from reports.style.language import Language
from reports.style.markdown import Markdown, escape

MOST = 3
"""So many areas are named; the figure shows the rest."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Names of areas as they stand inside a sentence.

    `better` and `worse` moved by more than chance; `strong` ones did not move and are strengths.
    `within`: the number of areas that were compared and moved by no more than chance.
    """

    better: Sequence[str]
    worse: Sequence[str]
    strong: Sequence[str]
    within: int


def format_lead(moves: Moves, language: Language) -> Markdown:
    """What got better, then what got worse; where nothing moved, why that is no verdict."""
    parts = [_good(moves, language), _bad(moves, language), _rest(moves, language)]
    return Markdown(" ".join(part for part in parts if part))


def format_index_change(whole: IndexChange, language: Language) -> str:
    """How the index changed, in one or two sentences."""
    _ = language.gettext
    sentences: dict[ChangeVerdict, str] = {
        "better": _("The whole has got better, by more than chance explains."),
        "worse": _("The whole has got worse, by more than chance explains."),
        "within_error": _(
            "The whole is about where it was: it has moved by no more than chance can do."
        ),
        "not_calculable": _(
            "The two rounds cannot be compared as a whole: there are too few answers. That is no verdict."
        ),
    }
    if whole.verdict == "within_error" and whole.before != whole.after:
        return _("You are in the group beside, but have moved by no more than chance can do.")
    return sentences[whole.verdict]


def _good(moves: Moves, language: Language) -> Markdown | None:
    if moves.better:
        return _name(
            language.gettext("It has got better with **{areas}**, by more than chance explains."),
            moves.better,
            language,
        )
    if moves.strong:
        return _name(language.gettext("You still do well in **{areas}**."), moves.strong, language)
    return None


def _bad(moves: Moves, language: Language) -> Markdown | None:
    if not moves.worse:
        return None
    return _name(
        language.gettext(
            "It has got worse with **{areas}**, by more than chance explains, and that is worth a talk."
        ),
        moves.worse,
        language,
    )


def _rest(moves: Moves, language: Language) -> Markdown:
    _ = language.gettext
    moved = len(moves.better) + len(moves.worse)
    if moved and moves.within:
        return escape(_("The rest is about as it was."))
    if moved:
        return Markdown("")
    if not moves.within:
        return escape(
            _("Your answers are too few to compare the two rounds; here is what they do show.")
        )
    still = _(
        "On the whole you answer as you did last time: no area has moved by more than chance can do."
    )
    patience = _(
        "That does not mean that nothing has been done: much takes longer than this. Below is what could do most now."
    )
    return escape(f"{still} {patience}")


def _name(sentence: str, areas: Sequence[str], language: Language) -> Markdown:
    return fill(sentence, areas=language.listing(list(areas)[:MOST]))
