"""Ways into the practice, for its administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.people.names import ROLES, name
from bot.wording.text import bold, code, moment
from referrals.model import Role
from storage.invites import MOST_OPEN, OpenInvite


class For(StrEnum):
    """Whom an invite is for."""

    TRAINEE = "trainee"
    LICENSED = "licensed"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    @property
    def role(self) -> Role:
        return Role.THERAPIST if self in {For.TRAINEE, For.LICENSED} else Role(self.value)


OPEN, REVOKE = "open", "revoke"
_WORDS = {
    For.TRAINEE: "a therapist in training",
    For.LICENSED: "a licensed therapist",
    For.SUPERVISOR: "a supervisor",
    For.ADMINISTRATOR: "an administrator",
}
_A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """An open invite, with what its maker is called, and her whom it is for where it signs a member in."""

    invite: OpenInvite
    made_by: str
    signs_in: str


def page(open_count: int) -> Card:
    """`/invite`"""
    taps = [Button(which.value.capitalize(), encode(Action.INVITE, which)) for which in For]
    others = ((Button(f"Open invites: {open_count}", encode(Action.INVITE, OPEN)),),) if open_count else ()
    return Card(
        "Whom do you invite? A therapist who is not licensed is a trainee here. Somebody who is a member already gains "
        "the role.",
        (tuple(taps[:2]), tuple(taps[2:]), *others),
    )


def made(which: For, invite_code: str) -> Card:
    """The line to pass on."""
    return Card(
        f"For {_WORDS[which]}, single use, good for seven days. Pass this line on to one person; whoever sends it to "
        f"me first comes aboard:\n{code(f'/start {invite_code}')}",
        may_leave=True,
    )


def too_many() -> Card:
    return Card(
        f"{MOST_OPEN} invites of yours are open. Use or revoke one first; an administrator revokes them in /invite."
    )


def listing(shown: Sequence[Shown], start: int, zone: tzinfo) -> Card:
    """All that can still be opened, so many from `start` on."""
    back = (Button("Back", encode(Action.INVITE)),)
    if not shown:
        return Card("No invite is open.", (back,))
    some = shown[start : start + _A_PAGE]
    lines = [f"{start + number} · {_line(one, zone)}" for number, one in enumerate(some, 1)]
    revokes = [
        Button(f"Revoke {start + number}", encode(Action.INVITE, REVOKE, one.invite.id))
        for number, one in enumerate(some, 1)
    ]
    more = (Button("More", encode(Action.INVITE, OPEN, start + _A_PAGE)),) if len(shown) > start + _A_PAGE else ()
    pairs = [tuple(revokes[at : at + 2]) for at in range(0, len(revokes), 2)]
    return Card("\n".join([bold("Open invites"), *lines]), (*pairs, (*more, *back)))


def _line(one: Shown, zone: tzinfo) -> str:
    maker = f" · by {name(one.made_by)}" if one.made_by else " · made on the bot’s machine"
    return f"{_what(one)}{maker} · until {moment(one.invite.until, zone)}"


def _what(one: Shown) -> str:
    invite = one.invite
    if invite.for_member is not None:
        return f"signs {name(one.signs_in)} in"
    if invite.role is None:
        return f"for a supervisee ({invite.supervision or 'clinical'})"
    if invite.role is Role.THERAPIST:
        return "licensed" if invite.licensed else "trainee"
    return ROLES[invite.role]
