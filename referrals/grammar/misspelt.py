"""Reports whose verb has a slip of the finger in it. They are guesses: to be offered, never taken for the line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from referrals.grammar import words as w
from referrals.grammar.commands import Progress
from referrals.grammar.line import Words, take_apart
from referrals.grammar.read import read_line
from referrals.model import Step
from referrals.slips import slip

_LONGEST_VERB = 4  # words
_MOST_WORDS = 12


def read_misspelt(text: str, now: datetime, zone: ZoneInfo, language: str = w.ENGLISH) -> list[Progress]:
    """What the line would report, were some words of it a verb with a slip; each report once. Never raises.

    `now` and `zone` are those of the person, as for `read_line`.
    """
    line = take_apart(text)
    if line.code is None or line.note or len(line.codes) > 1 or len(line.words) > _MOST_WORDS:
        return []
    verbs = w.written_in(language).steps
    found: dict[Progress, None] = {}
    for start, end, step in _slips(line.words):
        written = [word.written for word in line.words]
        mended = " ".join([line.code, *written[:start], verbs[step], *written[end:]])
        command = read_line(mended, now, zone, language)
        if isinstance(command, Progress) and command.step is step:
            found[command] = None
    return list(found)


def _slips(words: Words) -> Iterator[tuple[int, int, Step]]:
    """From which word to which there may be a verb, and whose step it is."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_VERB, len(words)) + 1):
            key = "".join(word.key for word in words[start:end])
            near = {step for verb, step in w.STEPS.items() if verb != key and slip(key, verb)}
            yield from ((start, end, step) for step in sorted(near))
