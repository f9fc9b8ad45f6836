"""What comes first, and why. Serves clinical rule "order": danger stays before every choice and every wish."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import FIRST_BECAUSE, back, heading, in_rows, order_now, undo, why
from bot.wording.text import bold, code, plain, quoted
from referrals.model import FirstBecause, Referral
from referrals.order import in_order

_LABELS = {
    FirstBecause.INFORMS_OTHERS: "Informs the others",
    FirstBecause.SOONEST_RELIEF: "Soonest relief",
    FirstBecause.CLIENT_ASKED: "Client asked",
    FirstBecause.SUPERVISION: "Supervision",
    FirstBecause.NOT_SAID: "No reason",
}
_DANGER_FIRST = "What reduces danger still comes before it."


def ask(client_code: str, referral: Referral, someone_first: bool) -> Card:
    """`someone_first` when the usual order is set aside already."""
    taps = [Button(label, encode(Action.FIRST, referral.id, because)) for because, label in _LABELS.items()]
    usual = [_usual(referral)] if someone_first else []
    return Card(
        f"{heading(client_code, referral)} first: why?\n{_DANGER_FIRST}",
        (*in_rows(taps, 2), (*usual, back(referral))),
    )


def put_first(client_code: str, referral: Referral, open_ones: Sequence[Referral], change_id: int) -> Card:
    because = FIRST_BECAUSE.get(referral.first_because) if referral.first_because else None
    said = f"put first, because {because}." if because else "put first."
    return Card(
        f"{heading(client_code, referral)}: {said}\n{order_now(open_ones)}\n{_DANGER_FIRST}",
        ((_usual(referral),), (back(referral), undo(change_id))),
    )


def usual(client_code: str, referral: Referral, open_ones: Sequence[Referral], change_id: int) -> Card:
    return Card(
        f"{plain(client_code)}: back to the usual order.\n{order_now(open_ones)}\n{_next(open_ones)}",
        ((back(referral), undo(change_id)),),
    )


def wished(client_code: str, referral: Referral, open_ones: Sequence[Referral], change_id: int) -> Card:
    return Card(
        f"{heading(client_code, referral)}: noted as {plain(client_code)}'s own wish.\n"
        f"{order_now(open_ones)}\n{_next(open_ones)}",
        ((back(referral), undo(change_id)),),
    )


def wish_not_open(client_code: str, service: str) -> Card:
    return Card(
        f"{plain(client_code)} wants {quoted(service)}, which is not open yet. Nothing was noted.\n"
        f"To log it as a referral: {code(f'{client_code} {service}')}"
    )


def _next(open_ones: Sequence[Referral]) -> str:
    first = in_order(open_ones)[0]
    return f"{bold(named(first.service))} comes next: {why(first)}."


def _usual(referral: Referral) -> Button:
    return Button("Back to the usual order", encode(Action.FIRST, referral.id, "usual"))
