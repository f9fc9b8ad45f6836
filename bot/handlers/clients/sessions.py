"""When a client comes: the session rule, and what is different once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.handlers.changing import settle
from bot.turn import Turn
from bot.wording import calendar, trouble
from bot.wording.card import Card
from bot.wording.clients import sessions as wording
from referrals.client import Client
from referrals.grammar import (
    CancelSession,
    MoveSession,
    PauseSessions,
    ResumeSessions,
    SetSessions,
)
from referrals.sessions import SessionRule, begins_at, local_instant, move_session, next_session, pause, resume

SessionChange = MoveSession | CancelSession | PauseSessions | ResumeSessions
_MOMENT = timedelta(microseconds=1)


def set_rule(turn: Turn, command: SetSessions) -> None:
    """`C7 tue 2pm weekly`: a client not met before is taken in by it; what was different once is forgotten."""
    zone = turn.member.zone
    today, off = turn.member.hours.local_date(turn.now), turn.member.habits.off
    rule = SessionRule(command.slots, command.every, today, zone, off=off)
    client = turn.caseload.client(command.code) or turn.caseload.add_client(command.code, turn.now)
    turn.caseload.set_sessions(client.id, rule, turn.now)
    change_id = settle(turn, replace(client, sessions=rule)).change_id
    card = wording.rule_set(client.code, rule, next_session(rule, turn.now), change_id, zone)
    turn.edit(_with_calendar(turn, card))


def change(turn: Turn, command: SessionChange) -> None:
    """A session moved once or left out, a pause or its end; the card says so where there is nothing to change."""
    client = turn.caseload.client(command.code)
    if client is None:
        turn.say(trouble.no_such_client(command.code))
    elif client.sessions is None:
        turn.say(wording.no_rule(client))
    else:
        turn.say(_changed(turn, client, client.sessions, command))


def _changed(turn: Turn, client: Client, rule: SessionRule, command: SessionChange) -> Card:
    match command:
        case MoveSession():
            return _move(turn, client, rule, command)
        case CancelSession(on=on):
            return _cancel(turn, client, rule, on)
        case PauseSessions(until=until):
            return _pause(turn, client, rule, until)
        case ResumeSessions():
            return _resume(turn, client, rule)


def _move(turn: Turn, client: Client, rule: SessionRule, command: MoveSession) -> Card:
    """The next session once; where only a day was said it keeps its hour, and nothing is changed if that is no move."""
    zone, said = turn.member.zone, command.to
    was = next_session(rule, turn.now)
    if was is None:
        return wording.no_session(client, None, None, zone)
    same_hour = said.at is None
    to = local_instant(said.on, said.at or was.astimezone(zone).time(), zone).astimezone(UTC)
    if same_hour and to <= turn.now:
        return wording.hour_is_over(client, to, zone)
    if same_hour and begins_at(rule, to):
        return wording.comes_then_already(client, to, zone)
    client, change_id = _keep(turn, client, move_session(rule, was, to, turn.now), "session_moved")
    return _with_calendar(turn, wording.moved(client, was, to, change_id, zone, same_hour))


def _cancel(turn: Turn, client: Client, rule: SessionRule, on: date | None) -> Card:
    zone = turn.member.zone
    was = _session_on(rule, on, turn.now) if on else next_session(rule, turn.now)
    if was is None:
        return wording.no_session(client, on, next_session(rule, turn.now), zone)
    without = move_session(rule, was, None, turn.now)
    client, change_id = _keep(turn, client, without, "session_cancelled")
    return _with_calendar(turn, wording.cancelled(client, was, next_session(without, turn.now), change_id, zone))


def _session_on(rule: SessionRule, on: date, now: datetime) -> datetime | None:
    """The first session of that date that is still to come."""
    midnight = local_instant(on, time(), rule.zone)
    at = next_session(rule, max(midnight - _MOMENT, now))
    return at if at and at.astimezone(rule.zone).date() == on else None


def _pause(turn: Turn, client: Client, rule: SessionRule, until: date | None) -> Card:
    paused = pause(rule, turn.member.hours.local_date(turn.now), until)
    client, change_id = _keep(turn, client, paused, "sessions_paused")
    return _with_calendar(
        turn, wording.pausing(client, until, next_session(paused, turn.now), change_id, turn.member.zone)
    )


def _resume(turn: Turn, client: Client, rule: SessionRule) -> Card:
    zone = turn.member.zone
    if rule.paused_from is None:
        return wording.not_paused(client, next_session(rule, turn.now), zone)
    going_on = resume(rule)
    client, change_id = _keep(turn, client, going_on, "sessions_resumed")
    return _with_calendar(turn, wording.resumed(client, next_session(going_on, turn.now), change_id, zone))


def _keep(turn: Turn, client: Client, rule: SessionRule, event: str) -> tuple[Client, int]:
    changed = replace(client, sessions=rule)
    turn.caseload.save_client(changed, event, turn.now)
    return changed, settle(turn, changed).change_id


def _with_calendar(turn: Turn, card: Card) -> Card:
    """What changed is a tap away for whoever has her sessions in a calendar."""
    return calendar.beside(card) if turn.work.calendars.any(turn.member.id, turn.now) else card
