"""The evaluator's report: from both rounds and their estimates to its page."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.effects.records import Study
from analysis.groups.groups import EVERYONE
from analysis.groups.response_rates import Turnout, tabulate_response
from analysis.programme.followup import gather_followup
from analysis.programme.perceived_benefits import share_given
from analysis.rules import PrivacyRules
from jamna.pages.rendering import remove_others, render_checked
from jamna.pipeline.effects import Effects, compare_rounds, find_stage, reach_goals
from jamna.pipeline.goals import tabulate_backgrounds
from jamna.pipeline.provenance import VERSION
from jamna.pipeline.run import Made, Wanted
from jamna.screen.progress import Screen
from jamna.workspace.layout import Workspace
from reports.evaluation import EvaluationSource, build_evaluation
from reports.evaluation.page import write_evaluation
from reports.evaluation.sections.shares import CHOSEN, OTHERS
from reports.evaluation.source import ANYTHING, PerceivedBenefits, StageCount
from reports.style.brand import Brand
from reports.style.language import page_language
from survey.common.texts import Text
from survey.instrument.records import Instrument, Question
from survey.register.place_survey import PlaceAnswers

KIND = "evaluation"

BACKGROUNDS = ("municipality", "trade", "size")
"""By which the report says who is missing."""


def make_evaluation(made: Made, wanted: Wanted, brand: Brand, screen: Screen) -> list[str]:
    """Make the evaluator's report in the office's language.

    If no stage chooses companies there is none; only who asked for it by name is told why.
    """
    asked_for = KIND in wanted.kinds
    if made.second is None or not (made.inputs.settings.selection.stage or asked_for):
        remove_others(made.workspace, KIND, [])
        return []
    effects = made.effects or compare_rounds(
        made.inputs, made.numbers, made.judgement, made.second, screen
    )
    source = gather_evaluation(made.workspace, effects)
    language = page_language(made.inputs.settings.programme.language, "en")
    page = write_evaluation(build_evaluation(source, language), brand)
    rendered = render_checked([page], 1, "evaluation", made, brand, screen)
    done = "made" if rendered.made else "unchanged"
    return [
        f"{made.workspace.reports / page.stem}.html: the evaluator's report {done} (PDF beside it)"
    ]


def gather_evaluation(workspace: Workspace, effects: Effects) -> EvaluationSource:
    """Everything the report is made from."""
    inputs, results = effects.baseline, reach_goals(effects)
    settings, turnout = inputs.settings, find_turnout(effects)
    chosen = find_stage(inputs)
    return EvaluationSource(
        programme=settings.programme.name,
        title=settings.programme.title,
        contact=settings.programme.contact,
        simulated=workspace.is_simulated,
        version=VERSION,
        instrument=inputs.instrument,
        privacy=settings.privacy,
        estimates=effects.estimates,
        spreads={outcome: find_spread(study) for outcome, study in effects.studies.items()},
        stage=next(stage.name for stage in settings.selection.stage if stage.id == chosen),
        contacted=len(turnout.answered),
        answered=int(turnout.answered.sum()),
        stages=count_stages(effects),
        again=int((turnout.answered & turnout.again).sum()),
        response=tabulate_response(
            turnout,
            tabulate_backgrounds(inputs),
            _known_backgrounds(inputs.instrument),
            settings.privacy,
        ),
        given=share_gains(effects, chosen),
        felt=share_feeling(effects),
        place=share_place(effects.second.effort.place, settings.privacy),
        target_groups=settings.target_group,
        activities=settings.activity,
        events=settings.event,
        goal_rules=settings.goal,
        goals=results.goals,
        criteria=results.criteria,
    )


def find_turnout(effects: Effects) -> Turnout:
    """Who of the register's contacts answered completely, in either round."""
    contacts = effects.baseline.register.index
    return Turnout(
        answered=effects.second.facts.answered_before.reindex(contacts, fill_value=False).astype(
            bool
        ),
        again=effects.second.facts.answered_after.reindex(contacts, fill_value=False).astype(bool),
    )


