"""Permission to share information with a provider. Serves clinical rule "consent": agreeing to go is not consent."""

from __future__ import annotations

from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import back, heading, in_rows, report, undo
from bot.wording.risk.risk import CHART
from bot.wording.text import bold, day, plain
from referrals.client import Client, Consenter
from referrals.consent import Permission
from referrals.model import Consent, Referral, Step, WordBack

# Months a permission holds as buttons send them; 0 stands for no end said.
MONTHS = {"12": "1 year", "6": "6 months", "0": "No end said"}
_WHO = {
    Consenter.ADULT: "the client, an adult",
    Consenter.GUARDIAN: "a guardian",
    Consenter.MINOR: "the client, a minor in own right",
}
_WHO_TAPS = {Consenter.ADULT: "Adult", Consenter.GUARDIAN: "Guardian", Consenter.MINOR: "Minor in own right"}
_WORDS = {
    WordBack.RECEIVED: "they have the referral",
    WordBack.ATTENDING: "the client attends",
    WordBack.NOT_REACHED: "they could not reach the client",
    WordBack.NOT_ELIGIBLE: "not eligible there",
    WordBack.COMPLETED: "completed",
}
_WORD_TAPS = {
    WordBack.RECEIVED: "Referral received",
    WordBack.ATTENDING: "Attending",
    WordBack.NOT_REACHED: "Not reached",
    WordBack.NOT_ELIGIBLE: "Not eligible",
    WordBack.COMPLETED: "Completed",
}
# What word from the provider may mean for the referral: offered, never concluded.
_MAY_MEAN = {
    WordBack.COMPLETED: Step.WENT,
    WordBack.ATTENDING: Step.WENT,
    WordBack.NOT_ELIGIBLE: Step.UNAVAILABLE,
    WordBack.NOT_REACHED: Step.BARRIER,
}
_NOT_CONSENT = "Agreeing to go is not consent to share."


def consent_line(client: Client, referral: Referral, stands: Permission) -> str:
    """Who may call whom, in one line."""
    client_can = f"{plain(client.code)} can call; you cannot yet"
    until = f" until {_dated(referral)}" if referral.consent_until else ", no end said"
    return {
        Permission.NOT_ASKED: f"{client_can}: no consent to share is noted.",
        Permission.GIVEN: f"You may speak with them: consent to share{until}.",
        Permission.EXPIRED: f"{client_can}: consent ended on {_dated(referral)}.",
        Permission.WITHDRAWN: f"{client_can}: consent was withdrawn.",
        Permission.NOBODY_KNOWN: f"{client_can}: who consents is not noted.",
    }[stands]


def page(client: Client, referral: Referral, stands: Permission) -> Card:
    who = f"Who consents: {_WHO[client.consenter]}." if client.consenter else "Who consents is not noted."
    lines = [heading(client.code, referral), consent_line(client, referral, stands), who, _NOT_CONSENT]
    given = [Button(label, encode(Action.CONSENT, referral.id, Consent.GIVEN, m)) for m, label in MONTHS.items()]
    lines.append("Given today? Until when:")
    withdrawn = (
        (Button("Withdrawn", encode(Action.CONSENT, referral.id, Consent.WITHDRAWN)),)
        if referral.consent is Consent.GIVEN
        else ()
    )
    others = Button("Who consents", encode(Action.CONSENTER, client.id, "ask", referral.id))
    return Card("\n".join(lines), (tuple(given), (*withdrawn, others, back(referral))))


def noted(client: Client, referral: Referral, stands: Permission, change_id: int) -> Card:
    said = f"{heading(client.code, referral)}\n{consent_line(client, referral, stands)}\n{CHART}"
    return Card(said, ((back(referral), undo(change_id)),))


def ask_who(client: Client, referral: Referral | None) -> Card:
    """`referral` is the one whose consent was asked about, and to which the answer leads back."""
    then = [referral.id] if referral else []
    taps = tuple(Button(label, encode(Action.CONSENTER, client.id, who, *then)) for who, label in _WHO_TAPS.items())
    home = back(referral) if referral else Button("Back", encode(Action.OPEN_CLIENT, client.id))
    return Card(f"Who consents to sharing information about {bold(client.code)}?\n{_NOT_CONSENT}", (taps, (home,)))


def who_noted(client: Client, referral: Referral | None, change_id: int) -> Card:
    who = _WHO[client.consenter] if client.consenter else "not noted"
    onward = (
        Button("Consent", encode(Action.CONSENT, referral.id))
        if referral
        else Button("Back", encode(Action.OPEN_CLIENT, client.id))
    )
    return Card(f"{plain(client.code)}: who consents is {who}.\n{CHART}", ((onward, undo(change_id)),))


def word_line(referral: Referral, zone: tzinfo) -> str:
    """Word from the provider, with its day; empty when none came."""
    if referral.word_back is None or referral.word_back_at is None:
        return ""
    return f"Word back {day(referral.word_back_at.astimezone(zone).date())}: {_WORDS[referral.word_back]}."


def ask_word(client_code: str, referral: Referral, zone: tzinfo) -> Card:
    taps = [Button(label, encode(Action.WORD_BACK, referral.id, word)) for word, label in _WORD_TAPS.items()]
    lines = [f"{heading(client_code, referral)}: what did they let you know?", word_line(referral, zone)]
    return Card("\n".join(filter(None, lines)), (*in_rows(taps, 2), (back(referral),)))


def word_noted(client_code: str, referral: Referral, change_id: int, zone: tzinfo) -> Card:
    rows = ((back(referral), undo(change_id)),)
    means = _MAY_MEAN.get(referral.word_back) if referral.word_back and referral.open else None
    if means is None:
        return Card(f"{heading(client_code, referral)}\n{word_line(referral, zone)}", rows)
    tap = report(referral, means)
    asked = "Does that change where it stands?"
    return Card(f"{heading(client_code, referral)}\n{word_line(referral, zone)}\n{asked}", ((tap,), *rows))


def word_without_consent(client_code: str, referral: Referral) -> Card:
    return Card(
        f"{heading(client_code, referral)}: word came without consent noted, so I keep none of it. "
        f"Ask {plain(client_code)} first; without permission, do not answer them.",
        ((Button("Consent", encode(Action.CONSENT, referral.id)), back(referral)),),
    )


def _dated(referral: Referral) -> str:
    until = referral.consent_until
    return f"{day(until)} {until.year}" if until else "a day not noted"
