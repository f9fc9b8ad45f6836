"""A client in hospital and after it, one who did not come, one who died: what takes her out of the usual round.

Serves clinical rule "after hospital". Events: `admitted`, `discharged`, `hospital_asked`, `reached`, `died`; for a
referral that a death ends, `withdrawn`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from bot.handlers.changing import close_questions, settle
from bot.handlers.risk import at_risk
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.referrals.referral import next_ask
from bot.wording.risk import hospital as wording
from referrals import safety as rules
from referrals.client import Client, Closing, Hospital, RaisedFor
from referrals.grammar import Stay, StayKind
from referrals.lifecycle import silence
from referrals.model import Role
from referrals.sessions import local_instant


def stay_line(turn: Turn, command: Stay) -> None:
    client = turn.caseload.client(command.code)
    if client is None:
        turn.say(trouble.no_such_client(command.code))
        return
    on = command.on or turn.member.hours.local_date(turn.now)
    match command.kind:
        case StayKind.ADMITTED:
            _admit(turn, client, on)
        case StayKind.DISCHARGED:
            _discharge(turn, client, on)
        case StayKind.NO_SHOW:
            at_risk.missed_session(turn, client)
        case StayKind.DIED:
            _silence(turn, client)


@allows(Role.THERAPIST)
def answered(turn: Turn) -> None:
    """The answer to the question about a stay; once."""
    question = turn.work.nudges.asked(turn.member.id, turn.said.id())
    client = turn.caseload.client_by_id(question.client_id) if question else None
    answer = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    if question is None or client is None or question.answered or client.hospital is None or answer not in _ANSWERS:
        turn.refuse()
        return
    turn.work.nudges.answered(question.id)
    if answer == "home" and client.hospital is Hospital.ADMITTED:
        _discharge(turn, client, turn.member.hours.local_date(turn.now))
        return
    waits = replace(client, check_at=rules.next_check(client, turn.member.hours, turn.now))
    turn.caseload.save_client(waits, "hospital_asked", turn.now)
    turn.edit(wording.still(waits, settle(turn, waits).change_id, turn.member.zone))


_ANSWERS = frozenset({"still", "home"})


@allows(Role.THERAPIST)
def reached(turn: Turn) -> None:
    """The tap "Reached": after a discharge, or after a session a client at risk did not come to."""
    client = at_risk.client_of(turn)
    if client is None or not (client.safety.at_risk or client.hospital is Hospital.DISCHARGED):
        turn.refuse()
        return
    hours, now = turn.member.hours, turn.now
    settled = rules.contacted(client, hours, now) if client.hospital is Hospital.DISCHARGED else client
    settled = rules.asked(settled, hours, now) if client.safety.at_risk else settled
    turn.caseload.save_client(settled, "reached", now)
    kept = settle(turn, settled)
    turn.edit(wording.reached(settled, next_ask(kept.planned, turn.member.zone), kept.change_id))


def _admit(turn: Turn, client: Client, on: date) -> None:
    away = rules.admit(replace(client, hospital_on=on), turn.member.hours, turn.now)
    turn.caseload.save_client(away, "admitted", turn.now)
    open_ones = [r for r in turn.caseload.referrals(client.id) if r.open]
    for referral in open_ones:
        close_questions(turn, referral)
    dated = [referral for referral in open_ones if referral.appointment_at and referral.appointment_at > turn.now]
    turn.edit(wording.admitted(away, dated, settle(turn, away).change_id, turn.member.zone))


def _discharge(turn: Turn, client: Client, on: date) -> None:
    # Only the day is known; it counts from its end, or from now.
    at = min(local_instant(on + timedelta(days=1), time(), turn.member.zone), turn.now)
    back = rules.discharge(replace(client, hospital_on=on), turn.member.hours, at, turn.now)
    turn.caseload.save_client(back, "discharged", turn.now)
    latest = max(at + rules.LATEST_CONTACT, turn.now)
    turn.edit(wording.discharged(back, latest, settle(turn, back).change_id, turn.member.zone))


def _silence(turn: Turn, client: Client) -> None:
    for referral in turn.caseload.referrals(client.id):
        if referral.open:
            close_questions(turn, referral)
            turn.caseload.save(silence(referral, turn.now), "withdrawn", turn.now)
    gone = replace(
        client,
        closed_at=turn.now,
        closed_because=Closing.DIED,
        check_at=None,
        raised_at=turn.now,
        raised_for=RaisedFor.DIED,
    )
    turn.caseload.save_client(gone, "died", turn.now)
    turn.edit(wording.died(gone, settle(turn, gone).change_id))
