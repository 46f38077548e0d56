"""`programme.toml`: every choice of the programme, as records."""

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
from diagnostics.rules import FlagRule, SelectionRules
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


Patterns = Annotated[list[Annotated[str, AfterValidator(check_pattern)]], Field(min_length=1)]
"""Patterns of files in the workspace, such as `answers/*.csv`."""


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Programme:
    """What the pages say about the programme itself.

    `language` is the office's own. Companies whose language has no pages get it too.
    """

    name: Line
    title: Text
    contact: Text
    language: Annotated[str, AfterValidator(check_language)] = "sv"
    help_until: Text | None = None

    def __post_init__(self) -> None:
        """Check that the texts of every page are there in the office's own language."""
        for name, text in (("title", self.title), ("contact", self.contact)):
            if self.language not in text:
                raise ValueError(
                    f"{name} is missing in the office's language. "
                    f'Write {name}.{self.language} = "…".'
                )


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
