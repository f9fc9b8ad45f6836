"""Requiring a service: never the therapist's decision alone. Serves clinical rule "condition of therapy"."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import back, heading, undo
from bot.wording.risk.risk import CHART, DANGER, asked
from bot.wording.text import day, plain
from referrals.client import Client
from referrals.model import Referral


def ask(client: Client, referral: Referral, seen: bool) -> Card:
    """What a condition is, and what to do about it here: bring it to supervision.

    `seen` where her supervisor is on the bot; else what both decided elsewhere may be recorded as reported.
    """
    report = () if seen else ((Button("We decided it: record it", encode(Action.CONDITION, referral.id, "report")),),)
    propose = Button("Bring it to supervision", encode(Action.CONDITION, referral.id, "propose"))
    return Card(
        f"{heading(client.code, referral)}: sometimes therapy only works together with a service. Whether "
        f"{plain(client.code)}’s depends on it is decided with your supervisor: why, what is offered if the answer is "
        "no, and when you both look at it again. A “no” then goes back to supervision, never to an ending.\n"
        "Nothing is required of the client before that.",
        ((propose,), *report, (back(referral),)),
    )


def not_at_risk(client: Client, referral: Referral, zone: tzinfo) -> Card:
    return Card(
        f"{DANGER}\n{heading(client.code, referral)}: {asked(client, zone)}. While risk is logged nothing is made a "
        "condition; what reduces the danger comes first.",
        ((Button("Safety", encode(Action.SAFETY, client.id)), back(referral)),),
    )


def proposed(client: Client, referral: Referral, seen: bool, change_id: int) -> Card:
    """`seen` where her supervisor is on the bot, and finds the case on her agenda."""
    who = "It stands on her agenda." if seen else "Your supervisor is not told by this bot; bring it with you."
    return Card(
        f"{heading(client.code, referral)}: noted for supervision, as a condition to be decided together.\n"
        f"{who} {CHART}",
        ((undo(change_id), back(referral)),),
    )


def proposed_already(client: Client, since: datetime, zone: tzinfo) -> str:
    return f"{client.code} is noted for that since {day(since.astimezone(zone).date())}."
