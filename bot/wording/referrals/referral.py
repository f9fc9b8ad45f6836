"""How one referral, and what comes next for it, is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.text import ago, bold, day, listed, moment, plain
from referrals.model import Barrier, FirstBecause, Purpose, Referral, State, Step
from referrals.order import Reason, in_order, reason
from referrals.timing import OF_SUPERVISION, NudgeKind, Planned

STATES = {
    State.SUGGESTED: "suggested",
    State.AGREED: "agreed",
    State.CONTACTED: "contacted",
    State.WAITLISTED: "on the waitlist",
    State.SCHEDULED: "booked",
    State.ON_HOLD: "on hold",
    State.FULFILLED: "went",
    State.DECLINED: "not now, client's decision",
    State.WITHDRAWN: "no longer recommended",
    State.UNAVAILABLE: "not available",
}
PURPOSES = {
    Purpose.DIAGNOSIS: "to clarify the diagnosis",
    Purpose.CRISIS: "to steady a crisis",
    Purpose.LIVING: "to better the living situation",
    Purpose.PRACTICE: "recommended practice",
}
BARRIERS = {
    Barrier.COST: "cost",
    Barrier.TRANSPORT: "transport or time",
    Barrier.WAIT: "the wait",
    Barrier.FEAR: "fear or stigma",
    Barrier.NO_NEED: "sees no need",
    Barrier.ALONE: "wants to handle it alone",
    Barrier.SENT_AWAY: "felt like being sent away",
    Barrier.UNREACHABLE: "could not reach them",
    Barrier.NOT_ELIGIBLE: "not eligible",
    Barrier.NO_CAPACITY: "no capacity",
    Barrier.LANGUAGE: "language",
}
REASONS = {
    Reason.HELD: "it rests for now",
    Reason.SAFETY: "it reduces danger or steadies a crisis",
    Reason.THERAPIST: "you put it first",
    Reason.STABILITY: "it steadies the living situation",
    Reason.WISH: "it is the client's own wish",
    Reason.READINESS: "by the client's own readiness",
    Reason.AGE: "by the time it has waited",
}
FIRST_BECAUSE = {
    FirstBecause.INFORMS_OTHERS: "it informs the others",
    FirstBecause.SOONEST_RELIEF: "it brings the soonest relief",
    FirstBecause.CLIENT_ASKED: "the client asked for it",
    FirstBecause.SUPERVISION: "it came out of supervision",
}
REPORTS = {
    Step.AGREED: "Agreed",
    Step.CONTACTED: "Contacted",
    Step.WAITLISTED: "Waitlisted",
    Step.BOOKED: "Booked",
    Step.WENT: "Went",
    Step.MISSED: "Did not go",
    Step.NOT_READY: "Not ready",
    Step.BARRIER: "Barrier",
    Step.DECLINED: "Not now",
    Step.UNAVAILABLE: "Not available",
    Step.DROPPED: "No longer recommended",
}
_NAMED = 12


def standing(referral: Referral, now: datetime, zone: tzinfo) -> str:
    """Where it stands: "agreed 12 days ago", "booked for Fri 4 Dec 15:00"."""
    if referral.appointment_at is not None:
        return f"booked for {appointment(referral, zone)}"
    return f"{STATES[referral.state]} {ago(referral.moved_at, now, zone)}"


def appointment(referral: Referral, zone: tzinfo) -> str:
    """The appointment's date, with its time if that is known."""
    if referral.appointment_at is None:
        return "a day not known yet"
    if referral.appointment_timed:
        return moment(referral.appointment_at, zone)
    return day(referral.appointment_at.astimezone(zone).date())


def purposes(referral: Referral) -> str:
    return " and ".join(PURPOSES[purpose] for purpose in Purpose if purpose in referral.purposes)


def as_logged(referral: Referral) -> list[str]:
    """What a line that logged it said beside the service: what for, how likely, by when."""
    ready = referral.readiness
    said = [
        purposes(referral),
        f"ready {'~' if ready.guess else ''}{ready.value}" if ready else "",
        f"wanted by {day(referral.wanted_by)}" if referral.wanted_by else "",
    ]
    return [part for part in said if part]


