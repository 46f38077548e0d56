"""How an effect report was made, what is uncertain, and how answers are protected."""

from collections.abc import Sequence

from reports.company.records import Method
from reports.style.language import Language


def format_method(method: Method, language: Language) -> Sequence[str]:
    """How the numbers came about."""
    _ = language.gettext
    repeat = _(
        "{n} companies answered twice. Those of them that got no help of their own from the "
        "programme show how much answers move by themselves."
    )
    return [
        _(
            "You answered the same questions twice, and both times we worked out points from 0 to "
            "100 in the same way. Questions about what the programme itself does, such as courses, "
            "are left out of these points."
        ),
        repeat.format(n=language.number(method.respondents)),
        _(
            "A low value tends to rise by itself and a high one to fall, and few answers swing "
            "more than many: we count that in before we call anything better or worse."
        ),
    ]


def format_uncertain(areas: int, language: Language) -> Sequence[str]:
    """What a reader must not conclude."""
    _ = language.gettext
    once = _(
        "By chance alone, about one company in twenty passes the limit, in either direction, in "
        "one of its {n} areas or as a whole."
    )
    return [
        _(
            "The page shows that something has changed, not why. In a single company nobody can "
            "tell what the programme did."
        ),
        once.format(n=language.number(areas)),
        _(
            "These are your own answers from two occasions. In a small company one person can tip "
            "the scale."
        ),
    ]


def format_protection(method: Method, language: Language) -> Sequence[str]:
    """Who reads it, and what it never says."""
    _ = language.gettext
    least = _("You are compared with the average of at least {n} other companies, never with one.")
    return [
        _(
            "Only you and the programme’s advisers read this report. No other company can see "
            "what you answered, or that you have a report."
        ),
        least.format(n=language.number(method.least_group)),
        _(
            "What you wrote in your own words is printed only where an adviser has read it and "
            "found that it points at nobody."
        ),
    ]
