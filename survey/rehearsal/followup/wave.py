"""The second round of a simulated programme from beginning to end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.common.files import write_text
from survey.exports.writing import write_export_csv
from survey.instrument.records import Indicator, Instrument
from survey.rehearsal.answers.data_faults import spoil
from survey.rehearsal.answers.paradata import draw_languages, hide_tokens, keep_books
from survey.rehearsal.answers.responses import Questionnaire, fill_sheet, lay_out
from survey.rehearsal.cells import Cells
from survey.rehearsal.followup.changes import draw_business, move_numbers, raise_levels
from survey.rehearsal.followup.effort import draw_activities, draw_events
from survey.rehearsal.followup.place import draw_place_answers
from survey.rehearsal.followup.plan import FollowupPlan
from survey.rehearsal.followup.told import answer_followup
from survey.rehearsal.followup.turnout import (
    draw_breaking_off,
    draw_closed,
    draw_return,
    read_first_level,
)
from survey.rehearsal.population import spoken_languages
from survey.rehearsal.rehearsing import TRUTH, Latent, Rehearsal, ask
from survey.rehearsal.roles import Roles, find_roles, sections_of
from survey.rehearsal.truth import Truth
from survey.rehearsal.turnout import draw_responses

FOLLOWUP, ACTIVITIES, EVENTS, PLACE = (
    "answers/followup/responses.csv",
    "activities.csv",
    "events.csv",
    "answers/place/responses.csv",
)
"""Where the files lie in a workspace."""

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Involvement:
    """What the programme did with whom.

    `treated`: the companies whose true levels the programme moves. `stages`: in how many stages
    each company was, index `company_id` (any that is missing was in none). `activities` and
    `events`: the kinds there are, by their ids. `place`: the questionnaire for the municipalities'
    business developers, or None.
    """

    treated: frozenset[str]
    stages: "pd.Series[int]"
    activities: Sequence[str] = ()
    events: Sequence[str] = ()
    place: Instrument | None = None


@dataclass(frozen=True, slots=True)
class FollowupRehearsal:
    """The second round.

    `answers`: the export, all text, missing is NULL. `activities`, `events`: as in their files, all
    text. `place`: the business developers' answers as an export, without columns where nobody was
    asked. `truth`: the first round's truth and beside it `treated`, `planted_shift` (points of
    every domain), `closed` and `answered_again`. `latent`: what is true of each company now.
    """

    answers: pd.DataFrame
    activities: pd.DataFrame
    events: pd.DataFrame
    place: pd.DataFrame
    truth: pd.DataFrame
    latent: Latent


def rehearse_followup(
    rehearsal: Rehearsal,
    instrument: Instrument,
    involvement: Involvement,
    plan: FollowupPlan,
    rng: np.random.Generator,
) -> FollowupRehearsal:
    """Simulate the second round of a programme.

    The same generator with another `shift` gives the same chances, company by company.
    """
    roles = find_roles(instrument)
    live, move, turn, send, say, mess, work, local = rng.spawn(8)
    companies = _describe(rehearsal.latent.companies, involvement, plan, live)
    activities = draw_activities(companies["stages"], involvement.activities, plan, work)
    present = _leave_absent(companies, activities, involvement)
    latent = _live_on(rehearsal.latent, present, instrument, roles, plan, move)
    returning, responses = _send_back(rehearsal, companies, instrument, plan, (turn, send))
    form = lay_out(instrument, roles, latent.difficulties, rehearsal.plan, "followup")
    return FollowupRehearsal(
        answers=_answer(
            latent, responses, rehearsal.tokens["token"].to_numpy(dtype=object), form, say, mess
        ),
        activities=activities,
        events=draw_events(
            sorted(rehearsal.register["municipality"].unique()), involvement.events, plan, work
        ),
        place=draw_place_answers(involvement.place, plan, local),
        truth=_tabulate(rehearsal.truth, companies, plan, returning),
        latent=latent,
    )


def write_followup(followup: FollowupRehearsal, directory: Path) -> None:
    """Write the second round's files into a workspace, and the truth with what was planted."""
    write_export_csv(followup.answers, directory / FOLLOWUP)
    for name, table in (
        (ACTIVITIES, followup.activities),
        (EVENTS, followup.events),
        (TRUTH, followup.truth),
    ):
        write_text(directory / name, table.to_csv(index=False, lineterminator="\n"))
    if len(followup.place.columns):
        write_export_csv(followup.place, directory / PLACE)


def clear_followup(directory: Path) -> None:
    """Remove the files of an earlier rehearsal's second round."""
    for name in (FOLLOWUP, ACTIVITIES, EVENTS, PLACE):
        (directory / name).unlink(missing_ok=True)


