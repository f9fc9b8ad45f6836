"""What would be enough for now, which danger a service reduces, and what rests. Serves clinical rule "holds"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import heading, undo
from bot.wording.risk.risk import (
    KINDS,
    back_tap,
)
from bot.wording.text import bold, code
from referrals.client import Client
from referrals.model import Referral


def mark_options(client: Client, referrals: Sequence[Referral], change_id: int | None = None) -> Card:
    """Which services would be enough for now, and which danger each reduces: the therapist's judgement, by taps."""
    said = (
        f"{bold(client.code)}: which of these would be enough for now? Those you mark come in the order of the "
        "client's own readiness. A crisis line is always shown and never enough alone.\n"
        "“Reduces” names the danger a service reduces: it then stays first and is never put on hold."
        if referrals
        else f"{bold(client.code)} has nothing open to mark. To log a service: {code(f'{client.code} psych eval')}"
    )
    rows = tuple((_mark(client, referral), _reduces(referral)) for referral in referrals)
    return Card(said, (*rows, _last(client, change_id)))


def which_danger(client: Client, referral: Referral) -> Card:
    taps = [Button(label, encode(Action.REDUCES, referral.id, kind)) for kind, label in KINDS.items()]
    none = Button("None of these", encode(Action.REDUCES, referral.id, "none"))
    return Card(
        f"{heading(client.code, referral)}: which danger does it reduce?",
        (*((tap,) for tap in taps), (none, Button("Back", encode(Action.SUFFICIENT, client.id)))),
    )


def choose_holds(client: Client, referrals: Sequence[Referral], change_id: int | None = None) -> Card:
    """What rests while it is acute: the therapist's decision, one tap each."""
    rows = tuple(
        (
            Button(
                f"{'Resting' if referral.held else 'Goes on'}: {named(referral.service)}",
                encode(Action.HOLD, client.id, referral.id, 0 if referral.held else 1),
            ),
        )
        for referral in referrals
    )
    return Card(
        f"{bold(client.code)}: a tap changes it. What rests is not counted and not asked about; "
        "its dates stay in sight.",
        (*rows, _last(client, change_id)),
    )


def _mark(client: Client, referral: Referral) -> Button:
    mark = "✓ " if referral.sufficient else ""
    return Button(
        f"{mark}{named(referral.service)}",
        encode(Action.SUFFICIENT, client.id, referral.id, 0 if referral.sufficient else 1),
    )


def _reduces(referral: Referral) -> Button:
    said = f"Reduces: {KINDS[referral.reduces].lower()}" if referral.reduces else "Reduces …"
    return Button(said, encode(Action.REDUCES, referral.id))


def _last(client: Client, change_id: int | None) -> tuple[Button, ...]:
    return (back_tap(client),) if change_id is None else (back_tap(client), undo(change_id))
