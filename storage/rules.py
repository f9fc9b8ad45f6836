"""A session rule as JSON, in a client's row and in a member's."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from referrals.days_off import NONE_OFF, DaysOff
from referrals.remembered import remembered
from referrals.sessions import Cadence, Moved, SessionRule, Slot

_KEPT = 2048


def rule_to_json(rule: SessionRule) -> dict[str, Any]:
    return {
        "slots": [[slot.weekday, slot.at.isoformat("minutes")] for slot in rule.slots],
        "every": rule.every.value,
        "starts_on": rule.starts_on.isoformat(),
        "zone": rule.zone.key,
        "moved": [[move.was.isoformat(), move.to.isoformat() if move.to else None] for move in rule.moved],
        "paused": [day.isoformat() if day else None for day in (rule.paused_from, rule.paused_until)],
    }


def rule_from_json(data: dict[str, Any], off: DaysOff = NONE_OFF) -> SessionRule:
    """The rule as it was written, for somebody who does not work on days that are `off`."""
    paused_from, paused_until = (date.fromisoformat(day) if day else None for day in data.get("paused", (None, None)))
    return SessionRule(
        slots=tuple(Slot(weekday, time.fromisoformat(at)) for weekday, at in data["slots"]),
        every=Cadence(data["every"]),
        starts_on=date.fromisoformat(data["starts_on"]),
        zone=ZoneInfo(data["zone"]),
        moved=tuple(
            Moved(datetime.fromisoformat(was), datetime.fromisoformat(to) if to else None)
            for was, to in data.get("moved", ())
        ),
        paused_from=paused_from,
        paused_until=paused_until,
        off=off,
    )


def rule_from_text(text: str | None, off: DaysOff = NONE_OFF) -> SessionRule | None:
    """The same from JSON as it lies in the database; None where there is no rule."""
    return _rule(text, off) if text else None


@remembered(_KEPT)
def _rule(text: str, off: DaysOff) -> SessionRule | None:
    data = json.loads(text)
    return rule_from_json(data, off) if data else None
