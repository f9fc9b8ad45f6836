"""Requiring a service: never the therapist's decision alone. Serves clinical rule "condition of therapy"."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _, _c
from bot.wording.referrals.referral import back, heading, undo
from bot.wording.risk.risk import CHART, DANGER, asked
from bot.wording.text import day, plain
from referrals.client import Client
from referrals.model import Referral


def ask(client: Client, referral: Referral, seen: bool) -> Card:
    """What a condition is, and what to do about it here: bring it to supervision.

    `seen` where her supervisor is on the bot; else what both decided elsewhere may be recorded as reported.
    """
    decided = Button(_("We decided it: record it"), encode(Action.CONDITION, referral.id, "report"))
    report = () if seen else ((decided,),)
    propose = Button(_("Bring it to supervision"), encode(Action.CONDITION, referral.id, "propose"))
    said = _(
        "{referral}: sometimes therapy only works together with a service. Whether {code}’s depends on it is decided "
        "with your supervisor: why, what is offered if the answer is no, and when you both look at it again. A “no” "
        "then goes back to supervision, never to an ending.",
        referral=heading(client.code, referral),
        code=plain(client.code),
    )
    before = _("Nothing is required of the client before that.")
    return Card(f"{said}\n{before}", ((propose,), *report, (back(referral),)))


def not_at_risk(client: Client, referral: Referral, zone: tzinfo) -> Card:
    stands = f"{heading(client.code, referral)}: {asked(client, zone)}."
    first = _("While risk is logged nothing is made a condition; what reduces the danger comes first.")
    safety = Button(_c("the page about risk", "Safety"), encode(Action.SAFETY, client.id))
    return Card(f"{_(DANGER)}\n{stands} {first}", ((safety, back(referral)),))


def proposed(client: Client, referral: Referral, seen: bool, change_id: int) -> Card:
    """`seen` where her supervisor is on the bot, and finds the case on her agenda."""
    noted = _(
        "{referral}: noted for supervision, as a condition to be decided together.",
        referral=heading(client.code, referral),
    )
    who = _("It stands on her agenda.") if seen else _("Your supervisor is not told by this bot; bring it with you.")
    return Card(f"{noted}\n{who} {_(CHART)}", ((undo(change_id), back(referral)),))


def proposed_already(client: Client, since: datetime, zone: tzinfo) -> str:
    on = day(since.astimezone(zone).date())
    return _("{code} is noted for that since {day}.", code=client.code, day=on)
