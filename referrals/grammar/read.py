"""Reading a typed line: forgiving about order, case and punctuation, never guessing, and storing nothing itself.

One message is one command; a newline counts as a comma. The code stands first or last. A service name in double quotes
is taken as it is, so a service may be called "Booked" or "B12 clinic". A service with "ready N" logs a referral, a
number alone reports readiness, and so does "ready N for SERVICE". What is said of sessions, and a goodbye, stands alone
or with its date: beside other words ("back to work programme") it is part of a service's name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from referrals.folding import squeeze
from referrals.grammar import words as w
from referrals.grammar.commands import Command, LogReferrals, NotUnderstood, ReportReadiness, SetRisk, Trouble
from referrals.grammar.dates import Here, here
from referrals.grammar.goals import read_goals
from referrals.grammar.herself import beside_risk, read_goodbye, read_open, read_risk, read_stand_down, read_stay
from referrals.grammar.line import Example, Line, MisreadError, joined, pieces, split, take_apart
from referrals.grammar.parts import take_extras
from referrals.grammar.reports import read_progress, read_readiness, read_reopen, read_wants
from referrals.grammar.said import Said, service_name
from referrals.grammar.session_changes import read_session_change
from referrals.grammar.slots import read_sessions
from referrals.grammar.write import write_line

LONGEST_LINE = 500  # characters
MOST_WORDS = 80  # beside the note
LONGEST_FRAGMENT = 40
_REPAIRS = 4


def read_line(text: str, now: datetime, zone: ZoneInfo, language: str = w.ENGLISH) -> Command | NotUnderstood:
    """What the line `text`, typed at `now` by a person in `zone`, means; or why it is not understood. Never raises.

    Every language is understood, and several in one line. In `language` the nearest line is written; it also decides in
    which order "3/12" is read.
    """
    if len(text) > LONGEST_LINE:
        edge = take_apart(f"{text[:20]} {text[-20:]}").code
        return NotUnderstood(Trouble.TOO_LONG, None, edge or w.EXAMPLE_CODE)
    return _read(text, here(now, zone, language), language, repairs=_REPAIRS)


def _read(text: str, where: Here, language: str, repairs: int) -> Command | NotUnderstood:
    line = take_apart(text)
    if len(line.words) > MOST_WORDS:
        return NotUnderstood(Trouble.TOO_LONG, None, line.code or w.EXAMPLE_CODE)
    try:
        command = _command(line, where)
    except MisreadError as misread:
        fragment = joined(misread.words)[:LONGEST_FRAGMENT].strip() or None
        return NotUnderstood(misread.trouble, fragment, _nearest(line, misread, where, language, repairs))
    written = write_line(command, language)
    # A word has a character at least, so that few lines need to be taken apart again.
    if len(written) > LONGEST_LINE or (len(written) > MOST_WORDS and len(take_apart(written).words) > MOST_WORDS):
        return NotUnderstood(Trouble.TOO_LONG, None, command.code)
    if line.note and not isinstance(command, LogReferrals):
        return NotUnderstood(Trouble.TOO_MUCH, line.note[:LONGEST_FRAGMENT].strip(), written)
    return command


def _nearest(line: Line, misread: MisreadError, where: Here, language: str, repairs: int) -> str:
    """The line with what stood in the way replaced or left out; if that cannot be read either, the code alone."""
    code = line.code or next(iter(line.codes), w.EXAMPLE_CODE)
    if not repairs:
        return code
    instead, written = _offered(misread.instead, language), list[str]()
    for word in line.words:
        if word not in misread.words:
            written.append(word.written)
        elif word == misread.words[0]:
            written.append(instead)
    if not misread.words:
        written.append(instead)
    text = " ".join([code, *written]) + (f" // {line.note}" if line.note else "")
    result = _read(text, where, language, repairs - 1)
    return result.nearest if isinstance(result, NotUnderstood) else write_line(result, language)


def _offered(instead: str | Example, language: str) -> str:
    said = w.written_in(language)
    if instead is Example.SERVICE:
        return said.example_service
    return f"{said.words['goals']}: {said.example_goals}" if instead is Example.GOALS else str(instead)


def asked_for(text: str) -> str | None:
    """The command for which a whole message asks in words ("help me", "deshacer"), by its name; None for all else."""
    return w.ASKED.get(squeeze(text)) if len(text) <= LONGEST_FRAGMENT else None


def _command(line: Line, where: Here) -> Command:
    if line.code is None:
        empty = not (line.words or line.codes)
        raise MisreadError(Trouble.EMPTY if empty else Trouble.NO_CODE)
    if (goals := read_goals(line, line.code)) is not None:
        return goals
    others = [code for code in line.codes if code != line.code]
    if others:
        raise MisreadError(Trouble.TWO_CODES, split(others[0]))
    extras, words = take_extras(line.words, where)
    said = Said(line.code, words, extras, line.note, where)
    command = next(command for read in _MEANINGS if (command := read(said)) is not None)
    if extras.words and not isinstance(command, LogReferrals | ReportReadiness | SetRisk):
        # Where one of two things must go, the risk stays in the line that is offered instead.
        raise MisreadError(Trouble.TOO_MUCH, beside_risk(line.words) if extras.risk else extras.words)
    return command


def _log(said: Said) -> Command:
    services = tuple(dict.fromkeys(map(service_name, pieces(said.words))))
    if not services:
        raise MisreadError(Trouble.NO_SERVICE, instead=Example.SERVICE)
    extras = said.extras
    return LogReferrals(
        said.code, services, extras.risk, extras.purposes, extras.readiness, extras.wanted_by, said.note
    )


def _sessions(said: Said) -> Command | None:
    return read_sessions(said.code, said.words)


_MEANINGS: tuple[Callable[[Said], Command | None], ...] = (
    read_open, read_stand_down, read_risk, read_wants, _sessions, read_session_change, read_goodbye, read_stay,
    read_progress, read_readiness, read_reopen, _log,
)  # fmt: skip
