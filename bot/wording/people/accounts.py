"""A lost phone, and the way back: said to administrators and to her who signs in anew."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.people import counts
from bot.wording.people.names import begins, name
from bot.wording.people.taps import Does, called, opens, pages, tap
from bot.wording.text import code
from storage.handover import Load
from storage.person import Person


def whom(people: Sequence[Person], start: int) -> Card:
    """`/lock`: everybody it may be, so many from `start` on."""
    if not people:
        return Card(_("There is nobody else to lock."))
    rows = pages(
        people,
        start,
        lambda one: tap(called(one), one.id, Does.LOCK),
        lambda first, words: Button(words, encode(Action.MEMBER, 0, Does.LOCK, first)),
    )
    return Card(_("Whose phone is lost, or in other hands? I ask once more before anything is locked."), rows)


def confirm(person: Person, load: Load) -> Card:
    risk = counts.at_risk(load)
    said = [
        _(
            "Lock {name}? From then on her Telegram account opens nothing here and gets nothing from me. "
            "Nothing of hers is lost; she signs in again by a line you give her.",
            name=name(person.called),
        ),
        risk,
        _("While her account is locked, somebody must look after them today.") if risk else "",
    ]
    lock = tap(_("Lock {name}", name=called(person)), person.id, Does.LOCKED)
    return Card(" ".join(filter(None, said)), ((lock, opens(person.id, _("Not now"))),))


def locked(person: Person, load: Load) -> Card:
    """What is so now, and what it does not do. Counts only, never a code."""
    risk = counts.at_risk(load)
    cannot = _("Somebody must look after them today: I cannot remind her.")
    lines = [
        counts.danger(load),
        _(
            "<b>{name}</b> is locked. Her Telegram account opens nothing here any more, and I send it nothing. Nothing "
            "of hers is lost; what falls due waits until she has signed in again.",
            name=begins(person.called),
        ),
        f"{risk} {cannot}" if risk else "",
        _(
            "What stands in the old phone’s chat stays there. End that session in Telegram, on another device of hers: "
            "Settings > Devices. If she has none, call her phone company."
        ),
    ]
    hand = ((tap(_("Hand over her clients"), person.id, Does.TO),),) if load.clients else ()
    return Card("\n".join(filter(None, lines)), ((tap(_("Sign in again"), person.id, Does.SIGN_IN),), *hand))


def not_yourself() -> str:
    return _("Not yourself: end the lost phone's session in Telegram, Settings > Devices, or have another do it.")


def sign_in(called_: str, invite_code: str, was_locked: bool) -> Card:
    """The line she sends, from the account that is to be hers."""
    line = code(f"/start {invite_code}")
    said = _(
        "For {name}, single use, good for seven days. Whoever sends me this line becomes her here, so give it to her "
        "yourself, not by Telegram. She sends it from the account that is to be hers:\n{line}\n"
        "An earlier line for her opens nothing any more.",
        name=name(called_),
        line=line,
    )
    moves = _("The account she has now opens nothing from then on.")
    return Card(said if was_locked else f"{said} {moves}", may_leave=True)


def signed_in(moved: bool) -> Card:
    """To her, where she is now."""
    said = [
        _("You are signed in again, and all of yours is as you left it."),
        _("The account you had before opens nothing here any more.") if moved else "",
        _(
            "Whatever fell due meanwhile comes next, in your hours. If somebody else had your phone, look at /clients "
            "and tell your administrator what you did not write yourself."
        ),
    ]
    return Card(" ".join(filter(None, said)))


def moved_away() -> Card:
    """To the account that was hers until now, where it was not locked."""
    return Card(
        _(
            "Your place here is with another Telegram account now, and this one opens nothing any more. If that was "
            "not you, tell your practice’s administrator at once."
        )
    )


def was_used(called_: str) -> Card:
    """To the administrators."""
    said = _(
        "{name} has signed in by the line made for her. If you do not know of it, ask her; /lock shuts the account out "
        "again.",
        name=begins(called_),
    )
    return Card(said)


def handover_withdrawn(called_: str) -> Card:
    said = _(
        "{name}’s wish to hand her clients to you does not stand any more. Nothing has moved.", name=begins(called_)
    )
    return Card(said)
