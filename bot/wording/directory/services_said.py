"""What of a service is told in words: how it is asked for, and why an answer cannot stand there."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.directory.services import LONG, Field, Part, opens
from bot.wording.language import N_, Phrases, _
from bot.wording.risk.risk import DANGER
from bot.wording.text import bold, code, quoted, shortened
from referrals.model import Service

_ASKS = {
    Field.NAME: N_("{name}, name: {now}"),
    Field.ALIASES: N_("{name}, other names: {now}"),
    Field.CONTACT: N_("{name}, contact: {now}"),
    Field.NOTE: N_("{name}, note: {now}"),
}
_HOW = Phrases(
    {
        Field.NAME: N_("Send the new name."),
        Field.ALIASES: N_("Send all of them in one line, with commas. A dash alone takes them away."),
        Field.CONTACT: N_(
            "Send how to reach it, such as “front desk, 212-555-0143”. Here a phone number or an address is welcome, "
            "as long as no client's code stands with it. A dash alone takes it away."
        ),
        Field.NOTE: N_("Send one line. A dash alone takes it away."),
    }
)
# By whether the words are a service's name rather than one of its other names, and whether it is retired.
_TAKEN = {
    (True, False): N_("{label} is the name of a service already. Nothing was changed."),
    (True, True): N_("{label} is the name of a service already, retired at the moment. Nothing was changed."),
    (False, False): N_("{label} already means {name}. Nothing was changed."),
    (False, True): N_("{label} already means {name}, retired at the moment. Nothing was changed."),
}
_KEEPS = Phrases(
    {
        Field.NAME: N_("It is the name: keep it"),
        Field.ALIASES: N_("They are the other names: keep them"),
        Field.CONTACT: N_("It is the contact: keep it"),
        Field.NOTE: N_("It is the note: keep it"),
    }
)
_TAP_KEEPS = Phrases(
    {
        Field.NAME: N_("If those words are the service's name, a tap keeps them."),
        Field.ALIASES: N_("If those words are the service's other names, a tap keeps them."),
        Field.CONTACT: N_("If those words are the service's contact, a tap keeps them."),
        Field.NOTE: N_("If those words are the service's note, a tap keeps them."),
    }
)


def ask_name() -> Card:
    called = _("What is the new service called? Send its name as people say it. A service, never a person.")
    starts = _("It starts as outside, of no particular kind; both are a tap away. /cancel leaves it.")
    return Card(f"{called}\n{starts}")


def ask(field: Field, service: Service) -> Card:
    """Asks for one of the fields that are told in words; says what stands there now."""
    now = {
        Field.NAME: named(service),
        Field.ALIASES: ", ".join(service.aliases),
        Field.CONTACT: service.contact or "",
        Field.NOTE: service.note or "",
    }[field]
    stands = code(shortened(now, LONG)) if now else _("nothing yet")
    asked = _(_ASKS[field], name=bold(named(service)), now=stands)
    return Card(f"{asked}\n{_HOW[field]}\n{_('/cancel leaves it.')}")


def taken(label: str, owner: Service) -> Card:
    """A name that means another service already."""
    its_name = label.casefold() in {owner.name.casefold(), named(owner).casefold()}
    said = _(_TAKEN[its_name, owner.retired], label=quoted(label), name=bold(named(owner)))
    return Card(said, ((opens(owner),),))


def not_a_name(longest: int) -> Card:
    said = _(
        "A name has at least a letter, and at most {longest} characters. Nothing was changed; please try again.",
        longest=longest,
    )
    return Card(said)


def too_many(most: int) -> Card:
    return Card(_("At most {most} other names. Nothing was changed; please send fewer.", most=most))


def too_long(field: Field, longest: int) -> Card:
    """Of a contact or a note."""
    said = (
        N_("A note has at most {longest} characters. Nothing was changed; please try a shorter one.")
        if field is Field.NOTE
        else N_("A contact has at most {longest} characters. Nothing was changed; please try a shorter one.")
    )
    return Card(_(said, longest=longest))


def maybe_danger(field: Field) -> Card:
    """Words about danger are answered as such, even where a name was asked for (clinical rule "danger line")."""
    tap = Button(_KEEPS[field], encode(Action.SERVICE, 0, Part.KEEP))
    return Card(f"{_(DANGER)}\n{_('Nothing was noted.')} {_TAP_KEEPS[field]}", ((tap,),))
