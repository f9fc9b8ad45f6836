"""What needs a person is told to the administrators, in the transaction of what caused it; and to each only once."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.people.telling import tell
from bot.wording import concerns as wording
from referrals.model import Role
from storage.concern_rows import ConcernKind
from storage.concerns import Concern
from storage.person import Person
from storage.work import UnitOfWork

log = structlog.get_logger()


def begin(work: UnitOfWork, kind: ConcernKind, now: datetime, about: int = 0) -> None:
    """It goes on from now, if it did not before: then every administrator in reach is told, save whom it is `about`.

    Where there is none, it waits in the database for the next one (`catch_up`), and the log says so.
    """
    if not work.concerns.begin(kind, now, about):
        return
    log.warning("this needs a person", concern=kind)
    name = work.people.name_of(about)
    told = [
        tell(work, person, lambda: wording.begun(kind, name), now)
        for person in work.members.administrators()
        if person.id != about and not person.blocked
    ]
    if not told:
        log.error("no administrator can be told", concern=kind)


def shut_out(work: UnitOfWork, telegram_id: int, now: datetime) -> None:
    """Telegram says that whoever this is does not want to hear from the bot; a member is missed by the practice."""
    work.people.set_blocked(telegram_id, now)
    person = work.people.by_telegram_id(telegram_id)
    if person is not None:
        begin(work, ConcernKind.UNREACHABLE, now, person.id)


def let_in(work: UnitOfWork, person: Person, now: datetime) -> None:
    """She is within reach again."""
    work.people.set_blocked(person.telegram_id, None)
    work.concerns.end(ConcernKind.UNREACHABLE, now, person.id)


def catch_up(work: UnitOfWork, person: Person, now: datetime) -> None:
    """An administrator who has just come, or come back, hears what is open; nothing where nothing is."""
    open_now = shown(work)
    if Role.ADMINISTRATOR in person.roles and open_now:
        tell(work, person, lambda: wording.still_open(open_now, person.zone), now)


def shown(work: UnitOfWork) -> list[tuple[Concern, str]]:
    """What goes on, each with the name of whom it is about."""
    return [(one, work.people.name_of(one.about)) for one in work.concerns.open()]
