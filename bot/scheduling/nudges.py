"""One due nudge: is it still wanted, may it come now, what does it say, when is the next."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.wording import nudges as wording
from referrals.model import Client, Referral
from referrals.sessions import SESSION_LENGTH
from referrals.timing import NudgeKind, ask_after_silence, to_raise
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


def nudge_once(work: UnitOfWork, now: datetime) -> bool:
    """Claims and handles one due nudge in this transaction; False when none is due.

    The message, the next instant to ask, and the plan from here on are written together (clinical rule "timing").
    Raises NudgeFailedError, and what the database raises as it is.
    """
    due = work.nudges.claim_due(now)
    if due is None:
        return False
    try:
        _handle(work, due, now)
    except SQLAlchemyError:
        raise
    except Exception as error:
        raise NudgeFailedError(due.id) from error
    return True


def _handle(work: UnitOfWork, due: DueNudge, now: datetime) -> None:
    person = work.people.by_id(due.owner_id)
    caseload = work.caseload(due.owner_id)
    client = caseload.client_by_id(due.client_id)
    referral = _referral(caseload, due, now)
    if person is None or client is None or referral is None:
        work.nudges.drop(due.id)
    elif (opens := person.hours.next_open(now)) > now and not _around_session(due, now):
        work.nudges.postpone(due.id, opens)  # after a downtime, or when the hours were changed meanwhile
        return
    else:
        _say(work, due, person, client, referral, now)
        if due.kind is not NudgeKind.BEFORE_SESSION:
            caseload.put_off(referral.id, ask_after_silence(due.kind, referral, now))
    if person is not None and client is not None:
        work.nudges.replan(caseload, client, person.hours, now)


def _say(work: UnitOfWork, due: DueNudge, person: Person, client: Client, referral: Referral, now: datetime) -> None:
    card = wording.nudge(due.kind, due.id, client.code, referral, due.session_at, now, person.zone)
    not_after = due.session_at if due.kind is NudgeKind.BEFORE_SESSION else now + _QUESTION_LIFE
    outbox_id = work.outbox.send(person.telegram_id, card.to_json(), now, nudge_id=due.id, not_after=not_after)
    work.nudges.sent(due.id, referral.id, outbox_id)


def _around_session(due: DueNudge, now: datetime) -> bool:
    """A session extends that day's hours by its lead and its follow-up."""
    return due.session_at is not None and now <= due.session_at + SESSION_LENGTH + _FOLLOW_UP


def _referral(caseload: Caseload, due: DueNudge, now: datetime) -> Referral | None:
    """What to ask about now, None when the reason is gone: answered meanwhile, ended, or too late to be of use."""
    if due.session_at is not None:
        too_late = due.kind is NudgeKind.BEFORE_SESSION and now >= due.session_at
        raised = to_raise(caseload.referrals(due.client_id), due.session_at)
        return raised[0] if raised and not too_late else None
    referral = caseload.referral(due.referral_id)
    if referral is None or not referral.open or referral.next_check_at is None or referral.next_check_at > now:
        return None
    return referral
