"""A lost phone: `/lock`, and the line by which somebody signs in again or moves to another account."""

from __future__ import annotations

from bot.people import accounts
from bot.turn import Turn, allows
from bot.wording.people import accounts as wording
from bot.wording.people import invites as invite_wording
from referrals.model import Role
from storage.invites import TooManyInvitesError
from storage.person import Person


@allows(Role.ADMINISTRATOR)
def command(turn: Turn) -> None:
    """`/lock`"""
    turn.say(wording.whom(_lockable(turn), 0))


def listing(turn: Turn) -> None:
    turn.edit(wording.whom(_lockable(turn), turn.said.id(2)))


def ask(turn: Turn, person: Person) -> None:
    if _may(turn, person):
        turn.edit(wording.confirm(person, turn.work.handovers.load(person.id)))


def lock(turn: Turn, person: Person) -> None:
    if not _may(turn, person):
        return
    accounts.lock(turn.work, person, turn.now)
    turn.menus[person.telegram_id] = None
    turn.edit(wording.locked(person, turn.work.handovers.load(person.id)))


def sign_in(turn: Turn, person: Person) -> None:
    """The line that makes whoever sends it this member, with the account it is sent from."""
    try:
        code = turn.work.invites.sign_in(person.id, turn.now, made_by=turn.member.id)
    except TooManyInvitesError:
        turn.say(invite_wording.too_many())
    else:
        turn.say(wording.sign_in(person.called, code, person.locked))


def _may(turn: Turn, person: Person) -> bool:
    if person.id == turn.member.id:
        turn.refused = True
        turn.toast = wording.not_yourself()
    elif person.locked:
        turn.refuse()
    else:
        return True
    return False


def _lockable(turn: Turn) -> list[Person]:
    return [one for one in turn.work.members.all() if not one.locked and one.id != turn.member.id]
