"""A client's page, and the list of clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.sessions import when
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _, _n
from bot.wording.referrals.order import why_this_order
from bot.wording.referrals.referral import (
    BARRIERS,
    in_rows,
    names,
    next_ask,
    purposes,
    ready,
    since,
    standing,
    undo,
    wanted,
)
from bot.wording.risk.risk import DANGER, asked, with_dates
from bot.wording.text import bold, code, day, first_upper, listed, moment, plain
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
# Said by `_`, with the client's `code`.
CONSENTERS = {
    Consenter.ADULT: N_("{code} consents"),
    Consenter.GUARDIAN: N_("a guardian consents for {code}"),
    Consenter.MINOR: N_("{code} consents, a minor in own right"),
}
_PLACES = Phrases({"next": N_("next"), "then": N_("then"), "open": N_("open")})


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
    lines = [_(DANGER)] if client.safety.acute else []
    lines += [f"{bold(client.code)} · {when(client.sessions, shown.now)} · {asked(client, shown.zone)}"]
    lines += _open_lines(shown)
    if shown.held:
        lines.append(f"{_('on hold')}  {with_dates(shown.held, shown.zone)}")
    lines += _ended_lines(shown)
    lines += [why_this_order(client, shown.open_ones), _about(shown)]
    lines.append(_("Goals: {goals}", goals=plain(client.goals)) if client.goals else "")
    lines.append(_to_come(shown))
    return Card("\n".join(filter(None, lines)), _rows(shown))


def _open_lines(shown: Page) -> list[str]:
    count = _SHOWN_WHILE_ACUTE if shown.client.safety.acute else _SHOWN_OPEN
    lines = [
        f"{_place(place, r, shown.client)}  {bold(named(r.service))} · {_details(r, shown)}"
        for place, r in enumerate(shown.open_ones[:count])
    ]
    more = shown.open_ones[count:]
    return [*lines, f"{_PLACES['then']}  {names(more)}"] if more else lines


def _place(place: int, referral: Referral, client: Client) -> str:
    """While acute nothing is next that does not serve it (clinical rule "holds")."""
    if not may_be_asked(client, referral):
        return _PLACES["open"]
    return _PLACES["then" if place else "next"]


def _details(referral: Referral, shown: Page) -> str:
    stands = standing(referral, shown.now, shown.zone)
    parts = [
        purposes(referral),
        _ready(referral),
        _("{standing}, no contact yet", standing=stands) if referral.state is State.AGREED else stands,
        BARRIERS[referral.barrier] if referral.barrier else "",
        _("{code}’s own first wish", code=plain(shown.client.code)) if referral.wished_at else "",
        _("a place expected {day}", day=day(referral.expected_on)) if referral.expected_on else _wait(referral),
        wanted(referral),
    ]
    return " · ".join(filter(None, parts))


def _ready(referral: Referral) -> str:
    """The client's own number, and the one before it where it has a trend (clinical rule "readiness")."""
    told = referral.readiness
    if told is None:
        return ""
    was = own_numbers(referral)[-2:-1] if trend(referral) in {Trend.RISING, Trend.FALLING} else []
    if told.guess or not was or was[0] == told.value:
        return ready(referral)
    return _("ready {number}, was {before}", number=told.value, before=was[0])


def _wait(referral: Referral) -> str:
    weeks = referral.service.wait_weeks
    if weeks is None or referral.appointment_at:
        return ""
    months = round(weeks / _WEEKS_A_MONTH)
    if months > 1:
        return _n("wait about {count} month", "wait about {count} months", months)
    return _n("wait about {count} week", "wait about {count} weeks", weeks) if weeks else _("no wait")


def _ended_lines(shown: Page) -> list[str]:
    lines = [
        f"{_('done')}  {plain(named(r.service))} · {since(r, shown.now, shown.zone)}"
        for r in shown.ended[:_SHOWN_ENDED]
    ]
    earlier = len(shown.ended) - _SHOWN_ENDED
    return [*lines, _("and {count} more that ended earlier", count=earlier)] if earlier > 0 else lines


