"""When to come back to what was asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.bundles import Item
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import heading, undo
from bot.wording.text import bold, code, listed, moment


class When(StrEnum):
    """The choices; DATE asks for one, BACK leaves things as they are."""

    SESSION = "session"
    TOMORROW = "tomorrow"
    WEEK = "week"
    DATE = "date"
    BACK = "back"


_LABELS = {
    When.SESSION: "Next session",
    When.TOMORROW: "Tomorrow",
    When.WEEK: "Next week",
    When.DATE: "A date",
    When.BACK: "Back",
}


def ask(nudge_id: int, items: Sequence[Item], offered: Collection[When]) -> Card:
    """The first choice is the one that fits most often (clinical rule "attention")."""
    choices = tuple(_tap(nudge_id, when) for when in When if when in offered)
    latest = "" if When.DATE in offered else "\nWhile risk is acute, tomorrow is the latest."
    return Card(
        f"{_about(items)}: when shall I come back to {_it(items)}?{latest}",
        (choices, (_tap(nudge_id, When.BACK),)),
    )


def ask_date(nudge_id: int, items: Sequence[Item]) -> Card:
    return Card(f"{_about(items)}: on which day? Type it, such as {code('14 dec')}.", ((_tap(nudge_id, When.BACK),),))


def answered_below(items: Sequence[Item]) -> Card:
    return Card(f"{_about(items)}: put off, see below.")


def put_off(items: Sequence[Item], until: datetime | None, change_id: int, zone: tzinfo) -> Card:
    """`until` is None where each waits for its own client's next session."""
    back = f"on {moment(until, zone)}" if until else "around the next session"
    return Card(f"{_about(items)}: I will come back to {_it(items)} {back}.", ((undo(change_id),),))


def _about(items: Sequence[Item]) -> str:
    if len(items) == 1:
        return heading(items[0].client_code, items[0].referral)
    return listed(dict.fromkeys(bold(item.client_code) for item in items))


def _it(items: Sequence[Item]) -> str:
    return "it" if len(items) == 1 else "them"


def _tap(nudge_id: int, when: When) -> Button:
    return Button(_LABELS[when], encode(Action.LATER, nudge_id, when))
