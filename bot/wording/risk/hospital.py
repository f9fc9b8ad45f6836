"""Around a stay in hospital, and when a client has died. Serves clinical rule "after hospital"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import _, _c
from bot.wording.referrals.referral import appointment, undo
from bot.wording.risk import risk
from bot.wording.text import bold, code, day, listed, moment, plain
from referrals.client import Client, Hospital
from referrals.model import Referral


def admitted(client: Client, dated: Sequence[Referral], change_id: int, zone: tzinfo) -> Card:
    """`dated` are open referrals with an appointment, which stay in sight while everything else pauses."""
    where = (
        _("{code}: in hospital since {day}.", code=bold(client.code), day=day(client.hospital_on))
        if client.hospital_on
        else _("{code}: in hospital.", code=bold(client.code))
    )
    pauses = _("The follow-up pauses; nothing is counted.")
    lines = [f"{where} {pauses}"]
    if dated:
        said = listed(f"{plain(named(referral.service))} {appointment(referral, zone)}" for referral in dated)
        lines.append(_("Dates that stand: {services}. Are they to be moved?", services=said))
    if client.check_at:
        on = moment(client.check_at, zone)
        lines.append(_("I will ask once a week whether that still is so, first on {moment}.", moment=on))
    line = code(_("{code} discharged today", code=client.code))
    lines.append(_("When it has ended: {line}", line=line))
    return Card("\n".join(lines), ((undo(change_id),),))


def discharged(client: Client, latest: datetime, change_id: int, zone: tzinfo) -> Card:
    """Contact after a discharge: within a day where it can be, at the latest by `latest` (UTC)."""
    since = (
        _("{code}: discharged on {day}.", code=bold(client.code), day=day(client.hospital_on))
        if client.hospital_on
        else _("{code}: discharged.", code=bold(client.code))
    )
    reach = _(
        "Reach {code} within a day, at the latest by {moment}: these are days in which much can slip.",
        code=plain(client.code),
        moment=moment(latest, zone),
    )
    lines = [f"{since} {reach}"]
    if client.check_at:
        on = moment(client.check_at, zone)
        lines.append(_("I will ask on {moment}. What is open can come up again from now on.", moment=on))
    return Card("\n".join(lines), ((_reached(client), _safety(client)), (undo(change_id),)))


def ask(nudge_id: int, client: Client) -> Card:
    """The question about a stay, which nobody asked for: its first line says nothing of hospitals."""
    first = _("One question about {code}:", code=bold(client.code))
    if client.hospital is Hospital.ADMITTED:
        still = Button(_("Still there"), encode(Action.HOSPITAL, nudge_id, "still"))
        home = Button(_("Discharged today"), encode(Action.HOSPITAL, nudge_id, "home"))
        return Card(f"{first}\n{_still_in(client)}", ((still, home),))
    not_yet = Button(_("Not yet"), encode(Action.HOSPITAL, nudge_id, "still"))
    return Card(f"{first}\n{_reached_since(client)}", ((_reached(client), not_yet), (_safety(client),)))


def still(client: Client, change_id: int, zone: tzinfo) -> Card:
    said = (
        _("{code}: still in hospital.", code=bold(client.code))
        if client.hospital is Hospital.ADMITTED
        else _("{code}: not reached yet.", code=bold(client.code))
    )
    again = risk.again(client, zone)
    return Card(" ".join(filter(None, (said, again))), ((undo(change_id),),))


def reached(client: Client, again: str, change_id: int) -> Card:
    """`again` is the sentence on when it is asked next."""
    said = _("{code}: reached.", code=bold(client.code))
    return Card(f"{said} {again}", ((undo(change_id), _safety(client)),))


def died(client: Client, change_id: int) -> Card:
    """Everything falls silent; supervision is offered, and nothing else is asked."""
    silent = _(
        "I am sorry. {code}: everything is silent from now on, and nothing will be asked.", code=bold(client.code)
    )
    alone = _("It is noted for supervision. Please do not carry this alone: your supervisor, or a colleague, today.")
    return Card(f"{silent}\n{alone}", ((undo(change_id),),))


def _still_in(client: Client) -> str:
    typed = code(_("{code} discharged yesterday", code=client.code))
    if client.hospital_on is None:
        return _("In hospital. Still? Another day can be typed: {line}", line=typed)
    on = day(client.hospital_on)
    return _("In hospital since {day}. Still? Another day can be typed: {line}", day=on, line=typed)


def _reached_since(client: Client) -> str:
    if client.hospital_on is None:
        return _(
            "Discharged. Have you reached {code} since? Contact counts most in the first days.",
            code=plain(client.code),
        )
    return _(
        "Discharged on {day}. Have you reached {code} since? Contact counts most in the first days.",
        day=day(client.hospital_on),
        code=plain(client.code),
    )


def _reached(client: Client) -> Button:
    return Button(_("Reached {code}", code=client.code), encode(Action.REACHED, client.id))


def _safety(client: Client) -> Button:
    return Button(_c("the page about risk", "Safety"), encode(Action.SAFETY, client.id))
