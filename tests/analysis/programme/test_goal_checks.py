from analysis.programme.goal_checks import Known, check_goals, list_known
from analysis.programme.goal_settings import Goal, HorizontalCriterion

NAME = {"en": "A name"}
KNOWN = Known(
    activities=["advice"],
    events=["network"],
    stages=["deep_dive"],
    outcomes=["full_time_jobs"],
    measures=["index", "full_time_jobs"],
)


def goal(identity, counts, **settings):
    return Goal(id=identity, name=NAME, counts=counts, target=1, **settings)


def test_names_that_are_there_are_right():
    goals = [
        goal("a", "participants"),
        goal("b", "stage", stage="deep_dive"),
        goal("c", "jobs", outcome="full_time_jobs"),
        goal("d", "event", kind="network"),
    ]
    criterion = HorizontalCriterion(
        id="a", name=NAME, activities=["advice"], events=["network"], followup=["index"]
    )
    assert check_goals(goals, [criterion], KNOWN) == []


def test_all_that_is_wrong_is_said_at_once_with_the_nearest_name():
    goals = [
        goal("a", "stage", stage="deep_div"),
        goal("a", "jobs", outcome="index"),
        goal("b", "event", kind="advice"),
    ]
    criteria = [
        HorizontalCriterion(
            id="c", name=NAME, activities=["network"], events=["netwrk"], followup=["idnex"]
        )
    ] * 2
    told = [str(problem) for problem in check_goals(goals, criteria[:1], KNOWN)]
    assert told == [
        "programme.toml ([[goal]] a): 2 of them have this id. Give each an id of its own.",
        'programme.toml ([[goal]] a): there is no stage "deep_div". Did you mean "deep_dive"?',
        'programme.toml ([[goal]] a): there is no outcome "index". Known: full_time_jobs.',
        'programme.toml ([[goal]] b): there is no [[event]] "advice". Known: network.',
        'programme.toml ([[criterion]] c): there is no [[activity]] "network". Known: advice.',
        'programme.toml ([[criterion]] c): there is no [[event]] "netwrk". Did you mean "network"?',
        (
            "programme.toml ([[criterion]] c): there is no index, domain, indicator or outcome "
            '"idnex". Did you mean "index"?'
        ),
    ]
    assert (
        "programme.toml ([[criterion]] c): 2 of them have this id. Give each an id of its own."
        in map(str, check_goals([], criteria, KNOWN))
    )


def test_a_goal_can_name_what_the_instrument_measures(instrument):
    known = list_known(instrument, [], [], [])
    assert {"index", instrument.domain[0].id, instrument.indicator[0].id} <= set(known.measures)
    assert set(known.outcomes) == {outcome.id for outcome in instrument.outcome}
