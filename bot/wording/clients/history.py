"""What happened to a client, in plain words: one line an event, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.goodbye import CARRIERS
from bot.wording.referrals.referral import BARRIERS, FIRST_BECAUSE, PURPOSES, STATES
from bot.wording.risk.risk import KINDS, LEVELS
from bot.wording.text import bold, day, moment, plain, shortened
from referrals.client import Client
from referrals.model import Barrier, Carrier, Purpose, State
from referrals.risk import Risk, RiskKind
from referrals.supervisors import Because

Detail = Mapping[str, str | int | bool | None]

A_PAGE = 10
_NAME_CHARACTERS = 40
# Every kind of event there is, as something that happened.
EVENTS = {
    "suggested": "recommended",
    "agreed": "agreed",
    "contacted": "contacted",
    "waitlisted": "on the waitlist",
    "booked": "booked",
    "went": "went",
    "missed": "did not go",
    "not_ready": "not ready yet",
    "barrier": "something in the way",
    "declined": "not now, client’s decision",
    "dropped": "no longer recommended",
    "unavailable": "not available",
    "withdrawn": "ended, for the client died",
    "parted": "parted",
    "reopened": "taken up again",
    "expected": "a place expected",
    "revisit": "to look at again",
    "readiness": "readiness told",
    "purposes": "what it is for",
    "put_first": "put first",
    "usual_order": "back to the usual order",
    "wished": "the client’s own wish",
    "plan": "an if-then plan",
    "heard": "how it was heard",
    "repaired": "talked about how it was heard",
    "consent": "permission to share",
    "word_back": "word from the provider",
    "option": "one of several options",
    "picked": "picked among the options",
    "sufficient": "marked as enough for now",
    "reduces": "which danger it reduces",
    "held": "put on hold",
    "put_off": "put off",
    "returned": "back from hold",
    "released": "back from hold, free to come up again",
    "sessions": "session times told",
    "session_moved": "a session moved once",
    "session_cancelled": "a session left out",
    "sessions_paused": "sessions paused",
    "sessions_resumed": "sessions go on",
    "missed_session": "did not come to the session",
    "goals": "goals noted",
    "region": "where the client usually is",
    "consenter": "who consents",
    "load_asked": "asked whether it is a lot at once",
    "raised": "for supervision",
    "not_raised": "not for supervision any more",
    "risk": "risk logged",
    "risk_kind": "what kind of danger",
    "risk_asked": "risk asked about",
    "care_step": "a step of the therapy",
    "cover": "who looks after it on days off",
    "stand_down": "stand-down",
    "return_put_off": "the return from hold put off",
    "admitted": "in hospital",
    "hospital_asked": "asked whether the stay goes on",
    "discharged": "discharged",
    "reached": "reached",
    "died": "died",
    "goodbye": "goodbye",
    "taken_up": "taken up again",
    "raised_line": "a line for supervision",
    "not_this_week": "not this week",
    "not_stalled": "not stalled",
    "decided": "decided in supervision",
    "condition": "a condition of therapy",
    "condition_told": "told of the condition",
    "condition_reviewed": "the condition looked at again",
    "condition_ended": "the condition ended",
    "handed_over": "handed over to another therapist",
    "condition_proposed": "a condition of therapy proposed",
    "imported": "taken over from a list",
}
_UNKNOWN = "a change"
_PLAIN = {
    "safety_plan": "safety plan",
    "means_safety": "means safety",
    "sooner_session": "sooner session",
    "supervisor": "supervisor",
    "on_call": "on-call",
    "not_yet": "not talked over yet",
    "colleague": "a colleague",
    "myself": "you",
    "support": "as support",
    "unsure": "unsure",
    "rejection": "as being sent away",
    "given": "given",
    "withdrawn": "withdrawn",
    "received": "received",
    "attending": "attending",
    "not_reached": "not reached",
    "not_eligible": "not eligible",
    "completed": "completed",
    "adult": "the client",
    "guardian": "a guardian",
    "minor": "a minor in own right",
    "load": "a lot at once",
    "by_hand": "your own choice",
    "stalled": "it had stalled",
    "moving": "it is moving",
    "wait_known": "the wait is known",
    "own_pace": "at the client’s own pace",
    "own_words": "in your own words",
    "go_on": "go on",
    "order": "another order",
    "let_go": "let one go",
    "pause": "leave it for a while",
    "note": "a note",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: `at` is UTC, `service` the name of the service it is about, `mine` whether the viewer did it."""

    kind: str
    at: datetime
    service: str | None
    mine: bool
    detail: Detail


