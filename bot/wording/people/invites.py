"""Ways into the practice, for its administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _
from bot.wording.people.names import ROLES, name
from bot.wording.text import bold, code, moment
from referrals.model import Role
from referrals.supervisors import SupervisionKind
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
_LABELS = Phrases(
    {
        For.TRAINEE: N_("Trainee"),
        For.LICENSED: N_("Licensed"),
        For.SUPERVISOR: N_("Supervisor"),
        For.ADMINISTRATOR: N_("Administrator"),
    }
)
_MADE_FOR = Phrases(
    {
        For.TRAINEE: N_("For a therapist in training, single use, good for seven days."),
        For.LICENSED: N_("For a licensed therapist, single use, good for seven days."),
        For.SUPERVISOR: N_("For a supervisor, single use, good for seven days."),
        For.ADMINISTRATOR: N_("For an administrator, single use, good for seven days."),
    }
)
_FOR_SUPERVISEE = Phrases(
    {
        SupervisionKind.CLINICAL: N_("for a supervisee (clinical)"),
        SupervisionKind.GROUP: N_("for a supervisee (group)"),
    }
)
_A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """An open invite, with what its maker is called, and her whom it is for where it signs a member in.

    `made_by` is None for one that was made on the bot's machine.
    """

    invite: OpenInvite
    made_by: str | None
    signs_in: str


def page(open_count: int) -> Card:
    """`/invite`"""
    taps = [Button(_LABELS[which], encode(Action.INVITE, which)) for which in For]
    opened = Button(_("Open invites: {count}", count=open_count), encode(Action.INVITE, OPEN))
    others = ((opened,),) if open_count else ()
    said = _(
        "Whom do you invite? A therapist who is not licensed is a trainee here. Somebody who is a member already gains "
        "the role."
    )
    return Card(said, (tuple(taps[:2]), tuple(taps[2:]), *others))


def made(which: For, invite_code: str) -> Card:
    """The line to pass on."""
    passed_on = _("Pass this line on to one person; whoever sends it to me first comes aboard:")
    return Card(f"{_MADE_FOR[which]} {passed_on}\n{code(f'/start {invite_code}')}", may_leave=True)


def too_many() -> Card:
    said = _(
        "{most} invites of yours are open. Use or revoke one first; an administrator revokes them in /invite.",
        most=MOST_OPEN,
    )
    return Card(said)


def listing(shown: Sequence[Shown], start: int, zone: tzinfo) -> Card:
    """All that can still be opened, so many from `start` on."""
    back = (Button(_("Back"), encode(Action.INVITE)),)
    if not shown:
        return Card(_("No invite is open."), (back,))
    some = shown[start : start + _A_PAGE]
    lines = [f"{start + number} · {_line(one, zone)}" for number, one in enumerate(some, 1)]
    revokes = [
        Button(_("Revoke {number}", number=start + number), encode(Action.INVITE, REVOKE, one.invite.id))
        for number, one in enumerate(some, 1)
    ]
    more = (Button(_("More"), encode(Action.INVITE, OPEN, start + _A_PAGE)),) if len(shown) > start + _A_PAGE else ()
    pairs = [tuple(revokes[at : at + 2]) for at in range(0, len(revokes), 2)]
    return Card("\n".join([bold(_("Open invites")), *lines]), (*pairs, (*more, *back)))


def _line(one: Shown, zone: tzinfo) -> str:
    by_nobody = one.made_by is None
    maker = _("made on the bot’s machine") if by_nobody else _("by {name}", name=name(one.made_by or ""))
    return " · ".join([_what(one), maker, _("until {moment}", moment=moment(one.invite.until, zone))])


def _what(one: Shown) -> str:
    invite = one.invite
    if invite.for_member is not None:
        return _("signs {name} in", name=name(one.signs_in))
    if invite.role is None:
        return _FOR_SUPERVISEE[invite.supervision or SupervisionKind.CLINICAL]
    if invite.role is Role.THERAPIST:
        return _("licensed") if invite.licensed else _("trainee")
    return ROLES[invite.role]
