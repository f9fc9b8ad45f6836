"""The day of an appointment: asked for by taps, or typed."""

from __future__ import annotations

from datetime import date

from bot.handlers import progress
from bot.turn import Turn, allows
from bot.wording import appointment as wording
from bot.wording import trouble
from referrals.grammar import Trouble, When, read_when
from referrals.lifecycle import Report
from referrals.model import Referral, Role, Step


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """A tap on one of the days offered."""
    referral = _referral(turn)
    try:
        when = When(date.fromisoformat(turn.said.arguments[1]))
    except (IndexError, ValueError):
        when = None
    if referral is None or when is None or not _waits_for(turn, referral):
        turn.toast = trouble.stale_tap()
        return
    _book(turn, referral, when)


@allows(Role.THERAPIST)
def enough(turn: Turn) -> None:
    """The day is not known yet: the referral stays booked without one."""
    referral = _referral(turn)
    client = turn.caseload.client_by_id(referral.client_id) if referral else None
    if referral is None or client is None or not _waits_for(turn, referral):
        turn.toast = trouble.stale_tap()
        return
    turn.work.drafts.close(turn.member.id)
    turn.edit(wording.left_open(client.code, referral))


def typed(turn: Turn, referral_id: int, card_id: int) -> None:
    """The day in words; the card that asked for it shrinks, and the answer stands below."""
    when = read_when(turn.said.text, turn.now, turn.member.zone)
    referral = turn.caseload.referral(referral_id)
    if isinstance(when, Trouble):
        turn.say(wording.not_a_date(when))
    elif referral is not None and (client := turn.caseload.client_by_id(referral.client_id)):
        turn.rewrite(card_id, wording.answered_below(client.code, referral))
        _book(turn, referral, when)


def _book(turn: Turn, referral: Referral, when: When) -> None:
    client = turn.caseload.client_by_id(referral.client_id)
    if client is None:
        turn.toast = trouble.stale_tap()
        return
    turn.work.drafts.close(turn.member.id)
    at, timed = progress.instant(turn, when)
    progress.take_report(turn, client, referral, Report(Step.BOOKED, at, timed))


def _referral(turn: Turn) -> Referral | None:
    return turn.caseload.referral(turn.said.id())


def _waits_for(turn: Turn, referral: Referral) -> bool:
    draft = turn.work.drafts.current(turn.member.id, turn.now)
    return draft is not None and draft.kind == progress.WHEN and draft.data["referral"] == referral.id
