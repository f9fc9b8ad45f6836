"""What is not understood or cannot be done, each with the nearest line that would be."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import STATES, names
from bot.wording.risk.risk import DANGER, level_taps
from bot.wording.text import code, listed, plain, quoted
from referrals.client import Client
from referrals.grammar import NotUnderstood, Trouble
from referrals.identifiers import IdentifierKind
from referrals.model import Referral, Service
from storage.changes import Undone

_DEEDS = 3
_NUMBERED = 12
_SAID = Phrases(
    {
        Trouble.EMPTY: N_("I found no words to read in that."),
        Trouble.TOO_LONG: N_("That is longer than a line. A code and a few words are enough."),
        Trouble.NO_CODE: N_("Which client? A line begins or ends with a code."),
        Trouble.TWO_CODES: N_("Two codes in one line: one client at a time."),
        Trouble.NO_SERVICE: N_("Which service?"),
        Trouble.ONE_SERVICE: N_("One service at a time for that."),
        Trouble.TOO_MUCH: N_("That says two things at once."),
        Trouble.UNKNOWN_TAG: N_("That tag is not one I know: #diagnosis #crisis #living #practice."),
        Trouble.BAD_READINESS: N_("Readiness is a number from 0 to 10."),
        Trouble.BAD_DATE: N_("I do not find that date in the calendar."),
        Trouble.PAST_DATE: N_("That date has passed."),
        Trouble.FUTURE_DATE: N_("That date is still to come."),
        Trouble.BAD_TIME: N_("I do not find that time on the clock."),
    }
)
_LOOKS_LIKE = Phrases(
    {
        IdentifierKind.EMAIL: N_("what looks like an e-mail address"),
        IdentifierKind.WEB_ADDRESS: N_("what looks like a web address"),
        IdentifierKind.IP_ADDRESS: N_("what looks like a network address"),
        IdentifierKind.PHONE: N_("what looks like a phone number"),
        IdentifierKind.SOCIAL_SECURITY: N_("what looks like a social security or taxpayer number"),
        IdentifierKind.BIRTH_DATE: N_("what looks like a date of birth"),
        IdentifierKind.RECORD_NUMBER: N_("what looks like a record number"),
        IdentifierKind.MEMBER_NUMBER: N_("what looks like a member, policy or account number"),
        IdentifierKind.PAYMENT_CARD: N_("what looks like a card number"),
        IdentifierKind.ADDRESS: N_("what looks like a street address"),
    }
)


def not_understood(result: NotUnderstood) -> Card:
    said = _SAID[result.reason]
    quoted = f" ({plain(result.fragment)})" if result.fragment else ""
    # Without a code there is no telling a service from a name, and a name is not to be said back.
    line = _("C7 psych eval") if result.reason is Trouble.NO_CODE else result.nearest
    more = f" {_('/help has more; /undo takes back the last change.')}" if result.reason is Trouble.NO_CODE else ""
    return Card(f"{said}{quoted} {_nothing()}\n{_example(line)}{more}")


def _nothing() -> str:
    return _("Nothing was noted.")


def _example(line: str) -> str:
    return _("For example: {line}", line=code(line))


def danger_line(client_code: str = "C7", client: Client | None = None) -> Card:
    """A line that was not understood and may speak of danger (clinical rule "danger line").

    `client` where it is about one that is known: then risk may be logged by a tap.
    """
    said = _(
        "I did not understand the rest. Nothing was noted. Nobody was told by this bot. To log it: {acute} or "
        "{elevated}",
        acute=code(_("{code} acute", code=client_code)),
        elevated=code(_("{code} elevated", code=client_code)),
    )
    return Card(f"{_(DANGER)}\n{said}", _levels(client))


def _levels(client: Client | None) -> tuple[tuple[Button, ...], ...]:
    return (level_taps(client),) if client else ()


def danger_beside(client_code: str, client: Client | None = None) -> Card:
    """Beside an answer about something else: the line may have spoken of danger (clinical rule "danger line")."""
    said = _(
        "Nobody was told by this bot. If it is about risk: {acute} or {elevated}",
        acute=code(_("{code} acute", code=client_code)),
        elevated=code(_("{code} elevated", code=client_code)),
    )
    return Card(f"{_(DANGER)}\n{said}", _levels(client))


def unknown_services(client_code: str, unknown: Sequence[str], nearest: Sequence[Service], understood: str) -> Card:
    lines = [_("I know no service called {words}. Nothing was noted.", words=listed(map(quoted, unknown)))]
    if nearest:
        services = listed(plain(named(service)) for service in nearest)
        lines.append(_("Nearest in your directory: {services}.", services=services))
    line = understood or f"{client_code} {nearest[0].name if nearest else _('psych eval')}"
    return Card("\n".join([*lines, _example(line)]))


def told(client_code: str, words: Sequence[str]) -> Card:
    """Words about a client that are no service: a question, or a piece of her life, which has its place elsewhere."""
    return Card(
        _(
            "I do not understand {words}. Nothing was noted.\n{code} shows where the client stands; /help, what a line "
            "can say.",
            words=listed(map(quoted, words)),
            code=code(client_code),
        )
    )


def no_such_client(client_code: str) -> Card:
    line = _psych_eval(client_code)
    return Card(_("I know no {code} of yours. To begin: {line}", code=plain(client_code), line=line))


def no_open_referral(client_code: str) -> Card:
    line = _psych_eval(client_code)
    return Card(_("{code} has no open referral. To log one: {line}", code=plain(client_code), line=line))


def _psych_eval(client_code: str) -> str:
    return code(_("{code} psych eval", code=client_code))


def no_such_referral(client_code: str, words: str, open_ones: Sequence[Referral]) -> Card:
    return Card(
        _(
            "{code} has no open referral called {words}. Open: {names}. Nothing was noted.",
            code=plain(client_code),
            words=quoted(words),
            names=names(open_ones),
        )
    )


def already_ended(referral: Referral) -> str:
    return _("{service}: {state} already.", service=named(referral.service), state=STATES[referral.state])


def not_booked(client_code: str, referral: Referral) -> Card:
    line = code(_("{code} booked {service} fri 3pm", code=client_code, service=referral.service.name))
    missing = _("No appointment is noted for {service}. Nothing was noted.", service=plain(named(referral.service)))
    return Card(f"{missing}\n{_('To book one: {line}', line=line)}")


def does_not_fit(client_code: str, referral: Referral) -> Card:
    if referral.open:
        return not_booked(client_code, referral)
    return Card(f"{plain(already_ended(referral))} {_nothing()}")


def looks_like(kind: IdentifierKind) -> str:
    """What was found, never the thing itself."""
    return _LOOKS_LIKE[kind]


def refused(kind: IdentifierKind) -> Card:
    return Card(
        _(
            "Your line held {what}. I did not store it and I am deleting it from this chat. Codes only, please: {line}",
            what=looks_like(kind),
            line=code(_("C7 psych eval")),
        )
    )


def not_text() -> Card:
    return Card(
        _(
            "I take text lines only. I did not keep what you sent and I am deleting it from this chat. A line looks "
            "like this: {line}",
            line=code(_("C7 psych eval")),
        )
    )


def edited() -> Card:
    return Card(_("An edited line changes nothing here. Please send it as a new line."))


def unknown_command() -> Card:
    return Card(_("I do not know that command. /help lists mine; {line} opens a client.", line=code("C7")))


def stale_tap() -> str:
    return _("This button has had its day. Nothing was changed.")


def undone(result: Undone) -> Card:
    match result:
        case Undone.RESTORED:
            return taken_back((), None)
        case Undone.ALREADY:
            return Card(_("There is nothing left to undo here."))
        case Undone.TOO_LATE:
            return Card(_("Undo works for ten minutes. A new line corrects it now."))
        case Undone.OVERTAKEN:
            return Card(_("Something newer changed this. Undo that first, or correct it with a new line."))


def taken_back(deeds: Sequence[str], client_code: str | None) -> Card:
    """What a change did, as the history words it (HTML), is undone; `client_code` where the client is still there."""
    done = _("Undone.")
    if deeds:
        what = listed(deeds) if len(deeds) <= _DEEDS else f"{', '.join(deeds[:_DEEDS])} …"
        done = _("Undone: {what}.", what=what)
    now = _("{code} is as it was before.", code=plain(client_code)) if client_code else _("All is as it was before.")
    return Card(f"{done} {now}")


def failed() -> Card:
    return Card(_("Something went wrong on my side with your last message. Nothing was changed; please try it again."))


def outage() -> str:
    return _("I cannot reach my memory right now. Nothing is lost: I answer as soon as it is back.")


def chosen(referral: Referral) -> Card:
    return Card(plain(named(referral.service)))


def one_of_these(offered: Sequence[Referral]) -> Card:
    """Numbered as they stand under the question."""
    shown = [f"{place} {plain(named(one.service))}" for place, one in enumerate(offered[:_NUMBERED], start=1)]
    return Card(
        _("Which one? Tap it above, or type its name or number: {names}. /cancel leaves it.", names=" · ".join(shown))
    )


def gone() -> Card:
    return Card(_("What this was about is not open any more. Nothing was noted."))


def which_referral(client_code: str, fitting: Sequence[Referral]) -> Card:
    rows = tuple((Button(named(r.service), encode(Action.CHOOSE_REFERRAL, r.id)),) for r in fitting)
    return Card(_("{code}: which one?", code=plain(client_code)), rows)
