import pickle

import pytest

from survey.common.errors import (
    AnswersError,
    CallError,
    ConfigurationError,
    JamnaError,
    LimeSurveyError,
    PageError,
    Problem,
    gather_problems,
    nearest,
    raise_all,
)

EXIT_CODES = [
    (CallError, 2),
    (ConfigurationError, 3),
    (AnswersError, 4),
    (LimeSurveyError, 5),
    (PageError, 6),
]


@pytest.mark.parametrize(("kind", "exit_code"), EXIT_CODES)
def test_an_error_keeps_its_cases_and_exit_code_across_a_process_border(kind, exit_code):
    error = kind(
        Problem("a.toml, line 3", "it is wrong.", "Mend it."), Problem("", "all is wrong.")
    )
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert copy.problems == error.problems
    assert copy.exit_code == exit_code
    assert str(copy) == "a.toml, line 3: it is wrong. Mend it.\nall is wrong."


def test_all_problems_are_raised_in_one_error_and_none_raise_nothing():
    raise_all(CallError, iter(()))
    with pytest.raises(JamnaError) as caught:
        raise_all(CallError, (Problem(str(number), "wrong") for number in range(3)))
    assert [problem.where for problem in caught.value.problems] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("word", "known", "advice"),
    [
        ("EQ07", ["EQ7", "EQ17", "MUN"], 'Did you mean "EQ7"?'),
        ("staffw", ["STAFFW", "STAFFM"], 'Did you mean "STAFFW"?'),
        ("zzz", ["one", "two"], "Known: one, two."),
        ("zzz", [], ""),
        (
            "zzz",
            [f"a{number:02}" for number in range(22)],
            f"Known: {', '.join(f'a{number:02}' for number in range(20))} … (22 in all).",
        ),
    ],
)
def test_advice_is_the_nearest_name_or_the_closed_set(word, known, advice):
    assert nearest(word, known) == advice


def refuse():
    raise AnswersError(Problem("a.csv", "is empty."), Problem("b.csv", "is empty."))


def test_problems_of_a_load_are_gathered_instead_of_raised():
    assert gather_problems(lambda: 7) == (7, [])
    assert gather_problems(refuse) == (
        None,
        [Problem("a.csv", "is empty."), Problem("b.csv", "is empty.")],
    )


def test_errors_of_another_kind_are_not_gathered():
    with pytest.raises(AnswersError):
        gather_problems(refuse, ConfigurationError)
    with pytest.raises(ZeroDivisionError):
        gather_problems(lambda: 1 / 0)
