"""Reading "tue 2pm, thu 9.30am fortnightly": when a client's sessions are."""

from __future__ import annotations

from datetime import time

from referrals.codes import ClientCode
from referrals.grammar import words as w
from referrals.grammar.commands import SetSessions, Trouble
from referrals.grammar.line import MisreadError, Word, Words, phrase_at
from referrals.grammar.times import read_time
from referrals.sessions import Cadence, Slot


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
        raise MisreadError(Trouble.BAD_TIME, instead=f"{next(iter(w.WEEKDAYS))} {w.EXAMPLE_TIME}")
    return SetSessions(code, _slots(units), cadences[0][1] if cadences else Cadence.WEEKLY)


_Units = list[tuple[Words, int | time | Cadence | Trouble]]


def _units(words: Words) -> _Units | None:
    """Weekdays, times and cadences in their order; None when there is any other word."""
    units: _Units = []
    place = 0
    while place < len(words):
        cadence = phrase_at(words, place, w.CADENCES)
        taken = words[place : place + cadence[1]] if cadence else words[place : place + 1]
        word = taken[0]
        if cadence:
            units.append((taken, cadence[0]))
        elif word.key in w.WEEKDAYS:
            units.append((taken, w.WEEKDAYS[word.key]))
        elif word.text.lstrip("@")[:1].isdigit() or word.key in w.NAMED_TIMES:
            taken, at = _time(words[place : place + 2])
            units.append((taken, at))
        elif not (word.separator or word.key in w.SESSION_FILLERS):
            return None
        place += len(taken)
    return units


def _time(words: Words) -> tuple[Words, time | Trouble]:
    """The time that one or both of `words` say: "2pm" or "2 pm"."""
    length = 2 if len(words) == 2 and words[1].key in w.HALVES else 1
    taken = words[:length]
    return taken, read_time(" ".join(word.text.casefold() for word in taken)) or Trouble.BAD_TIME


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
