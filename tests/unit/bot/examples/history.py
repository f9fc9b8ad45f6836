"""Examples of what `bot.wording.clients.history` says."""

from __future__ import annotations

from bot.wording.clients import history
from bot.wording.clients.history import Detail, Entry
from referrals.model import FirstBecause
from referrals.supervisors import Because
from tests.unit.bot.examples.samples import C7, LONG, SEEN, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

DETAILS: list[Detail] = [
    {},
    {"level": "acute"},
    {"level": "none_logged", "seen": False, "talked_over": "supervisor"},
    {"level": "elevated", "talked_over": "not_yet"},
    {"kind": "self"},
    {"kind": None},
    {"step": "safety_plan", "done": False},
    {"value": 7, "guess": True},
    *({"because": one.value} for one in (*FirstBecause, *Because)),
    {"barrier": "wait", "on": "2026-12-03"},
    {"consent": "given", "until": "2027-01-05"},
    {"carrier": "next_therapist"},
    {"diagnosis": True, "crisis": False, "living": True, "practice": False},
    {"word": "attending", "beside": 4},
    {"state": "waitlisted", "on": "2026-10-03"},
]
ENTRIES = [
    Entry(kind, NOW, service, mine, detail)
    for kind in (*history.EVENTS, "something from a later version")
    for service, mine in ((LONG.name * 3, True), (None, False))
    for detail in DETAILS
]

EXAMPLES: dict[Say, list[Arguments]] = {
    history.page: [
        (C7, ENTRIES[start : start + history.A_PAGE], start // history.A_PAGE, 99, NEW_YORK)
        for start in range(0, len(ENTRIES), history.A_PAGE)
    ]
    + [(SEEN, [], 0, 1, NEW_YORK)],
    history.told: [(kind, detail) for kind in history.EVENTS for detail in DETAILS],
    history.deed: [(kind, who, detail) for kind in history.EVENTS for who in (None, "Legal aid") for detail in DETAILS],
}
