"""The kinds of pages there are, and making those that are asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jamna.pages.card import make_cards
from jamna.pages.diagnosis import make_diagnoses
from jamna.pages.effect import make_effects
from jamna.pages.evaluation import make_evaluation
from jamna.pages.overview import make_overview
from jamna.pages.region import make_region
from jamna.pages.rendering import remove_others
from jamna.pipeline.inputs import Inputs
from jamna.pipeline.run import Made, Wanted
from jamna.screen.progress import Screen
from reports.style.brand import Brand, load_brand
from survey.common.errors import AnswersError, CallError, Problem, nearest, raise_all

Make = Callable[[Made, Wanted, Brand, Screen], list[str]]
"""Makes the pages of one kind; gives the lines that say what it made.

PageError with every page that failed, after all others are made.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page. One that `needs_second` is left out as long as there is no second round.

    `reads_second`: it shows the second round beside the first, when there is one.
    `for_each`: each company has a page of its own, so that some or all can be asked for.
    """

    name: str
    make: Make
    needs_second: bool = False
    reads_second: bool = False
    for_each: bool = False


KINDS = (
    Kind("diagnosis", make_diagnoses, for_each=True),
    Kind("effect", make_effects, needs_second=True, for_each=True),
    Kind("card", make_cards, reads_second=True, for_each=True),
    Kind("overview", make_overview),
    Kind("region", make_region),
    Kind("evaluation", make_evaluation, needs_second=True),
)
"""In the order in which they are made: the overview says who has a report and a card."""


def check_wanted(wanted: Wanted, inputs: Inputs) -> None:
    """CallError with every kind and company that is not there, and what does not go together."""
    raise_all(
        CallError,
        [*_check_kinds(wanted), *_check_companies(wanted, inputs), *_check_together(wanted)],
    )


def _check_kinds(wanted: Wanted) -> Iterator[Problem]:
    kinds = [kind.name for kind in KINDS]
    for kind in sorted(wanted.kinds - {*kinds}):
        yield Problem("--kind", f'"{kind}" is no kind of page.', nearest(kind, kinds))


def _check_companies(wanted: Wanted, inputs: Inputs) -> Iterator[Problem]:
    for company in sorted(wanted.companies - {*inputs.answers.companies.index}):
        known = company in inputs.register.index
        what = (
            "has not answered, so there is nothing to report."
            if known
            else "is not in the register."
        )
        yield Problem(
            "--company",
            f'"{company}" {what}',
            "" if known else nearest(company, inputs.register.index),
        )


def _check_together(wanted: Wanted) -> Iterator[Problem]:
    """What was asked for and would be passed over without a word."""
    own = [kind.name for kind in KINDS if kind.for_each]
    without = sorted(wanted.kinds & {kind.name for kind in KINDS if not kind.for_each})
    if wanted.companies and wanted.everyone:
        yield Problem(
            "--company and --all",
            "do not go together: one company, or every one.",
            "Leave one of them out.",
        )
    for option, is_given in (("--company", bool(wanted.companies)), ("--all", wanted.everyone)):
        if is_given and without:
            kinds = " and ".join(without)
            yield Problem(
                option,
                f"says nothing to {kinds}: that is one page for all.",
                f"It goes with {' and '.join(own)}.",
            )


def needs_second(wanted: Wanted) -> bool:
    """Whether any page that is asked for is about the second round, or shows it."""
    return any((kind.needs_second or kind.reads_second) and wanted.has(kind.name) for kind in KINDS)


def make_pages(made: Made, wanted: Wanted, screen: Screen) -> list[str]:
    """Make the pages that are asked for.

    AnswersError where one was asked for by name that needs a second round, and there is none.
    """
    brand = load_brand(made.workspace.brand if made.workspace.brand.exists() else None)
    early = [kind.name for kind in KINDS if kind.needs_second and made.second is None]
    raise_all(AnswersError, (_miss_second(name) for name in early if name in wanted.kinds))
    for name in early if not wanted.companies else []:
        if wanted.has(name):
            remove_others(made.workspace, name, [])
    return [
        line
        for kind in KINDS
        if wanted.has(kind.name) and kind.name not in early
        for line in kind.make(made, wanted, brand, screen)
    ]


def _miss_second(kind: str) -> Problem:
    what = "needs the answers of the second round, and none are there."
    return Problem(
        f"--kind {kind}", what, "[answers.followup] in programme.toml says where they lie."
    )
