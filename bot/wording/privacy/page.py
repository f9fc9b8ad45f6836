"""What is kept, for whom, how long; what Telegram sees; what she may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.text import bold, day, plain

TELEGRAM = "tg"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the practice decided: its name, who approved Telegram, how many months, and since when on hold (UTC)."""

    practice: str
    approved_by: str
    months: int
    hold_since: datetime | None


def kept(shown: Kept, zone: tzinfo) -> Card:
    """The first of two cards."""
    return Card(
        f"{bold('What I keep')}: client codes, services, dates and what you tell me of them, for you. A reflection for "
        "you alone.\n"
        f"{bold('Who sees it')}: a supervisor who is linked with you, the cases you bring, and of a reflection what "
        "you share. Whoever is told of an acute case, its code. Who a code stands for is in your practice's own "
        "records. Whoever runs the machine could read the database.\n"
        f"{bold('How long')}: {how_long(shown.months)} A question left open is kept for a day.\n"
        f"{_hold(shown.hold_since, zone)}"
        f"{bold('Yours')}: /export gives you all of it as a file. /erase erases a client, your reflections, or "
        "yourself.",
        (
            (Button("Export", encode(Action.EXPORT)), Button("Erase", encode(Action.ERASE))),
            (Button("More: Telegram", encode(Action.PRIVACY, TELEGRAM)),),
        ),
    )


def telegram(shown: Kept) -> Card:
    """The second: what carries it all."""
    return Card(
        f"{bold('Telegram')} carries this chat and keeps it in its cloud. Bot chats are not end-to-end encrypted, and "
        "nobody has an agreement with Telegram about health data. "
        f"For {plain(shown.practice)} it was approved by {plain(shown.approved_by)}, for client codes only.\n"
        "What I keep is pseudonymous, not anonymous: no names, no numbers, no clinical notes, please.\n"
        "Lines with a phone number, e-mail address, date of birth or record number are not stored, and I delete them "
        "from the chat. I cannot recognise a name.\n"
        "What I erase here stays in the history of this chat until you clear it there yourself.",
        ((Button("Back", encode(Action.PRIVACY)),),),
    )


def how_long(months: int) -> str:
    """What leaves by itself, and when."""
    counted = "a month" if months == 1 else f"{months} months"
    return f"A client and a referral leave by themselves {counted} after their end; nothing open does."


def _hold(since: datetime | None, zone: tzinfo) -> str:
    if since is None:
        return ""
    return f"A legal hold stands since {day(since.astimezone(zone).date())}: nothing is erased, and nothing leaves.\n"
