"""The exit codes of `jamna`, and what each of them means."""

from collections.abc import Mapping
from types import MappingProxyType

from survey.common.errors import (
    AnswersError,
    CallError,
    ConfigurationError,
    JamnaError,
    LimeSurveyError,
    PageError,
)

DONE = 0

FAULT = 70
"""A fault of our own: EX_SOFTWARE in sysexits.h."""

STOPPED = 130
"""Ctrl-C: shells give 128 + the number of the signal, and SIGINT is 2."""

EXIT_CODES: Mapping[int, str] = MappingProxyType(
    {
        DONE: "The command has done what it was asked to do.",
        JamnaError.exit_code: (
            "The computer refused: the disk is full, rights or memory are missing."
        ),
        CallError.exit_code: "The call is wrong: no such workspace, company, stage or option.",
        ConfigurationError.exit_code: "The configuration or the instrument is wrong.",
        AnswersError.exit_code: "The answers or the register are wrong.",
        LimeSurveyError.exit_code: "LimeSurvey refused, or cannot be reached.",
        PageError.exit_code: "A page could not be made.",
        FAULT: "Jamna has a fault of its own. The message names the log that describes it.",
        STOPPED: "The command was stopped with Ctrl-C. Nothing is left half-written.",
    }
)
"""What each exit code means, in one sentence for the user. No command ends with another code."""
