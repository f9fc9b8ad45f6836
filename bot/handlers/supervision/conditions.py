"""A condition of therapy: recorded by the clinical supervisor alone, or as the therapist reports it where none is here.

Serves clinical rule "condition of therapy". Never while risk is logged. Events: `decided` {what}; for a referral
`condition`, `condition_told` {on}, `condition_reviewed` {on}, `condition_ended`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from bot import bundles
from bot.cases import seen_by
from bot.handlers.changing import settle
from bot.handlers.supervision.deciding import close_case
from bot.people.telling import tell
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.referrals import days
from bot.wording.supervision import conditions as wording
from referrals.client import Client
from referrals.grammar import Trouble, read_when
from referrals.model import Referral, Role
from referrals.supervisors import Decision, SupervisionKind, may_be_condition
from storage.caseload import Caseload
from storage.person import Person

REASON, OFFERED, REVIEW = "condition_reason", "condition_offered", "condition_review"


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whose referral it is about, and the caseload in which whoever speaks may record it."""

    owner: Person
    caseload: Caseload
    client: Client
    referral: Referral


@allows(Role.SUPERVISOR)
def choose(turn: Turn) -> None:
    """The supervisor's first step: which of the open referrals; or, with one chosen, the question why."""
    client_id, referral_id = turn.said.id(0), turn.said.id(2)
    seen = next(iter(seen_by(turn.work, turn.member, turn.now, client_id)), None)
    if seen is None or seen.kind is not SupervisionKind.CLINICAL:
        turn.refuse()
    elif not may_be_condition(seen.case.client):
        turn.edit(wording.not_at_risk(seen.case.client, turn.member.zone))
    elif referral_id == 0:
        open_ones = [one for one in seen.case.referrals.values() if one.open]
        turn.edit(wording.which(seen.case.client, open_ones))
    else:
        _begin(turn, {"client": client_id, "referral": referral_id, "owner": seen.therapist.id})


def report(turn: Turn, client: Client, referral: Referral) -> None:
    """The therapist's own way, where no clinical supervisor of hers is on the bot."""
    _begin(turn, {"client": client.id, "referral": referral.id, "owner": turn.member.id})


def typed_reason(turn: Turn, waiting: dict[str, Any]) -> None:
    if (subject := _subject(turn, waiting)) is None:
        _gone(turn)
        return
    turn.rewrite(waiting["card"], wording.answered_below(subject.client))
    turn.ask(OFFERED, wording.ask_offered(subject.client), **_kept(waiting), reason=turn.said.text.strip())


def typed_offered(turn: Turn, waiting: dict[str, Any]) -> None:
    if (subject := _subject(turn, waiting)) is None:
        _gone(turn)
        return
    turn.rewrite(waiting["card"], wording.answered_below(subject.client))
    turn.ask(REVIEW, wording.ask_review(subject.client), **_kept(waiting), offered=turn.said.text.strip())


def typed_review(turn: Turn, waiting: dict[str, Any]) -> None:
    """The day of review in words."""
    when = read_when(turn.said.text, turn.now, turn.member.zone, turn.member.language)
    if isinstance(when, Trouble) or when.on <= turn.member.hours.local_date(turn.now):
        turn.say(days.not_a_day(when if isinstance(when, Trouble) else Trouble.PAST_DATE))
    elif (subject := _subject(turn, waiting)) is None:
        _gone(turn)
    else:
        turn.rewrite(waiting["card"], wording.answered_below(subject.client))
        _record(turn, subject, waiting, when.on)


@allows(Role.SUPERVISOR, Role.THERAPIST)
def reviewed(turn: Turn) -> None:
    """So many weeks to the review; or, once it has come, that the condition stands or ends."""
    said = turn.said.arguments[0] if turn.said.arguments else ""
    if said in {wording.STANDS, wording.ENDS}:
        _look_again(turn, stands=said == wording.STANDS)
        return
    waiting = turn.question(REVIEW)
    subject = _subject(turn, waiting) if waiting else None
    if waiting is None or subject is None or turn.said.id() not in wording.WEEKS:
        turn.refuse()
    else:
        _record(turn, subject, waiting, _today(turn) + timedelta(weeks=turn.said.id()))


@allows(Role.THERAPIST)
def told(turn: Turn) -> None:
    """The day on which the client was told, or that she was not yet."""
    cases = turn.work.cases(turn.member.id)
    condition = cases.condition(turn.said.id())
    client = turn.caseload.client_by_id(condition.client_id) if condition else None
    referral = turn.caseload.referral(condition.referral_id) if condition else None
    said = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    if condition is None or client is None or referral is None or condition.told_on or said not in wording.DAYS_AGO:
        turn.refuse()
    elif (ago := wording.DAYS_AGO[said]) is None:
        turn.edit(wording.not_told_yet(client, condition))
    else:
        on = _today(turn) - timedelta(days=ago)
        cases.client_told(condition.id, on)
        turn.caseload.save(referral, "condition_told", turn.now, {"on": on.isoformat()})
        _say_told(turn, wording.was_told(client, on, settle(turn, client).change_id))


