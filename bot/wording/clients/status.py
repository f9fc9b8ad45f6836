"""Where everything stands, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.wording.card import Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import STATES, standing
from bot.wording.risk.risk import asked
from bot.wording.text import ago, bold, code, moment, plain
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
        return Card(f"Nothing logged yet. Your first line: {code('C7 psych eval, DBT group, housing')}")
    hold = f" · on hold {counts.on_hold}" if counts.on_hold else ""
    stalled = f" · stalled {counts.stalled}" if counts.stalled else ""
    sessions = f"sessions this week {counts.sessions_this_week}"
    said = [
        f"{bold('Open')} {counts.open} · booked {counts.booked}{hold}{stalled} · {sessions}",
        f"Logged in the last 90 days: {counts.logged}, of which the client went to {counts.went}.",
    ]
    if last is not None:
        client_code, referral = last
        said.append(
            f"Latest: {plain(client_code)} {plain(named(referral.service))}, {STATES[referral.state]} "
            f"{ago(referral.moved_at, now, zone)}."
        )
    said += ["", *(_line(line, now, zone) for line in lines[:_SHOWN])]
    if len(lines) > _SHOWN:
        said.append(f"and {len(lines) - _SHOWN} more: /clients")
    return Card("\n".join(said))


def _line(line: Line, now: datetime, zone: tzinfo) -> str:
    client = line.client
    parts = [
        bold(client.code),
        asked(client, zone) if client.safety.at_risk else "",
        moment(line.session_at, zone) if line.session_at else "",
        _next(line, now, zone),
        f"{line.held_count} on hold" if line.held_count else "",
        "for supervision" if client.raised_at else "",
    ]
    return " · ".join(filter(None, parts))


def _next(line: Line, now: datetime, zone: tzinfo) -> str:
    if line.next is None:
        open_ones = f"{line.open_count} open" if line.open_count else "nothing open"
        return "" if line.held_count and not line.open_count else open_ones
    others = f" (+{line.open_count - 1})" if line.open_count > 1 else ""
    return f"{plain(named(line.next.service))}, {standing(line.next, now, zone)}{others}"
