"""The canonical line of a command: its echo, which `read_line` reads back as the same command."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from referrals.grammar import words as w
from referrals.grammar.commands import (
    CancelSession,
    Command,
    Goodbye,
    LogReferrals,
    MoveSession,
    OpenClient,
    PauseSessions,
    Progress,
    Reopen,
    ReportReadiness,
    ResumeSessions,
    SessionChange,
    SetGoals,
    SetRisk,
    SetSessions,
    StandDown,
    Stay,
    Wants,
    When,
)
from referrals.grammar.dates import datelike
from referrals.grammar.goals import goals_opening
from referrals.grammar.line import Words, code_of, joined, phrase_at, split
from referrals.grammar.words import squeeze
from referrals.model import Purpose, Readiness, Step

_PHRASES = (w.STEPS, w.BARRIERS, w.STAYS, w.RISKS, w.WANTS, w.CADENCES)
_WRITTEN = [squeeze(verb) for verb in (*w.STEP_WORDS.values(), *w.BARRIER_WORDS.values(), w.WANTS_WORD)]
_TAILS = {  # what would lengthen the verb written before a name: "missed" and "session", "not ready" and "yet"
    phrase.removeprefix(verb): True
    for table in _PHRASES
    for phrase in table
    for verb in _WRITTEN
    if phrase.startswith(verb)
}
_RESERVED = (*_PHRASES, _TAILS, w.UNTIL)
_REOPENS = w.REOPENS | w.STARTS_AGAIN
_RESERVED_WORDS = w.READY | w.BY | w.FROM_NOW | w.AGO | w.AT


def write_line(command: Command) -> str:
    """The one line that says `command`. Service names and notes are taken to be such as `read_line` yields."""
    return " ".join(filter(None, (command.code, *_parts(command))))


def write_when(when: When) -> str:
    return f"{when.on}" + (f" {when.at:%H:%M}" if when.at else "")


def _parts(command: Command) -> tuple[str, ...]:  # noqa: PLR0911, PLR0912  (one form a command)
    match command:
        case OpenClient():
            return ()
        case LogReferrals():
            return _log(command)
        case Progress(step=step, barrier=barrier, service=service, when=when):
            return (
                w.STEP_WORDS[step],
                w.BARRIER_WORDS[barrier] if barrier else "",
                _name(service),
                _dated(step, when) if when else "",
            )
        case Reopen(service=service):
            return (w.REOPEN_WORD, _name(service))
        case MoveSession() | CancelSession() | PauseSessions() | ResumeSessions():
            return (w.SESSION_WORDS[type(command)], _session_date(command))
        case SetSessions(slots=slots, every=every):
            times = ", ".join(f"{w.WEEKDAY_WORDS[slot.weekday]} {slot.at:%H:%M}" for slot in slots)
            return (times, w.CADENCE_WORDS[every])
        case Wants(service=service):
            return (w.WANTS_WORD, _name(service))
        case SetGoals(text=text):
            return (w.GOALS_WORD, text)
        case SetRisk(risk=risk):
            return (w.RISK_WORDS[risk],)
        case StandDown():
            return (w.STAND_DOWN_WORDS,)
        case Stay(kind=kind, on=on):
            return (w.STAY_WORDS[kind], f"{on or ''}")
        case Goodbye():
            return (w.GOODBYE_WORD,)
        case ReportReadiness(readiness=readiness, service=service):
            return (_ready(readiness), f"{w.FOR_WORD} {_name(service)}" if service else "")


def _session_date(command: SessionChange) -> str:
    match command:
        case MoveSession(to=to):
            return write_when(to)
        case CancelSession(on=date()):
            return f"{command.on}"
        case PauseSessions(until=date()):
            return f"{w.UNTIL_WORD} {command.until}"
    return ""


def _dated(step: Step, when: When) -> str:
    return write_when(when) if step in (Step.BOOKED, Step.WENT, Step.MISSED) else f"{w.UNTIL_WORD} {when.on}"


def _log(command: LogReferrals) -> tuple[str, ...]:
    return (
        ", ".join(map(_name, command.services)),
        f"!{w.RISK_WORDS[command.risk]}" if command.risk else "",
        *(f"#{w.PURPOSE_WORDS[purpose]}" for purpose in Purpose if purpose in command.purposes),
        _ready(command.readiness) if command.readiness else "",
        f"{w.BY_WORD} {command.wanted_by}" if command.wanted_by else "",
        f"// {command.note}" if command.note else "",
    )


def _ready(readiness: Readiness) -> str:
    return f"{w.READY_WORD} {'~' if readiness.guess else ''}{readiness.value}"


def _name(service: str | None) -> str:
    """The service as typed, in quotes where its words would otherwise be read as something else."""
    if service is None:
        return ""
    words = split(service)
    unmistakable = " ".join(word.text for word in words) == service and not _mistakable(words)
    return service if unmistakable else f'"{service}"'


def _mistakable(words: Words) -> bool:
    if any(word.quoted or word.separator or word.tag or code_of(word) for word in words):
        return True
    if _sets_off_a_command(words) or words[0].key in w.SERVICE_FILLERS | w.VERB_FILLERS | w.FOR:
        return True
    if words[-1].key in w.SERVICE_FILLERS | w.DATE_FILLERS or any(word.key in _RESERVED_WORDS for word in words):
        return True
    if any(_says_when(word.key, word.text) for word in words if datelike(word)) or _names_an_hour(words):
        return True
    followed = words + split(w.READY_WORD)  # a name that ends in "not" would run into it
    return any(phrase_at(followed, place, table) for place in range(len(words)) for table in _RESERVED)


def _sets_off_a_command(words: Words) -> bool:
    """Whether the name is a command that stands alone, or has the verb of another where that is read as one."""
    if "".join(word.key for word in words) in w.STAND_DOWN | w.GOODBYE or goals_opening(joined(words)):
        return True
    change = phrase_at(words, 0, w.SESSION_CHANGES)
    if change and (len(words) == change[1] or datelike(words[change[1]])):
        return True
    edges = ((place, hit[1]) for place in range(len(words)) if (hit := phrase_at(words, place, _REOPENS)))
    return any(place == 0 or place + length == len(words) for place, length in edges)


def _names_an_hour(words: Words) -> bool:
    """Such as "8 am", neither of whose words says when by itself."""
    return any(word.text.isdigit() and after.key in w.HALVES for word, after in pairwise(words))


def _says_when(key: str, text: str) -> bool:
    """Whether a date or a time may begin with this word, or end; a short number alone ("Section 8") says neither."""
    if text[0].isdigit() or text.startswith("@"):
        return not (text.isdigit() and len(text) < 4)
    return not any(key in table for table in (w.COUNTS, w.SPANS, w.DATE_FILLERS, w.HALVES))
