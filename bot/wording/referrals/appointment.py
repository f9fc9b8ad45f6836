"""Asking for the day of an appointment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import heading, next_ask, undo
from bot.wording.text import code, day
from referrals.grammar import Trouble
from referrals.model import Referral
from referrals.timing import Planned

_SAID = {
    Trouble.PAST_DATE: "That date has passed.",
    Trouble.BAD_TIME: "I do not find that time on the clock.",
    Trouble.EMPTY: "I found no date in that.",
}


def ask(client_code: str, referral: Referral, days: Iterable[date], change_id: int) -> Card:
    taps = [Button(day(on), encode(Action.APPOINTMENT, referral.id, on.isoformat())) for on in days]
    rows = [tuple(taps[start : start + 2]) for start in range(0, len(taps), 2)]
    enough = Button("Not known yet", encode(Action.ENOUGH, referral.id))
    return Card(
        f"{heading(client_code, referral)}: booked for when?\nTap a day, or type it: {code('fri 3pm')}",
        (*rows, (enough, undo(change_id))),
    )


def answered_below(client_code: str, referral: Referral) -> Card:
    return Card(f"{heading(client_code, referral)}: booked.")


def not_a_date(trouble: Trouble) -> Card:
    said = _SAID.get(trouble, "I do not find that date in the calendar.")
    return Card(f"{said} Type the day of the appointment like this: {code('fri 3pm')} or {code('3 dec')}")


def left_open(client_code: str, referral: Referral, planned: Sequence[Planned], change_id: int, zone: tzinfo) -> Card:
    line = code(f"{client_code} booked {referral.service.name} fri 3pm")
    return Card(
        f"{heading(client_code, referral)}: booked, day not known yet. When you know it: {line}\n"
        f"{next_ask(planned, zone, referral)}",
        ((undo(change_id),),),
    )
