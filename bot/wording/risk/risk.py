"""Small words about risk, which several cards share. Serves clinical rules "danger line" and "stand down".

Nothing here says how a client is; it says what was logged, and when it was last asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button
from bot.wording.directory.named import named
from bot.wording.referrals.referral import appointment
from bot.wording.text import day, listed, moment, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.risk import CareStep, Cover, Risk, RiskKind

DANGER = "Danger now? Leave this chat: emergency services where the client is, then your supervisor or on-call."

CHART = "Put it in the chart."

KINDS = {
    RiskKind.SELF: "Self",
    RiskKind.OTHERS: "Others",
    RiskKind.DEPENDENT: "Child or dependent adult",
    RiskKind.VIOLENCE: "Violence at home",
    RiskKind.MEDICAL: "Medical or withdrawal",
}

COVERS = {Cover.ON_CALL: "On-call", Cover.COLLEAGUE: "A colleague", Cover.MYSELF: "I stay reachable"}
WHO_COVERS = "Tomorrow is no working day of yours: who covers?"
LEVELS = {Risk.ACUTE: "acute", Risk.ELEVATED: "elevated"}


def asked(client: Client, zone: tzinfo) -> str:
    """What is logged, in the one way it is ever said: "no risk logged, last asked 17 Nov", "acute since 24 Nov"."""
    safety = client.safety
    if not safety.at_risk:
        last = f"last asked {_date(safety.asked_at, zone)}" if safety.asked_at else "not asked yet"
        return f"no risk logged, {last}"
    return f"{LEVELS[safety.level]} since {_date(safety.since, zone)}" if safety.since else LEVELS[safety.level]


def ready(referral: Referral) -> str:
    own = referral.own_readiness
    return f" · ready {own}" if own is not None else " · readiness not asked yet"


def with_dates(referrals: Sequence[Referral], zone: tzinfo) -> str:
    return listed(_with_date(referral, zone) for referral in referrals[:4]) + (
        f" and {len(referrals) - 4} more" if len(referrals) > 4 else ""
    )


def _with_date(referral: Referral, zone: tzinfo) -> str:
    dates = [
        f"booked {appointment(referral, zone)}" if referral.appointment_at else "",
        f"a place expected {day(referral.expected_on)}" if referral.expected_on else "",
        f"wanted by {day(referral.wanted_by)}" if referral.wanted_by else "",
    ]
    said = ", ".join(filter(None, dates))
    return f"{plain(named(referral.service))} ({said})" if said else plain(named(referral.service))


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who was told by this bot, when (UTC) that was, or since when she has it."""

    name: str
    at: datetime
    has_it: bool


def told(client: Client, heard: Sequence[Heard], zone: tzinfo) -> str:
    """Who knows of it, by this bot and otherwise."""
    if heard:
        return _by_the_bot(heard, zone)
    if CareStep.SUPERVISOR in client.safety.steps:
        return "You told your supervisor; nobody was told by this bot."
    return "Nobody was told by this bot."


def _by_the_bot(heard: Sequence[Heard], zone: tzinfo) -> str:
    has_it = next((one for one in heard if one.has_it), None)
    if has_it is not None:
        return f"{plain(has_it.name) or 'A colleague'} has it since {moment(has_it.at, zone)}."
    names = listed(f"{plain(one.name) or 'a colleague'} ({one.at.astimezone(zone):%H:%M})" for one in heard)
    return f"Told by this bot: {names}; nobody has it yet."


def procedure(procedure: str | None) -> str:
    return (
        f"Your practice's procedure: {plain(procedure)}."
        if procedure
        else "Follow your practice's procedure for this; it has not told me its own."
    )


def _date(at: datetime | None, zone: tzinfo) -> str:
    return day(at.astimezone(zone).date()) if at else ""


def down_tap(client: Client) -> Button:
    return Button("Stand down", encode(Action.STAND_DOWN, client.id))


def missed_tap(client: Client) -> Button:
    return Button("Did not come", encode(Action.MISSED, client.id))


def back_tap(client: Client) -> Button:
    return Button("Back", encode(Action.SAFETY, client.id))


def open_tap(client: Client) -> Button:
    return Button(f"{client.code}: all of it", encode(Action.SAFETY, client.id))


def cover_taps(client: Client) -> tuple[Button, ...]:
    """Who looks after an acute case over the days off (clinical rule "acute")."""
    return tuple(Button(label, encode(Action.COVER, client.id, who)) for who, label in COVERS.items())
