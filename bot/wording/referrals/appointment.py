"""Asking for the day of an appointment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import heading, next_ask, undo
from bot.wording.text import code, day
from referrals.grammar import Trouble
from referrals.model import Referral
from referrals.timing import Planned

_SAID = Phrases(
    {
        Trouble.PAST_DATE: N_("That date has passed."),
        Trouble.BAD_TIME: N_("I do not find that time on the clock."),
        Trouble.EMPTY: N_("I found no date in that."),
    }
)


def ask(client_code: str, referral: Referral, days: Iterable[date], change_id: int) -> Card:
    taps = [Button(day(on), encode(Action.APPOINTMENT, referral.id, on.isoformat())) for on in days]
    rows = [tuple(taps[start : start + 2]) for start in range(0, len(taps), 2)]
    enough = Button(_("Not known yet"), encode(Action.ENOUGH, referral.id))
    when = _("{referral}: booked for when?", referral=heading(client_code, referral))
    line = code(_("fri 3pm"))
    typed = _("Tap a day, or type it: {line}", line=line)
    return Card(f"{when}\n{typed}", (*rows, (enough, undo(change_id))))


def answered_below(client_code: str, referral: Referral) -> Card:
    return Card(_("{referral}: booked.", referral=heading(client_code, referral)))


def not_a_date(trouble: Trouble) -> Card:
    said = _SAID.get(trouble) or _("I do not find that date in the calendar.")
    timed, dated = code(_("fri 3pm")), code(_("3 dec"))
    typed = _("Type the day of the appointment like this: {timed} or {dated}", timed=timed, dated=dated)
    return Card(f"{said} {typed}")


def left_open(client_code: str, referral: Referral, planned: Sequence[Planned], change_id: int, zone: tzinfo) -> Card:
    line = code(_("{code} booked {service} fri 3pm", code=client_code, service=named(referral.service)))
    said = _(
        "{referral}: booked, day not known yet. When you know it: {line}",
        referral=heading(client_code, referral),
        line=line,
    )
    return Card(f"{said}\n{next_ask(planned, zone, referral)}", ((undo(change_id),),))
