"""When to come back to what was asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.bundles import Item
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import heading, undo
from bot.wording.text import bold, code, listed, moment


class When(StrEnum):
    """The choices; DATE asks for one, BACK leaves things as they are."""

    SESSION = "session"
    TOMORROW = "tomorrow"
    WEEK = "week"
    DATE = "date"
    BACK = "back"


_LABELS = Phrases(
    {
        When.SESSION: N_("Next session"),
        When.TOMORROW: N_("Tomorrow"),
        When.WEEK: N_("Next week"),
        When.DATE: N_("A date"),
        When.BACK: N_("Back"),
    }
)


def ask(nudge_id: int, items: Sequence[Item], offered: Collection[When]) -> Card:
    """The first choice is the one that fits most often (clinical rule "attention")."""
    choices = tuple(_tap(nudge_id, when) for when in When if when in offered)
    about = _about(items)
    if len(items) == 1:
        lines = [_("{about}: when shall I come back to it?", about=about)]
    else:
        lines = [_("{about}: when shall I come back to them?", about=about)]
    if When.DATE not in offered:
        lines.append(_("While risk is acute, tomorrow is the latest."))
    return Card("\n".join(lines), (choices, (_tap(nudge_id, When.BACK),)))


def ask_date(nudge_id: int, items: Sequence[Item]) -> Card:
    said = _("{about}: on which day? Type it, such as {example}.", about=_about(items), example=code(_("14 dec")))
    return Card(said, ((_tap(nudge_id, When.BACK),),))


def answered_below(items: Sequence[Item]) -> Card:
    return Card(_("{about}: put off, see below.", about=_about(items)))


def put_off(items: Sequence[Item], until: datetime | None, change_id: int, zone: tzinfo) -> Card:
    """`until` is None where each waits for its own client's next session."""
    about, one = _about(items), len(items) == 1
    if until is None and one:
        said = _("{about}: I will come back to it around the next session.", about=about)
    elif until is None:
        said = _("{about}: I will come back to them around the next session.", about=about)
    elif one:
        said = _("{about}: I will come back to it on {when}.", about=about, when=moment(until, zone))
    else:
        said = _("{about}: I will come back to them on {when}.", about=about, when=moment(until, zone))
    return Card(said, ((undo(change_id),),))


def _about(items: Sequence[Item]) -> str:
    if len(items) == 1:
        return heading(items[0].client_code, items[0].referral)
    return listed(dict.fromkeys(bold(item.client_code) for item in items))


def _tap(nudge_id: int, when: When) -> Button:
    return Button(_LABELS[when], encode(Action.LATER, nudge_id, when))
