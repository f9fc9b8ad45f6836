"""Reading what a line says of coming sessions: one moved, one left out, a pause, the end of a pause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import dropwhile

from referrals.grammar import words as w
from referrals.grammar.commands import (
    CancelSession,
    MoveSession,
    PauseSessions,
    ResumeSessions,
    SessionChange,
    Trouble,
)
from referrals.grammar.line import MisreadError, Words, phrase_at, without_edge_separators
from referrals.grammar.parts import FoundWhen, leading_when, split_until
from referrals.grammar.said import Said, beside_verb


def read_session_change(said: Said) -> SessionChange | None:
    """The verb first, then its date; a session that is left out may have its date first ("tue cancelled")."""
    words = tuple(dropwhile(beside_verb, said.words))
    hit = phrase_at(words, 0, w.SESSION_CHANGES)
    if hit:
        return _READERS[hit[0]](said, without_edge_separators(words[hit[1] :]))
    for place in range(1, len(words)):
        hit = phrase_at(words, place, w.SESSION_CHANGES)
        if hit and hit[0] is CancelSession and place + hit[1] == len(words):
            before = tuple(dropwhile(lambda word: beside_verb(word) or word.key in w.SESSION_FILLERS, words[:place]))
            found = _session_day(without_edge_separators(before), said)
            return None if found.others or found.when is None else CancelSession(said.code, _day(found))
    return None


def _moved(said: Said, words: Words) -> SessionChange | None:
    if not words:
        raise MisreadError(Trouble.BAD_DATE, instead=w.EXAMPLE_WHEN)
    found = leading_when(words, said.where)
    if found.when is None:
        return None
    _refuse_more(found)
    return MoveSession(said.code, found.when)


def _cancelled(said: Said, words: Words) -> SessionChange | None:
    if not words:
        return CancelSession(said.code)
    found = _session_day(words, said)
    if found.when is None:
        return None
    _refuse_more(found)
    return CancelSession(said.code, _day(found))


def _paused(said: Said, words: Words) -> SessionChange | None:
    """Only "until" says the day back: a date without it may as well be the first day without sessions."""
    if not words:
        return PauseSessions(said.code)
    until = split_until(words, said.where)
    if until.when:
        _refuse_more(until)
        return PauseSessions(said.code, until.when.on)
    found = leading_when(words, said.where)
    if found.when is None or found.others:
        return None
    if found.when.on > said.where.today:
        raise MisreadError(Trouble.FUTURE_DATE, found.run, f"until {found.when.on}")
    return PauseSessions(said.code)


def _resumed(said: Said, words: Words) -> SessionChange | None:
    """With a day to come ("back 3 jan") the pause lasts until then."""
    if not words:
        return ResumeSessions(said.code)
    found = leading_when(words, said.where)
    if found.when is None or found.others:
        return None
    back = _day(found)
    return PauseSessions(said.code, back) if back and back > said.where.today else ResumeSessions(said.code)


def _refuse_more(found: FoundWhen) -> None:
    if found.others:
        raise MisreadError(Trouble.TOO_MUCH, found.others)


def _session_day(words: Words, said: Said) -> FoundWhen:
    return leading_when(words, replace(said.where, of_a_session=True))


def _day(found: FoundWhen) -> date | None:
    """The date that was found. Raises MisreadError when it has a time, which would be lost."""
    if found.when and found.when.at:
        raise MisreadError(Trouble.TOO_MUCH, found.run, f"{found.when.on}")
    return found.when.on if found.when else None


_READERS: dict[type[SessionChange], Callable[[Said, Words], SessionChange | None]] = {
    MoveSession: _moved,
    CancelSession: _cancelled,
    PauseSessions: _paused,
    ResumeSessions: _resumed,
}