def _say_told(turn: Turn, card: Card) -> None:
    """Over the card that asked; below a message with questions, which stay to be answered."""
    shown = turn.work.outbox.sent_as(turn.said.chat_id, turn.said.message_id or 0)
    turn.below = shown is not None and bool(turn.work.nudges.in_message(turn.member.id, shown.id))
    turn.edit(card)
    if shown is not None and turn.below:
        bundles.refresh(turn, shown.id)


def _begin(turn: Turn, about: dict[str, Any]) -> None:
    subject = _subject(turn, about)
    if subject is None:
        turn.refuse()
    elif not may_be_condition(subject.client):
        turn.edit(wording.not_at_risk(subject.client, turn.member.zone))
    else:
        turn.ask(REASON, wording.ask_reason(subject.client, subject.referral), **about)


def _record(turn: Turn, subject: _Subject, waiting: dict[str, Any], review_on: date) -> None:
    """Kept only if nothing speaks against it by now: risk may have been logged while it was written."""
    owner, client, referral = subject.owner, subject.client, subject.referral
    turn.settle_question()
    if not may_be_condition(client):
        turn.edit(wording.not_at_risk(client, turn.member.zone))
        return
    by_supervisor = owner.id != turn.member.id
    cases = turn.work.cases(owner.id)
    condition = cases.make_condition(
        client.id,
        referral.id,
        reason=waiting["reason"],
        offered=waiting["offered"],
        review_on=review_on,
        recorded_by=turn.member.id if by_supervisor else None,
        now=turn.now,
    )
    cases.decide(client.id, Decision.CONDITION, turn.member.id, turn.now, referral_id=referral.id)
    subject.caseload.save(referral, "condition", turn.now)
    closed = close_case(turn.work, owner, subject.caseload, client, Decision.CONDITION, turn.now)
    if not by_supervisor:
        turn.edit(wording.reported(closed, referral, condition, settle(turn, closed).change_id))
        return
    turn.work.nudges.replan(subject.caseload, closed, owner.habits, turn.now)
    turn.edit(wording.recorded(closed, referral, condition))
    for_her = partial(wording.for_her, turn.member.called, closed, referral, condition)
    tell(turn.work, owner, for_her, turn.now)


def _look_again(turn: Turn, *, stands: bool) -> None:
    client_id, condition_id = turn.said.id(1), turn.said.id(2)
    owner = _owner_of(turn, client_id)
    condition = turn.work.cases(owner.id).condition(condition_id) if owner else None
    subject = _subject(turn, {"client": client_id, "referral": condition.referral_id}, owner) if condition else None
    if owner is None or condition is None or subject is None:
        turn.refuse()
        return
    cases, event = turn.work.cases(owner.id), "condition_reviewed" if stands else "condition_ended"
    if stands:
        cases.review(condition.id, _today(turn) + timedelta(weeks=wording.AGAIN))
    else:
        cases.end_condition(condition.id, turn.now)
    subject.caseload.save(subject.referral, event, turn.now)
    turn.work.nudges.replan(subject.caseload, subject.client, owner.habits, turn.now)
    looked_at = partial(wording.looked_at, subject.client, subject.referral, stands)
    turn.edit(looked_at())
    if owner.id != turn.member.id:
        tell(turn.work, owner, looked_at, turn.now)


def _owner_of(turn: Turn, client_id: int) -> Person | None:
    """Whose client it is, if whoever speaks may record for her: her clinical supervisor, else she herself."""
    mine = turn.caseload.client_by_id(client_id) is not None
    if mine:
        clinical = turn.work.supervising.supervisor_of(turn.member.id, SupervisionKind.CLINICAL)
        return None if clinical else turn.member
    seen = next(iter(seen_by(turn.work, turn.member, turn.now, client_id)), None)
    return seen.therapist if seen and seen.kind is SupervisionKind.CLINICAL else None


def _subject(turn: Turn, about: dict[str, Any], owner: Person | None = None) -> _Subject | None:
    """What it is about, read anew at each step: a link may have ended meanwhile, the referral too."""
    owner = owner or _owner_of(turn, about["client"])
    if owner is None:
        return None
    caseload = turn.work.caseload(owner.id, owner.habits.off, turn.member.id)
    client, referral = caseload.client_by_id(about["client"]), caseload.referral(about["referral"])
    if client is None or referral is None or referral.client_id != client.id:
        return None
    return _Subject(owner, caseload, client, referral)


def _kept(waiting: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in waiting.items() if name != "card"}


def _gone(turn: Turn) -> None:
    turn.settle_question()
    turn.say(trouble.gone())


def _today(turn: Turn) -> date:
    return turn.member.hours.local_date(turn.now)
