"""What the bot is asked about itself."""

from __future__ import annotations

from collections.abc import Collection

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, _
from referrals.model import Role

Entries = tuple[tuple[str, str], ...]
MORE = "more"
_FIRST = frozenset({"today", "new", "status", "undo", "settings", "privacy"})

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
_CALENDAR = ("calendar", N_("A file for your phone’s calendar"))
_SERVICES = ("services", N_("The practice's directory"))
_OF_ROLES: dict[Role, Entries] = {
    Role.THERAPIST: (
        ("today", N_("The sessions of today")),
        ("new", N_("A new referral, by taps")),
        ("status", N_("Where everything stands")),
        ("trends", N_("How your referrals go, as a picture")),
        _CALENDAR,
        ("clients", N_("Your clients")),
        ("client", N_("One client: /client C7")),
        ("safety", N_("Risk of one client: /safety C7")),
        ("supervision", N_("Your cases for supervision")),
        ("reflect", N_("Two minutes for yourself: /reflect C7")),
        _SERVICES,
        ("pause", N_("Away for a while: /pause 14 dec")),
        ("undo", N_("Take back the last change")),
    ),
    Role.SUPERVISOR: (
        ("agenda", N_("The cases raised for supervision")),
        ("team", N_("Your supervisees")),
        _CALENDAR,
    ),
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


def help_(roles: Collection[Role], more: bool = False) -> Card:
    """What a therapist types in her first week; with `more`, all that a line can say, and every command."""
    codes = _("Client codes only in this chat, never names.")
    if Role.THERAPIST not in roles:
        return Card("\n".join([codes, _commands(roles)]))
    if more:
        return Card("\n".join([*_all_lines(), _commands(roles)]), ((Button(_("Back"), encode(Action.HELP)),),))
    return Card("\n".join([*_first_lines(), codes, _first_commands(roles)]), ((_more(),),))


def _more() -> Button:
    return Button(_("More"), encode(Action.HELP, MORE))


def _commands(roles: Collection[Role]) -> str:
    return " ".join(f"/{name}" for name, _words in menu(roles) if name not in {"help", "client"})


def _first_commands(roles: Collection[Role]) -> str:
    """Those of the first week, and what her other roles bring."""
    others = {name for role in roles if role is not Role.THERAPIST for name, _words in _OF_ROLES[role]}
    return " ".join(f"/{name}" for name, _words in menu(roles) if name in _FIRST | others)


def _first_lines() -> list[str]:
    return [
        _("<code>C7 psych eval, DBT group</code> logs what you recommend"),
        _("<code>C7 tue 2pm weekly</code> tells me the sessions; I ask around them"),
        _(
            "<code>C7 agreed dbt</code> · <code>C7 booked dbt fri 3pm</code> · <code>C7 went dbt</code> tell how far "
            "it came"
        ),
        _("<code>C7</code> opens the client: most things are a tap there"),
        _("<code>C7 acute</code> when somebody is in danger"),
    ]


def _all_lines() -> list[str]:
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
