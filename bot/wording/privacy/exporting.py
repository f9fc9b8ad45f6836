"""All that is hers as one file: what is in it, and that it can be passed on."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.privacy import amounts

ALL, WITHOUT, LEAVE = "all", "less", "no"


def offer(clients: int, referrals: int, reflections: int) -> Card:
    """Before anything is made."""
    values = {"clients": amounts.clients(clients), "referrals": amounts.referrals(referrals)}
    if reflections:
        what = _(
            "All that is yours here, as one file: {clients} with {referrals}, their history, decisions and conditions, "
            "{reflections}, and your settings. Codes only, nothing of others.",
            **values,
            reflections=amounts.reflections(reflections),
        )
    else:
        what = _(
            "All that is yours here, as one file: {clients} with {referrals}, their history, decisions and conditions, "
            "and your settings. Codes only, nothing of others.",
            **values,
        )
    lines = [
        what,
        _(
            "Telegram carries the file and keeps it in this chat. Unlike a card it can be passed on and saved: mind "
            "where it goes."
        ),
        _("In it are data that can be read back, tables, a bundle for other systems, and a page that explains them."),
    ]
    less = ((Button(_("Without reflections"), encode(Action.EXPORT, WITHOUT)),),) if reflections else ()
    sends = (
        Button(_("Send it"), encode(Action.EXPORT, ALL)),
        Button(_("Not now"), encode(Action.EXPORT, LEAVE)),
    )
    return Card("\n".join(lines), (sends, *less))


def coming() -> Card:
    return Card(_("Your file is on its way."))


def left() -> Card:
    return Card(_("No file was made."))


def caption(with_reflections: bool) -> str:
    """Under the file in the chat."""
    if with_reflections:
        return _(
            "All that is yours here, with your reflections, in codes only. This file can be forwarded and saved: mind "
            "where it goes."
        )
    return _("All that is yours here, in codes only. This file can be forwarded and saved: mind where it goes.")


def not_made() -> Card:
    """What was asked for will not come."""
    return Card(_("Your file could not be made. Please try /export again, or ask whoever runs the bot."))
