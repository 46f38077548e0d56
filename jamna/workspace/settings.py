"""`programme.toml`: every choice of the programme, as records."""

import re
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated, Literal, Self

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from analysis.programme.goal_settings import Goal, HorizontalCriterion
from analysis.rules import (
    ComparisonRules,
    EffectsRules,
    NeedsRules,
    PrivacyRules,
    RobustnessRules,
    ScoringRules,
    TargetGroup,
)
from diagnostics.findings.laws import Country
from diagnostics.rules import FlagRule, SelectionRules
from reports.company.records import ContactPerson
from reports.style.language import languages
from survey.common.errors import ConfigurationError, nearest, raise_all
from survey.common.patterns import check_pattern
from survey.common.texts import Line, Text
from survey.common.toml import STRICT, check_shape, read_toml
from survey.instrument.records import Wave
from survey.limesurvey.settings import LimeSurveySettings
from survey.register.activities import ActivityKind, EventKind

SHIPPED = Path(__file__).parent / "library" / "programme.toml"
"""The programme.toml of a new workspace."""


def check_language(code: str) -> str:
    """Return the office's language; ValueError if numbers and dates cannot be written in it."""
    try:
        return Locale.parse(code).language
    except (ValueError, UnknownLocaleError):
        raise ValueError(
            f'"{code[:40]}" is no code of a language. {nearest(code, languages())}'
        ) from None


FEWEST_DIGITS, MOST_DIGITS = 6, 15
"""The digits of a telephone number; E.164 has 15 at most."""
Patterns = Annotated[list[Annotated[str, AfterValidator(check_pattern)]], Field(min_length=1)]
"""Patterns of files in the workspace, such as `answers/*.csv`."""


def check_telephone(number: str) -> str:
    """A telephone number; ValueError where it cannot be one."""
    digits = sum(letter.isdigit() for letter in number)
    if not re.fullmatch(r"\+?[\d ()/–-]+", number) or not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise ValueError(
            f'"{number[:40]}" is no telephone number. '
            'Write it like "0960-123 45" or "+46 960 123 45".'
        )
    return number


def check_email(address: str) -> str:
    """An e-mail address; ValueError where it cannot be one."""
    if not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\".]+(\.[^\s@<>\".]+)+", address):
        raise ValueError(
            f'"{address[:40]}" is no e-mail address. Write it like "name@example.org".'
        )
    return address


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class LocalContact:
    """The person to call or write to, named on the pages of companies in these `municipalities`.

    `municipalities` are codes of the questionnaire's answers; without any, the person is for all
    companies that no other entry is for.
    """

    name: Line
    telephone: Annotated[Line, AfterValidator(check_telephone)] | None = None
    email: Annotated[Line, AfterValidator(check_email)] | None = None
    address: Line | None = None
    municipalities: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        """There is a way to reach the person."""
        if self.telephone is None and self.email is None:
            raise ValueError(f'"{self.name}" has neither `telephone` nor `email`. Add one.')

    def to_person(self) -> ContactPerson:
        """The person as the pages name them."""
        return ContactPerson(
            name=self.name,
            telephone=self.telephone or "",
            email=self.email or "",
            address=self.address or "",
            municipalities=tuple(self.municipalities),
        )


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Programme:
    """What the pages say about the programme itself.

    `language` is the office's own. Companies whose language has no pages get it too. `country`:
    whose laws the companies are told about. `contact` is a sentence that stands on every page;
    `contact_for` names persons.
    """

    name: Line
    title: Text
    contact: Text
    language: Annotated[str, AfterValidator(check_language)] = "sv"
    country: Country = "SE"
    help_until: Text | None = None
    contact_for: list[LocalContact] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Check that the texts of every page are there in the office's own language."""
        for name, text in (("title", self.title), ("contact", self.contact)):
            if self.language not in text:
                raise ValueError(
                    f"{name} is missing in the office's language. "
                    f'Write {name}.{self.language} = "…".'
                )
        self._check_contacts()

    def _check_contacts(self) -> None:
        """Each municipality has one person to ask, and so have all others together."""
        asked = [one for local in self.contact_for for one in local.municipalities or [""]]
        twice = sorted({one for one in asked if asked.count(one) > 1})
        if twice:
            where = ", ".join(one or "all other municipalities" for one in twice)
            raise ValueError(f"contact_for names more than one person for {where}. Name one.")


SourceKind = Literal["files", "limesurvey"]
"""The values of `source`; `jamna.pipeline.stored_answers` has one entry for each."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class AnswerSource:
    """Where a wave's answers are.

    `files`: patterns of files in the workspace. `source`: "limesurvey" reads the newest snapshot of
    `jamna pull` instead; so does a wave without `files`. `company`: what says which company
    answered, either "token" or the name of a column.
    """

    files: Patterns | None = None
    source: SourceKind | None = None
    company: Line = "token"

    def __post_init__(self) -> None:
        """Check that files are named if they are the source."""
        if self.source == "files" and self.files is None:
            raise ValueError('`source` is "files", but `files` names none.')

    @property
    def kind(self) -> SourceKind:
        """The source that is read: the one that is named; else files if there are any."""
        return self.source or ("limesurvey" if self.files is None else "files")


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class PlaceSource:
    """Where the answers of the municipalities' business developers are.

    `files`: patterns of files in the workspace.
    """

    files: Patterns


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Settings:
    """The whole of `programme.toml`."""

    programme: Programme
    answers: dict[Wave, AnswerSource]
    scoring: ScoringRules = field(default_factory=ScoringRules)
    privacy: PrivacyRules = field(default_factory=PrivacyRules)
    comparison: ComparisonRules = field(default_factory=ComparisonRules)
    robustness: RobustnessRules = field(default_factory=RobustnessRules)
    needs: NeedsRules = field(default_factory=NeedsRules)
    target_group: list[TargetGroup] = field(default_factory=list)
    flag: list[FlagRule] = field(default_factory=list)
    selection: SelectionRules = field(default_factory=SelectionRules)
    effects: EffectsRules = field(default_factory=EffectsRules)
    limesurvey: LimeSurveySettings | None = None
    activity: list[ActivityKind] = field(default_factory=list)
    event: list[EventKind] = field(default_factory=list)
    goal: list[Goal] = field(default_factory=list)
    criterion: list[HorizontalCriterion] = field(default_factory=list)
    place: PlaceSource | None = None

    def without_variants(self) -> Self:
        """Return the settings with one random variant only. Use it for results that need none."""
        return replace(self, robustness=replace(self.robustness, variants=1))


def load_settings(path: Path) -> Settings:
    """Read `programme.toml`; ConfigurationError with every problem of shape."""
    settings, problems = check_shape(read_toml(path), Settings)
    raise_all(ConfigurationError, problems)
    if settings is None:
        raise ConfigurationError(*problems)
    return settings if settings.selection.reason_code else _with_shipped_reasons(settings)


def _with_shipped_reasons(settings: Settings) -> Settings:
    """Add the reason codes of a new workspace, as files of version 1.0 have none."""
    shipped, _ = check_shape(read_toml(SHIPPED), Settings)
    reasons = shipped.selection.reason_code if shipped is not None else []
    return replace(settings, selection=replace(settings.selection, reason_code=reasons))
