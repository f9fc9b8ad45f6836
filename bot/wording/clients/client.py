"""A client's page, and the list of clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.sessions import when
from bot.wording.directory.named import named
from bot.wording.referrals.order import why_this_order
from bot.wording.referrals.referral import BARRIERS, STATES, in_rows, names, next_ask, purposes, standing, undo
from bot.wording.risk.risk import DANGER, asked, with_dates
from bot.wording.text import ago, bold, code, day, listed, moment, plain
from referrals.asking import may_be_asked
from referrals.client import Client, Consenter, Hospital
from referrals.model import Referral, State
from referrals.readiness import Trend, own_numbers, trend
from referrals.timing import Planned

NEW = "new"  # opens the page below instead of in place
WHOLE = "page"  # opens it although the page of her safety would come first
_SHOWN_OPEN = 4  # with all that is known of each; of the others, the names
_SHOWN_WHILE_ACUTE = 3
_SHOWN_ENDED = 2
_SHOWN_CLIENTS = 40
_SHOWN_SESSIONS = 8
_CLIENTS_A_ROW = 4
_WEEKS_A_MONTH = 52 / 12
CONSENTERS = {
    Consenter.ADULT: "{} consents",
    Consenter.GUARDIAN: "a guardian consents for {}",
    Consenter.MINOR: "{} consents, a minor in own right",
}


@dataclass(frozen=True, slots=True)
class Page:
    """All there is to say of one client. `open_ones` in order, the next first; `ended` the newest first.

    `held` are open and rest; `change_id` is what the page's Undo takes back, if it answers a change.
    """

    client: Client
    open_ones: Sequence[Referral]
    held: Sequence[Referral]
    ended: Sequence[Referral]
    planned: Sequence[Planned]
    now: datetime
    zone: tzinfo
    change_id: int | None = None


def page(shown: Page) -> Card:
    """One next referral, and the reason said (clinical rule "order"); while acute the danger line comes first."""
    client = shown.client
    lines = [DANGER] if client.safety.acute else []
    lines += [f"{bold(client.code)} · {when(client.sessions, shown.now)} · {asked(client, shown.zone)}"]
    lines += _open_lines(shown)
    if shown.held:
        lines.append(f"on hold  {with_dates(shown.held, shown.zone)}")
    lines += _ended_lines(shown)
    lines += [why_this_order(client, shown.open_ones), _about(shown)]
    lines.append(f"Goals: {plain(client.goals)}" if client.goals else "")
    lines.append(_to_come(shown))
    return Card("\n".join(filter(None, lines)), _rows(shown))


def _open_lines(shown: Page) -> list[str]:
    count = _SHOWN_WHILE_ACUTE if shown.client.safety.acute else _SHOWN_OPEN
    lines = [
        f"{_place(place, r, shown.client)}  {bold(named(r.service))} · {_details(r, shown)}"
        for place, r in enumerate(shown.open_ones[:count])
    ]
    more = shown.open_ones[count:]
    return [*lines, f"then  {names(more)}"] if more else lines


def _place(place: int, referral: Referral, client: Client) -> str:
    """While acute nothing is next that does not serve it (clinical rule "holds")."""
    if not may_be_asked(client, referral):
        return "open"
    return "then" if place else "next"


def _details(referral: Referral, shown: Page) -> str:
    agreed = referral.state is State.AGREED
    parts = [
        purposes(referral),
        _ready(referral),
        standing(referral, shown.now, shown.zone) + (", no contact yet" if agreed else ""),
        BARRIERS[referral.barrier] if referral.barrier else "",
        f"{plain(shown.client.code)}’s own first wish" if referral.wished_at else "",
        f"a place expected {day(referral.expected_on)}" if referral.expected_on else _wait(referral),
        f"wanted by {day(referral.wanted_by)}" if referral.wanted_by else "",
    ]
    return " · ".join(filter(None, parts))


def _ready(referral: Referral) -> str:
    """The client's own number, and the one before it where it has a trend (clinical rule "readiness")."""
    told = referral.readiness
    if told is None:
        return ""
    if told.guess:
        return f"ready ~{told.value}"
    was = own_numbers(referral)[-2:-1] if trend(referral) in {Trend.RISING, Trend.FALLING} else []
    return f"ready {told.value}" + (f", was {was[0]}" if was and was[0] != told.value else "")


