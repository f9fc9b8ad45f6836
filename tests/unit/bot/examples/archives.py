"""An archive as data, of which as much is said as a test needs."""

from __future__ import annotations

import json
from typing import Any

from storage.rights.archive import Archive

AT = "2026-11-24T20:00:00Z"
MEMBER = {
    "roles": ["therapist"], "licensed": False, "called": "Ana", "tells_acute": False, "zone": "America/New_York",
    "workdays": [0, 1], "hours_start": "09:00:00", "hours_end": "18:00:00", "supervision": None, "lead_minutes": 30,
    "session_minutes": 50, "ceiling": 4, "keeps_holidays": True, "away_from": None, "away_until": None,
    "away_cover": None, "joined_at": AT, "welcomed_at": AT,
}  # fmt: skip
_OF_REFERRAL = set(Archive.model_json_schema()["$defs"]["ReferralPart"]["properties"])
_OF_CLIENT = set(Archive.model_json_schema()["$defs"]["ClientPart"]["properties"])
_PARTS = ("history", "stall_answers", "decisions", "conditions", "reflections")


def referral(number: int = 1, **said: Any) -> dict[str, Any]:
    """One as data, of which nothing is said but what must be."""
    least = {
        "number": number, "service": "Legal aid", "state": "suggested", "purposes": [], "readings": [],
        "appointment_timed": True, "sufficient": False, "created_at": AT, "moved_at": AT,
    }  # fmt: skip
    return {**dict.fromkeys(_OF_REFERRAL), **least, **said}


def client(code: str = "C7", **said: Any) -> dict[str, Any]:
    """The same of a client."""
    parts: dict[str, Any] = {name: [] for name in _PARTS}
    least = {
        "code": code,
        "created_at": AT,
        "risk": "none_logged",
        "care_steps": [],
        "referrals": [referral()],
    }
    return {**dict.fromkeys(_OF_CLIENT), **parts, **least, **said}


def archive(*clients: dict[str, Any], **said: Any) -> str:
    """A whole one as text."""
    services = [{"name": "Legal aid", "kind": "legal", "in_house": False}]
    least = {"format": "followthrough-export", "version": 1, "exported_at": AT, "member": MEMBER, "services": services}
    return json.dumps({**least, "clients": list(clients), **said})
