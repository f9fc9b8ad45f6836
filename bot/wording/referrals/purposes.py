"""What a referral is for, asked by tap. Serves clinical rule "purpose"."""

from __future__ import annotations

from collections.abc import Collection

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import back, heading, in_rows, purposes, undo
from bot.wording.text import bold, shortened
from referrals.model import Purpose, Referral

_LABELS = {
    Purpose.DIAGNOSIS: "Clarify diagnosis",
    Purpose.CRISIS: "Steady a crisis",
    Purpose.LIVING: "Living situation",
    Purpose.PRACTICE: "Good practice",
}
_NAME = 24  # characters that a button shows of a service


def ask(
    client_code: str,
    referral: Referral,
    chosen: Collection[Purpose],
    following: Referral | None,
    before: tuple[Referral, int] | None,
) -> Card:
    """`following` is the next referral without a purpose; `before` the one answered just now, with its change's id."""
    taps = [_toggle(referral, purpose, on=purpose in chosen) for purpose in Purpose]
    done = (Button("Done", encode(Action.PURPOSES, referral.id, "done")),) if chosen else (back(referral),)
    onward = (_onward(referral, following),) if following else ()
    took_back = (undo(before[1]),) if before else ()
    noted = f"{bold(named(before[0].service))}: {purposes(before[0])}.\n" if before else ""
    rows = (*in_rows(taps, 2), (*done, *onward), *([took_back] if took_back else []))
    return Card(f"{noted}{heading(client_code, referral)}: what is it for? One or more.", rows)


def kept(client_code: str, referral: Referral, following: Referral | None, change_id: int | None) -> Card:
    said = purposes(referral) or "no purpose noted yet"
    onward = [Button(_next_label(following), encode(Action.PURPOSES, following.id))] if following else []
    took_back = [undo(change_id)] if change_id else []
    rows = ((*onward,), (back(referral), *took_back)) if onward else ((back(referral), *took_back),)
    return Card(f"{heading(client_code, referral)}: {said}.", rows)


def _toggle(referral: Referral, purpose: Purpose, on: bool) -> Button:
    mark = "✓ " if on else ""
    return Button(f"{mark}{_LABELS[purpose]}", encode(Action.PURPOSES, referral.id, purpose, "off" if on else "on"))


def _onward(referral: Referral, following: Referral) -> Button:
    return Button(_next_label(following), encode(Action.PURPOSES, referral.id, "next"))


def _next_label(following: Referral) -> str:
    return f"Next: {shortened(named(following.service), _NAME)}"
