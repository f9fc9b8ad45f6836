"""The canonical line of a command: its echo, which `read_line` reads back as the same command."""

from __future__ import annotations

from referrals.grammar import words as w
from referrals.grammar.commands import (
    Command,
    LogReferrals,
    OpenClient,
    Progress,
    ReportReadiness,
    SetRisk,
    SetSessions,
    StandDown,
    Stay,
    Wants,
    When,
)
from referrals.grammar.dates import datelike
from referrals.grammar.line import Words, code_of, phrase_at, split
from referrals.grammar.words import squeeze
from referrals.model import Purpose, Readiness

_PHRASES = (w.STEPS, w.BARRIERS, w.STAYS, w.RISKS, w.WANTS, w.CADENCES)
_WRITTEN = [squeeze(verb) for verb in (*w.STEP_WORDS.values(), *w.BARRIER_WORDS.values(), w.WANTS_WORD)]
_TAILS = {  # what would lengthen the verb written before a name: "missed" and "session", "not ready" and "yet"
    phrase.removeprefix(verb): True
    for table in _PHRASES
    for phrase in table
    for verb in _WRITTEN
    if phrase.startswith(verb)
}
_RESERVED = (*_PHRASES, _TAILS)
_RESERVED_WORDS = w.READY | w.BY | w.FROM_NOW | w.AGO


def write_line(command: Command) -> str:
    """The one line that says `command`. Service names and notes are taken to be such as `read_line` yields."""
    return " ".join(filter(None, (command.code, *_parts(command))))


def write_when(when: When) -> str:
    return f"{when.on}" + (f" {when.at:%H:%M}" if when.at else "")


def _parts(command: Command) -> tuple[str, ...]:  # noqa: PLR0911  (one form a command)
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
                write_when(when) if when else "",
            )
        case SetSessions(slots=slots, every=every):
            times = ", ".join(f"{w.WEEKDAY_WORDS[slot.weekday]} {slot.at:%H:%M}" for slot in slots)
            return (times, w.CADENCE_WORDS[every])
        case Wants(service=service):
            return (w.WANTS_WORD, _name(service))
        case SetRisk(risk=risk):
            return (w.RISK_WORDS[risk],)
        case StandDown():
            return (w.STAND_DOWN_WORDS,)
        case Stay(kind=kind, on=on):
            return (w.STAY_WORDS[kind], f"{on or ''}")
        case ReportReadiness(readiness=readiness, service=service):
            return (_ready(readiness), f"{w.FOR_WORD} {_name(service)}" if service else "")


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
    if (
        "".join(word.key for word in words) in w.STAND_DOWN
        or words[0].key in w.SERVICE_FILLERS | w.VERB_FILLERS | w.FOR
    ):
        return True
    if words[-1].key in w.SERVICE_FILLERS | w.DATE_FILLERS or any(word.key in _RESERVED_WORDS for word in words):
        return True
    if any(_says_when(word.key, word.text) for word in words if datelike(word)):
        return True
    followed = words + split(w.READY_WORD)  # a name that ends in "not" would run into it
    return any(phrase_at(followed, place, table) for place in range(len(words)) for table in _RESERVED)


def _says_when(key: str, text: str) -> bool:
    """Whether a date or a time may begin with this word, or end; a short number alone ("Section 8") says neither."""
    if text[0].isdigit() or text.startswith("@"):
        return not (text.isdigit() and len(text) < 4)
    return not any(key in table for table in (w.COUNTS, w.SPANS, w.DATE_FILLERS, w.HALVES))
