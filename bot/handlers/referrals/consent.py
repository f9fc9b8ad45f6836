"""Permission to share information with a provider, who may give it, and word back.

In a client's history: "consenter" with "consenter" (a `Consenter`); "consent" with "consent" (a `Consent`) and, where
an end was said, "until" (a date); "word_back" with "word" (a `WordBack`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.handlers.changing import settle
from bot.handlers.referrals import finding
from bot.turn import Turn, allows
from bot.wording.referrals import consent as wording
from referrals.client import Client, Consenter
from referrals.consent import give, may_call, permission, withdraw
from referrals.model import Consent, Referral, Role, WordBack


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Shows the permission for one referral, or changes it. Who may give it is asked first."""
    found = finding.workable(turn)
    if found is None:
        return
    client, referral = found
    word, *months = turn.said.arguments[1:] or ("show",)
    if client.consenter is None and word in {"show", Consent.GIVEN}:
        turn.edit(wording.ask_who(client, referral))
    elif word == "show":
        _show(turn, client, referral)
    elif word == Consent.GIVEN and months and months[0] in wording.MONTHS:
        _keep(turn, client, referral, give(referral, _today(turn), int(months[0]) or None))
    elif word == Consent.WITHDRAWN:
        _keep(turn, client, referral, withdraw(referral))
    else:
        turn.refuse()


@allows(Role.THERAPIST)
def consenter(turn: Turn) -> None:
    """Who consents for a client: asked by her page or by a referral's, kept for all of them."""
    client = turn.caseload.client_by_id(turn.said.id())
    word = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    referral = turn.caseload.referral(turn.said.id(2))
    if client is None or not client.active or (referral is not None and referral.client_id != client.id):
        turn.refuse()
    elif word in {"", "ask"}:
        turn.edit(wording.ask_who(client, referral))
    elif word in list(Consenter) and word != client.consenter:
        changed = replace(client, consenter=Consenter(word))
        turn.caseload.save_client(changed, "consenter", turn.now, {"consenter": word})
        settled = settle(turn, changed)
        turn.edit(wording.who_noted(changed, referral, settled.change_id))
    else:
        turn.refuse()


@allows(Role.THERAPIST)
def word_back(turn: Turn) -> None:
    """What the provider let the therapist know; kept only where sharing is permitted."""
    found = finding.workable(turn)
    if found is None:
        return
    client, referral = found
    word = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    if not word:
        turn.edit(wording.ask_word(client.code, referral, turn.member.zone))
    elif word not in list(WordBack) or _said_today(turn, referral, WordBack(word)):
        turn.refuse()
    elif not may_call(referral, client, _today(turn)):
        turn.edit(wording.word_without_consent(client.code, referral))
    else:
        changed = replace(referral, word_back=WordBack(word), word_back_at=turn.now)
        turn.caseload.save(changed, "word_back", turn.now, {"word": word})
        settled = settle(turn, client)
        turn.edit(wording.word_noted(client.code, changed, settled.change_id, turn.member.zone))


def _keep(turn: Turn, client: Client, referral: Referral, changed: Referral) -> None:
    if changed == referral:  # the same tap again
        turn.refuse()
        return
    said = changed.consent.value if changed.consent else None
    until = changed.consent_until.isoformat() if changed.consent_until else None
    turn.caseload.save(changed, "consent", turn.now, {"consent": said, **({"until": until} if until else {})})
    settled = settle(turn, client)
    stands = permission(changed, client, _today(turn))
    turn.edit(wording.noted(client, changed, stands, settled.change_id))


def _show(turn: Turn, client: Client, referral: Referral) -> None:
    turn.edit(wording.page(client, referral, permission(referral, client, _today(turn))))


def _said_today(turn: Turn, referral: Referral, word: WordBack) -> bool:
    at = referral.word_back_at
    return referral.word_back is word and at is not None and turn.member.hours.local_date(at) == _today(turn)


def _today(turn: Turn) -> date:
    return turn.member.hours.local_date(turn.now)
