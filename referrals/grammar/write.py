"""The canonical line of a command, in any language: its echo, which `read_line` reads back as the same command."""

from __future__ import annotations

from datetime import date

from referrals.folding import squeeze
from referrals.grammar import calendar_words as c
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
from referrals.grammar.dates import LONGEST_WHEN, datelike
from referrals.grammar.goals import goals_opening
from referrals.grammar.line import Words, code_of, joined, phrase_at, split
from referrals.grammar.said import beside_a_service, beside_verb
from referrals.grammar.tables import Table
from referrals.grammar.times import time_at
from referrals.model import Purpose, Readiness, Step

_PHRASES = (w.STEPS, w.BARRIERS, w.STAYS, w.RISKS, w.WANTS, w.CADENCES)
_VERBS = {
    squeeze(verb)
    for said in map(w.written_in, w.LANGUAGES)
    for verb in (*said.steps.values(), *said.barriers.values(), said.words["wants"])
}
_TAILS = Table(  # what would lengthen the verb written before a name: "missed" and "session", "not ready" and "yet"
    {
        phrase.removeprefix(verb): True
        for table in _PHRASES
        for phrase in table
        for verb in _VERBS
        if phrase.startswith(verb) and phrase != verb
    }
)
_RESERVED = Table(dict.fromkeys((*(key for table in _PHRASES for key in table), *w.UNTIL, *w.READY, *w.BY), True))
_SAYS_WHEN = Table(
    dict.fromkeys(map(squeeze, (*c.WEEKDAYS, *c.MONTHS, *c.DAYS_AWAY, *c.VAGUE_DATES, *c.NAMED_TIMES, *c.AGO)), True)
)
_BEFORE_A_NUMBER = Table(
    dict.fromkeys(
        map(
            squeeze, (*c.FROM_NOW, *c.AGO_BEFORE, *c.THE & c.SMALL_DATE_FILLERS, *c.AT - {"@"}, *w.READY_BEFORE_NUMBER)
        ),
        True,
    )
)


def write_line(command: Command, language: str = w.ENGLISH) -> str:
    """The one line that says `command` in `language`, in English where there is no such language.

    Service names and notes are taken to be such as `read_line` yields.
    """
    return " ".join(filter(None, (command.code, *_parts(command, w.written_in(language)))))


def write_when(when: When) -> str:
    return f"{when.on}" + (f" {when.at:%H:%M}" if when.at else "")


def _parts(command: Command, said: w.Written) -> tuple[str, ...]:  # noqa: PLR0911, PLR0912  (one form a command)
    words = said.words
    match command:
        case OpenClient():
            return ()
        case LogReferrals():
            return _log(command, said)
        case Progress(step=step, barrier=barrier, service=service, when=when):
            return (
                said.steps[step],
                said.barriers[barrier] if barrier else "",
                _name(service),
                _dated(step, when, words["until"]) if when else "",
            )
        case Reopen(service=service):
            return (words["reopen"], _name(service))
        case MoveSession() | CancelSession() | PauseSessions() | ResumeSessions():
            return (said.sessions[type(command)], _session_date(command, words["until"]))
        case SetSessions(slots=slots, every=every):
            times = ", ".join(f"{said.weekdays[slot.weekday]} {slot.at:%H:%M}" for slot in slots)
            return (times, said.cadences[every])
        case Wants(service=service):
            return (words["wants"], _name(service))
        case SetGoals(text=text):
            return (f"{words['goals']}:", text)
        case SetRisk(risk=risk):
            return (said.risks[risk],)
        case StandDown():
            return (words["stand_down"],)
        case Stay(kind=kind, on=on):
            return (said.stays[kind], f"{on or ''}")
        case Goodbye():
            return (words["goodbye"],)
        case ReportReadiness(readiness=readiness, service=service):
            return (_ready(readiness, words["ready"]), f"{words['for']} {_name(service)}" if service else "")


def _session_date(command: SessionChange, until: str) -> str:
    match command:
        case MoveSession(to=to):
            return write_when(to)
        case CancelSession(on=date()):
            return f"{command.on}"
        case PauseSessions(until=date()):
            return f"{until} {command.until}"
    return ""


def _dated(step: Step, when: When, until: str) -> str:
    return write_when(when) if step in (Step.BOOKED, Step.WENT, Step.MISSED) else f"{until} {when.on}"


def _log(command: LogReferrals, said: w.Written) -> tuple[str, ...]:
    return (
        ", ".join(map(_name, command.services)),
        f"!{said.risks[command.risk]}" if command.risk else "",
        *(f"#{said.purposes[purpose]}" for purpose in Purpose if purpose in command.purposes),
        _ready(command.readiness, said.words["ready"]) if command.readiness else "",
        f"{said.words['by']} {command.wanted_by}" if command.wanted_by else "",
        f"// {command.note}" if command.note else "",
    )


def _ready(readiness: Readiness, ready: str) -> str:
    return f"{ready} {'~' if readiness.guess else ''}{readiness.value}"


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
    first, last = words[0], words[-1]
    if beside_a_service(first) or beside_verb(first) or phrase_at(words, 0, w.FOR):
        return True
    if beside_a_service(last) or last.folded in c.DATE_FILLERS:
        return True
    if phrase_at(words, 0, _TAILS) or _sets_off_a_command(words):
        return True
    if sum(map(datelike, words)) > LONGEST_WHEN or any(_says_when(words, place) for place in range(len(words))):
        return True
    followed = words + split(w.EXAMPLE_READINESS)[:1]  # a name that ends in "not" would run into it
    return any(phrase_at(followed, place, _RESERVED) for place in range(len(words)))


def _sets_off_a_command(words: Words) -> bool:
    """Whether the name is a command that stands alone, or has the verb of another where that is read as one."""
    if "".join(word.key for word in words) in w.STAND_DOWN | w.GOODBYE or goals_opening(joined(words)):
        return True
    change = phrase_at(words, 0, w.SESSION_CHANGES)
    if change and (len(words) == change[1] or datelike(words[change[1]])):
        return True
    edges = ((place, hit[1]) for place in range(len(words)) if (hit := phrase_at(words, place, w.REOPENS_OR_STARTS)))
    return any(place == 0 or place + length == len(words) for place, length in edges)


def _says_when(words: Words, place: int) -> bool:
    """Whether a date or a time may begin with this word, or end; a short number alone ("Section 8") says neither."""
    word = words[place]
    if phrase_at(words, place, _SAYS_WHEN):
        return True
    if word.text[0].isdigit() or word.text.startswith("@"):
        long = not (word.text.isdigit() and len(word.text) < 4)
        return (long and datelike(word)) or ((at := time_at(words, place)) is not None and at[0] > 1)
    if hit := phrase_at(words, place, _BEFORE_A_NUMBER):
        behind = words[place + hit[1] : place + hit[1] + 1]
        return any(it.text[0] in "~0123456789" or it.folded in c.COUNTS or it.folded in c.HOUR_WORDS for it in behind)
    return False
