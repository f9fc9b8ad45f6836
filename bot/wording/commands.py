"""What the bot is asked about itself."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.text import code

# Shown in Telegram's menu: name and description.
MENU = (
    ("status", "Where everything stands"),
    ("clients", "Your clients"),
    ("client", "One client: /client C7"),
    ("undo", "Take back the last change"),
    ("cancel", "Leave a question unanswered"),
    ("help", "What I understand"),
    ("privacy", "What is kept, and who sees it"),
)


def help_() -> Card:
    return Card(
        f"{code('C7 psych eval, DBT group, housing')} logs what you recommend\n"
        f"{code('C7 tue 2pm weekly')} tells me the sessions\n"
        f"{code('C7 agreed dbt')} · contacted · waitlisted · not ready · declined · dropped\n"
        f"{code('C7 booked psych eval fri 3pm')}, then {code('C7 went psych eval')}\n"
        f"{code('C7 ready 7 for dbt')} the client's own number, 0 to 10\n"
        f"{code('C7')} opens the client\n\n"
        "To a new referral you may add: #diagnosis #crisis #living #practice, ready 7, by 3 dec, // a short note\n"
        "/status /clients /undo /cancel /privacy"
    )


def privacy() -> Card:
    return Card(
        "I keep client codes, services, dates and what you tell me of them, for you alone. Who a code stands for stays "
        "in your practice's own records.\n\n"
        "Telegram carries this chat and keeps it in its cloud, without end-to-end encryption. What I keep is "
        "pseudonymous, not anonymous: no names, no numbers, no clinical notes, please.\n\n"
        "Lines with a phone number, e-mail address, date of birth or record number are not stored, and I delete them "
        "from the chat. I cannot recognise a name."
    )


def cancelled(there_was_one: bool) -> Card:
    return Card("Left open. Nothing was changed." if there_was_one else "There is no open question.")
