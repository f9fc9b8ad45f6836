"""The way down: two steps, and never straight to nothing. Serves clinical rule "stand down"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import names, undo
from bot.wording.risk.risk import (
    CHART,
    DANGER,
    LEVELS,
    asked,
    back_tap,
    open_tap,
)
from bot.wording.text import bold, moment, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.risk import TalkedOver

TALKED_OVER = {
    TalkedOver.SUPERVISOR: "Supervisor",
    TalkedOver.ON_CALL: "On-call",
    TalkedOver.NOT_YET: "Not yet",
}


def talked_over(client: Client) -> Card:
    """The first step of a stand-down."""
    taps = tuple(Button(label, encode(Action.STAND_DOWN, client.id, who)) for who, label in TALKED_OVER.items())
    to = "elevated" if client.safety.acute else "no risk logged"
    return Card(
        f"{DANGER}\n{bold(client.code)}: from {LEVELS[client.safety.level]} to {to}. Talked over with?",
        (taps, (back_tap(client),)),
    )


def stood_down(
    client: Client, with_whom: TalkedOver, resting: Sequence[Referral], change_id: int, zone: tzinfo
) -> Card:
    talked = (
        "not talked over yet" if with_whom is TalkedOver.NOT_YET else f"talked over: {TALKED_OVER[with_whom].lower()}"
    )
    lines = [f"{bold(client.code)}: {asked(client, zone)} · {talked}."]
    if resting and client.safety.return_at:
        back = f"{plain(named(resting[0].service))} comes back first, around {moment(client.safety.return_at, zone)}"
        after = ", then the others one at a time, a session or a week apart" if len(resting) > 1 else ""
        lines.append(f"On hold: {names(resting)}. {back}{after}.")
    if client.check_at and client.safety.at_risk:
        lines.append(f"I will ask about it again on {moment(client.check_at, zone)}.")
    lines.append(CHART)
    return Card("\n".join(lines), ((undo(change_id), open_tap(client)),))


def not_talked_over(client: Client, change_id: int, zone: tzinfo) -> Card:
    """A trainee's "not yet": nothing is loosened."""
    check = f" I will ask again on {moment(client.check_at, zone)}." if client.check_at else ""
    return Card(
        f"{DANGER}\n{bold(client.code)} stays {LEVELS[client.safety.level]}: holds and checks go on until it is talked "
        f"over with your supervisor or on-call.{check}",
        ((open_tap(client), undo(change_id)),),
    )


def nothing_to_stand_down(client: Client, zone: tzinfo) -> Card:
    return Card(f"{bold(client.code)}: {asked(client, zone)}. There is nothing to stand down.")
