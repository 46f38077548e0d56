"""A simulated programme from beginning to end."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.answers.records import FAULT_COLUMNS
from survey.common.files import write_text
from survey.exports.writing import write_export_csv
from survey.instrument.records import Instrument
from survey.rehearsal.answers.data_faults import STRANGE, spoil
from survey.rehearsal.answers.marks import draw_difficulties
from survey.rehearsal.answers.paradata import draw_languages, draw_tokens, hide_tokens, keep_books
from survey.rehearsal.answers.responses import Asked, Questionnaire, fill_sheet, lay_out
from survey.rehearsal.cells import Cells, Sheet, fill
from survey.rehearsal.people import draw_numbers, total_staff
from survey.rehearsal.plan import RehearsalPlan
from survey.rehearsal.population import draw_companies, make_register, spoken_languages
from survey.rehearsal.roles import find_roles, sections_of
from survey.rehearsal.truth import (
    Truth,
    choose_serious,
    draw_problems,
    draw_severities,
    draw_standing,
    set_levels,
    tabulate_truth,
)
from survey.rehearsal.turnout import draw_responses, draw_turnout

REGISTER, TOKENS, TRUTH, ANSWERS = (
    "companies.csv",
    "keys/tokens.csv",
    "rehearsal/truth.csv",
    "answers/baseline/responses.csv",
)
"""Where the files lie in a workspace."""


@dataclass(frozen=True, slots=True)
class Latent:
    """What is true of each company whether it answers or not, from which a later wave can be drawn.

    `companies`: who they are, in codes (index `company_id`). `truth`: levels, severities and
    problems. `numbers`: the numbers they would state. `difficulties`: by column, how many points a
    question gives beside its domain's level.
    """

    companies: pd.DataFrame
    truth: Truth
    numbers: pd.DataFrame
    difficulties: "pd.Series[float]"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A simulated programme.

    `register`: index `company_id`, text. `tokens`: columns `token` and `company_id`. `answers`: the
    baseline export, all text, missing is NULL. `planted`: what was spoilt, `FAULT_COLUMNS` and
    `fault` (whether it is wrong, or only awkward such as free text with line ends); `what` is the
    kind of mess. `truth`: the table of `truth.csv`; nothing downstream may read it.
    """

    plan: RehearsalPlan
    register: pd.DataFrame
    tokens: pd.DataFrame
    answers: pd.DataFrame
    planted: pd.DataFrame
    truth: pd.DataFrame
    latent: Latent


def rehearse(instrument: Instrument, plan: RehearsalPlan, rng: np.random.Generator) -> Rehearsal:
    """Simulate a programme with this instrument.

    ConfigurationError if the instrument lacks what a rehearsal needs.
    """
    roles = find_roles(instrument)
    who, stand, turn, sick, need, fact, send, say, mess = rng.spawn(9)
    companies = draw_companies(instrument, roles, plan, who)
    standing = draw_standing(companies, instrument, stand)
    complete, broken = draw_turnout(companies, standing, plan, turn)
    problems = draw_problems(standing, choose_serious(companies, complete, plan, sick), plan, sick)
    truth = Truth(
        set_levels(standing, problems, plan, sick),
        draw_severities(companies, instrument, plan, need),
        problems,
    )
    numbers = draw_numbers(companies, truth.levels, instrument, roles, fact)
    latent = Latent(companies, truth, numbers, draw_difficulties(instrument, fact))
    responses = draw_responses(complete, broken, len(sections_of(instrument)), plan, send)
    tokens = draw_tokens(plan.companies, send)
    form = lay_out(instrument, roles, latent.difficulties, plan)
    answers, planted = _answer(latent, responses, tokens, form, say, mess)
    return Rehearsal(
        plan=plan,
        register=make_register(
            companies, total_staff(numbers, companies, roles), instrument, roles
        ),
        tokens=pd.DataFrame({"token": tokens, "company_id": companies.index}, dtype="str"),
        answers=answers,
        planted=planted,
        truth=tabulate_truth(truth),
        latent=latent,
    )


def write_rehearsal(rehearsal: Rehearsal, directory: Path) -> None:
    """Write the register, the tokens (for their owner only), the answers and the truth."""
    write_text(directory / REGISTER, rehearsal.register.to_csv(lineterminator="\n"))
    write_text(
        directory / TOKENS, rehearsal.tokens.to_csv(index=False, lineterminator="\n"), private=True
    )
    write_export_csv(rehearsal.answers, directory / ANSWERS)
    write_text(directory / TRUTH, rehearsal.truth.to_csv(index=False, lineterminator="\n"))


def _answer(
    latent: Latent,
    responses: pd.DataFrame,
    tokens: Cells,
    form: Questionnaire,
    say: np.random.Generator,
    mess: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The export of all responses, and what is spoilt in it."""
    company = responses["company"].to_numpy()
    known = latent.companies["language"].to_numpy(dtype=object)[company]
    asked = ask(
        latent,
        company,
        draw_languages(known, list(spoken_languages(form.instrument, form.plan)), say),
    )
    asked = replace(asked, given=_say_running(form, len(company)))
    sheet = fill_sheet(asked, responses["page"].to_numpy(), form, say)
    spoilt, cells = spoil(sheet, responses, form.instrument, form.plan, mess)
    shown = hide_tokens(tokens[company], responses["sender"].to_numpy(dtype=object), mess)
    export = pd.concat(
        [
            keep_books(responses, shown, asked.languages, mess),
            pd.DataFrame(spoilt, index=responses.index, dtype="str"),
        ],
        axis="columns",
    )
    return export, _note_planted(cells, responses, shown, latent.companies.index)


def _say_running(form: Questionnaire, size: int) -> Sheet:
    """In the first round nobody has closed yet."""
    running = form.instrument.followup.running if form.instrument.followup else None
    return {running: fill("Y", size)} if running else {}


def ask(latent: Latent, company: npt.NDArray[np.intp], languages: Cells) -> Asked:
    """The truth behind each response, by the position of its company."""
    truth = Truth(
        latent.truth.levels.iloc[company],
        latent.truth.severities.iloc[company],
        latent.truth.problems.iloc[company],
    )
    return Asked(latent.companies.iloc[company], truth, latent.numbers.iloc[company], languages)


def _note_planted(
    cells: pd.DataFrame, responses: pd.DataFrame, tokens: Cells, ids: pd.Index
) -> pd.DataFrame:
    """The spoilt cells and the strange rows, with the row they stand in (from 1)."""
    strange = responses.index[responses["sender"].isin(STRANGE)]
    rows = pd.DataFrame(
        {
            "response": strange,
            "column": "",
            "value": tokens[strange],
            "kind": responses.loc[strange, "sender"],
        }
    )
    both = pd.concat([cells, rows], ignore_index=True).sort_values(
        "response", kind="stable", ignore_index=True
    )
    position = both["response"].to_numpy(dtype=np.intp)
    company = pd.Series(ids[responses["company"].to_numpy()[position]], dtype="str")
    return pd.DataFrame(
        {
            "source": Path(ANSWERS).name,
            "row": position + 1,
            "response_id": (position + 1).astype(str),
            "company_id": company.mask(both["kind"].isin(STRANGE)),
            "column": both["column"],
            "value": both["value"].astype("str"),
            "what": both["kind"],
            "fault": both["kind"] != "wild_text",
        }
    )[[*FAULT_COLUMNS, "fault"]]
