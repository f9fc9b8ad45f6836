"""One due nudge: is it still wanted, may it come now, what does it say, when is the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.wording import nudges as wording
from bot.wording.card import Card
from bot.wording.risk import hospital as hospital_wording
from bot.wording.risk import looks
from referrals.client import Client, Hospital
from referrals.lifecycle import release
from referrals.model import Referral
from referrals.safety import next_check, next_return, options, resting
from referrals.sessions import SESSION_LENGTH
from referrals.timing import FIRST_ASK, NudgeKind, ask_after_silence, check_kind, may_be_asked, may_come_back, to_raise
from storage.caseload import Caseload
from storage.nudges import DueNudge
from storage.people import Person
from storage.work import UnitOfWork

# A brief is of no use once the session has begun; a question waits for its answer as long as a day.
_QUESTION_LIFE = timedelta(days=1)
# How long after its session a question may still come outside the person's hours.
_FOLLOW_UP = timedelta(hours=1)


class NudgeFailedError(Exception):
    """One nudge cannot be handled; `nudge_id` says which, and its cause why. The others are not to wait for it."""

    def __init__(self, nudge_id: int) -> None:
        super().__init__(nudge_id)
        self.nudge_id = nudge_id


@dataclass(frozen=True, slots=True)
class _Due:
    """A due nudge with all that is needed to handle it in this transaction."""

    work: UnitOfWork
    nudge: DueNudge
    person: Person
    caseload: Caseload
    client: Client
    now: datetime


def nudge_once(work: UnitOfWork, now: datetime) -> bool:
    """Claims and handles one due nudge in this transaction; False when none is due.

    The message, the next instant to ask, and the plan from here on are written together (clinical rule "timing").
    Raises NudgeFailedError, and what the database raises as it is.
    """
    nudge = work.nudges.claim_due(now)
    if nudge is None:
        return False
    try:
        _handle(work, nudge, now)
    except SQLAlchemyError:
        raise
    except Exception as error:
        raise NudgeFailedError(nudge.id) from error
    return True


def _handle(work: UnitOfWork, nudge: DueNudge, now: datetime) -> None:
    person, caseload = work.people.by_id(nudge.owner_id), work.caseload(nudge.owner_id)
    client = caseload.client_by_id(nudge.client_id)
    if person is None or client is None:
        work.nudges.drop(nudge.id)
        return
    due = _Due(work, nudge, person, caseload, client, now)
    opens = person.hours.next_open(now)
    if not _wanted(due):
        work.nudges.drop(nudge.id)
    elif opens > now and not _around_session(due) and not _knows_no_hours(due):
        work.nudges.postpone(nudge.id, opens)  # after a downtime, or when the hours were changed meanwhile
        return
    else:
        _say(due)
    work.nudges.replan(caseload, caseload.client_by_id(client.id) or client, person.hours, now)


def _say(due: _Due) -> None:
    if due.nudge.kind.about_client:
        _look_after(due)
    elif due.nudge.kind is NudgeKind.RETURN:
        _bring_back(due)
    else:
        _ask(due)


def _ask(due: _Due) -> None:
    """A message about one referral."""
    referral = _referral(due)
    if referral is None:
        return
    nudge, now = due.nudge, due.now
    card = wording.nudge(nudge.kind, nudge.id, due.client.code, referral, nudge.session_at, now, due.person.zone)
    _send(due, card, referral.id)
    if nudge.kind not in {NudgeKind.BEFORE_SESSION, NudgeKind.REVISIT}:
        due.caseload.put_off(referral.id, ask_after_silence(nudge.kind, referral, now))


def _look_after(due: _Due) -> None:
    """A message about the client herself; the next such question is due whether or not this one is answered."""
    referrals, hours = due.caseload.referrals(due.client.id), due.person.hours
    if due.nudge.kind is NudgeKind.HOSPITAL:
        card = hospital_wording.ask(due.nudge.id, due.client)
    else:
        card = looks.check(
            due.nudge.id,
            due.client,
            options(referrals),
            resting(referrals),
            due.person.zone,
            off_tomorrow=hours.works_on(hours.local_date(due.now)) and hours.off_tomorrow(due.now),
        )
    _send(due, card, None)
    due.caseload.move_client(replace(due.client, check_at=next_check(due.client, due.person.hours, due.now)))


def _bring_back(due: _Due) -> None:
    """The first of what rests comes back, the next not before another session or week (clinical rule "holds")."""
    first, *others = resting(due.caseload.referrals(due.client.id))
    back = release(first, due.now)
    if due.client.sessions is None and back.appointment_at is None:
        # This message spoke of it already; without a session to bring it up, the next question has time.
        back = replace(back, next_check_at=due.now + FIRST_ASK)
    due.caseload.save(back, "returned", due.now)
    again = next_return(due.client, due.person.hours, due.now) if others else None
    due.caseload.move_client(replace(due.client, safety=replace(due.client.safety, return_at=again)))
    _send(due, looks.came_back(due.nudge.id, due.client, back, others, due.person.zone), back.id)


def _send(due: _Due, card: Card, referral_id: int | None) -> None:
    brief = due.nudge.kind is NudgeKind.BEFORE_SESSION
    not_after = due.nudge.session_at if brief else due.now + _QUESTION_LIFE
    outbox_id = due.work.outbox.send(
        due.person.telegram_id, card.to_json(), due.now, nudge_id=due.nudge.id, not_after=not_after
    )
    due.work.nudges.sent(due.nudge.id, referral_id, outbox_id)


def _wanted(due: _Due) -> bool:
    """Whether its reason still holds: nothing was answered meanwhile, ended, or came too late to be of use."""
    client, kind = due.client, due.nudge.kind
    if kind.about_client:
        came = client.active and client.check_at is not None and client.check_at <= due.now
        return came and kind is check_kind(client)
    if kind is NudgeKind.RETURN:
        rested = resting(due.caseload.referrals(client.id))
        return client.active and not client.safety.acute and client.hospital is not Hospital.ADMITTED and bool(rested)
    return _referral(due) is not None


def _around_session(due: _Due) -> bool:
    """A session extends that day's hours by its lead and its follow-up."""
    session_at = due.nudge.session_at
    return session_at is not None and due.now <= session_at + SESSION_LENGTH + _FOLLOW_UP


def _knows_no_hours(due: _Due) -> bool:
    """A check of an acute case is never later than it was to be (clinical rule "acute").

    Nor is another look after the client that the rules put outside the hours, as after a missed session: they had to.
    """
    if not due.nudge.kind.about_client:
        return False
    at = due.client.check_at
    outside = at is not None and due.person.hours.next_open(at) > at
    return outside or (due.nudge.kind is NudgeKind.SAFETY_CHECK and due.client.safety.acute)


def _referral(due: _Due) -> Referral | None:
    """What to ask about now, None when the reason is gone."""
    nudge, now = due.nudge, due.now
    if not due.client.active or due.client.hospital is Hospital.ADMITTED:
        return None
    if nudge.session_at is not None:
        too_late = nudge.kind is NudgeKind.BEFORE_SESSION and now >= nudge.session_at
        raised = to_raise(due.client, due.caseload.referrals(due.client.id), nudge.session_at)
        return raised[0] if raised and not too_late else None
    referral = due.caseload.referral(nudge.referral_id or 0)
    if referral is None:
        return None
    if nudge.kind is NudgeKind.REVISIT:
        return referral if referral.revisit_on and may_come_back(due.client, referral) else None
    due_by_now = referral.next_check_at is not None and referral.next_check_at <= now
    return referral if due_by_now and may_be_asked(due.client, referral) else None
