"""Small instruments for tests, in Swedish and English."""

from survey.instrument.records import AnswerList, Instrument, Option, Question, Section


def both(text):
    return {"sv": f"{text} på svenska", "en": text}


def make_instrument(*questions, lists=(), sections=("first",), **more):
    return Instrument(
        title=both("How are you?"),
        languages=["sv", "en"],
        section=[Section(id=name, title=both(name.title())) for name in sections],
        answers=list(lists),
        question=list(questions),
        **more,
    )


def ask(code, kind, **more):
    return Question(
        code=code,
        section=more.pop("section", "first"),
        kind=kind,
        text=more.pop("text", both(code)),
        **more,
    )


def make_list(name, *codes, **more):
    return AnswerList(
        id=name, options=[Option(code=code, text=both(code)) for code in codes], **more
    )
