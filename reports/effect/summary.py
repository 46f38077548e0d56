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
    """What got worse, then what got better; where nothing moved, why that is no verdict."""
    parts = [_bad(moves, language), _good(moves, language), _rest(moves, language)]
    return Markdown(" ".join(part for part in parts if part))


def format_index_change(whole: IndexChange, language: Language) -> str:
    """How the index changed, in one or two sentences."""
    _ = language.gettext
    sentences: dict[ChangeVerdict, str] = {
        "better": _("The whole has got better, by more than chance can explain."),
        "worse": _("The whole has got worse, by more than chance can explain."),
        "within_error": _("The whole is about where it was."),
        "not_calculable": _(
            "The two rounds cannot be compared as a whole: there are too few answers. That is no "
            "verdict."
        ),
    }
    if whole.verdict == "within_error" and whole.before != whole.after:
        return _("You are now in the group beside, but such a small move may well be chance.")
    return sentences[whole.verdict]


def _good(moves: Moves, language: Language) -> Markdown | None:
    if moves.better:
        told = language.gettext(
            "It has got better in **{areas}**, by more than chance can explain."
        )
        return _name(told, moves.better, language)
    if moves.strong and not moves.worse:
        told = language.gettext("You are still far along in **{areas}**.")
        return _name(told, moves.strong, language)
    return None


def _bad(moves: Moves, language: Language) -> Markdown | None:
    if not moves.worse:
        return None
    told = language.gettext(
        "It has got worse in **{areas}**, by more than chance can explain. We would like to talk "
        "with you about that."
    )
    return _name(told, moves.worse, language)


def _rest(moves: Moves, language: Language) -> Markdown:
    _ = language.gettext
    moved = len(moves.better) + len(moves.worse)
    if moved and moves.within:
        return escape(_("The rest is about as it was."))
    if moved:
        return Markdown("")
    if not moves.within:
        return escape(_("No area can be compared; here is what your answers do show."))
    still = _("No area as a whole has moved by more than chance can explain.")
    patience = _(
        "That does not mean that nothing has been done: much takes longer than this. Under "
        "“What is next” stands what could do most now."
    )
    return escape(f"{still} {patience}")


def _name(sentence: str, areas: Sequence[str], language: Language) -> Markdown:
    return fill(sentence, areas=language.listing(list(areas)[:MOST]))
