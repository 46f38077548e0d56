"""The instrument as a questionnaire that LimeSurvey imports (.lss)."""

from survey.limesurvey.questionnaire.lss import suggest_survey_id, write_lss

__all__ = ["suggest_survey_id", "write_lss"]