def _wait(referral: Referral) -> str:
    weeks = referral.service.wait_weeks
    if weeks is None or referral.appointment_at:
        return ""
    months = round(weeks / _WEEKS_A_MONTH)
    count, unit = (months, "month") if months > 1 else (weeks, "week")
    return f"wait about {count} {unit}{'' if count == 1 else 's'}" if count else "no wait"


def _ended_lines(shown: Page) -> list[str]:
    lines = [
        f"done  {plain(named(r.service))} · {STATES[r.state]} {ago(r.moved_at, shown.now, shown.zone)}"
        for r in shown.ended[:_SHOWN_ENDED]
    ]
    earlier = len(shown.ended) - _SHOWN_ENDED
    return [*lines, f"and {earlier} more that ended earlier"] if earlier > 0 else lines


def _about(shown: Page) -> str:
    client = shown.client
    consents = CONSENTERS[client.consenter].format(plain(client.code)) if client.consenter else ""
    raised = f"for supervision since {_date(client.raised_at, shown.zone)}" if client.raised_at else ""
    said = "; ".join(filter(None, (_stay(client), raised, consents)))
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _stay(client: Client) -> str:
    on = f" {day(client.hospital_on)}" if client.hospital_on else ""
    if client.hospital is Hospital.ADMITTED:
        return f"in hospital since{on}" if on else "in hospital"
    return f"discharged{on}, not reached yet" if client.hospital else ""


def _to_come(shown: Page) -> str:
    client = shown.client
    if not shown.open_ones and not shown.held:
        return f"Nothing open. To log a referral: {code(f'{client.code} psych eval')}"
    hint = f" Session times let me ask around them: {code(f'{client.code} tue 2pm weekly')}"
    return next_ask(shown.planned, shown.zone) + ("" if client.sessions else hint)


def _rows(shown: Page) -> tuple[tuple[Button, ...], ...]:
    client = shown.client
    rows: list[tuple[Button, ...]] = []
    if shown.open_ones:
        first = shown.open_ones[0]
        rows.append(
            (
                Button("Update", encode(Action.UPDATE, client.id)),
                Button("How to say it", encode(Action.SAY_IT, first.id)),
                Button("Plan", encode(Action.PLAN, first.id)),
            )
        )
    supervision = (
        Button("Not for supervision", encode(Action.RAISE, client.id, "off", "page"))
        if client.raised_at
        else Button("Supervision", encode(Action.RAISE, client.id, "on", "page"))
    )
    rows.append((supervision, Button("History", encode(Action.HISTORY, client.id))))
    last: tuple[Button, ...] = (
        Button("Safety", encode(Action.SAFETY, client.id)),
        Button("More", encode(Action.MORE, client.id)),
    )
    rows.append((*last, undo(shown.change_id)) if shown.change_id else last)
    return tuple(rows)


def listing(clients: Sequence[tuple[Client, datetime | None]], zone: tzinfo) -> Card:
    """All clients with their next session (UTC); those the work with whom has ended stand apart."""
    new = Button("New client", encode(Action.NEW, "fresh"))
    if not clients:
        return Card(f"No clients yet. Your first line: {code('C7 psych eval, DBT group, housing')}", ((new,),))
    active = [client for client, _ in clients if client.active]
    ended = [client for client, _ in clients if not client.active]
    comes = sorted((at, client.code) for client, at in clients if at and client.active)
    lines = [f"{len(active)} {'client' if len(active) == 1 else 'clients'}. A tap opens the page."]
    lines += [f"{moment(at, zone)} · {bold(client_code)}" for at, client_code in comes[:_SHOWN_SESSIONS]]
    if len(active) > _SHOWN_CLIENTS:
        lines.append(f"The first {_SHOWN_CLIENTS} are below; {code('C7')} opens any.")
    if ended:
        lines.append(f"Ended: {listed(_codes(ended))}")
    taps = in_rows([open_tap(client) for client in active[:_SHOWN_CLIENTS]], _CLIENTS_A_ROW)
    return Card("\n".join(lines), (*taps, (new,)))


def open_tap(client: Client) -> Button:
    return Button(client.code, encode(Action.OPEN_CLIENT, client.id, NEW))


def _codes(clients: Sequence[Client]) -> list[str]:
    shown = [code(client.code) for client in clients[:_SHOWN_CLIENTS]]
    return [*shown, f"{len(clients) - _SHOWN_CLIENTS} more"] if len(clients) > _SHOWN_CLIENTS else shown


def which_client() -> Card:
    return Card(f"Which client? For example: {code('/client C7')}")


def _date(at: datetime | None, zone: tzinfo) -> str:
    return day(at.astimezone(zone).date()) if at else ""
