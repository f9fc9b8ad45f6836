"""What is not understood or cannot be done, each with the nearest line that would be."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import STATES, names
from bot.wording.risk.risk import DANGER
from bot.wording.text import code, listed, plain, quoted
from referrals.grammar import NotUnderstood, Trouble
from referrals.identifiers import IdentifierKind
from referrals.model import Referral, Service
from storage.changes import Undone

_SAID = {
    Trouble.EMPTY: "I found no words to read in that.",
    Trouble.TOO_LONG: "That is longer than a line. A code and a few words are enough.",
    Trouble.NO_CODE: "Which client? A line begins or ends with a code.",
    Trouble.TWO_CODES: "Two codes in one line: one client at a time.",
    Trouble.NO_SERVICE: "Which service?",
    Trouble.ONE_SERVICE: "One service at a time for that.",
    Trouble.TOO_MUCH: "That says two things at once.",
    Trouble.UNKNOWN_TAG: "That tag is not one I know: #diagnosis #crisis #living #practice.",
    Trouble.BAD_READINESS: "Readiness is a number from 0 to 10.",
    Trouble.BAD_DATE: "I do not find that date in the calendar.",
    Trouble.PAST_DATE: "That date has passed.",
    Trouble.FUTURE_DATE: "That date is still to come.",
    Trouble.BAD_TIME: "I do not find that time on the clock.",
}
_NOTHING = "Nothing was noted."
_IDENTIFIERS = {
    IdentifierKind.EMAIL: "an e-mail address",
    IdentifierKind.WEB_ADDRESS: "a web address",
    IdentifierKind.IP_ADDRESS: "a network address",
    IdentifierKind.PHONE: "a phone number",
    IdentifierKind.SOCIAL_SECURITY: "a social security or taxpayer number",
    IdentifierKind.BIRTH_DATE: "a date of birth",
    IdentifierKind.RECORD_NUMBER: "a record number",
    IdentifierKind.MEMBER_NUMBER: "a member, policy or account number",
    IdentifierKind.PAYMENT_CARD: "a card number",
    IdentifierKind.ADDRESS: "a street address",
}


def not_understood(result: NotUnderstood) -> Card:
    said = _SAID[result.reason]
    quoted = f" ({plain(result.fragment)})" if result.fragment else ""
    # Without a code there is no telling a service from a name, and a name is not to be said back.
    line = "C7 psych eval" if result.reason is Trouble.NO_CODE else result.nearest
    return Card(f"{said}{quoted} {_NOTHING}\nFor example: {code(line)}")


def danger_line(client_code: str = "C7") -> Card:
    """A line that was not understood and may speak of danger (clinical rule "danger line")."""
    return Card(
        f"{DANGER}\nI did not understand the rest. {_NOTHING} Nobody was told by this bot. To log it: "
        f"{code(f'{client_code} acute')} or {code(f'{client_code} elevated')}"
    )


def danger_beside(client_code: str) -> Card:
    """Beside an answer about something else: the line may have spoken of danger (clinical rule "danger line")."""
    return Card(
        f"{DANGER}\nNobody was told by this bot. If it is about risk: {code(f'{client_code} acute')} or "
        f"{code(f'{client_code} elevated')}"
    )


def unknown_services(client_code: str, unknown: Sequence[str], nearest: Sequence[Service], understood: str) -> Card:
    known = f"\nNearest in your directory: {listed(plain(s.name) for s in nearest)}." if nearest else ""
    line = understood or f"{client_code} {nearest[0].name if nearest else 'psych eval'}"
    return Card(
        f"I know no service called {listed(map(quoted, unknown))}. {_NOTHING}{known}\nFor example: {code(line)}"
    )


def no_such_client(client_code: str) -> Card:
    return Card(f"I know no {plain(client_code)} of yours. To begin: {code(f'{client_code} psych eval')}")


def no_open_referral(client_code: str) -> Card:
    return Card(f"{plain(client_code)} has no open referral. To log one: {code(f'{client_code} psych eval')}")


def no_such_referral(client_code: str, words: str, open_ones: Sequence[Referral]) -> Card:
    return Card(
        f"{plain(client_code)} has no open referral called {quoted(words)}. Open: {names(open_ones)}. {_NOTHING}"
    )


def already_ended(referral: Referral) -> str:
    return f"{named(referral.service)}: {STATES[referral.state]} already."


def not_booked(client_code: str, referral: Referral) -> Card:
    line = code(f"{client_code} booked {referral.service.name} fri 3pm")
    return Card(f"No appointment is noted for {plain(named(referral.service))}. {_NOTHING}\nTo book one: {line}")


def does_not_fit(client_code: str, referral: Referral) -> Card:
    return not_booked(client_code, referral) if referral.open else Card(f"{plain(already_ended(referral))} {_NOTHING}")


def looks_like(kind: IdentifierKind) -> str:
    """What was found, never the thing itself."""
    return f"what looks like {_IDENTIFIERS[kind]}"


def refused(kind: IdentifierKind) -> Card:
    return Card(
        f"Your line held {looks_like(kind)}. I did not store it and I am deleting it from this chat. "
        f"Codes only, please: {code('C7 psych eval')}"
    )


def not_text() -> Card:
    return Card(
        "I take text lines only. I did not keep what you sent and I am deleting it from this chat. "
        f"A line looks like this: {code('C7 psych eval')}"
    )


def edited() -> Card:
    return Card("An edited line changes nothing here. Please send it as a new line.")


def unknown_command() -> Card:
    return Card(f"I do not know that command. /help lists mine; {code('C7')} opens a client.")


def stale_tap() -> str:
    return "This button has had its day. Nothing was changed."


def undone(result: Undone, client_code: str | None) -> Card:
    said = {
        Undone.RESTORED: f"Undone. {f'{plain(client_code)} is' if client_code else 'All is'} as it was before.",
        Undone.ALREADY: "There is nothing left to undo here.",
        Undone.TOO_LATE: "Undo works for ten minutes. A new line corrects it now.",
        Undone.OVERTAKEN: "Something newer changed this. Undo that first, or correct it with a new line.",
    }
    return Card(said[result])


def failed() -> Card:
    return Card("Something went wrong on my side with your last message. Nothing was changed; please try it again.")


def outage() -> str:
    return "I cannot reach my memory right now. Nothing is lost: I answer as soon as it is back."


def chosen(referral: Referral) -> Card:
    return Card(plain(named(referral.service)))


def one_of_these(offered: Sequence[Referral]) -> Card:
    return Card(f"Which one? Tap it above, or type its name: {names(offered)}. /cancel leaves it.")


def gone() -> Card:
    return Card(f"What this was about is not open any more. {_NOTHING}")


def which_referral(client_code: str, fitting: Sequence[Referral]) -> Card:
    rows = tuple((Button(named(r.service), encode(Action.CHOOSE_REFERRAL, r.id)),) for r in fitting)
    return Card(f"{plain(client_code)}: which one?", rows)