def _describe(
    companies: pd.DataFrame, involvement: Involvement, plan: FollowupPlan, rng: np.random.Generator
) -> pd.DataFrame:
    """The companies with `stages`, `treated` and `closed`."""
    return companies.assign(
        stages=involvement.stages.reindex(companies.index, fill_value=0).astype("int64"),
        treated=companies.index.isin(sorted(involvement.treated)),
        closed=draw_closed(companies["staff"].to_numpy(), plan, rng),
    )


def _leave_absent(
    companies: pd.DataFrame, activities: pd.DataFrame, involvement: Involvement
) -> pd.DataFrame:
    """The companies; who was in no activity at all has nothing to tell of any stage."""
    if not involvement.activities:
        return companies
    present = companies.index.isin(activities["company_id"])
    return companies.assign(stages=companies["stages"].where(present, 0))


def _send_back(
    rehearsal: Rehearsal,
    companies: pd.DataFrame,
    instrument: Instrument,
    plan: FollowupPlan,
    rngs: Sequence[np.random.Generator],
) -> tuple[BoolArray, pd.DataFrame]:
    """Who answers the second time, and every response with its bookkeeping."""
    turn, send = rngs
    first_level = read_first_level(rehearsal.answers, rehearsal.tokens, instrument)
    closed = companies["closed"].to_numpy(dtype=bool)
    returning = draw_return(first_level, companies["stages"].to_numpy(), closed, plan, turn)
    broken = draw_breaking_off(returning, ~closed, rehearsal.plan.breaking_off, turn)
    habits = replace(rehearsal.plan, first_day=plan.first_day, days=plan.days)
    return returning, draw_responses(
        returning, broken, len(sections_of(instrument, "followup")), habits, send
    )


def _live_on(
    latent: Latent,
    companies: pd.DataFrame,
    instrument: Instrument,
    roles: Roles,
    plan: FollowupPlan,
    rng: np.random.Generator,
) -> Latent:
    """What is true of each company at the second round."""
    shift, grow = rng.spawn(2)
    before = latent.truth.levels
    after = raise_levels(before, companies["treated"].to_numpy(dtype=bool), plan.shift)
    moved = move_numbers(latent.numbers, before, after, instrument, roles, shift)
    numbers = draw_business(moved, companies, instrument, roles, plan, grow)
    truth = Truth(after, latent.truth.severities, latent.truth.problems)
    described = companies.assign(
        hired=_sum_people(numbers, [one for one in instrument.indicator if one.newcomers]) > 0,
        alone=(companies["staff"] == 0)
        & (numbers.reindex(columns=list(instrument.owners)).sum(axis="columns") <= 1),
    )
    return Latent(described, truth, numbers, latent.difficulties)


def _sum_people(numbers: pd.DataFrame, indicators: Sequence[Indicator]) -> "pd.Series[float]":
    """How many people the indicators count in each company."""
    columns = [column for one in indicators for column in one.columns if column in numbers]
    return numbers[columns].sum(axis="columns")


def _answer(
    latent: Latent,
    responses: pd.DataFrame,
    tokens: Cells,
    form: Questionnaire,
    say: np.random.Generator,
    mess: np.random.Generator,
) -> pd.DataFrame:
    """The export of all responses."""
    tell, speak = say.spawn(2)
    company = responses["company"].to_numpy()
    asked = ask(
        latent,
        company,
        draw_languages(
            latent.companies["language"].to_numpy(dtype=object)[company], _spoken(form), say
        ),
    )
    known = replace(
        asked, given=answer_followup(asked.companies, asked.languages, form.instrument, tell)
    )
    sheet = fill_sheet(known, responses["page"].to_numpy(), form, speak)
    spoilt, _ = spoil(sheet, responses, form.instrument, form.plan, mess, form.wave)
    shown = hide_tokens(tokens[company], responses["sender"].to_numpy(dtype=object), mess)
    books = keep_books(responses, shown, asked.languages, mess)
    return pd.concat(
        [books, pd.DataFrame(spoilt, index=responses.index, dtype="str")], axis="columns"
    )


def _spoken(form: Questionnaire) -> Sequence[str]:
    return list(spoken_languages(form.instrument, form.plan))


def _tabulate(
    truth: pd.DataFrame, companies: pd.DataFrame, plan: FollowupPlan, returning: BoolArray
) -> pd.DataFrame:
    return truth.assign(
        treated=companies["treated"].to_numpy(),
        planted_shift=np.where(companies["treated"], plan.shift, 0.0),
        closed=companies["closed"].to_numpy(),
        answered_again=returning,
    )
