"""Asking for a day of hers: when a place on the waitlist is expected, when a "not now" may be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import enough, heading, in_rows, next_ask, undo
from bot.wording.text import code, day
from referrals.grammar import Trouble
from referrals.model import Referral
from referrals.timing import Planned


class Day(StrEnum):
    """Which day is asked for."""

    EXPECTED = "expected"
    REVISIT = "revisit"


MONTHS = {Day.EXPECTED: (1, 3, 6, 9), Day.REVISIT: (1, 3)}
_ASKED = {
    Day.EXPECTED: "on the waitlist. When may a place come?",
    Day.REVISIT: "not now, the client's decision. A day to come back to it?",
}
_NOT_A_DAY = {
    Trouble.PAST_DATE: "That date has passed.",
    Trouble.EMPTY: "I found no date in that.",
}


def ask(client_code: str, referral: Referral, which: Day, change_id: int) -> Card:
    prefix = "In " if which is Day.REVISIT else ""
    taps = [Button(_label(prefix, months), encode(Action.DAY, referral.id, months)) for months in MONTHS[which]]
    last = (enough(referral, change_id), undo(change_id))
    typed = f"Tap, or type a day: {code('3 march')}"
    return Card(f"{heading(client_code, referral)}: {_ASKED[which]}\n{typed}", (*in_rows(taps, 2), last))


def answered_below(client_code: str, referral: Referral) -> Card:
    return Card(f"{heading(client_code, referral)}: answered below.")


def not_a_day(trouble: Trouble) -> Card:
    said = _NOT_A_DAY.get(trouble, "I do not find that date in the calendar.")
    return Card(f"{said} Type a day like this: {code('3 march')}. /cancel leaves it.")


def kept(client_code: str, referral: Referral, planned: Sequence[Planned], change_id: int, zone: tzinfo) -> Card:
    """The day as noted: of a waitlisted referral the expected one, of an ended one the day to come back."""
    if referral.open:
        expected = day(referral.expected_on) if referral.expected_on else "a day not known"
        said = f"on the waitlist, place expected about {expected}.\n{next_ask(planned, zone, referral)}"
    else:
        later = day(referral.revisit_on) if referral.revisit_on else "no day"
        said = f"not now, the client's decision. I will come back to it once, on {later}."
    return Card(f"{heading(client_code, referral)}: {said}", ((undo(change_id),),))


def _label(prefix: str, months: int) -> str:
    number = "a month" if months == 1 else f"{months} months"
    return f"{prefix}{number}" if prefix else f"{number[0].upper()}{number[1:]}"
