"""Asking for a day of hers: when a place on the waitlist is expected, when a "not now" may be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _, _n
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
    Day.EXPECTED: N_("{referral}: on the waitlist. When may a place come?"),
    Day.REVISIT: N_("{referral}: not now, the client's decision. A day to come back to it?"),
}
_NOT_A_DAY = Phrases(
    {
        Trouble.PAST_DATE: N_("That date has passed."),
        Trouble.EMPTY: N_("I found no date in that."),
    }
)


def ask(client_code: str, referral: Referral, which: Day, change_id: int) -> Card:
    taps = [Button(_label(which, months), encode(Action.DAY, referral.id, months)) for months in MONTHS[which]]
    last = (enough(referral, change_id), undo(change_id))
    asked = _(_ASKED[which], referral=heading(client_code, referral))
    typed = _("Tap, or type a day: {line}", line=_a_day())
    return Card(f"{asked}\n{typed}", (*in_rows(taps, 2), last))


def answered_below(client_code: str, referral: Referral) -> Card:
    return Card(_("{referral}: answered below.", referral=heading(client_code, referral)))


def not_a_day(trouble: Trouble) -> Card:
    said = _NOT_A_DAY.get(trouble) or _("I do not find that date in the calendar.")
    typed = _("Type a day like this: {line}. /cancel leaves it.", line=_a_day())
    return Card(f"{said} {typed}")


def kept(client_code: str, referral: Referral, planned: Sequence[Planned], change_id: int, zone: tzinfo) -> Card:
    """The day as noted: of a waitlisted referral the expected one, of an ended one the day to come back."""
    about = heading(client_code, referral)
    said = _expected(about, referral) if referral.open else _revisited(about, referral)
    again = [next_ask(planned, zone, referral)] if referral.open else []
    return Card("\n".join([said, *again]), ((undo(change_id),),))


def _expected(about: str, referral: Referral) -> str:
    if referral.expected_on is None:
        return _("{referral}: on the waitlist.", referral=about)
    expected = day(referral.expected_on)
    return _("{referral}: on the waitlist, place expected about {day}.", referral=about, day=expected)


def _revisited(about: str, referral: Referral) -> str:
    if referral.revisit_on is None:
        return _("{referral}: not now, the client's decision.", referral=about)
    return _(
        "{referral}: not now, the client's decision. I will come back to it once, on {day}.",
        referral=about,
        day=day(referral.revisit_on),
    )


def _a_day() -> str:
    return code(_("3 march"))


def _label(which: Day, months: int) -> str:
    if which is Day.REVISIT:
        return _n("In a month", "In {count} months", months)
    return _n("A month", "{count} months", months)