def count_stages(effects: Effects) -> Sequence[StageCount]:
    """How many companies each stage took in."""
    selection = effects.judgement.selection
    return [
        StageCount(stage.name, len(selection.chosen(stage.id)))
        for stage in effects.baseline.settings.selection.stage
    ]


def find_spread(study: Study) -> float:
    """Return the standard deviation of the follow-up among the companies compared.

    NaN of fewer than two.
    """
    after = study.frame.loc[study.measured, "after"].to_numpy(dtype=float)
    return float(np.std(after, ddof=1)) if len(after) > 1 else float("nan")


def share_gains(effects: Effects, stage: str) -> PerceivedBenefits | None:
    """What companies say the programme gave them: all, those chosen, and the others.

    None where the questionnaire does not ask.
    """
    instrument, facts = effects.baseline.instrument, effects.second.facts
    told = instrument.followup
    if told is None or told.gains is None:
        return None
    mine = pd.Series(
        facts.gains.index.isin(effects.judgement.selection.chosen(stage)), index=facts.gains.index
    )
    groups = {EVERYONE: pd.Series(data=True, index=mine.index), CHOSEN: mine, OTHERS: ~mine}
    boxes = facts.gains.assign(**{ANYTHING: facts.gained})
    return PerceivedBenefits(
        share_given(boxes, groups, effects.baseline.settings.privacy), _name_gains(instrument)
    )


def share_feeling(effects: Effects) -> PerceivedBenefits | None:
    """What companies say the programme meant, for better or worse: every answer of the scale.

    It is the choice that decides whether gains are asked for; None where there is none.
    """
    instrument = effects.baseline.instrument
    question = _find_feeling(instrument)
    answers = effects.second.inputs.answers.companies
    if question is None or question.answers is None or question.code not in answers:
        return None
    listed = instrument.lists[question.answers]
    given = answers[question.code].astype("string")
    given = given.where(given.isin(listed.scale))
    best_first = listed.scale[::-1]
    boxes = pd.DataFrame({code: given.eq(code) for code in best_first}, dtype="boolean")
    everyone = {EVERYONE: pd.Series(data=True, index=boxes.index)}
    names = {option.code: option.text for option in listed.options}
    table = share_given(boxes, everyone, effects.baseline.settings.privacy)
    return PerceivedBenefits(table, names)


def _find_feeling(instrument: Instrument) -> Question | None:
    told = instrument.followup
    gains = instrument.questions[told.gains] if told and told.gains else None
    asked = [instrument.questions[one.question] for one in gains.asked_if] if gains else []
    return next((one for one in asked if one.kind == "choice"), None)


def share_place(place: PlaceAnswers | None, privacy: PrivacyRules) -> PerceivedBenefits | None:
    """What the business developers say it gave the place; None where nobody was asked about it."""
    told = place.instrument.followup if place else None
    if place is None or told is None or told.gains is None:
        return None
    facts = gather_followup(place.answers, place.answers, place.instrument)
    everyone = {EVERYONE: pd.Series(data=True, index=facts.gains.index)}
    boxes = facts.gains.assign(**{ANYTHING: facts.gained})
    return PerceivedBenefits(share_given(boxes, everyone, privacy), _name_gains(place.instrument))


def _name_gains(instrument: Instrument) -> Mapping[str, Text]:
    question = (
        instrument.questions[instrument.followup.gains]
        if instrument.followup and instrument.followup.gains
        else None
    )
    options = (
        instrument.lists[question.answers].options
        if question is not None and question.answers
        else []
    )
    return {option.code: option.text for option in options}


def _known_backgrounds(instrument: Instrument) -> list[str]:
    known = {background.id for background in instrument.background}
    return [background for background in BACKGROUNDS if background in known]
