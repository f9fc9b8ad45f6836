"""Reading "tue 2pm, thu 9.30am fortnightly": when a client's sessions are."""

from __future__ import annotations

import re
from datetime import time

from referrals.codes import ClientCode
from referrals.folding import squeeze
from referrals.grammar import calendar_words as c
from referrals.grammar import words as w
from referrals.grammar.commands import SetSessions, Trouble
from referrals.grammar.line import MisreadError, Word, Words, phrase_at
from referrals.grammar.tables import Table
from referrals.grammar.times import time_at
from referrals.sessions import Cadence, Slot

_BEFORE_AN_HOUR = Table(dict.fromkeys((squeeze(text) for text in c.AT if " " in text), True))
_DAY_OF_MONTH = re.compile(f"[0-9]{{1,2}}(?:{c.either(c.ORDINALS)})?")


def read_sessions(code: ClientCode, words: Words) -> SetSessions | None:
    """The sessions `words` set, weekly when not said; None when they speak of anything else than days and times.

    Days before one time share it ("tue and thu 2pm"); a time before its day is taken too. Raises MisreadError.
    """
    units = _units(words)
    days = [unit for _, unit in units or () if isinstance(unit, int)]
    cadences = [(said, unit) for said, unit in units or () if isinstance(unit, Cadence)]
    if units is None or not (days or cadences):
        return None
    if len(cadences) > 1:
        raise MisreadError(Trouble.TOO_MUCH, cadences[1][0])
    if not days:
        raise MisreadError(Trouble.BAD_TIME, instead=w.EXAMPLE_WHEN)
    return SetSessions(code, _slots(units), cadences[0][1] if cadences else Cadence.WEEKLY)


_Units = list[tuple[Words, int | time | Cadence | Trouble]]


def _units(words: Words) -> _Units | None:
    """Weekdays, times and cadences in their order; None when there is any other word."""
    units: _Units = []
    place = 0
    while place < len(words):
        word, length = words[place], 1
        if cadence := phrase_at(words, place, w.CADENCES):
            length = cadence[1]
            units.append((words[place : place + length], cadence[0]))
        elif word.key in c.WEEKDAYS:
            units.append(((word,), c.WEEKDAYS[word.key]))
        elif found := time_at(words, place):
            length = found[0]
            units.append((words[place : place + length], found[1]))
        elif word.text.lstrip("@")[:1].isdigit():
            units.append(((word,), Trouble.BAD_TIME))
        elif at := phrase_at(words, place, _BEFORE_AN_HOUR):
            length = at[1]
        elif not _fills(word):
            return None
        place += length
    return None if _only_a_date(words) else units


def _fills(word: Word) -> bool:
    return word.separator or word.key in w.SESSION_FILLERS or (word.small and word.key in w.SMALL_SESSION_FILLERS)


def _only_a_date(words: Words) -> bool:
    """Whether "mar" or "mar 3" is all there is, 3 March. With a time, a cadence or another weekday it is Tuesday."""
    if len(words) > 2 or not any(word.key in c.MONTH_OR_WEEKDAY for word in words):
        return False
    return len(words) == 1 or any(_DAY_OF_MONTH.fullmatch(word.key) for word in words)


def _slots(units: _Units) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    waiting: list[tuple[Word, int]] = []  # days without their time yet
    early: tuple[Words, time] | None = None  # a time before its day
    for said, unit in units:
        if isinstance(unit, Trouble):
            raise MisreadError(unit, said, w.EXAMPLE_TIME)
        if isinstance(unit, time) and waiting:
            slots += [Slot(day, unit) for _, day in waiting]
            waiting.clear()
        elif isinstance(unit, time):
            if early:
                raise MisreadError(Trouble.TOO_MUCH, said)
            early = said, unit
        elif isinstance(unit, int) and early:
            slots.append(Slot(unit, early[1]))
            early = None
        elif isinstance(unit, int):
            waiting.append((said[0], unit))
    if waiting:
        word = waiting[0][0]
        raise MisreadError(Trouble.BAD_TIME, [word], f"{word.text} {w.EXAMPLE_TIME}")
    if early:
        raise MisreadError(Trouble.TOO_MUCH, early[0])
    return tuple(dict.fromkeys(slots))
