"""What was decided in supervision: recorded by the therapist, and done at once where it can be.

Serves clinical rule "supervision". Event: `decided` {what}; for a referral that was let go `dropped`, paused `put_off`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from bot.handlers.changing import close_questions, settle
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.supervision import deciding as wording
from referrals.client import Client
from referrals.lifecycle import Report, after, put_off
from referrals.model import Referral, Role, Step
from referrals.order import in_order
from referrals.sessions import local_instant
from referrals.stalled import rests_until, stalled
from referrals.supervisors import Because, Decision, SupervisionKind
from storage.caseload import Caseload
from storage.person import Person
from storage.work import UnitOfWork

NOTE = "decision_note"


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """The question for one client, a decision, or the referral or the weeks it is about."""
    client, what = turn.caseload.client_by_id(turn.said.id()), _what(turn)
    if client is None or not client.active:
        turn.refuse()
    elif what is None:
        turn.below = wording.BELOW in turn.said.arguments
        turn.edit(wording.ask_one(client))
    else:
        _decided(turn, client, what)


def typed_note(turn: Turn, waiting: dict[str, Any]) -> None:
    """A decision in a line of her own."""
    client = turn.caseload.client_by_id(waiting["client"])
    if client is None:
        turn.say(trouble.gone())
        return
    turn.settle_question()
    turn.rewrite(waiting["card"], wording.answered_below(client))
    _keep(turn, client, Decision.NOTE, line=turn.said.text.strip())


def close_case(
    work: UnitOfWork, owner: Person, caseload: Caseload, client: Client, what: Decision, now: datetime
) -> Client:
    """The case is answered: it is not raised any more, and what stalled it counts anew after a while.

    Returns the client as she is then. Called by the therapist's turn and by her supervisor's.
    """
    known = caseload.known(client.id)
    for stall in stalled(client, caseload.referrals(client.id), known, now, owner.zone):
        until = rests_until(stall, client, known.limits, now)
        work.cases(owner.id).answer(client.id, stall.facts, Because.DECIDED, now, until=until)
    closed = replace(client, raised_at=None, raised_for=None, raised_line=None, put_off_until=None)
    caseload.save_client(closed, "decided", now, {"what": what.value})
    return closed


def _decided(turn: Turn, client: Client, what: Decision) -> None:
    referrals = in_order(one for one in turn.caseload.referrals(client.id) if one.open)
    chosen = next((one for one in referrals if one.id == turn.said.id(2)), None)
    match what:
        case Decision.NOTE:
            turn.ask(NOTE, wording.ask_note(client), client=client.id)
        case Decision.CONDITION:
            clinical = turn.work.supervising.supervisor_of(turn.member.id, SupervisionKind.CLINICAL)
            turn.edit(wording.which_condition(client, referrals, clinical is None))
        case Decision.LET_GO if chosen is None:
            turn.edit(wording.which_to_let_go(client, referrals))
        case Decision.LET_GO:
            assert chosen is not None  # noqa: S101 - for the type checker; the case above has the other
            _let_go(turn, client, chosen)
        case Decision.PAUSE:
            _pause(turn, client, referrals)
        case _:
            _keep(turn, client, what)


def _let_go(turn: Turn, client: Client, referral: Referral) -> None:
    ended = after(Report(Step.DROPPED), referral, turn.now)
    close_questions(turn, referral)
    turn.caseload.save(ended, "dropped", turn.now)
    _keep(turn, client, Decision.LET_GO, referral=ended)


def _pause(turn: Turn, client: Client, referrals: list[Referral]) -> None:
    """What is open and not booked is left alone for so many weeks; at acute risk nothing is."""
    weeks = turn.said.id(2)
    waiting = [one for one in referrals if not one.held and one.appointment_at is None]
    if client.safety.acute or not waiting:
        turn.edit(wording.nothing_to_pause(client))
    elif weeks not in wording.WEEKS:
        turn.edit(wording.ask_weeks(client))
    else:
        day = turn.member.hours.local_date(turn.now) + timedelta(weeks=weeks)
        until = turn.member.hours.next_open(local_instant(day, time(), turn.member.zone))
        for one in waiting:
            close_questions(turn, one)
            turn.caseload.save(put_off(one, until), "put_off", turn.now)
        _keep(turn, client, Decision.PAUSE)


def _keep(
    turn: Turn, client: Client, what: Decision, *, referral: Referral | None = None, line: str | None = None
) -> None:
    referral_id = referral.id if referral else None
    me = turn.member.id
    turn.work.cases(me).decide(client.id, what, me, turn.now, referral_id=referral_id, line=line)
    closed = close_case(turn.work, turn.member, turn.caseload, client, what, turn.now)
    settled = settle(turn, closed)
    open_ones = in_order(one for one in turn.caseload.referrals(client.id) if one.open)
    turn.edit(
        wording.kept(closed, what, referral, line, open_ones, settled.planned, settled.change_id, turn.member.zone)
    )


def _what(turn: Turn) -> Decision | None:
    said = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    return next((what for what in Decision if what.value == said), None)
