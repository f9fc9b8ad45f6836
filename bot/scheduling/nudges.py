"""One due message: is its moment still a good one, is what it holds still wanted."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.scheduling.parts import NudgeFailedError, Part, part_of
from bot.scheduling.speaking import Speaking
from bot.wording.language import speaking
from referrals.attention import Message
from referrals.habits import Habits
from storage.caseload import Caseload
from storage.person import Person
from storage.work import UnitOfWork

# The tick is never quite on time; what it finds later than this is arranged as the day looks now.
_IN_TIME = timedelta(minutes=2)
# What comes later than this, nobody was there to send.
_DELAYED = timedelta(minutes=15)


def nudge_once(work: UnitOfWork, now: datetime) -> bool:
    """Claims and handles one therapist's due message in this transaction; False when none is due.

    The message, the next instants to ask, and the plan from here on are written together (clinical rule "attention").
    Raises NudgeFailedError, and what the database raises as it is.
    """
    due = work.nudges.owner_due(now)
    if due is None:
        return False
    owner_id, since = due
    work.audit.by("nudge", now)
    try:
        _handle(work, owner_id, since, now)
    except (SQLAlchemyError, NudgeFailedError):
        raise
    except Exception as error:
        raise NudgeFailedError(owner_id, None) from error
    return True


def _handle(work: UnitOfWork, owner_id: int, since: datetime, now: datetime) -> None:
    person = work.people.by_id(owner_id)
    if person is None:
        return
    caseload = work.caseload(owner_id, person.habits.off)
    work.nudges.late(owner_id, now - _DELAYED)
    message = _due(work, person, caseload, since, now)
    if message is not None:
        concerned = {work.nudges.client_of(wish.id) for wish in message.wishes}
        parts = _wanted(work, caseload, message, now, person.habits)
        if parts:
            with speaking(person.language):
                Speaking(work, person, caseload, now).say(parts)
        for client in filter(None, map(caseload.client_by_id, sorted(concerned))):
            work.nudges.plan(caseload, client, person.habits, now)
        work.nudges.arrange(caseload, person.habits, now)


def _due(work: UnitOfWork, person: Person, caseload: Caseload, since: datetime, now: datetime) -> Message | None:
    """The message as it was arranged, if the tick is in time; else as the day looks now. None if it is put later."""
    if now - since <= _IN_TIME:
        first = next(iter(work.nudges.arrange(caseload, person.habits, since)), None)
        if first is None or first.wishes[0].planned.urgent or work.nudges.may_arrive(caseload, person.habits, now):
            return first if first is not None and first.at <= now else None
    first = next(iter(work.nudges.arrange(caseload, person.habits, now)), None)
    return first if first is not None and first.at <= now else None


def _wanted(work: UnitOfWork, caseload: Caseload, message: Message, now: datetime, habits: Habits) -> list[Part]:
    """What of the message still has its reason; the rest is dropped. No referral is asked about twice in it."""
    parts: list[Part] = []
    for wish in message.wishes:
        try:
            part = part_of(work, caseload, wish, now, habits)
        except SQLAlchemyError:
            raise
        except Exception as error:
            raise NudgeFailedError(caseload.owner_id, wish.id) from error
        if part is None or any(part.repeats(other) for other in parts):
            work.nudges.drop(wish.id)
        else:
            parts.append(part)
    return parts
