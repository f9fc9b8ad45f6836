"""Reading a typed line: forgiving about order, case and punctuation, never guessing, and storing nothing itself.

One message is one command; a newline counts as a comma. The code stands first or last. A service name in double quotes
is taken as it is, so a service may be called "Booked" or "B12 clinic". A service with "ready N" logs a referral, a
number alone reports readiness, and so does "ready N for SERVICE".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from referrals.codes import ClientCode
from referrals.grammar import words as w
from referrals.grammar.commands import (
    Command,
    LogReferrals,
    NotUnderstood,
    OpenClient,
    Progress,
    ReportReadiness,
    SetRisk,
    StandDown,
    Stay,
    StayKind,
    Trouble,
    Wants,
)
from referrals.grammar.dates import LONGEST_WHEN, Toward
from referrals.grammar.line import Line, MisreadError, Words, joined, phrase_at, pieces, split, take_apart
from referrals.grammar.parts import Extras, FoundWhen, split_phrase, split_when, take_extras
from referrals.grammar.slots import read_sessions
from referrals.grammar.write import write_line
from referrals.model import Barrier, Step

LONGEST_LINE = 500  # characters
MOST_WORDS = 80  # beside the note
LONGEST_FRAGMENT = 40
_LONGEST_DETAIL = LONGEST_WHEN + 2  # words beside a verb that is not the first
_REPAIRS = 4

_DATED_STEPS = {Step.BOOKED: Toward.AHEAD, Step.WENT: Toward.BACK, Step.MISSED: Toward.BACK}
_ALREADY_BEGUN = frozenset({StayKind.ADMITTED, StayKind.NO_SHOW, StayKind.DIED})


@dataclass(frozen=True, slots=True)
class _Said:
    """What a line says of the client `code`: its words without tags and the like, which are in `extras`.

    `local` is now, in the person's zone.
    """

    code: ClientCode
    words: Words
    extras: Extras
    note: str | None
    local: datetime


def read_line(text: str, now: datetime, zone: ZoneInfo) -> Command | NotUnderstood:
    """What the line `text`, typed at `now` by a person in `zone`, means; or why it is not understood. Never raises."""
    if len(text) > LONGEST_LINE:
        edge = take_apart(f"{text[:20]} {text[-20:]}").code
        return NotUnderstood(Trouble.TOO_LONG, None, edge or w.EXAMPLE_CODE)
    return _read(text, now.astimezone(zone), repairs=_REPAIRS)


def _read(text: str, local: datetime, repairs: int) -> Command | NotUnderstood:
    line = take_apart(text)
    if len(line.words) > MOST_WORDS:
        return NotUnderstood(Trouble.TOO_LONG, None, line.code or w.EXAMPLE_CODE)
    try:
        command = _command(line, local)
    except MisreadError as misread:
        fragment = joined(misread.words)[:LONGEST_FRAGMENT].strip() or None
        return NotUnderstood(misread.trouble, fragment, _nearest(line, misread, local, repairs))
    written = write_line(command)
    if len(written) > LONGEST_LINE or len(take_apart(written).words) > MOST_WORDS:
        return NotUnderstood(Trouble.TOO_LONG, None, command.code)
    if line.note and not isinstance(command, LogReferrals):
        return NotUnderstood(Trouble.TOO_MUCH, line.note[:LONGEST_FRAGMENT].strip(), written)
    return command


def _nearest(line: Line, misread: MisreadError, local: datetime, repairs: int) -> str:
    """The line with what stood in the way replaced or left out; if that cannot be read either, the code alone."""
    code = line.code or next(iter(line.codes), w.EXAMPLE_CODE)
    if not repairs:
        return code
    written: list[str] = []
    for word in line.words:
        if word not in misread.words:
            written.append(word.written)
        elif word == misread.words[0]:
            written.append(misread.instead)
    if not misread.words:
        written.append(misread.instead)
    text = " ".join([code, *written]) + (f" // {line.note}" if line.note else "")
    result = _read(text, local, repairs - 1)
    return result.nearest if isinstance(result, NotUnderstood) else write_line(result)


def _command(line: Line, local: datetime) -> Command:
    if line.code is None:
        empty = not (line.words or line.codes)
        raise MisreadError(Trouble.EMPTY if empty else Trouble.NO_CODE)
    others = [code for code in line.codes if code != line.code]
    if others:
        raise MisreadError(Trouble.TWO_CODES, split(others[0]))
    extras, words = take_extras(line.words, local)
    said = _Said(line.code, words, extras, line.note, local)
    command = next(command for read in _MEANINGS if (command := read(said)) is not None)
    if extras.words and not isinstance(command, LogReferrals | ReportReadiness | SetRisk):
        # Where one of two things must go, the risk stays in the line that is offered instead.
        raise MisreadError(Trouble.TOO_MUCH, _beside_risk(line.words) if extras.risk else extras.words)
    return command


def _beside_risk(words: Words) -> Words:
    return tuple(word for word in words if word.key not in w.RISKS and not word.separator)


def _open(said: _Said) -> Command | None:
    return None if said.words or said.extras.words or said.note else OpenClient(said.code)


def _risk(said: _Said) -> Command | None:
    """A risk alone. Beside other words without a comma it is neither: never a service named by half a line."""
    extras = said.extras
    if extras.risk and not said.words:
        if beside := _beside_risk(extras.words):
            raise MisreadError(Trouble.TOO_MUCH, beside)
        return SetRisk(said.code, extras.risk)
    if said.words and any(edge.key in w.RISKS for edge in (said.words[0], said.words[-1])):
        raise MisreadError(Trouble.TOO_MUCH, _beside_risk(said.words))
    return None


def _stand_down(said: _Said) -> Command | None:
    return StandDown(said.code) if "".join(word.key for word in said.words) in w.STAND_DOWN else None


def _wants(said: _Said) -> Command | None:
    hit = phrase_at(said.words, 0, w.WANTS)
    if hit is None:
        return None
    service = _one_service(said.words[hit[1] :])
    if service is None:
        raise MisreadError(Trouble.NO_SERVICE, instead=w.EXAMPLE_SERVICE)
    return Wants(said.code, service)


def _sessions(said: _Said) -> Command | None:
    return read_sessions(said.code, said.words)


def _stay(said: _Said) -> Command | None:
    for place in range(len(said.words)):
        hit = phrase_at(said.words, place, w.STAYS)
        if hit is None:
            continue
        kind, length = hit
        before, after = said.words[:place], said.words[place + length :]
        if before and len(before + after) > _LONGEST_DETAIL:
            continue
        found = split_when(before + after, said.local, Toward.BACK)
        others = pieces(found.others)
        if not others:
            return _stay_on(said, kind, found)
        if not before and kind is not StayKind.NO_SHOW:
            raise MisreadError(Trouble.TOO_MUCH, others[0])
    return None


def _stay_on(said: _Said, kind: StayKind, found: FoundWhen) -> Stay:
    if found.when is None:
        return Stay(said.code, kind)
    if kind in _ALREADY_BEGUN:
        _refuse_future(found, said.local)
    if found.when.at:
        raise MisreadError(Trouble.TOO_MUCH, found.run, str(found.when.on))
    return Stay(said.code, kind, found.when.on)


def _progress(said: _Said) -> Command | None:
    """A verb first, or last with nothing behind it but its date or its barrier; elsewhere it is part of a name."""
    for place in range(len(said.words)):
        hit = phrase_at(said.words, place, w.STEPS)
        if hit is None:
            continue
        step, length = hit
        before = tuple(word for word in said.words[:place] if word.key not in w.VERB_FILLERS)
        after = said.words[place + length :]
        if not before or (len(after) <= _LONGEST_DETAIL and not _trimmed(_details(step, after, said.local)[0])):
            return _progress_of(said, step, before + after)
    return None


def _progress_of(said: _Said, step: Step, words: Words) -> Progress:
    others, found, barrier = _details(step, words, said.local)
    if step is not Step.BOOKED and found.when:
        _refuse_future(found, said.local)
    return Progress(said.code, step, _one_service(others), found.when, barrier)


def _details(step: Step, words: Words, local: datetime) -> tuple[Words, FoundWhen, Barrier | None]:
    """What `words` say beside a service: the words left over, the date and the barrier, where `step` has one."""
    nothing = FoundWhen(None, (), words)
    if step in _DATED_STEPS:
        found = split_when(words, local, _DATED_STEPS[step])
        return found.others, found, None
    if step is Step.BARRIER:
        barrier, others = split_phrase(words, w.BARRIERS)
        return others, nothing, barrier
    return words, nothing, None


def _refuse_future(found: FoundWhen, local: datetime) -> None:
    if found.when and found.when.on > local.date():
        raise MisreadError(Trouble.FUTURE_DATE, found.run)


def _readiness(said: _Said) -> Command | None:
    extras = said.extras
    if extras.readiness is None or extras.risk or extras.purposes or extras.wanted_by:
        return None
    if not said.words or said.words[0].key in w.FOR:
        return ReportReadiness(said.code, extras.readiness, _one_service(said.words))
    return None


def _log(said: _Said) -> Command:
    services = tuple(dict.fromkeys(map(_service, pieces(said.words))))
    if not services:
        raise MisreadError(Trouble.NO_SERVICE, instead=w.EXAMPLE_SERVICE)
    extras = said.extras
    return LogReferrals(
        said.code, services, extras.risk, extras.purposes, extras.readiness, extras.wanted_by, said.note
    )


def _one_service(words: Words) -> str | None:
    """The one service that `words` name, None when they name none. Raises MisreadError when they name several."""
    named = pieces(_trimmed(words))
    if len(named) > 1:
        raise MisreadError(Trouble.ONE_SERVICE, [word for piece in named[1:] for word in piece])
    return _service(named[0]) if named else None


def _trimmed(words: Words) -> Words:
    """Without separators and "to", "with", "it" and the like at either end."""
    while words and (words[0].separator or words[0].key in w.SERVICE_FILLERS):
        words = words[1:]
    while words and (words[-1].separator or words[-1].key in w.SERVICE_FILLERS):
        words = words[:-1]
    return words


def _service(piece: Words) -> str:
    name = joined(piece)
    if not any(map(str.isalpha, name)):
        raise MisreadError(Trouble.NO_SERVICE, piece)
    return name


_MEANINGS: tuple[Callable[[_Said], Command | None], ...] = (
    _open, _risk, _stand_down, _wants, _sessions, _stay, _progress, _readiness, _log,
)  # fmt: skip
