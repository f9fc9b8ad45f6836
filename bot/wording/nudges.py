"""What time brings. The first line shows on lock screens: no service and no risk stands in it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
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


LABELS = {
    Answer.AGREED: "Agreed",
    Answer.BOOKED: "Booked",
    Answer.WENT: "Went",
    Answer.NOT_READY: "Not ready",
    Answer.NO: "No",
    Answer.DID_NOT_COME_UP: "Did not come up",
    Answer.CLIENT_DID_NOT_COME: "Client did not come",
    Answer.DID_NOT_GO: "Did not go",
    Answer.NOT_KNOWN: "Not known yet",
    Answer.REOPEN: "Bring it up again",
    Answer.LEAVE: "Leave it as it is",
}
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
PLAIN_WAY = "If it fits, ask what has become of it, and say how it adds to your work together."
_OPENINGS = {
    NudgeKind.BY_STAGE: "Any news of {}?",
    NudgeKind.LATER: "{}: you put this off until now. Any news?",
    NudgeKind.DIGEST: "A new week. Any news of {}?",
}
_MOVED_LABEL = "Moved to another day"


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
    return Button("Later", encode(Action.LATER, nudge_id))


def delayed(card: Card) -> Card:
    """What should have come before, and could not be sent."""
    return Card(f"Delayed: I could not send this in its time.\n{card.html}", card.rows)


def asked_again(client_code: str, referral: Referral) -> Card:
    return Card(f"{heading(client_code, referral)}: asked again below.")


def answered_elsewhere(client_code: str, referral: Referral) -> Card:
    return Card(f"{heading(client_code, referral)}: answered, thank you.")


def put_aside(client_code: str, referral: Referral) -> Card:
    """The question's card, when the answer is a matter of its own and stands below."""
    return Card(f"{heading(client_code, referral)}: another time.")


def taken_up(client_code: str, referral: Referral, next_words: str, change_id: int) -> Card:
    return Card(f"{heading(client_code, referral)}: open again.\n{next_words}", ((undo(change_id),),))


def put_off(client_code: str, referral: Referral, answer: Answer, next_words: str, change_id: int) -> Card:
    said = LABELS[answer].lower().replace("client", client_code if answer is Answer.CLIENT_DID_NOT_COME else "client")
    return Card(f"{heading(client_code, referral)}: {plain(said)}.\n{next_words}", ((undo(change_id),),))


def _lines(
    kind: NudgeKind, client_code: str, referral: Referral, session_at: datetime | None, now: datetime, zone: tzinfo
) -> list[str]:
    stands = f"{bold(named(referral.service))} · {details(referral, now, zone)}"
    match kind:
        case NudgeKind.BEFORE_SESSION:
            at = f" at {session_at.astimezone(zone):%H:%M}" if session_at else ""
            return [f"{bold(client_code)}{at}. One thing to bring up:", stands, *how_to_raise(referral)]
        case NudgeKind.AFTER_SESSION:
            today = session_at is None or session_at.astimezone(zone).date() == now.astimezone(zone).date()
            when = "" if today or session_at is None else f" on {day(session_at.astimezone(zone).date())}"
            return [f"How did it go with {bold(client_code)}{when}?", stands]
        case NudgeKind.AFTER_APPOINTMENT:
            return [f"One question about {bold(client_code)}:", did_go(referral, zone)]
        case NudgeKind.REVISIT:
            return [
                f"{bold(client_code)}: a day you chose has come.",
                f"{bold(named(referral.service))} was left: not now, {plain(client_code)}’s decision. "
                "Is it worth raising again?",
            ]
        case _:
            asks = did_go(referral, zone) if asked_as(kind, referral) is NudgeKind.AFTER_APPOINTMENT else stands
            return [_OPENINGS[kind].format(bold(client_code)), asks]


def did_go(referral: Referral, zone: tzinfo) -> str:
    return f"{bold(named(referral.service))}, {appointment(referral, zone)}. Did the client go?"


def how_to_raise(referral: Referral) -> list[str]:
    """What it was for, the plan that was made, and, where it was heard as being sent away, repair before all else."""
    if needs_repair(referral):
        return ["First: it was heard as being sent away. Name that, ask what it was like, say that you go on together."]
    purpose = f"It was {purposes(referral)}: is that still what it is for?" if referral.purposes else ""
    plan = f"The plan: {plain(referral.plan)}. How did it go?" if referral.plan else ""
    return [line for line in (purpose, plan or PLAIN_WAY) if line]


def tap(asks: NudgeKind, answer: Answer, nudge_id: int) -> Button:
    """The answer's button under a question that is put as `asks`."""
    moved = asks is NudgeKind.AFTER_APPOINTMENT and answer is Answer.BOOKED
    return Button(_MOVED_LABEL if moved else LABELS[answer], encode(Action.ANSWER, nudge_id, answer))
