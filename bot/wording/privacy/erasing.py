"""Erasing for good: what goes, what stays elsewhere, why it may not be now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording import calendar
from bot.wording.card import Button, Card
from bot.wording.language import N_, _
from bot.wording.privacy import amounts
from bot.wording.referrals.referral import in_rows
from bot.wording.risk.risk import DANGER, asked
from bot.wording.text import bold, code, day, listed, plain
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
_ELSEWHERE = N_(
    "There is no Undo for it. What stands in this chat stays with Telegram until you clear it there. Backups have lost "
    "it after 30 days. That something was erased stays noted, not what. What belongs in the chart is to be written "
    "there first."
)


def what(has_clients: bool, has_reflections: bool) -> Card:
    """What shall go; only what she has is offered."""
    clients = (Button(_("A client"), encode(Action.ERASE, Erases.LIST, 0)),) if has_clients else ()
    words = (Button(_("My reflections"), encode(Action.ERASE, Erases.REFLECTIONS)),) if has_reflections else ()
    rows = ((*clients, *words), (Button(_("Myself"), encode(Action.ERASE, Erases.MYSELF)), _leave()))
    said = _("What shall go for good? You see what it takes before anything is erased.")
    return Card(said, tuple(filter(None, rows)))


def which(clients: Sequence[Client], page: int) -> Card:
    """Her clients, some at a time."""
    shown = clients[page * A_PAGE : (page + 1) * A_PAGE]
    taps = [Button(client.code, encode(Action.ERASE, Erases.CLIENT, client.id)) for client in shown]
    more = [Button(_("More"), encode(Action.ERASE, Erases.LIST, page + 1))] if clients[(page + 1) * A_PAGE :] else []
    return Card(_("Erase which client? Next you see what goes with it."), (*in_rows(taps, 4), (*more, _leave())))


def confirm_client(client: Client, weight: Weight) -> Card:
    said = _("Erase {code} for good? With it go {what}.", code=bold(client.code), what=_weighs(weight))
    sure = _sure(_("Erase {code} for good", code=client.code), Erases.CLIENT, client.id)
    return Card(f"{said}\n{_(_ELSEWHERE)}", ((sure, _leave()),))


def confirm_reflections(count: int) -> Card:
    said = _(
        "Erase {reflections} for good, and what you shared of it? Your clients stay.",
        reflections=amounts.reflections(count),
    )
    return Card(f"{said}\n{_(_ELSEWHERE)}", ((_sure(_("Erase them for good"), Erases.REFLECTIONS), _leave()),))


def confirm_myself(weight: Weight) -> Card:
    lines = [
        _(
            "Erase all that is yours here? With it go {clients} with {what}; your settings and your name.",
            clients=amounts.clients(weight.clients),
            what=_weighs(weight),
        ),
        _(
            "Supervision with you ends, and your counterpart is told. What you recorded for clients of others stays "
            "theirs, without your name. To come back you need a new invite."
        ),
        _("To keep a copy: /export first. To pass clients on to a colleague: do that first, too."),
        _(_ELSEWHERE),
    ]
    return Card("\n".join(lines), ((_sure(_("Erase all of mine for good"), Erases.MYSELF), _leave()),))


def erased_client(client_code: str, in_calendar: bool) -> Card:
    """`in_calendar` if she has a file with what is still to come."""
    gone = _(
        "{code} is erased, and all that was kept about it. What stands in this chat above you can clear yourself.",
        code=bold(client_code),
    )
    return calendar.beside(Card(f"{gone} {calendar.cancels_it()}")) if in_calendar else Card(gone)


def erased_reflections(count: int) -> Card:
    said = _(
        "Erased: {reflections}. Your words stand in no card of mine any more.", reflections=amounts.reflections(count)
    )
    return Card(said)


def erased_myself() -> Card:
    return Card(
        _("All of yours is erased here. This chat you can clear in Telegram. Thank you for the work you did with me.")
    )


def left() -> Card:
    return Card(_("Nothing was erased."))


def words_gone() -> Card:
    """What a card shrinks to on which words of a reflection stood."""
    return Card(_("Erased."))


def at_risk(client: Client, zone: tzinfo) -> Card:
    """Whoever looks after somebody in danger needs what is here (clinical rule "own data")."""
    if client.active:
        line = code(_("{code} stand down", code=client.code))
        first = _("Talk it over and stand it down first: {line}", line=line)
    else:
        first = _("Take up the work again and stand it down first.")
    stays = _("While risk is logged nothing about it is erased.")
    return Card(
        f"{_(DANGER)}\n{bold(client.code)} · {asked(client, zone)}. {stays} {first}",
        ((Button(client.code, encode(Action.OPEN_CLIENT, client.id)),),),
    )


def some_at_risk(codes: Sequence[str]) -> Card:
    said = _(
        "Risk is logged for {codes}. While it is, you cannot erase yourself: pass them on to a colleague, or talk it "
        "over and stand it down. Nothing was erased.",
        codes=listed(map(plain, codes[:A_PAGE])),
    )
    return Card(f"{_(DANGER)}\n{said}")


def on_hold(since: datetime, zone: tzinfo) -> Card:
    said = _(
        "A legal hold stands since {day}: until an administrator ends it, nothing is erased, reflections included.",
        day=day(since.astimezone(zone).date()),
    )
    return Card(said)


def _weighs(weight: Weight) -> str:
    parts = [amounts.referrals(weight.referrals), amounts.entries(weight.events)]
    parts += [amounts.reflections(weight.reflections)] if weight.reflections else []
    parts += [amounts.on_the_way(weight.waiting)] if weight.waiting else []
    return listed(parts)


def _leave() -> Button:
    return Button(_("Leave it"), encode(Action.ERASE, Erases.LEAVE))


def _sure(label: str, what_goes: Erases, *more: int) -> Button:
    return Button(label, encode(Action.ERASE, what_goes, *(more or (0,)), SURE))
