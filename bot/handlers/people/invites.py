"""`/invite`: a way in for one person, and those that can still be opened."""

from __future__ import annotations

from bot.turn import Turn, allows
from bot.wording.people import invites as wording
from bot.wording.people.invites import For
from referrals.model import Role
from storage.invites import OpenInvite, TooManyInvitesError


@allows(Role.ADMINISTRATOR)
def command(turn: Turn) -> None:
    """`/invite`"""
    turn.say(wording.page(len(turn.work.invites.open(turn.now))))


@allows(Role.ADMINISTRATOR)
def tapped(turn: Turn) -> None:
    """A new invite, the list of open ones, or the end of one."""
    said = turn.said.arguments[0] if turn.said.arguments else ""
    which = next((one for one in For if one.value == said), None)
    if not said:
        turn.edit(wording.page(len(turn.work.invites.open(turn.now))))
    elif which is not None:
        _make(turn, which)
    elif said == wording.OPEN:
        _listing(turn, turn.said.id(1))
    elif said == wording.REVOKE and turn.work.invites.revoke(turn.said.id(1), turn.now):
        _listing(turn, 0)
    else:
        turn.refuse()


def _make(turn: Turn, which: For) -> None:
    licensed = which is For.LICENSED
    try:
        code = turn.work.invites.make(which.role, turn.now, licensed=licensed, made_by=turn.member.id)
    except TooManyInvitesError:
        turn.say(wording.too_many())
    else:
        turn.say(wording.made(which, code))


def _listing(turn: Turn, start: int) -> None:
    shown = [_shown(turn, one) for one in turn.work.invites.open(turn.now)]
    turn.edit(wording.listing(shown, start, turn.member.zone))


def _shown(turn: Turn, invite: OpenInvite) -> wording.Shown:
    maker = _name(turn, invite.made_by) if invite.made_by else None
    return wording.Shown(invite, maker, _name(turn, invite.for_member))


def _name(turn: Turn, member_id: int | None) -> str:
    person = turn.work.people.by_id(member_id) if member_id else None
    return person.called if person else ""
