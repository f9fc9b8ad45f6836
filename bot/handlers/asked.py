"""The taps under a question the bot asked."""

from __future__ import annotations

from bot import bundles
from bot.handlers.changing import close_questions, settle
from bot.handlers.referrals import progress
from bot.handlers.risk import at_risk
from bot.turn import Turn, allows
from bot.wording import bundles as wording
from bot.wording import nudges
from bot.wording.nudges import Answer
from bot.wording.referrals.referral import next_ask
from referrals.client import Client
from referrals.lifecycle import Report, reopen
from referrals.model import Referral, Role, Step
from referrals.timing import ask_after_silence
from storage.nudges import AskedNudge

_REPORTS = {
    Answer.AGREED: Step.AGREED,
    Answer.BOOKED: Step.BOOKED,
    Answer.WENT: Step.WENT,
    Answer.NOT_READY: Step.NOT_READY,
    Answer.NO: Step.DECLINED,
    Answer.DID_NOT_GO: Step.MISSED,
}


@allows(Role.THERAPIST)
def answered(turn: Turn) -> None:
    """One tap, once: a second one changes nothing and says so."""
    question, answer = _read(turn)
    referral = turn.caseload.referral(question.referral_id) if question and question.referral_id else None
    client = turn.caseload.client_by_id(question.client_id) if question else None
    if question is None or answer is None or referral is None or client is None or question.answered:
        turn.refuse()
        return
    turn.work.nudges.answered(question.id)
    with bundles.answering(turn, question):
        _take(turn, client, referral, answer)


@allows(Role.THERAPIST)
def opened(turn: Turn) -> None:
    """One of several questions with all its answers, or all of them again."""
    question = turn.work.nudges.asked(turn.member.id, turn.said.id())
    together = turn.work.nudges.in_message(turn.member.id, question.outbox_id or 0) if question else []
    items = bundles.items_of(turn.caseload, together)
    chosen = next((item for item in items if question and item.nudge_id == question.id), None)
    if chosen is None:
        turn.refuse()
    elif chosen.asks and turn.said.arguments[1:] != (wording.ALL,):
        turn.edit(wording.question(chosen, turn.now, turn.member.zone))
    else:
        turn.edit(wording.message(items, turn.now, turn.member.zone))


def _take(turn: Turn, client: Client, referral: Referral, answer: Answer) -> None:
    if answer in _REPORTS and referral.open:
        progress.take_report(turn, client, referral, Report(_REPORTS[answer]))
    elif answer is Answer.REOPEN and not referral.open:
        _take_up_again(turn, client, referral)
    elif answer is Answer.CLIENT_DID_NOT_COME and client.safety.at_risk:
        if not turn.below:
            turn.edit(nudges.put_aside(client.code, referral))
        at_risk.missed_session(turn, client, below=True)
    else:
        _put_off(turn, client, referral, answer)


def _put_off(turn: Turn, client: Client, referral: Referral, answer: Answer) -> None:
    # It was put off as it went out; an answer without news comes later and does not put it off once more.
    if referral.open and (referral.next_check_at is None or referral.next_check_at <= turn.now):
        turn.caseload.put_off(referral.id, ask_after_silence(referral, turn.now))
    close_questions(turn, referral)
    settled = settle(turn, client)
    again = next_ask(settled.planned, turn.member.zone, referral)
    turn.edit(nudges.put_off(client.code, referral, answer, again, settled.change_id))


def _take_up_again(turn: Turn, client: Client, referral: Referral) -> None:
    again = reopen(referral, turn.now)
    turn.caseload.save(again, "reopened", turn.now)
    settled = settle(turn, client)
    turn.edit(
        nudges.taken_up(client.code, again, next_ask(settled.planned, turn.member.zone, again), settled.change_id)
    )


def _read(turn: Turn) -> tuple[AskedNudge | None, Answer | None]:
    try:
        answer = Answer(turn.said.arguments[1])
    except (IndexError, ValueError):
        return None, None
    question = turn.work.nudges.asked(turn.member.id, turn.said.id())
    return (question, answer) if question and answer in nudges.taps(question.kind) else (None, None)
