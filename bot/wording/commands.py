"""What the bot is asked about itself."""

from __future__ import annotations

from collections.abc import Collection

from bot.wording.card import Card
from bot.wording.language import N_, _
from referrals.model import Role

Entries = tuple[tuple[str, str], ...]

# Shown in Telegram's menu: name and description. Strangers see this table alone, members also what their roles add.
_FOR_ALL = (
    ("help", N_("What I understand")),
    ("privacy", N_("What is kept, and who sees it")),
)
_OF_MEMBERS = (
    ("settings", N_("Your hours and language, and how I remind you")),
    ("export", N_("All that is yours, as a file")),
    ("erase", N_("Erase a client, or yourself: /erase C7")),
    ("cancel", N_("Leave a question unanswered")),
)
_SERVICES = ("services", N_("The practice's directory"))
_OF_ROLES: dict[Role, Entries] = {
    Role.THERAPIST: (
        ("today", N_("The sessions of today")),
        ("new", N_("A new referral, by taps")),
        ("status", N_("Where everything stands")),
        ("trends", N_("How your referrals go, as a picture")),
        ("clients", N_("Your clients")),
        ("client", N_("One client: /client C7")),
        ("safety", N_("Risk of one client: /safety C7")),
        ("supervision", N_("Your cases for supervision")),
        ("reflect", N_("Two minutes for yourself: /reflect C7")),
        _SERVICES,
        ("pause", N_("Away for a while: /pause 14 dec")),
        ("undo", N_("Take back the last change")),
    ),
    Role.SUPERVISOR: (("agenda", N_("The cases raised for supervision")), ("team", N_("Your supervisees"))),
    Role.ADMINISTRATOR: (
        ("practice", N_("Crisis lines, region and procedure")),
        ("audit", N_("Who did what")),
        ("members", N_("Who belongs to the practice")),
        ("invite", N_("A way in for one person")),
        ("lock", N_("A lost phone: nothing opens with it")),
        _SERVICES,
    ),
}


def for_all() -> Entries:
    """The menu of a stranger."""
    return _said(_FOR_ALL)


def menu(roles: Collection[Role]) -> Entries:
    """A member's own menu."""
    own = dict.fromkeys(entry for role in Role if role in roles for entry in _OF_ROLES[role])
    return _said((*own, *_OF_MEMBERS, *_FOR_ALL))


def _said(entries: Entries) -> Entries:
    return tuple((name, _(words)) for name, words in entries)


def help_(roles: Collection[Role]) -> Card:
    lines = _lines() if Role.THERAPIST in roles else [_("Client codes only in this chat, never names.")]
    own = [name for name, _words in menu(roles) if name not in {"help", "client"}]
    return Card("\n".join([*lines, " ".join(f"/{name}" for name in own)]))


def _lines() -> list[str]:
    """Lines to type, by what they are for; after each, further words that stand in the same place."""
    return [
        _(
            "<code>C7 psych eval, DBT group</code> logs what you recommend; you may add #diagnosis #crisis #living "
            "#practice, ready 7, by 3 dec, // a short note"
        ),
        _(
            "<code>C7 tue 2pm weekly</code> tells me the sessions; <code>C7 moved to wed 3pm</code> · cancelled · "
            "paused"
        ),
        _("<code>C7 agreed dbt</code> · contacted · waitlisted · not ready · can’t cost · declined · dropped · reopen"),
        _("<code>C7 booked psych eval fri 3pm</code>, then <code>C7 went psych eval</code>"),
        _(
            "<code>C7 ready 7 for dbt</code> the client’s own number, 0 to 10; <code>C7 wants dbt</code> the client’s "
            "wish"
        ),
        _("<code>C7 acute</code> · elevated · stand down · admitted · discharged today · no-show"),
        _("<code>C7 goals: sleep through</code> · <code>C7 goodbye</code> · <code>C7</code> opens the client"),
    ]


def cancelled(there_was_one: bool) -> Card:
    return Card(_("Left open. Nothing was changed.") if there_was_one else _("There is no open question."))
