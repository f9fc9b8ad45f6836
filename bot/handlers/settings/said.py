"""What is typed of a zone or of a slot, here and when getting in."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from bot.turn import Turn
from referrals.codes import ClientCode
from referrals.folding import folded
from referrals.grammar import SetSessions, read_line
from referrals.sessions import SessionRule

_ANY_CODE = ClientCode("X1")
_NO_PLACES = frozenset({"EST", "MST", "Factory", "localtime"})


def zone_named(text: str) -> ZoneInfo | None:
    """The IANA zone called `text`, by its name or by its city, accents aside."""
    wanted = folded(text.strip()).replace(" ", "_")
    if not wanted:
        return None
    for key in sorted(available_timezones()):
        if wanted in {key.lower(), key.rsplit("/", 1)[-1].lower()}:
            return ZoneInfo(key)
    return None


def zone_typed(text: str) -> ZoneInfo | None:
    """The same of what somebody typed, who by EST means the clocks of New York and not one offset all year."""
    zone = zone_named(text)
    return None if zone is None or zone.key in _NO_PLACES else zone


def slot_said(turn: Turn) -> SessionRule | None:
    """A day and a time, such as "thu 10am weekly", in the speaker's zone."""
    command = read_line(f"{_ANY_CODE} {turn.said.text}", turn.now, turn.member.zone, turn.member.language)
    if not isinstance(command, SetSessions):
        return None
    today, off = turn.member.hours.local_date(turn.now), turn.member.habits.off
    return SessionRule(command.slots, command.every, today, turn.member.zone, off=off)
