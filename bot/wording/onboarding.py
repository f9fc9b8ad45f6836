"""Three questions, and what this is and is not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from zoneinfo import ZoneInfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.settings.hours import CHOICES as HOURS
from bot.wording.settings.hours import EXAMPLE, hours
from bot.wording.settings.zone import CHOICES as ZONES
from bot.wording.settings.zone import zone_name
from bot.wording.text import bold, code, listed, plain, sessions, shortened
from referrals.hours import WorkingHours
from referrals.model import Role
from referrals.sessions import SessionRule


def ask_zone(practice_zone: str) -> Card:
    zones = dict.fromkeys((practice_zone, *ZONES))
    return Card(
        "Welcome. Three short questions, then your first referral.\n\n"
        f"{bold('1 of 3 · Your time zone?')}\nTap one, or type a city.",
        tuple((Button(zone_name(zone), encode(Action.ZONE, zone)),) for zone in zones),
    )


def zone_unknown(typed: str) -> Card:
    named = plain(shortened(typed, 40))
    return Card(f"I know no time zone called {named}. Tap one, or type a larger city near you: {code('Chicago')}")


def zone_set(zone: ZoneInfo) -> Card:
    return Card(f"Time zone: {plain(zone_name(zone.key))}")


def ask_hours() -> Card:
    taps = tuple(
        (Button(hours(map(int, days), time(start), time(end)), encode(Action.HOURS, days, start, end)),)
        for days, start, end in HOURS
    )
    return Card(
        f"{bold('2 of 3 · Your working hours?')}\nOutside them I keep quiet, except around your sessions. Tap, or type "
        f"them: {code(EXAMPLE)}",
        taps,
    )


def hours_set(chosen: WorkingHours) -> Card:
    return Card(f"Working hours: {hours(chosen.days, chosen.start, chosen.end)}")


def ask_supervision() -> Card:
    return Card(
        f"{bold('3 of 3 · Your supervision slot?')}\nTap, or type it: {code('thu 10am weekly')}",
        ((Button("No supervision slot yet", encode(Action.SUPERVISION, "none")),),),
    )


def supervision_unknown() -> Card:
    return Card(f"I did not find a day and a time in that. Type it like this: {code('thu 10am weekly')}")


def supervision_set(rule: SessionRule | None) -> Card:
    return Card(f"Supervision: {sessions(rule)}" if rule else "Supervision: no slot yet")


def welcome(tells_acute: bool) -> Card:
    """`tells_acute`: her supervisor is told of an acute case, which she knows from now on (clinical rule "acute")."""
    told = (
        "When you log acute, I tell your supervisor at once, as soon as she is linked with you here.\n\n"
        if tells_acute
        else ""
    )
    return Card(
        "You are set up. I bring each service you recommend back around the client's next session.\n\n"
        "Client codes only, never names: I cannot recognise a name. Telegram keeps bot chats in its cloud, without "
        "end-to-end encryption. I am not a clinical record and not an emergency service. Reminders can fail; your "
        "practice's procedure counts.\n\n"
        "Danger now? Leave this chat: emergency services where the client is, then your supervisor or on-call.\n\n"
        f"{told}Your first line: {code('C7 psych eval, DBT group, housing')}"
    )


def welcome_without_caseload(supervises: bool) -> Card:
    """For an administrator, and for a supervisor, who begins with her team."""
    team = f"Your supervisees: {code('/team')}. What they raise: {code('/agenda')}."
    begins = team if supervises else f"Your practice: {code('/practice')}."
    return Card(
        "You are set up. Client codes only in this chat, never names: I cannot recognise a name. Telegram keeps bot "
        "chats in its cloud, without end-to-end encryption. I am not a clinical record and not an emergency service."
        f"\n\n{begins}"
    )


def welcome_back(gained: Collection[Role]) -> Card:
    role = f" Your invite adds a role: {listed(sorted(gained))}." if gained else ""
    return Card(f"You are aboard already.{role} /help shows what I understand, {code('C7')} opens a client.")
