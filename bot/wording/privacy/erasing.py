"""Erasing for good: what goes, what stays elsewhere, why it may not be now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording import calendar
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import in_rows
from bot.wording.risk.risk import DANGER, asked
from bot.wording.text import bold, code, counted, day, listed, plain
from referrals.client import Client
from storage.rights.erasing import Weight

A_PAGE = 24  # codes


class Erases(StrEnum):
    """What a tap is about, the first argument of its data."""

    LIST = "list"
    CLIENT = "c"
    REFLECTIONS = "r"
    MYSELF = "me"
    LEAVE = "no"


SURE = "sure"
_ELSEWHERE = (
    "There is no Undo for it. What stands in this chat stays with Telegram until you clear it there. Backups have lost "
    "it after 30 days. That something was erased stays noted, not what. What belongs in the chart is to be written "
    "there first."
)
_LEAVE = Button("Leave it", encode(Action.ERASE, Erases.LEAVE))


def what(has_clients: bool, has_reflections: bool) -> Card:
    """What shall go; only what she has is offered."""
    clients = (Button("A client", encode(Action.ERASE, Erases.LIST, 0)),) if has_clients else ()
    words = (Button("My reflections", encode(Action.ERASE, Erases.REFLECTIONS)),) if has_reflections else ()
    rows = ((*clients, *words), (Button("Myself", encode(Action.ERASE, Erases.MYSELF)), _LEAVE))
    return Card("What shall go for good? You see what it takes before anything is erased.", tuple(filter(None, rows)))


def which(clients: Sequence[Client], page: int) -> Card:
    """Her clients, some at a time."""
    shown = clients[page * A_PAGE : (page + 1) * A_PAGE]
    taps = [Button(client.code, encode(Action.ERASE, Erases.CLIENT, client.id)) for client in shown]
    more = [Button("More", encode(Action.ERASE, Erases.LIST, page + 1))] if clients[(page + 1) * A_PAGE :] else []
    return Card("Erase which client? Next you see what goes with it.", (*in_rows(taps, 4), (*more, _LEAVE)))


def confirm_client(client: Client, weight: Weight) -> Card:
    return Card(
        f"Erase {bold(client.code)} for good? With it go {_weighs(weight)}.\n{_ELSEWHERE}",
        ((_sure(f"Erase {client.code} for good", Erases.CLIENT, client.id), _LEAVE),),
    )


def confirm_reflections(count: int) -> Card:
    return Card(
        f"Erase {counted(count, 'reflection')} for good, and what you shared of it? Your clients stay.\n{_ELSEWHERE}",
        ((_sure("Erase them for good", Erases.REFLECTIONS), _LEAVE),),
    )


def confirm_myself(weight: Weight) -> Card:
    return Card(
        f"Erase all that is yours here? {counted(weight.clients, 'client').capitalize()} with {_weighs(weight)}; your "
        "settings and your name.\n"
        "Supervision with you ends, and your counterpart is told. What you recorded for clients of others stays "
        "theirs, without your name. To come back you need a new invite.\n"
        "To keep a copy: /export first. To pass clients on to a colleague: do that first, too.\n"
        f"{_ELSEWHERE}",
        ((_sure("Erase all of mine for good", Erases.MYSELF), _LEAVE),),
    )


def erased_client(client_code: str, in_calendar: bool) -> Card:
    """`in_calendar` if she has a file with what is still to come."""
    gone = (
        f"{bold(client_code)} is erased, and all that was kept about it. What stands in this chat above you can clear "
        "yourself."
    )
    return calendar.beside(Card(f"{gone} {calendar.cancels_it()}")) if in_calendar else Card(gone)


def erased_reflections(count: int) -> Card:
    return Card(f"Erased: {counted(count, 'reflection')}. Your words stand in no card of mine any more.")


def erased_myself() -> Card:
    return Card(
        "All of yours is erased here. This chat you can clear in Telegram. Thank you for the work you did with me."
    )


def left() -> Card:
    return Card("Nothing was erased.")


def words_gone() -> Card:
    """What a card shrinks to on which words of a reflection stood."""
    return Card("Erased.")


def at_risk(client: Client, zone: tzinfo) -> Card:
    """Whoever looks after somebody in danger needs what is here (clinical rule "own data")."""
    first = f"Talk it over and stand it down first: {code(f'{client.code} stand down')}"
    closed = "Take up the work again and stand it down first."
    return Card(
        f"{DANGER}\n{bold(client.code)} · {asked(client, zone)}. While risk is logged nothing about it is erased. "
        f"{first if client.active else closed}",
        ((Button(client.code, encode(Action.OPEN_CLIENT, client.id)),),),
    )


def some_at_risk(codes: Sequence[str]) -> Card:
    return Card(
        f"{DANGER}\nRisk is logged for {listed(map(plain, codes[:A_PAGE]))}. While it is, you cannot erase yourself: "
        "pass them on to a colleague, or talk it over and stand it down. Nothing was erased."
    )


def on_hold(since: datetime, zone: tzinfo) -> Card:
    return Card(
        f"A legal hold stands since {day(since.astimezone(zone).date())}: until an administrator ends it, nothing is "
        "erased, reflections included."
    )


def _weighs(weight: Weight) -> str:
    parts = [counted(weight.referrals, "referral"), _history(weight.events)]
    parts += [counted(weight.reflections, "reflection")] if weight.reflections else []
    parts += [f"{counted(weight.waiting, 'message')} on the way"] if weight.waiting else []
    return listed(parts)


def _history(events: int) -> str:
    return "one entry of history" if events == 1 else f"{events or 'no'} entries of history"


def _sure(label: str, what_goes: Erases, *more: int) -> Button:
    return Button(label, encode(Action.ERASE, what_goes, *(more or (0,)), SURE))
