"""How one referral, and what comes next for it, is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, NC_, Phrases, _, _n
from bot.wording.text import ago, bold, day, listed, moment, plain
from referrals.model import Barrier, FirstBecause, Purpose, Referral, State, Step
from referrals.order import Reason, in_order, reason
from referrals.timing import OF_SUPERVISION, NudgeKind, Planned

STATES = Phrases(
    {
        State.SUGGESTED: NC_("state of a referral", "suggested"),
        State.AGREED: NC_("state of a referral", "agreed"),
        State.CONTACTED: NC_("state of a referral", "contacted"),
        State.WAITLISTED: NC_("state of a referral", "on the waitlist"),
        State.SCHEDULED: NC_("state of a referral", "booked"),
        State.ON_HOLD: NC_("state of a referral", "on hold"),
        State.FULFILLED: NC_("state of a referral", "went"),
        State.DECLINED: NC_("state of a referral", "not now, client's decision"),
        State.WITHDRAWN: NC_("state of a referral", "no longer recommended"),
        State.UNAVAILABLE: NC_("state of a referral", "not available"),
    },
    context="state of a referral",
)
PURPOSES = Phrases(
    {
        Purpose.DIAGNOSIS: N_("to clarify the diagnosis"),
        Purpose.CRISIS: N_("to steady a crisis"),
        Purpose.LIVING: N_("to better the living situation"),
        Purpose.PRACTICE: N_("recommended practice"),
    }
)
BARRIERS = Phrases(
    {
        Barrier.COST: N_("cost"),
        Barrier.TRANSPORT: N_("transport or time"),
        Barrier.WAIT: N_("the wait"),
        Barrier.FEAR: N_("fear or stigma"),
        Barrier.NO_NEED: N_("sees no need"),
        Barrier.ALONE: N_("wants to handle it alone"),
        Barrier.SENT_AWAY: N_("felt like being sent away"),
        Barrier.UNREACHABLE: N_("could not reach them"),
        Barrier.NOT_ELIGIBLE: N_("not eligible"),
        Barrier.NO_CAPACITY: N_("no capacity"),
        Barrier.LANGUAGE: N_("language"),
    }
)
REASONS = Phrases(
    {
        Reason.HELD: N_("it rests for now"),
        Reason.SAFETY: N_("it reduces danger or steadies a crisis"),
        Reason.THERAPIST: N_("you put it first"),
        Reason.STABILITY: N_("it steadies the living situation"),
        Reason.WISH: N_("it is the client's own wish"),
        Reason.READINESS: N_("by the client's own readiness"),
        Reason.AGE: N_("by the time it has waited"),
    }
)
FIRST_BECAUSE = Phrases(
    {
        FirstBecause.INFORMS_OTHERS: N_("it informs the others"),
        FirstBecause.SOONEST_RELIEF: N_("it brings the soonest relief"),
        FirstBecause.CLIENT_ASKED: N_("the client asked for it"),
        FirstBecause.SUPERVISION: N_("it came out of supervision"),
    }
)
REPORTS = Phrases(
    {
        Step.AGREED: N_("Agreed"),
        Step.CONTACTED: N_("Contacted"),
        Step.WAITLISTED: N_("Waitlisted"),
        Step.BOOKED: N_("Booked"),
        Step.WENT: N_("Went"),
        Step.MISSED: N_("Did not go"),
        Step.NOT_READY: N_("Not ready"),
        Step.BARRIER: N_("Barrier"),
        Step.DECLINED: N_("Not now"),
        Step.UNAVAILABLE: N_("Not available"),
        Step.DROPPED: N_("No longer recommended"),
    }
)
# As when it came to stand there.
_SINCE = {
    State.SUGGESTED: N_("suggested {ago}"),
    State.AGREED: N_("agreed {ago}"),
    State.CONTACTED: N_("contacted {ago}"),
    State.WAITLISTED: N_("on the waitlist {ago}"),
    State.SCHEDULED: N_("booked {ago}"),
    State.ON_HOLD: N_("on hold {ago}"),
    State.FULFILLED: N_("went {ago}"),
    State.DECLINED: N_("not now, client's decision {ago}"),
    State.WITHDRAWN: N_("no longer recommended {ago}"),
    State.UNAVAILABLE: N_("not available {ago}"),
}
_PUT_FIRST = Phrases(
    {
        FirstBecause.INFORMS_OTHERS: N_("you put it first, because it informs the others"),
        FirstBecause.SOONEST_RELIEF: N_("you put it first, because it brings the soonest relief"),
        FirstBecause.CLIENT_ASKED: N_("you put it first, because the client asked for it"),
        FirstBecause.SUPERVISION: N_("you put it first, because it came out of supervision"),
    }
)
_NAMED = 12


def standing(referral: Referral, now: datetime, zone: tzinfo) -> str:
    """Where it stands: "agreed 12 days ago", "booked for Fri 4 Dec 15:00"."""
    if referral.appointment_at is not None:
        return _("booked for {when}", when=appointment(referral, zone))
    return since(referral, now, zone)


def since(referral: Referral, now: datetime, zone: tzinfo) -> str:
    """Its state, and since when: "agreed 12 days ago"."""
    return _(_SINCE[referral.state], ago=ago(referral.moved_at, now, zone))


def appointment(referral: Referral, zone: tzinfo) -> str:
    """The appointment's date, with its time if that is known."""
    if referral.appointment_at is None:
        return _("a day not known yet")
    if referral.appointment_timed:
        return moment(referral.appointment_at, zone)
    return day(referral.appointment_at.astimezone(zone).date())


