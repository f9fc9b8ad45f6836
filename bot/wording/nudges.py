"""What time brings. The first line shows on lock screens: no service and no risk stands in it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import appointment, details, heading, purposes, undo
from bot.wording.text import bold, day, plain
from referrals.framing import needs_repair
from referrals.model import Referral
from referrals.timing import QUESTIONS, NudgeKind


class Answer(StrEnum):
    """The taps under a question."""

    AGREED = "agreed"
    BOOKED = "booked"
    WENT = "went"
    NOT_READY = "not_ready"
    NO = "no"
    DID_NOT_COME_UP = "not_up"
    CLIENT_DID_NOT_COME = "no_show"
    DID_NOT_GO = "missed"
    NOT_KNOWN = "unknown"
    REOPEN = "again"
    LEAVE = "leave"


LABELS = Phrases(
    {
        Answer.AGREED: N_("Agreed"),
        Answer.BOOKED: N_("Booked"),
        Answer.WENT: N_("Went"),
        Answer.NOT_READY: N_("Not ready"),
        Answer.NO: N_("No"),
        Answer.DID_NOT_COME_UP: N_("Did not come up"),
        Answer.CLIENT_DID_NOT_COME: N_("Client did not come"),
        Answer.DID_NOT_GO: N_("Did not go"),
        Answer.NOT_KNOWN: N_("Not known yet"),
        Answer.REOPEN: N_("Bring it up again"),
        Answer.LEAVE: N_("Leave it as it is"),
    }
)
_TAPS: dict[NudgeKind, tuple[tuple[Answer, ...], ...]] = {
    NudgeKind.AFTER_SESSION: (
        (Answer.AGREED, Answer.BOOKED, Answer.WENT),
        (Answer.NOT_READY, Answer.NO),
        (Answer.DID_NOT_COME_UP, Answer.CLIENT_DID_NOT_COME),
    ),
    NudgeKind.AFTER_APPOINTMENT: ((Answer.WENT, Answer.DID_NOT_GO), (Answer.BOOKED, Answer.NOT_KNOWN)),
    NudgeKind.BY_STAGE: (
        (Answer.AGREED, Answer.BOOKED, Answer.WENT),
        (Answer.NOT_READY, Answer.NO, Answer.NOT_KNOWN),
    ),
    NudgeKind.REVISIT: ((Answer.REOPEN, Answer.LEAVE),),
}
_TAPS[NudgeKind.LATER] = _TAPS[NudgeKind.DIGEST] = _TAPS[NudgeKind.BY_STAGE]
_OPENINGS = {
    NudgeKind.BY_STAGE: N_("Any news of {code}?"),
    NudgeKind.LATER: N_("{code}: you put this off until now. Any news?"),
    NudgeKind.DIGEST: N_("A new week. Any news of {code}?"),
}
# How an answer that says nothing new about the referral is written down.
_PUT_OFF = Phrases(
    {
        Answer.AGREED: N_("agreed"),
        Answer.BOOKED: N_("booked"),
        Answer.WENT: N_("went"),
        Answer.NOT_READY: N_("not ready"),
        Answer.NO: N_("no"),
        Answer.DID_NOT_COME_UP: N_("did not come up"),
        Answer.DID_NOT_GO: N_("did not go"),
        Answer.NOT_KNOWN: N_("not known yet"),
        Answer.REOPEN: N_("bring it up again"),
        Answer.LEAVE: N_("leave it as it is"),
    }
)


def taps(kind: NudgeKind) -> tuple[Answer, ...]:
    """The answers a question of this kind takes; none for a brief, which asks nothing."""
    return tuple(answer for row in _rows(kind) for answer in row)


def _rows(kind: NudgeKind) -> tuple[tuple[Answer, ...], ...]:
    return _TAPS.get(kind, ())


def nudge(
    kind: NudgeKind,
    nudge_id: int,
    client_code: str,
    referral: Referral,
    session_at: datetime | None,
    now: datetime,
    zone: tzinfo,
) -> Card:
    """The message of one nudge, with its taps."""
    asks = asked_as(kind, referral)
    lines = _lines(kind, client_code, referral, session_at, now, zone)
    rows = tuple(tuple(tap(asks, answer, nudge_id) for answer in row) for row in _rows(asks))
    put_off = ((later(nudge_id),),) if kind in QUESTIONS else ()
    return Card("\n".join(lines), (*rows, *put_off))


def asked_as(kind: NudgeKind, referral: Referral) -> NudgeKind:
    """How a question is put: what was put off, or waited for the digest, is asked as what it is about."""
    if kind in {NudgeKind.LATER, NudgeKind.DIGEST}:
        return NudgeKind.AFTER_APPOINTMENT if referral.appointment_at else NudgeKind.BY_STAGE
    return kind


def later(nudge_id: int) -> Button:
    return Button(_("Later"), encode(Action.LATER, nudge_id))


def delayed(card: Card) -> Card:
    """What should have come before, and could not be sent."""
    return Card(f"{_('Delayed: I could not send this in its time.')}\n{card.html}", card.rows)


def asked_again(client_code: str, referral: Referral) -> Card:
    return Card(_("{heading}: asked again below.", heading=heading(client_code, referral)))


def answered_elsewhere(client_code: str, referral: Referral) -> Card:
    return Card(_("{heading}: answered, thank you.", heading=heading(client_code, referral)))


def put_aside(client_code: str, referral: Referral) -> Card:
    """The question's card, when the answer is a matter of its own and stands below."""
    return Card(_("{heading}: another time.", heading=heading(client_code, referral)))


