"""What is kept, for whom, how long; what Telegram sees; what she may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _, _n
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
    keeps = _("client codes, services, dates and what you tell me of them, for you. A reflection for you alone.")
    sees = _(
        "a supervisor who is linked with you, the cases you bring, and of a reflection what you share. Whoever is told "
        "of an acute case, its code. Who a code stands for is in your practice's own records. Whoever runs the machine "
        "could read the database."
    )
    question = _("A question left open is kept for a day.")
    yours = _("/export gives you all of it as a file. /erase erases a client, your reflections, or yourself.")
    lines = [
        f"{bold(_('What I keep'))}: {keeps}",
        f"{bold(_('Who sees it'))}: {sees}",
        f"{bold(_('How long'))}: {how_long(shown.months)} {question}",
        _hold(shown.hold_since, zone),
        f"{bold(_('Yours'))}: {yours}",
    ]
    taps = (
        (Button(_("Export"), encode(Action.EXPORT)), Button(_("Erase"), encode(Action.ERASE))),
        (Button(_("More: Telegram"), encode(Action.PRIVACY, TELEGRAM)),),
    )
    return Card("\n".join(filter(None, lines)), taps)


def telegram(shown: Kept) -> Card:
    """The second: what carries it all."""
    lines = [
        _(
            "<b>Telegram</b> carries this chat and keeps it in its cloud. Bot chats are not end-to-end encrypted, and "
            "nobody has an agreement with Telegram about health data. For {practice} it was approved by {person}, for "
            "client codes only.",
            practice=plain(shown.practice),
            person=plain(shown.approved_by),
        ),
        _("What I keep is pseudonymous, not anonymous: no names, no numbers, no clinical notes, please."),
        _(
            "Lines with a phone number, e-mail address, date of birth or record number are not stored, and I delete "
            "them from the chat. I cannot recognise a name."
        ),
        _("What I erase here stays in the history of this chat until you clear it there yourself."),
    ]
    return Card("\n".join(lines), ((Button(_("Back"), encode(Action.PRIVACY)),),))


def how_long(months: int) -> str:
    """What leaves by itself, and when."""
    return _n(
        "A client and a referral leave by themselves a month after their end; nothing open does.",
        "A client and a referral leave by themselves {count} months after their end; nothing open does.",
        months,
    )


def _hold(since: datetime | None, zone: tzinfo) -> str:
    if since is None:
        return ""
    on = day(since.astimezone(zone).date())
    return _("A legal hold stands since {day}: nothing is erased, and nothing leaves.", day=on)
