"""The wave a command was given."""

from survey.common.errors import CallError, Problem, nearest
from survey.instrument.records import WAVES, Wave


def name_wave(word: str) -> Wave:
    """Return the wave called `word`; CallError with the nearest name if there is none."""
    for wave in WAVES:
        if wave == word:
            return wave
    raise CallError(Problem("--wave", f'"{word}" is no wave.', nearest(word, WAVES)))