def details(referral: Referral, now: datetime, zone: tzinfo) -> str:
    """One line: what it is for, how likely, where it stands, what is in the way."""
    ready = referral.readiness
    parts = [
        purposes(referral),
        f"ready {'~' if ready.guess else ''}{ready.value}" if ready else "",
        standing(referral, now, zone),
        BARRIERS[referral.barrier] if referral.barrier else "",
        f"wanted by {day(referral.wanted_by)}" if referral.wanted_by else "",
    ]
    return " · ".join(part for part in parts if part)


def next_ask(planned: Sequence[Planned], zone: tzinfo, about: Referral | None = None) -> str:
    """When the bot will come back: about one referral, if something is planned for it, or about the client."""
    asked = [item for item in planned if item.kind not in OF_SUPERVISION]
    mine = [item for item in asked if about is None or item.referral_id == about.id]
    if not mine:
        return "I will come back to it in its turn." if asked else "Nothing more to ask for now."
    first = mine[0]
    if first.session_at is not None:
        session = first.session_at.astimezone(zone)
        if first.due_at.astimezone(zone).date() != session.date():
            return f"I will ask about the session of {day(session.date())} on {moment(first.due_at, zone)}."
        return f"I will ask around the session on {moment(first.session_at, zone)}."
    verb = "ask how it went" if first.kind is NudgeKind.AFTER_APPOINTMENT else "ask"
    return f"I will {verb} on {moment(first.due_at, zone)}."


def heading(client_code: str, referral: Referral) -> str:
    return f"{plain(client_code)} · {bold(named(referral.service))}"


def names(referrals: Sequence[Referral]) -> str:
    """Their services in one line; beyond a dozen, how many more there are."""
    shown = [plain(named(referral.service)) for referral in referrals[:_NAMED]]
    return listed([*shown, f"{len(referrals) - _NAMED} more"] if len(referrals) > _NAMED else shown)


def undo(change_id: int) -> Button:
    return Button("Undo", encode(Action.UNDO, change_id))


def why(referral: Referral) -> str:
    """Why it stands where it stands among the client's referrals."""
    because = FIRST_BECAUSE.get(referral.first_because) if referral.first_because else None
    if reason(referral) is Reason.THERAPIST and because:
        return f"{REASONS[Reason.THERAPIST]}, because {because}"
    return REASONS[reason(referral)]


def order_now(open_ones: Sequence[Referral]) -> str:
    """The client's open referrals in their order, in one line."""
    shown = [f"{place} {plain(named(one.service))}" for place, one in enumerate(in_order(open_ones)[:_NAMED], start=1)]
    return f"Order now: {' · '.join(shown)}."


def back(referral: Referral) -> Button:
    """To the referral's page."""
    return Button("Back", encode(Action.REFERRAL, referral.id))


def enough(referral: Referral, change_id: int | None = None) -> Button:
    """Ends the follow-up questions; `change_id` is what the card that stays can still undo."""
    return Button("Enough", encode(Action.ENOUGH, referral.id, *([change_id] if change_id else [])))


def in_rows(taps: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons, so many a row."""
    return tuple(tuple(taps[start : start + width]) for start in range(0, len(taps), width))


def also(card: Card, lines: Sequence[str], *rows: tuple[Button, ...]) -> Card:
    """The card with more said, and more to tap, below it."""
    return Card("\n".join([card.html, *filter(None, lines)]), (*filter(None, rows), *card.rows))


def stands(referral: Referral) -> State:
    """The state that reports go on from: of one that rests, the state to which it comes back."""
    return (referral.held_state or State.SUGGESTED) if referral.held else referral.state


def report(referral: Referral, step: Step, label: str | None = None) -> Button:
    """Reports a step by tap. It carries the state it was shown for, so that an old card reports nothing."""
    return Button(label or REPORTS[step], encode(Action.REPORT, referral.id, step, stands(referral)))
