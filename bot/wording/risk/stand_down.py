"""The way down: two steps, and never straight to nothing. Serves clinical rule "stand down"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import names, undo
from bot.wording.risk.risk import (
    CHART,
    DANGER,
    again,
    asked,
    back_tap,
    open_tap,
)
from bot.wording.text import bold, moment, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.risk import TalkedOver

_LABELS = Phrases(
    {
        TalkedOver.SUPERVISOR: N_("Supervisor"),
        TalkedOver.ON_CALL: N_("On-call"),
        TalkedOver.NOT_YET: N_("Not yet"),
    }
)
_SAID = Phrases(
    {
        TalkedOver.SUPERVISOR: N_("talked over: supervisor"),
        TalkedOver.ON_CALL: N_("talked over: on-call"),
        TalkedOver.NOT_YET: N_("not talked over yet"),
    }
)


def talked_over(client: Client) -> Card:
    """The first step of a stand-down."""
    taps = tuple(Button(label, encode(Action.STAND_DOWN, client.id, who)) for who, label in _LABELS.items())
    said = (
        _("{code}: from acute to elevated. Talked over with?", code=bold(client.code))
        if client.safety.acute
        else _("{code}: from elevated to no risk logged. Talked over with?", code=bold(client.code))
    )
    return Card(f"{_(DANGER)}\n{said}", (taps, (back_tap(client),)))


def stood_down(
    client: Client, with_whom: TalkedOver, resting: Sequence[Referral], change_id: int, zone: tzinfo
) -> Card:
    lines = [f"{bold(client.code)}: {asked(client, zone)} · {_SAID[with_whom]}."]
    if resting and client.safety.return_at:
        on_hold = _("On hold: {services}.", services=names(resting))
        lines.append(f"{on_hold} {_comes_back(resting, moment(client.safety.return_at, zone))}")
    if client.check_at and client.safety.at_risk:
        lines.append(_("I will ask about it again on {moment}.", moment=moment(client.check_at, zone)))
    lines.append(_(CHART))
    return Card("\n".join(lines), ((undo(change_id), open_tap(client)),))


def not_talked_over(client: Client, change_id: int, zone: tzinfo) -> Card:
    """A trainee's "not yet": nothing is loosened."""
    stays = (
        _(
            "{code} stays acute: holds and checks go on until it is talked over with your supervisor or on-call.",
            code=bold(client.code),
        )
        if client.safety.acute
        else _(
            "{code} stays elevated: holds and checks go on until it is talked over with your supervisor or on-call.",
            code=bold(client.code),
        )
    )
    said = " ".join(filter(None, (stays, again(client, zone))))
    return Card(f"{_(DANGER)}\n{said}", ((open_tap(client), undo(change_id)),))


def nothing_to_stand_down(client: Client, zone: tzinfo) -> Card:
    nothing = _("There is nothing to stand down.")
    return Card(f"{bold(client.code)}: {asked(client, zone)}. {nothing}")


def _comes_back(resting: Sequence[Referral], when: str) -> str:
    service = plain(named(resting[0].service))
    if len(resting) == 1:
        return _("{service} comes back first, around {moment}.", service=service, moment=when)
    return _(
        "{service} comes back first, around {moment}, then the others one at a time, a session or a week apart.",
        service=service,
        moment=when,
    )