def taken_up(client_code: str, referral: Referral, next_words: str, change_id: int) -> Card:
    said = _("{heading}: open again.", heading=heading(client_code, referral))
    return Card(f"{said}\n{next_words}", ((undo(change_id),),))


def put_off(client_code: str, referral: Referral, answer: Answer, next_words: str, change_id: int) -> Card:
    """An answer that says nothing new about the referral."""
    said = _PUT_OFF.get(answer) or _("{code} did not come", code=plain(client_code))
    return Card(f"{heading(client_code, referral)}: {said}.\n{next_words}", ((undo(change_id),),))


def _lines(
    kind: NudgeKind, client_code: str, referral: Referral, session_at: datetime | None, now: datetime, zone: tzinfo
) -> list[str]:
    stands = f"{bold(named(referral.service))} · {details(referral, now, zone)}"
    match kind:
        case NudgeKind.BEFORE_SESSION:
            return [_brief(client_code, session_at, zone), stands, *how_to_raise(referral)]
        case NudgeKind.AFTER_SESSION:
            return [_how_it_went(client_code, session_at, now, zone), stands]
        case NudgeKind.AFTER_APPOINTMENT:
            return [_("One question about {code}:", code=bold(client_code)), did_go(referral, zone)]
        case NudgeKind.REVISIT:
            return [
                _("{code}: a day you chose has come.", code=bold(client_code)),
                _(
                    "{service} was left: not now, {code}’s decision. Is it worth raising again?",
                    service=bold(named(referral.service)),
                    code=plain(client_code),
                ),
            ]
        case _:
            asks = did_go(referral, zone) if asked_as(kind, referral) is NudgeKind.AFTER_APPOINTMENT else stands
            return [_(_OPENINGS[kind], code=bold(client_code)), asks]


def _brief(client_code: str, session_at: datetime | None, zone: tzinfo) -> str:
    if session_at is None:
        return _("{code}. One thing to bring up:", code=bold(client_code))
    time = f"{session_at.astimezone(zone):%H:%M}"
    return _("{code} at {time}. One thing to bring up:", code=bold(client_code), time=time)


def _how_it_went(client_code: str, session_at: datetime | None, now: datetime, zone: tzinfo) -> str:
    on = session_at.astimezone(zone).date() if session_at else None
    if on is None or on == now.astimezone(zone).date():
        return _("How did it go with {code}?", code=bold(client_code))
    return _("How did it go with {code} on {day}?", code=bold(client_code), day=day(on))


def did_go(referral: Referral, zone: tzinfo) -> str:
    when = appointment(referral, zone)
    return _("{service}, {when}. Did the client go?", service=bold(named(referral.service)), when=when)


def how_to_raise(referral: Referral) -> list[str]:
    """What it was for, the plan that was made, and, where it was heard as being sent away, repair before all else."""
    if needs_repair(referral):
        return [
            _("First: it was heard as being sent away. Name that, ask what it was like, say that you go on together.")
        ]
    asked = _("It was {purposes}: is that still what it is for?", purposes=purposes(referral))
    plan = _("The plan: {plan}. How did it go?", plan=plain(referral.plan)) if referral.plan else ""
    return [line for line in (asked if referral.purposes else "", plan or plain_way()) if line]


def plain_way() -> str:
    """How to raise what has no plan of its own."""
    return _("If it fits, ask what has become of it, and say how it adds to your work together.")


def tap(asks: NudgeKind, answer: Answer, nudge_id: int) -> Button:
    """The answer's button under a question that is put as `asks`."""
    moved = asks is NudgeKind.AFTER_APPOINTMENT and answer is Answer.BOOKED
    return Button(_("Moved to another day") if moved else LABELS[answer], encode(Action.ANSWER, nudge_id, answer))
