"""Where everything stands, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.wording.card import Card
from bot.wording.directory.named import named
from bot.wording.language import _
from bot.wording.referrals.referral import since, standing
from bot.wording.risk.risk import asked
from bot.wording.text import bold, code, moment, plain
from referrals.client import Client
from referrals.model import Referral

_SHOWN = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One client in the overview: the next referral, if one may come up, and the next session (UTC).

    `open_count` are those that do not rest, `held_count` those that do; at acute risk not all of them may come up.
    """

    client: Client
    next: Referral | None
    open_count: int
    held_count: int
    session_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """`logged` and `went` count the referrals logged in the last 90 days, the denominator with its numerator.

    `stalled` counts the clients whose case has; `sessions_this_week` are those of the calendar week, Monday to Sunday.
    """

    open: int
    booked: int
    on_hold: int
    stalled: int
    sessions_this_week: int
    logged: int
    went: int


def overview(
    counts: Counts, lines: Sequence[Line], last: tuple[str, Referral] | None, now: datetime, zone: tzinfo
) -> Card:
    """`lines` in order of need; `last` the newest ending, with its client's code."""
    if not lines:
        line = code(_("C7 psych eval, DBT group, housing"))
        return Card(_("Nothing logged yet. Your first line: {line}", line=line))
    said = [
        _counted(counts),
        _(
            "Logged in the last 90 days: {logged}, of which the client went to {went}.",
            logged=counts.logged,
            went=counts.went,
        ),
    ]
    if last is not None:
        client_code, referral = last
        latest = f"{plain(client_code)} {plain(named(referral.service))}, {since(referral, now, zone)}"
        said.append(_("Latest: {what}.", what=latest))
    said += ["", *(_line(line, now, zone) for line in lines[:_SHOWN])]
    if len(lines) > _SHOWN:
        said.append(_("and {count} more: /clients", count=len(lines) - _SHOWN))
    return Card("\n".join(said))


def _counted(counts: Counts) -> str:
    parts = [
        f"{bold(_('Open'))} {counts.open}",
        _("booked {count}", count=counts.booked),
        _("on hold {count}", count=counts.on_hold) if counts.on_hold else "",
        _("stalled {count}", count=counts.stalled) if counts.stalled else "",
        _("sessions this week {count}", count=counts.sessions_this_week),
    ]
    return " · ".join(filter(None, parts))


def _line(line: Line, now: datetime, zone: tzinfo) -> str:
    client = line.client
    parts = [
        bold(client.code),
        asked(client, zone) if client.safety.at_risk else "",
        moment(line.session_at, zone) if line.session_at else "",
        _next(line, now, zone),
        _("{count} on hold", count=line.held_count) if line.held_count else "",
        _("for supervision") if client.raised_at else "",
    ]
    return " · ".join(filter(None, parts))


def _next(line: Line, now: datetime, zone: tzinfo) -> str:
    if line.next is None:
        open_ones = _("{count} open", count=line.open_count) if line.open_count else _("nothing open")
        return "" if line.held_count and not line.open_count else open_ones
    others = f" (+{line.open_count - 1})" if line.open_count > 1 else ""
    return f"{plain(named(line.next.service))}, {standing(line.next, now, zone)}{others}"
