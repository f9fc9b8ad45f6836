"""What happened to a client, in plain words: one line an event, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.goodbye import CARRIES
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import BARRIERS, FIRST_BECAUSE, PURPOSES, STATES
from bot.wording.risk.risk import LEVELS, RISK_KINDS
from bot.wording.text import bold, day, moment, plain, shortened
from referrals.client import Client
from referrals.model import Barrier, Carrier, FirstBecause, Purpose, State
from referrals.risk import Risk, RiskKind
from referrals.supervisors import Because

Detail = Mapping[str, str | int | bool | None]

A_PAGE = 10
_NAME_CHARACTERS = 40
# Every kind of event there is, as something that happened.
EVENTS = Phrases(
    {
        "suggested": N_("recommended"),
        "agreed": N_("agreed"),
        "contacted": N_("contacted"),
        "waitlisted": N_("on the waitlist"),
        "booked": N_("booked"),
        "went": N_("went"),
        "missed": N_("did not go"),
        "not_ready": N_("not ready yet"),
        "barrier": N_("something in the way"),
        "declined": N_("not now, client’s decision"),
        "dropped": N_("no longer recommended"),
        "unavailable": N_("not available"),
        "withdrawn": N_("ended, for the client died"),
        "parted": N_("parted"),
        "reopened": N_("taken up again"),
        "expected": N_("a place expected"),
        "revisit": N_("to look at again"),
        "readiness": N_("readiness told"),
        "purposes": N_("what it is for"),
        "put_first": N_("put first"),
        "usual_order": N_("back to the usual order"),
        "wished": N_("the client’s own wish"),
        "plan": N_("an if-then plan"),
        "heard": N_("how it was heard"),
        "repaired": N_("talked about how it was heard"),
        "consent": N_("permission to share"),
        "word_back": N_("word from the provider"),
        "option": N_("one of several options"),
        "picked": N_("picked among the options"),
        "sufficient": N_("marked as enough for now"),
        "reduces": N_("which danger it reduces"),
        "held": N_("put on hold"),
        "put_off": N_("put off"),
        "returned": N_("back from hold"),
        "released": N_("back from hold, free to come up again"),
        "sessions": N_("session times told"),
        "session_moved": N_("a session moved once"),
        "session_cancelled": N_("a session left out"),
        "sessions_paused": N_("sessions paused"),
        "sessions_resumed": N_("sessions go on"),
        "missed_session": N_("did not come to the session"),
        "goals": N_("goals noted"),
        "region": N_("where the client usually is"),
        "consenter": N_("who consents"),
        "load_asked": N_("asked whether it is a lot at once"),
        "raised": N_("for supervision"),
        "not_raised": N_("not for supervision any more"),
        "risk": N_("risk logged"),
        "risk_kind": N_("what kind of danger"),
        "risk_asked": N_("risk asked about"),
        "care_step": N_("a step of the therapy"),
        "cover": N_("who looks after it on days off"),
        "stand_down": N_("stand-down"),
        "return_put_off": N_("the return from hold put off"),
        "admitted": N_("in hospital"),
        "hospital_asked": N_("asked whether the stay goes on"),
        "discharged": N_("discharged"),
        "reached": N_("reached"),
        "died": N_("died"),
        "goodbye": N_("goodbye"),
        "taken_up": N_("taken up again"),
        "raised_line": N_("a line for supervision"),
        "not_this_week": N_("not this week"),
        "not_stalled": N_("not stalled"),
        "decided": N_("decided in supervision"),
        "condition": N_("a condition of therapy"),
        "condition_told": N_("told of the condition"),
        "condition_reviewed": N_("the condition looked at again"),
        "condition_ended": N_("the condition ended"),
        "handed_over": N_("handed over to another therapist"),
        "condition_proposed": N_("a condition of therapy proposed"),
        "imported": N_("taken over from a list"),
    }
)
_PLAIN = Phrases(
    {
        "safety_plan": N_("safety plan"),
        "means_safety": N_("means safety"),
        "sooner_session": N_("sooner session"),
        "supervisor": N_("supervisor"),
        "on_call": N_("on-call"),
        "not_yet": N_("not talked over yet"),
        "colleague": N_("a colleague"),
        "myself": N_("you"),
        "support": N_("as support"),
        "unsure": N_("unsure"),
        "rejection": N_("as being sent away"),
        "given": N_("given"),
        "withdrawn": N_("withdrawn"),
        "received": N_("received"),
        "attending": N_("attending"),
        "not_reached": N_("not reached"),
        "not_eligible": N_("not eligible"),
        "completed": N_("completed"),
        "adult": N_("the client"),
        "guardian": N_("a guardian"),
        "minor": N_("a minor in own right"),
        "load": N_("a lot at once"),
        "by_hand": N_("your own choice"),
        "stalled": N_("it had stalled"),
        "died": N_("the client died"),
        "condition": N_("a condition of therapy"),
        "moving": N_("it is moving"),
        "wait_known": N_("the wait is known"),
        "own_pace": N_("at the client’s own pace"),
        "own_words": N_("in your own words"),
        "go_on": N_("go on"),
        "order": N_("another order"),
        "let_go": N_("let one go"),
        "pause": N_("leave it for a while"),
        "note": N_("a note"),
    }
)


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
    head = [bold(client.code), _("history")]
    head += [_("page {number} of {pages}", number=number + 1, pages=pages)] if pages > 1 else []
    lines = [" · ".join(head), *(_line(entry, zone) for entry in entries)]
    if not entries:
        lines.append(_("Nothing yet."))
    back = Button(_("Back"), encode(Action.OPEN_CLIENT, client.id))
    newer = (Button(_("Newer"), encode(Action.HISTORY, client.id, number - 1)),) if number else ()
    older = (Button(_("Older"), encode(Action.HISTORY, client.id, number + 1)),) if number + 1 < pages else ()
    return Card("\n".join(lines), ((*newer, back, *older),))


def _line(entry: Entry, zone: tzinfo) -> str:
    about = f"{plain(shortened(entry.service, _NAME_CHARACTERS))}: " if entry.service else ""
    words = told(entry.kind, entry.detail)
    who = _("you") if entry.mine else _("another therapist")
    return f"{moment(entry.at, zone)} · {about}{words} · {who}"


def deed(kind: str, service: str | None, detail: Detail) -> str:
    """What was done, without when and by whom: "DBT group · booked"."""
    return " · ".join([*([plain(shortened(service, _NAME_CHARACTERS))] if service else []), told(kind, detail)])


def told(kind: str, detail: Detail) -> str:
    """What happened and what is known of it, on a line."""
    more = "; ".join(filter(None, (_said(key, value) for key, value in detail.items())))
    return (EVENTS.get(kind) or _("a change")) + (f" ({more})" if more else "")


def _said(key: str, value: str | int | bool | None) -> str:
    if key in set(Purpose):
        return PURPOSES[Purpose(key)] if value else ""
    if value is None or key not in _DETAILS:
        return ""
    return _DETAILS[key](value)


def _risk(value: object) -> str:
    return LEVELS.get(Risk(str(value))) or _("none logged")


def _date(value: object) -> str:
    return day(date.fromisoformat(str(value)))


def _because(value: object) -> str:
    """Why something was put first, or why a case has not stalled: the same word in the detail of both."""
    why = str(value)
    if why in set(FirstBecause):
        return FIRST_BECAUSE.get(FirstBecause(why), "")  # nothing, where no reason was given
    return _PLAIN.get(why, "") if why in set(Because) else ""


def _word(value: object) -> str:
    return _PLAIN.get(str(value), plain(str(value)))


def _talked_over(value: object) -> str:
    return _word(value) if value == "not_yet" else _("talked over with {whom}", whom=_word(value))


def _not(words: str) -> Callable[[object], str]:
    """`words` are marked by N_."""
    return lambda value: "" if value else _(words)


_DETAILS: dict[str, Callable[[object], str]] = {
    "level": _risk,
    "kind": lambda value: RISK_KINDS[RiskKind(str(value))],
    "step": _word,
    "done": _not(N_("taken back")),
    "seen": _not(N_("not reached")),
    "marked": _not(N_("not any more")),
    "made": _not(N_("taken back")),
    "talked_over": _talked_over,
    "who": _word,
    "value": str,
    "guess": lambda value: _("your guess") if value else "",
    "because": _because,
    "barrier": lambda value: BARRIERS[Barrier(str(value))],
    "on": _date,
    "until": lambda value: _("until {day}", day=_date(value)),
    "carrier": lambda value: CARRIES[Carrier(str(value))],
    "heard": _word,
    "consent": _word,
    "word": _word,
    "consenter": _word,
    "for": _word,
    "open": lambda value: _("{count} open", count=value),
    "state": lambda value: STATES[State(str(value))],
}
