"""What every table in `results/` holds, column by column.

Columns are a contract with whoever reads the tables: they may be added, none renamed or taken away.
`make docs` makes the reference from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableColumns:
    """A table and its columns.

    `about`: what the table says. `row`: what one row is. `columns`: what each column holds, in
    order.
    """

    name: str
    about: str
    row: str
    columns: Mapping[str, str]


_COMPANY = "the company's id in the register"
_WAVE = "`baseline` or `followup`"

TABLES = (
    TableColumns(
        "scores",
        "How each company scores on every indicator, domain and on the index.",
        "company, wave and item",
        {
            "company_id": _COMPANY,
            "wave": _WAVE,
            "level": "`indicator`, `domain` or `index`",
            "item": "id of the indicator or domain; `index` for the index",
            "score": "0–100, 100 is best; empty where `status` is not `ok`",
            "completeness": "share (0–1) of the applicable weight that could be calculated",
            "status": "`ok`, `not_calculable` (too little was answered) or `not_applicable`",
            "n": "people or answers behind the score",
            "favours": "for a pay gap, who is paid more: `women`, `men` or `neither`; else empty",
        },
    ),
    TableColumns(
        "needs",
        "What each company needs help with.",
        "company, wave and need",
        {
            "company_id": _COMPANY,
            "wave": _WAVE,
            "need": "id of the need in `instrument.toml`",
            "severity": "0–100, 100 is most severe; empty if it was not answered",
            "priority": "place in the company's own ranking, from 1; empty if not ranked",
            "rank": "rank among the company's needs: by priority, then by severity",
        },
    ),
    TableColumns(
        "needs_programme",
        "What the programme's companies need, after the privacy rules.",
        "group of companies and need",
        {
            "group": "`all`, or background and value, such as `municipality=KIR`",
            "need": "id of the need",
            "n": "companies that answered",
            "share_severe": "share (0–1) for whom the need is severe",
            "low": "lower end of the 95 % Wilson interval of that share",
            "high": "upper end of it",
            "mean_severity": "mean severity, 0–100",
            "first_choice_share": "share (0–1) that ranked it first",
            "rank": "rank among the group's needs, 1 is the most severe",
            "status": "`ok`, `hidden` (a company could be worked out) or `empty` (nobody answered)",
        },
    ),
    TableColumns(
        "region",
        "How equal the region's companies are, by municipality and trade, after the privacy rules.",
        "item and group of companies",
        {
            "group": "`all`, or background and value, such as `municipality=KIR`",
            "level": "`index`, `domain` or `indicator`",
            "item": "id of the domain or indicator; `index` for the index",
            "n": "companies with a score",
            "mean": "mean score, 0–100, in whole points",
            "low": "lower end of the middle half, 0–100, rounded down to whole fives",
            "high": "upper end of it, rounded up to whole fives",
            "status": "of n and mean: `ok`, `hidden` (a company could be worked out) or `empty`",
            "spread": "of low and high: the same words; more companies are needed for it",
        },
    ),
    TableColumns(
        "frequencies",
        "How often each answer was given, by municipality and trade, after the privacy rules.",
        "question, group of companies and answer",
        {
            "group": "`all`, or background and value, such as `trade=CONS`",
            "question": "the question's column, such as `LEAD[DECID]`; of boxes, the question",
            "answer": "code of the answer in `instrument.toml`; `Y` or `N` of yes or no",
            "n": "companies that answered the question; of boxes, that ticked any",
            "share": "share (0–1) of them that gave the answer, to the nearest 0.05",
            "status": "`ok`, `range` (few gave it, or all but a few), `hidden` (a company could be "
            "worked out) or `empty` (nobody answered)",
            "low": "of a range: the least share",
            "high": "of a range: the largest share",
        },
    ),
    TableColumns(
        "missing",
        "Why an answer is missing, in the first round.",
        "company and item",
        {
            "company_id": _COMPANY,
            "item": "id of the indicator or need",
            "state": "`not_asked`, `not_answered`, `not_applicable` or `not_calculable`",
        },
    ),
    TableColumns(
        "reliability",
        "Whether a domain's questions belong together, and whether each separates companies.",
        "domain or indicator",
        {
            "level": "`domain` or `indicator`",
            "item": "its id",
            "n": "companies behind it",
            "alpha": "Cronbach's alpha (domains meant as one scale)",
            "low": "lower end of its 95 % interval",
            "high": "upper end of it",
            "omega": "McDonald's omega",
            "top_share": "share (0–1) of companies with the best score",
            "with_rest": "correlation with the rest of its domain",
            "separates_nobody": "true if nearly everybody passes",
            "note": "`coding` if alpha is negative: an item is coded in the wrong direction",
        },
    ),
    TableColumns(
        "faults",
        "Answers that were kept out of the scores.",
        "faulty answer",
        {
            "source": "the file or snapshot it stands in",
            "row": "the row there, from 1",
            "response_id": "LimeSurvey's response id",
            "company_id": _COMPANY,
            "column": "the question",
            "value": "what stands there",
            "what": "what is wrong with it",
        },
    ),
    TableColumns(
        "flags",
        "Rules that a company met.",
        "company and flag",
        {
            "company_id": _COMPANY,
            "wave": _WAVE,
            "flag": "id of the rule in `programme.toml`",
            "kind": "`equality` or `need`",
            "level": "`serious` or `watch`",
            "reasons": "the answers that met the rule",
            "stands": "share (0–1) of the plausible variants in which the flag is raised",
            "firm": "true if it stands whichever single answer is left out (serious flags)",
        },
    ),
    TableColumns(
        "selection",
        "Who is chosen, stage by stage.",
        "stage and company",
        {
            "company_id": _COMPANY,
            "stage": "id of the stage in `programme.toml`",
            "outcome": "`selected`, `reserve`, `not_selected` or `ineligible`",
            "rule_outcome": "what the rule alone would have given",
            "priority": "rank by the stage's `order`; equals share one",
            "rank": "rank among the stage's candidates, from 1",
            "place": "kind of seat: `core`, `contrast`, `quota` or `decision`; empty for no seat",
            "reasons": "why, as codes",
            "decided_by": "who decided, if a person did",
        },
    ),
    TableColumns(
        "stability",
        "How firmly each seat stands.",
        "stage and company",
        {
            "company_id": _COMPANY,
            "stage": "id of the stage",
            "stands": "share (0–1) of the plausible variants in which the company is selected",
        },
    ),
    TableColumns(
        "stages",
        "The stages in numbers.",
        "stage",
        {
            "stage": "id of the stage",
            "capacity": "seats",
            "candidates": "companies that could be chosen",
            "selected": "companies that were",
            "reserve": "companies on the reserve list",
            "not_selected": "companies that were not chosen",
            "ineligible": "companies that cannot take part",
        },
    ),
    TableColumns(
        "effects",
        "What the programme changed, by every estimator.",
        "outcome, group and estimator",
        {
            "outcome": "`index`, a domain, or an outcome of the instrument",
            "group": "whose effect: `all`, an activity, or a municipality",
            "estimator": "name of the estimator",
            "estimate": "in the outcome's own unit; empty where it cannot be estimated",
            "low": "lower end of the 95 % interval",
            "high": "upper end of it",
            "p": "p value",
            "p_adjusted": "p value after Holm's correction within its family",
            "n_treated": "helped companies behind it",
            "n_comparison": "compared companies behind it",
            "minimum_detectable": "the smallest effect that would be found four times in five",
            "maryland_level": (
                "level on the Maryland scale, 1–5; 0 if the row is no estimate of an effect"
            ),
            "note": "codes of what has to be said beside it",
            "status": "`ok`, or why there is no estimate: `too_few`, `not_estimable`",
        },
    ),
    TableColumns(
        "goals",
        "Results against the goals of `programme.toml`.",
        "goal and group",
        {
            "goal": "id of the goal",
            "group": "`all`, or background and value",
            "counts": "`participants`, `stage`, `jobs` or `event`",
            "value": "what was reached",
            "target": "what was promised; empty for groups",
            "share": "value divided by target",
            "before": "for jobs: the sum at baseline",
            "after": "for jobs: the sum at follow-up",
            "n": "companies or rows behind the value",
            "missing": "companies or rows without a number",
            "status": "`ok`, `hidden` (a company could be worked out) or `missing` (unknown)",
        },
    ),
    TableColumns(
        "criteria",
        "The horizontal criteria of `programme.toml`, part by part.",
        "criterion and part",
        {
            "criterion": "id of the criterion",
            "grade": "`active`, `partly` or `not`",
            "part": "`background`, `activities` or `followup`",
            "shown": "true if the part is shown",
            "missing": "codes of what is missing, with `; ` between them",
        },
    ),
    TableColumns(
        "decisions",
        "What people decided against or beside the rule. `jamna decisions` writes it.",
        "decision, the oldest first",
        {
            "decided_at": "when, in ISO 8601 with the time zone",
            "company_id": _COMPANY,
            "stage": "id of the stage in `programme.toml`",
            "action": "`include`, `exclude` or `withdraw`",
            "standing": "`binds`, `replaced`, `withdrawn`, or `withdrawal` (it withdraws another)",
            "reason_code": "id of the reason in `programme.toml`",
            "note": "why, in words",
            "by": "who decided",
            "rank_before": "the company's rank at the stage before the decision",
            "rank_after": "its rank after it",
            "priority": "its priority at the stage",
            "outcome_before": "its outcome before the decision, as in `selection`",
            "outcome_after": "its outcome after it",
            "fell_out": "companies that lost their seat by it, by stage",
            "moved_up": "companies that got a seat by it, by stage",
            "lost": "quotas and contrast seats that are no longer filled",
            "regained": "quotas and contrast seats that are filled again",
        },
    ),
    *(
        TableColumns(
            f"participation_{wave}",
            f"Who is invited to the {wave} survey, and who has answered. `jamna invite` writes it.",
            "company of the register",
            {
                "company_id": _COMPANY,
                "name": "the company's name in the register",
                "municipality": "its municipality in the register",
                "wave": _WAVE,
                "invited": "true if LimeSurvey has it as a participant",
                "completed": "true if it has answered to the end",
                "at": "when it answered, as LimeSurvey tells it; empty if it has not",
            },
        )
        for wave in ("baseline", "followup")
    ),
)
