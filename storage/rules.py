"""A session rule as JSON, in a client's row and in a member's."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from referrals.sessions import Cadence, SessionRule, Slot


def rule_to_json(rule: SessionRule) -> dict[str, Any]:
    return {
        "slots": [[slot.weekday, slot.at.isoformat("minutes")] for slot in rule.slots],
        "every": rule.every.value,
        "starts_on": rule.starts_on.isoformat(),
        "zone": rule.zone.key,
    }


def rule_from_json(data: dict[str, Any]) -> SessionRule:
    return SessionRule(
        slots=tuple(Slot(weekday, time.fromisoformat(at)) for weekday, at in data["slots"]),
        every=Cadence(data["every"]),
        starts_on=date.fromisoformat(data["starts_on"]),
        zone=ZoneInfo(data["zone"]),
    )
