"""Permission to share information with a provider. Serves clinical rule "consent": agreeing to go is not consent."""

from __future__ import annotations

from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _, _c
from bot.wording.referrals.referral import back, heading, in_rows, report, undo
from bot.wording.risk.risk import CHART
from bot.wording.text import bold, day, plain
from referrals.client import Client, Consenter
from referrals.consent import Permission
from referrals.model import Consent, Referral, Step, WordBack

# Months a permission holds as buttons send them; 0 stands for no end said.
MONTHS = Phrases({"12": N_("1 year"), "6": N_("6 months"), "0": N_("No end said")})
_WHO = Phrases(
    {
        Consenter.ADULT: N_("Who consents: the client, an adult."),
        Consenter.GUARDIAN: N_("Who consents: a guardian."),
        Consenter.MINOR: N_("Who consents: the client, a minor in own right."),
    }
)
_WHO_NOTED = {
    Consenter.ADULT: N_("{code}: who consents is the client, an adult."),
    Consenter.GUARDIAN: N_("{code}: who consents is a guardian."),
    Consenter.MINOR: N_("{code}: who consents is the client, a minor in own right."),
}
_WHO_TAPS = Phrases(
    {
        Consenter.ADULT: N_("Adult"),
        Consenter.GUARDIAN: N_("Guardian"),
        Consenter.MINOR: N_("Minor in own right"),
    }
)
_WORDS = Phrases(
    {
        WordBack.RECEIVED: N_("they have the referral"),
        WordBack.ATTENDING: N_("the client attends"),
        WordBack.NOT_REACHED: N_("they could not reach the client"),
        WordBack.NOT_ELIGIBLE: N_("not eligible there"),
        WordBack.COMPLETED: N_("completed"),
    }
)
_WORD_TAPS = Phrases(
    {
        WordBack.RECEIVED: N_("Referral received"),
        WordBack.ATTENDING: N_("Attending"),
        WordBack.NOT_REACHED: N_("Not reached"),
        WordBack.NOT_ELIGIBLE: N_("Not eligible"),
        WordBack.COMPLETED: N_("Completed"),
    }
)
# What word from the provider may mean for the referral: offered, never concluded.
_MAY_MEAN = {
    WordBack.COMPLETED: Step.WENT,
    WordBack.ATTENDING: Step.WENT,
    WordBack.NOT_ELIGIBLE: Step.UNAVAILABLE,
    WordBack.NOT_REACHED: Step.BARRIER,
}
_NOT_CONSENT = N_("Agreeing to go is not consent to share.")
_MAY_NOT_CALL = {
    Permission.NOT_ASKED: N_("{code} can call; you cannot yet: no consent to share is noted."),
    Permission.EXPIRED: N_("{code} can call; you cannot yet: consent ended."),
    Permission.WITHDRAWN: N_("{code} can call; you cannot yet: consent was withdrawn."),
    Permission.NOBODY_KNOWN: N_("{code} can call; you cannot yet: who consents is not noted."),
}


def consent_line(client: Client, referral: Referral, stands: Permission) -> str:
    """Who may call whom, in one line."""
    until = f"{day(referral.consent_until)} {referral.consent_until.year}" if referral.consent_until else ""
    if stands is Permission.GIVEN:
        if until:
            return _("You may speak with them: consent to share until {day}.", day=until)
        return _("You may speak with them: consent to share, no end said.")
    if stands is Permission.EXPIRED and until:
        return _("{code} can call; you cannot yet: consent ended on {day}.", code=plain(client.code), day=until)
    return _(_MAY_NOT_CALL[stands], code=plain(client.code))


def page(client: Client, referral: Referral, stands: Permission) -> Card:
    who = _WHO[client.consenter] if client.consenter else _("Who consents is not noted.")
    lines = [heading(client.code, referral), consent_line(client, referral, stands), who, _(_NOT_CONSENT)]
    given = [Button(label, encode(Action.CONSENT, referral.id, Consent.GIVEN, m)) for m, label in MONTHS.items()]
    lines.append(_("Given today? Until when:"))
    withdrawn = (
        (Button(_c("consent", "Withdrawn"), encode(Action.CONSENT, referral.id, Consent.WITHDRAWN)),)
        if referral.consent is Consent.GIVEN
        else ()
    )
    others = Button(_("Who consents"), encode(Action.CONSENTER, client.id, "ask", referral.id))
    return Card("\n".join(lines), (tuple(given), (*withdrawn, others, back(referral))))


def noted(client: Client, referral: Referral, stands: Permission, change_id: int) -> Card:
    said = f"{heading(client.code, referral)}\n{consent_line(client, referral, stands)}\n{_(CHART)}"
    return Card(said, ((back(referral), undo(change_id)),))


def ask_who(client: Client, referral: Referral | None) -> Card:
    """`referral` is the one whose consent was asked about, and to which the answer leads back."""
    then = [referral.id] if referral else []
    taps = tuple(Button(label, encode(Action.CONSENTER, client.id, who, *then)) for who, label in _WHO_TAPS.items())
    home = back(referral) if referral else Button(_("Back"), encode(Action.OPEN_CLIENT, client.id))
    asked = _("Who consents to sharing information about {code}?", code=bold(client.code))
    return Card(f"{asked}\n{_(_NOT_CONSENT)}", (taps, (home,)))


def who_noted(client: Client, referral: Referral | None, change_id: int) -> Card:
    said = _WHO_NOTED[client.consenter] if client.consenter else N_("{code}: who consents is not noted.")
    who = _(said, code=plain(client.code))
    onward = (
        Button(_("Consent"), encode(Action.CONSENT, referral.id))
        if referral
        else Button(_("Back"), encode(Action.OPEN_CLIENT, client.id))
    )
    return Card(f"{who}\n{_(CHART)}", ((onward, undo(change_id)),))


def word_line(referral: Referral, zone: tzinfo) -> str:
    """Word from the provider, with its day; empty when none came."""
    if referral.word_back is None or referral.word_back_at is None:
        return ""
    on = day(referral.word_back_at.astimezone(zone).date())
    return _("Word back {day}: {word}.", day=on, word=_WORDS[referral.word_back])


def ask_word(client_code: str, referral: Referral, zone: tzinfo) -> Card:
    taps = [Button(label, encode(Action.WORD_BACK, referral.id, word)) for word, label in _WORD_TAPS.items()]
    asked = _("{referral}: what did they let you know?", referral=heading(client_code, referral))
    lines = [asked, word_line(referral, zone)]
    return Card("\n".join(filter(None, lines)), (*in_rows(taps, 2), (back(referral),)))


def word_noted(client_code: str, referral: Referral, change_id: int, zone: tzinfo) -> Card:
    rows = ((back(referral), undo(change_id)),)
    means = _MAY_MEAN.get(referral.word_back) if referral.word_back and referral.open else None
    if means is None:
        return Card(f"{heading(client_code, referral)}\n{word_line(referral, zone)}", rows)
    tap = report(referral, means)
    asked = _("Does that change where it stands?")
    return Card(f"{heading(client_code, referral)}\n{word_line(referral, zone)}\n{asked}", ((tap,), *rows))


def word_without_consent(client_code: str, referral: Referral) -> Card:
    said = _(
        "{referral}: word came without consent noted, so I keep none of it. Ask {code} first; without permission, do "
        "not answer them.",
        referral=heading(client_code, referral),
        code=plain(client_code),
    )
    return Card(said, ((Button(_("Consent"), encode(Action.CONSENT, referral.id)), back(referral)),))