def _about(shown: Page) -> str:
    client = shown.client
    consents = _(CONSENTERS[client.consenter], code=plain(client.code)) if client.consenter else ""
    since_when = _date(client.raised_at, shown.zone)
    raised = _("for supervision since {day}", day=since_when) if client.raised_at else ""
    said = "; ".join(filter(None, (_stay(client), raised, consents)))
    return f"{first_upper(said)}." if said else ""


def _stay(client: Client) -> str:
    on = day(client.hospital_on) if client.hospital_on else ""
    if client.hospital is Hospital.ADMITTED:
        return _("in hospital since {day}", day=on) if on else _("in hospital")
    if not client.hospital:
        return ""
    return _("discharged {day}, not reached yet", day=on) if on else _("discharged, not reached yet")


def _to_come(shown: Page) -> str:
    client = shown.client
    if not shown.open_ones and not shown.held:
        return _("Nothing open. To log a referral: {line}", line=code(_("{code} psych eval", code=client.code)))
    asks = next_ask(shown.planned, shown.zone)
    if client.sessions:
        return asks
    line = code(_("{code} tue 2pm weekly", code=client.code))
    return f"{asks} {_('Session times let me ask around them: {line}', line=line)}"


def _rows(shown: Page) -> tuple[tuple[Button, ...], ...]:
    client = shown.client
    rows: list[tuple[Button, ...]] = []
    if shown.open_ones:
        first = shown.open_ones[0]
        rows.append(
            (
                Button(_("Update"), encode(Action.UPDATE, client.id)),
                Button(_("How to say it"), encode(Action.SAY_IT, first.id)),
                Button(_("Plan"), encode(Action.PLAN, first.id)),
            )
        )
    supervision = (
        Button(_("Not for supervision"), encode(Action.RAISE, client.id, "off", "page"))
        if client.raised_at
        else Button(_("Supervision"), encode(Action.RAISE, client.id, "on", "page"))
    )
    rows.append((supervision, Button(_("History"), encode(Action.HISTORY, client.id))))
    last: tuple[Button, ...] = (
        Button(_("Safety"), encode(Action.SAFETY, client.id)),
        Button(_("More"), encode(Action.MORE, client.id)),
    )
    rows.append((*last, undo(shown.change_id)) if shown.change_id else last)
    return tuple(rows)


def listing(clients: Sequence[tuple[Client, datetime | None]], zone: tzinfo) -> Card:
    """All clients with their next session (UTC); those the work with whom has ended stand apart."""
    new = Button(_("New client"), encode(Action.NEW, "fresh"))
    if not clients:
        line = code(_("C7 psych eval, DBT group, housing"))
        return Card(_("No clients yet. Your first line: {line}", line=line), ((new,),))
    active = [client for client, _ in clients if client.active]
    ended = [client for client, _ in clients if not client.active]
    comes = sorted((at, client.code) for client, at in clients if at and client.active)
    lines = [_n("{count} client. A tap opens the page.", "{count} clients. A tap opens the page.", len(active))]
    lines += [f"{moment(at, zone)} · {bold(client_code)}" for at, client_code in comes[:_SHOWN_SESSIONS]]
    if len(active) > _SHOWN_CLIENTS:
        lines.append(_("The first {count} are below; {line} opens any.", count=_SHOWN_CLIENTS, line=code("C7")))
    if ended:
        lines.append(_("Ended: {codes}", codes=listed(_codes(ended))))
    taps = in_rows([open_tap(client) for client in active[:_SHOWN_CLIENTS]], _CLIENTS_A_ROW)
    return Card("\n".join(lines), (*taps, (new,)))


def open_tap(client: Client) -> Button:
    return Button(client.code, encode(Action.OPEN_CLIENT, client.id, NEW))


def _codes(clients: Sequence[Client]) -> list[str]:
    shown = [code(client.code) for client in clients[:_SHOWN_CLIENTS]]
    more = len(clients) - _SHOWN_CLIENTS
    return [*shown, _n("{count} more", "{count} more", more)] if more > 0 else shown


def which_client() -> Card:
    return Card(_("Which client? For example: {line}", line=code("/client C7")))


def _date(at: datetime | None, zone: tzinfo) -> str:
    return day(at.astimezone(zone).date()) if at else ""