def page(client: Client, entries: Sequence[Entry], number: int, pages: int, zone: tzinfo) -> Card:
    """`entries` are those of one page, newest first; `number` counts from 0."""
    count = f" · page {number + 1} of {pages}" if pages > 1 else ""
    lines = [f"{bold(client.code)} · history{count}", *(_line(entry, zone) for entry in entries)]
    if not entries:
        lines.append("Nothing yet.")
    back = Button("Back", encode(Action.OPEN_CLIENT, client.id))
    newer = (Button("Newer", encode(Action.HISTORY, client.id, number - 1)),) if number else ()
    older = (Button("Older", encode(Action.HISTORY, client.id, number + 1)),) if number + 1 < pages else ()
    return Card("\n".join(lines), ((*newer, back, *older),))


def _line(entry: Entry, zone: tzinfo) -> str:
    about = f"{plain(shortened(entry.service, _NAME_CHARACTERS))}: " if entry.service else ""
    words = told(entry.kind, entry.detail)
    return f"{moment(entry.at, zone)} · {about}{words} · {'you' if entry.mine else 'another therapist'}"


def told(kind: str, detail: Detail) -> str:
    """What happened and what is known of it, on a line."""
    more = "; ".join(filter(None, (_said(key, value) for key, value in detail.items())))
    return EVENTS.get(kind, _UNKNOWN) + (f" ({more})" if more else "")


def _said(key: str, value: str | int | bool | None) -> str:
    if key in set(Purpose):
        return PURPOSES[Purpose(key)] if value else ""
    if value is None or key not in _DETAILS:
        return ""
    return _DETAILS[key](value)


def _risk(value: object) -> str:
    return LEVELS.get(Risk(str(value)), "none logged")


def _date(value: object) -> str:
    return day(date.fromisoformat(str(value)))


# Why something was put first, and why a case has not stalled: the same word in the detail of both.
_BECAUSE: dict[str, str] = {
    **{why.value: words for why, words in FIRST_BECAUSE.items()},
    **{why.value: _PLAIN.get(why.value, "") for why in Because},
}


def _word(value: object) -> str:
    return _PLAIN.get(str(value), plain(str(value)))


def _not(words: str) -> Callable[[object], str]:
    return lambda value: "" if value else words


_DETAILS: dict[str, Callable[[object], str]] = {
    "level": _risk,
    "kind": lambda value: KINDS[RiskKind(str(value))].lower(),
    "step": _word,
    "done": _not("taken back"),
    "seen": _not("not reached"),
    "marked": _not("not any more"),
    "made": _not("taken back"),
    "talked_over": lambda value: _word(value) if value == "not_yet" else f"talked over with {_word(value)}",
    "who": _word,
    "value": str,
    "guess": lambda value: "your guess" if value else "",
    "because": lambda value: _BECAUSE.get(str(value), ""),
    "barrier": lambda value: BARRIERS[Barrier(str(value))],
    "on": _date,
    "until": lambda value: f"until {_date(value)}",
    "carrier": lambda value: f"{CARRIERS[Carrier(str(value))]} carries it on",
    "heard": _word,
    "consent": _word,
    "word": _word,
    "consenter": _word,
    "for": _word,
    "open": lambda value: f"{value} open",
    "state": lambda value: STATES[State(str(value))],
}
