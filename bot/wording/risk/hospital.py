"""Around a stay in hospital, and when a client has died. Serves clinical rule "after hospital"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import appointment, undo
from bot.wording.text import bold, code, day, listed, moment, plain
from referrals.client import Client, Hospital
from referrals.model import Referral


def admitted(client: Client, dated: Sequence[Referral], change_id: int, zone: tzinfo) -> Card:
    """`dated` are open referrals with an appointment, which stay in sight while everything else pauses."""
    on = f" since {day(client.hospital_on)}" if client.hospital_on else ""
    lines = [f"{bold(client.code)}: in hospital{on}. The follow-up pauses; nothing is counted."]
    if dated:
        said = listed(f"{plain(named(referral.service))} {appointment(referral, zone)}" for referral in dated)
        lines.append(f"Dates that stand: {said}. Are they to be moved?")
    if client.check_at:
        lines.append(f"I will ask once a week whether that still is so, first on {moment(client.check_at, zone)}.")
    lines.append(f"When it has ended: {code(f'{client.code} discharged today')}")
    return Card("\n".join(lines), ((undo(change_id),),))


def discharged(client: Client, latest: datetime, change_id: int, zone: tzinfo) -> Card:
    """Contact after a discharge: within a day where it can be, at the latest by `latest` (UTC)."""
    on = f" on {day(client.hospital_on)}" if client.hospital_on else ""
    lines = [
        f"{bold(client.code)}: discharged{on}. Reach {plain(client.code)} within a day, at the latest by "
        f"{moment(latest, zone)}: these are days in which much can slip."
    ]
    if client.check_at:
        lines.append(f"I will ask on {moment(client.check_at, zone)}. What is open can come up again from now on.")
    return Card("\n".join(lines), ((_reached(client), _safety(client)), (undo(change_id),)))


def ask(nudge_id: int, client: Client) -> Card:
    """The question about a stay, which nobody asked for: its first line says nothing of hospitals."""
    first = f"One question about {bold(client.code)}:"
    if client.hospital is Hospital.ADMITTED:
        since = f" since {day(client.hospital_on)}" if client.hospital_on else ""
        still = Button("Still there", encode(Action.HOSPITAL, nudge_id, "still"))
        home = Button("Discharged today", encode(Action.HOSPITAL, nudge_id, "home"))
        typed = code(f"{client.code} discharged yesterday")
        return Card(f"{first}\nIn hospital{since}. Still? Another day can be typed: {typed}", ((still, home),))
    on = f" on {day(client.hospital_on)}" if client.hospital_on else ""
    not_yet = Button("Not yet", encode(Action.HOSPITAL, nudge_id, "still"))
    return Card(
        f"{first}\nDischarged{on}. Have you reached {plain(client.code)} since? Contact counts most in the first days.",
        ((_reached(client), not_yet), (_safety(client),)),
    )


def still(client: Client, change_id: int, zone: tzinfo) -> Card:
    again = f" I will ask again on {moment(client.check_at, zone)}." if client.check_at else ""
    said = "still in hospital" if client.hospital is Hospital.ADMITTED else "not reached yet"
    return Card(f"{bold(client.code)}: {said}.{again}", ((undo(change_id),),))


def reached(client: Client, again: str, change_id: int) -> Card:
    return Card(f"{bold(client.code)}: reached. {again}", ((undo(change_id), _safety(client)),))


def died(client: Client, change_id: int) -> Card:
    """Everything falls silent; supervision is offered, and nothing else is asked."""
    return Card(
        f"I am sorry. {bold(client.code)}: everything is silent from now on, and nothing will be asked.\n"
        "It is noted for supervision. Please do not carry this alone: your supervisor, or a colleague, today.",
        ((undo(change_id),),),
    )


def _reached(client: Client) -> Button:
    return Button(f"Reached {client.code}", encode(Action.REACHED, client.id))


def _safety(client: Client) -> Button:
    return Button("Safety", encode(Action.SAFETY, client.id))
