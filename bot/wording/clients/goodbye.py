"""Parting from a client: what is asked before it, who carries what on, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.client import Page
from bot.wording.directory.named import named
from bot.wording.referrals.referral import in_rows, names, standing, undo
from bot.wording.risk.risk import CHART, DANGER, asked
from bot.wording.text import bold, code, day, plain
from referrals.client import Client, Closing
from referrals.model import Carrier, Referral
from referrals.risk import TalkedOver

CARRIERS = {
    Carrier.CLIENT: "the client",
    Carrier.NEXT_THERAPIST: "the next therapist",
    Carrier.CASE_MANAGER: "the case manager",
    Carrier.PROVIDER: "the provider",
    Carrier.NOBODY: "nobody",
}
_SHOWN = 8
_TALKED = {
    TalkedOver.SUPERVISOR: "Supervisor",
    TalkedOver.ON_CALL: "On-call",
    TalkedOver.NOT_YET: "Not yet",
}


def talked_over(client: Client, zone: tzinfo) -> Card:
    """At risk nobody parts alone."""
    taps = tuple(Button(label, encode(Action.GOODBYE, client.id, word)) for word, label in _TALKED.items())
    return Card(
        f"{DANGER}\n{bold(client.code)} · {asked(client, zone)}. A goodbye now is one for supervision. "
        "Talked over with?",
        (taps, (_leave(client),)),
    )


def not_talked_over(client: Client, zone: tzinfo) -> Card:
    rows = (
        (
            Button("Bring to supervision", encode(Action.RAISE, client.id, "on")),
            Button("Safety", encode(Action.SAFETY, client.id)),
        ),
    )
    return Card(
        f"{DANGER}\n{bold(client.code)} stays open · {asked(client, zone)}. Nothing was closed; the looks go on. "
        f"Once it is talked over: {code(f'{client.code} goodbye')}",
        rows,
    )


def who_carries(client: Client, referral: Referral, more: int, now: datetime, zone: tzinfo) -> Card:
    """One question for each open referral; nothing is kept before the last answer."""
    left = f" {more} more after this." if more else ""
    taps = [
        Button(f"{label[0].upper()}{label[1:]}", encode(Action.CARRY, referral.id, carrier))
        for carrier, label in CARRIERS.items()
    ]
    return Card(
        f"Goodbye to {bold(client.code)}. Who carries this on?\n"
        f"{bold(named(referral.service))} · {standing(referral, now, zone)}\n"
        f"Nothing is closed before the last answer.{left}",
        (*in_rows(taps, 2), (_leave(client),)),
    )


def sure(client: Client) -> Card:
    close = Button(f"Close {client.code}", encode(Action.GOODBYE, client.id, "sure"))
    return Card(f"Goodbye to {bold(client.code)}. Nothing is open to be carried on.", ((close, _leave(client)),))


def parted(client: Client, referrals: Sequence[Referral], change_id: int) -> Card:
    lines = [f"{bold(client.code)} · goodbye. Nothing is asked about {plain(client.code)} any more."]
    lines += [
        f"{plain(named(r.service))} · {CARRIERS[r.carried_by or Carrier.NOBODY]} carries it on"
        for r in referrals[:_SHOWN]
    ]
    lines += [f"and {names(referrals[_SHOWN:])}"] if referrals[_SHOWN:] else []
    lines.append(CHART)
    return Card("\n".join(lines), ((Button(client.code, encode(Action.OPEN_CLIENT, client.id)), undo(change_id)),))


def closed(shown: Page) -> Card:
    """The page of a client the work with whom has ended: who carries what, and the way back."""
    client = shown.client
    on = f" on {day(client.closed_at.astimezone(shown.zone).date())}" if client.closed_at else ""
    died = client.closed_because is Closing.DIED
    lines = [f"{bold(client.code)} · died, noted{on}" if died else f"{bold(client.code)} · goodbye{on}"]
    carried = [r for r in shown.ended if r.carried_by]
    lines += [
        f"{plain(named(r.service))} · {CARRIERS[r.carried_by]} carries it on" for r in carried[:8] if r.carried_by
    ]
    lines += [f"and {names(carried[8:])}"] if carried[8:] else []
    lines.append(f"Nothing is asked about {plain(client.code)}.")
    back = Button("Noted by mistake" if died else "Take up again", encode(Action.TAKE_UP, client.id))
    return Card("\n".join(lines), ((back, Button("History", encode(Action.HISTORY, client.id))),))


def still_closed(client: Client, danger: bool, zone: tzinfo) -> Card:
    """A line about a client the work with whom has ended changes nothing; one of risk leads with the danger line."""
    on = f" since {day(client.closed_at.astimezone(zone).date())}" if client.closed_at else ""
    back = Button("Take up again", encode(Action.TAKE_UP, client.id))
    lead = f"{DANGER}\n" if danger else ""
    said = f"{bold(client.code)} is closed{on}. Nothing was noted. Once taken up again, send it anew."
    return Card(f"{lead}{said}", ((back,),))


def taken_up(client: Client, parted: Sequence[Referral], change_id: int) -> Card:
    lines = [f"{bold(client.code)} is taken up again."]
    if parted:
        lines.append(f"Ended then: {names(parted)}. To bring one back: {code(f'{client.code} reopen')} and its name.")
    taps = (Button(client.code, encode(Action.OPEN_CLIENT, client.id)), undo(change_id))
    return Card("\n".join(lines), (taps,))


def _leave(client: Client) -> Button:
    return Button("Not now", encode(Action.OPEN_CLIENT, client.id))