def purposes(referral: Referral) -> str:
    """What it is for; empty where nothing is noted."""
    said = [PURPOSES[purpose] for purpose in Purpose if purpose in referral.purposes]
    return listed(said) if said else ""


def ready(referral: Referral) -> str:
    """The latest number told, "~" before a guess; empty when none was."""
    told = referral.readiness
    if told is None:
        return ""
    mark = "~" if told.guess else ""
    return _("ready {number}", number=mark + str(told.value))


def wanted(referral: Referral) -> str:
    """By which day it is wanted; empty when nobody said one."""
    return _("wanted by {day}", day=day(referral.wanted_by)) if referral.wanted_by else ""


def as_logged(referral: Referral) -> list[str]:
    """What a line that logged it said beside the service: what for, how likely, by when."""
    return [part for part in (purposes(referral), ready(referral), wanted(referral)) if part]


def details(referral: Referral, now: datetime, zone: tzinfo) -> str:
    """One line: what it is for, how likely, where it stands, what is in the way."""
    parts = [
        purposes(referral),
        ready(referral),
        standing(referral, now, zone),
        BARRIERS[referral.barrier] if referral.barrier else "",
        wanted(referral),
    ]
    return " · ".join(part for part in parts if part)


def next_ask(
    planned: Sequence[Planned], zone: tzinfo, about: Referral | None = None, before: Referral | None = None
) -> str:
    """When the bot will come back: about one referral, if something is planned for it, or about the client.

    `before` is the one that has its turn before `about`.
    """
    asked = [item for item in planned if item.kind not in OF_SUPERVISION]
    mine = [item for item in asked if about is None or item.referral_id == about.id]
    if before is not None:
        return _after(before, mine, zone)
    if not mine:
        return _("I will come back to it in its turn.") if asked else _("Nothing more to ask for now.")
    first = mine[0]
    if first.session_at is not None:
        session = first.session_at.astimezone(zone)
        if first.due_at.astimezone(zone).date() != session.date():
            of, on = day(session.date()), moment(first.due_at, zone)
            return _("I will ask about the session of {day} on {moment}.", day=of, moment=on)
        return _("I will ask around the session on {moment}.", moment=moment(first.session_at, zone))
    on = moment(first.due_at, zone)
    if first.kind is NudgeKind.AFTER_APPOINTMENT:
        return _("I will ask how it went on {moment}.", moment=on)
    return _("I will ask on {moment}.", moment=on)


def _after(before: Referral, mine: Sequence[Planned], zone: tzinfo) -> str:
    """What is planned for the one itself is the latest it may be asked about: its turn may come sooner."""
    service = plain(named(before.service))
    if not mine:
        return _("I will ask about {service} first; this one comes in its turn.", service=service)
    latest = moment(mine[0].due_at, zone)
    return _("I will ask about {service} first, and about this one by {moment}.", service=service, moment=latest)


def heading(client_code: str, referral: Referral) -> str:
    return f"{plain(client_code)} · {bold(named(referral.service))}"


def names(referrals: Sequence[Referral]) -> str:
    """Their services in one line; beyond a dozen, how many more there are."""
    shown = [plain(named(referral.service)) for referral in referrals[:_NAMED]]
    more = len(referrals) - _NAMED
    return listed([*shown, _n("{count} more", "{count} more", more)] if more > 0 else shown)


def undo(change_id: int) -> Button:
    return Button(_("Undo"), encode(Action.UNDO, change_id))


def why(referral: Referral) -> str:
    """Why it stands where it stands among the client's referrals."""
    because = referral.first_because
    if reason(referral) is Reason.THERAPIST and because is not None and because in _PUT_FIRST:
        return _PUT_FIRST[because]
    return REASONS[reason(referral)]


def order_now(open_ones: Sequence[Referral]) -> str:
    """The client's open referrals in their order, in one line."""
    shown = [f"{place} {plain(named(one.service))}" for place, one in enumerate(in_order(open_ones)[:_NAMED], start=1)]
    return _("Order now: {order}.", order=" · ".join(shown))


def back(referral: Referral) -> Button:
    """To the referral's page."""
    return Button(_("Back"), encode(Action.REFERRAL, referral.id))


def enough(referral: Referral, change_id: int | None = None) -> Button:
    """Ends the follow-up questions; `change_id` is what the card that stays can still undo."""
    return Button(_("Enough"), encode(Action.ENOUGH, referral.id, *([change_id] if change_id else [])))


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
