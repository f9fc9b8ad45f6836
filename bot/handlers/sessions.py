"""When a client comes: the session rule."""

from __future__ import annotations

from bot.handlers.changing import settle
from bot.turn import Turn
from bot.wording import capture
from referrals.grammar import SetSessions
from referrals.sessions import SessionRule, next_session


def set_rule(turn: Turn, command: SetSessions) -> None:
    """`C7 tue 2pm weekly`: a client not met before is taken in by it."""
    zone = turn.member.zone
    rule = SessionRule(command.slots, command.every, turn.member.hours.local_date(turn.now), zone)
    client = turn.caseload.client(command.code) or turn.caseload.add_client(command.code, turn.now)
    turn.caseload.set_sessions(client.id, rule, turn.now)
    client = turn.caseload.client_by_id(client.id) or client
    settled = settle(turn, client)
    turn.say(capture.sessions_set(client.code, rule, next_session(rule, turn.now), settled.change_id, zone))
