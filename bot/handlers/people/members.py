"""`/members`: who belongs to the practice, and what an administrator does about one of them.

She sees people and counts. What a member has in her care goes through `load`, which knows no code.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.handlers.people import giving, locking
from bot.handlers.people.about import Show, back, show
from bot.people import roles
from bot.people.leaving import leave
from bot.people.telling import tell_chat
from bot.turn import Turn, allows
from bot.wording.people import leaving as leaving_wording
from bot.wording.people import members as wording
from bot.wording.people.taps import Does
from referrals.model import Role
from storage.person import Person


@allows(Role.ADMINISTRATOR)
def command(turn: Turn) -> None:
    """`/members`"""
    turn.say(wording.listing(turn.work.members.all(), 0))


@allows(Role.ADMINISTRATOR)
def tapped(turn: Turn) -> None:
    """A page of everybody, one member, or something about her."""
    does = next((one for one in Does if turn.said.arguments[1:2] == (one.value,)), None)
    if turn.said.id() == 0 and does in _OF_EVERYBODY:
        _OF_EVERYBODY[does](turn)
        return
    person = turn.work.members.fresh(turn.said.id()) if turn.said.id() else None
    if person is None or does is None:
        turn.refuse()
    else:
        _ABOUT_ONE[does](turn, person)


def _listing(turn: Turn) -> None:
    turn.edit(wording.listing(turn.work.members.all(), turn.said.id(2)))


def _give(turn: Turn, person: Person) -> None:
    role = _role(turn)
    if role is None or role in person.roles:
        turn.refuse()
        return
    roles.give(turn.work, person, role, turn.now)
    back(turn, person)


def _take(turn: Turn, person: Person) -> None:
    """Asked once more, for what rests on a role ends with it."""
    role = _may_go(turn, person)
    if role is not None:
        supervisees = turn.work.supervising.supervisees(person.id) if role is Role.SUPERVISOR else []
        turn.edit(wording.confirm_take(person, role, len(supervisees)))


def _taken(turn: Turn, person: Person) -> None:
    role = _may_go(turn, person)
    if role is not None:
        roles.take(turn.work, person, role, turn.now)
        back(turn, person)


def _trained(turn: Turn, person: Person, *, licensed: bool) -> None:
    if person.licensed is licensed or Role.THERAPIST not in person.roles:
        turn.refuse()
        return
    roles.license_(turn.work, person, licensed, turn.now)
    back(turn, person)


def _remove(turn: Turn, person: Person) -> None:
    if _may_leave(turn, person):
        turn.edit(wording.confirm_remove(person))


def _removed(turn: Turn, person: Person) -> None:
    """The others are told what ended; she herself, unless somebody else has her phone."""
    if not _may_leave(turn, person):
        return
    leave(turn.work, person, turn.now)
    if not person.locked:
        tell_chat(turn.work, person.telegram_id, person.language, leaving_wording.removed, turn.now)
    turn.menus[person.telegram_id] = None
    turn.edit(wording.removed(person.called))


def _role(turn: Turn) -> Role | None:
    named = turn.said.arguments[2:3]
    return next((role for role in Role if named == (role.value,)), None)


def _may_go(turn: Turn, person: Person) -> Role | None:
    """The role a tap would take away, None where it stays; why it does is said."""
    role = _role(turn)
    if role is None or role not in person.roles:
        turn.refuse()
        return None
    if role is Role.ADMINISTRATOR and turn.work.members.is_only_administrator(person.id):
        _stays(turn, wording.last_administrator())
        return None
    if len(person.roles) == 1:
        _stays(turn, wording.last_role())
        return None
    load = turn.work.handovers.load(person.id)
    if role is Role.THERAPIST and load.clients > load.closed:
        turn.refused = True
        turn.edit(wording.hands_over_first(person, load))
        return None
    return role


def _may_leave(turn: Turn, person: Person) -> bool:
    load = turn.work.handovers.load(person.id)
    if person.id == turn.member.id:
        turn.refuse()  # she leaves by her own settings
    elif load.clients:
        turn.refused = True
        turn.edit(wording.hands_over_first(person, load))
    else:
        return True
    return False


def _stays(turn: Turn, why: str) -> None:
    turn.refused = True
    turn.toast = why


_OF_EVERYBODY: dict[Does | None, Callable[[Turn], None]] = {Does.PAGE: _listing, Does.LOCK: locking.listing}
_ABOUT_ONE: dict[Does, Show] = {
    Does.PAGE: show,
    Does.GIVE: _give,
    Does.TAKE: _take,
    Does.TAKEN: _taken,
    Does.TRAINEE: lambda turn, person: _trained(turn, person, licensed=False),
    Does.LICENSED: lambda turn, person: _trained(turn, person, licensed=True),
    Does.LOCK: locking.ask,
    Does.LOCKED: locking.lock,
    Does.SIGN_IN: locking.sign_in,
    Does.TO: giving.to_whom,
    Does.CHOOSE: giving.confirm,
    Does.MOVED: giving.move,
    Does.REMOVE: _remove,
    Does.REMOVED: _removed,
}
