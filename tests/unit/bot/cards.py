"""Everything the wording can say: each of its public functions, called with what the field may bring."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time, timedelta
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot import wording
from bot.wording import (
    access,
    appointment,
    capture,
    client,
    commands,
    console,
    nudges,
    onboarding,
    referral,
    status,
    text,
    trouble,
)
from bot.wording.card import Button, Card
from referrals.grammar import NotUnderstood, Trouble
from referrals.hours import WorkingHours
from referrals.identifiers import IdentifierKind
from referrals.model import Barrier, Client, Purpose, Readiness, Referral, Role, Service, State, Step
from referrals.sessions import Cadence, SessionRule, Slot
from referrals.timing import NudgeKind, Planned
from storage.changes import Undone
from tests.unit.moments import NEW_YORK, NOW, OFFICE
from tests.unit.moments import referral as a_referral

Say = Callable[..., object]
Arguments = tuple[Any, ...]

BIGGEST_ID = 2**63 - 1
SERVICE = Service(1, "Tom & Co <housing>", (), in_house=True)
LONG = Service(2, "Partial hospitalisation and day treatment programme (county)", ())
C7 = Client(1, "C7", None)
RULES = tuple(SessionRule((Slot(1, time(14)), Slot(3, time(9))), every, NOW.date(), NEW_YORK) for every in Cadence)
SEEN = Client(2, "AB123", RULES[1])
IN_A_WEEK = NOW + timedelta(days=7)
PLANNED = tuple(
    Planned(kind, IN_A_WEEK, IN_A_WEEK.date(), 1, IN_A_WEEK if "session" in kind else None) for kind in NudgeKind
)
NEW = a_referral(service=SERVICE)
FULL = a_referral(
    service=LONG,
    state=State.SCHEDULED,
    purposes=frozenset(Purpose),
    readiness=Readiness(10, guess=True),
    barrier=Barrier.ALONE,
    appointment_at=IN_A_WEEK,
    wanted_by=date(2026, 12, 30),
)
REFERRALS = (
    NEW,
    FULL,
    *(a_referral(service=SERVICE, state=state, moved_at=NOW - timedelta(days=12)) for state in State),
    *(a_referral(service=LONG, barrier=barrier) for barrier in Barrier),
    *(a_referral(service=LONG, purposes=frozenset(two)) for two in combinations(Purpose, 2)),
    a_referral(service=SERVICE, state=State.SCHEDULED, appointment_at=IN_A_WEEK, appointment_timed=False),
    a_referral(service=SERVICE, readiness=Readiness(0)),
)
LINES = [status.Line(SEEN, NEW, 3, IN_A_WEEK), status.Line(C7, None, 0, None), status.Line(C7, FULL, 1, IN_A_WEEK)]
TYPED = "<b>Tom & Jerry" * 40


def many(count: int, one: Referral = FULL) -> list[Referral]:
    return [one] * count


def _each(values: Iterable[Any], *before: Any) -> list[Arguments]:
    return [(*before, value) for value in values]


EXAMPLES: dict[Say, list[Arguments]] = {
    access.stranger: [()],
    access.not_your_role: [()],
    access.invite_opens_nothing: [()],
    access.not_private: [()],
    appointment.ask: [("C7", FULL, [NOW.date() + timedelta(days=ahead) for ahead in range(4)], 1), ("C7", NEW, [], 1)],
    appointment.answered_below: [("C7", NEW)],
    appointment.not_a_date: _each(Trouble),
    appointment.left_open: [("C7", NEW, PLANNED, 1, NEW_YORK), ("C7", NEW, [], 1, NEW_YORK)],
    capture.logged: [
        (capture.Logged(who, new, many(count, one), before, planned, note, BIGGEST_ID), NOW, NEW_YORK)
        for who, new in ((C7, True), (C7, False), (SEEN, False))
        for count, one in ((1, NEW), (2, FULL), (3, NEW), (9, FULL), (10, NEW), (16, FULL))
        for before, planned in (((), ()), ([SERVICE], PLANNED))
        for note in (None, "a & b", "&" * 480)
    ],
    capture.already_open: [(C7, [SERVICE]), (SEEN, [SERVICE, LONG])],
    capture.which_service: [(TYPED, [SERVICE, LONG])],
    capture.sessions_set: [("C7", rule, IN_A_WEEK, 1, NEW_YORK) for rule in RULES],
    capture.moved: [("C7", step, one, PLANNED, 1, NOW, NEW_YORK) for one in REFERRALS for step in Step]
    + [("C7", Step.AGREED, NEW, [], 1, NOW, NEW_YORK)],
    capture.readiness_noted: [("C7", NEW, Readiness(7, guess), 1) for guess in (True, False)],
    client.page: [
        (who, many(open_ones), many(ended, REFERRALS[2]), planned, NOW, NEW_YORK)
        for who in (C7, SEEN)
        for open_ones, ended in ((0, 0), (0, 1), (1, 0), (3, 3), (6, 3), (7, 4), (40, 40))
        for planned in ((), PLANNED)
    ]
    + [(C7, [one], [], PLANNED, NOW, NEW_YORK) for one in REFERRALS],
    client.listing: _each([C7] * count for count in (0, 1, 40, 41, 200)),
    client.which_client: [()],
    commands.help_: [()],
    commands.privacy: [()],
    commands.cancelled: _each((True, False)),
    console.key_made: _each([Path("followthrough.key")]),
    console.invite: [("code", role, name) for role in Role for name in (None, "followthrough_bot")],
    console.check: [(True, "token", "this is @bot"), (False, "database", console.BEHIND)],
    console.clock_off: _each([90]),
    console.demo_ready: _each(["http://127.0.0.1:8077/"]),
    nudges.taps: _each(NudgeKind),
    nudges.nudge: [
        (kind, BIGGEST_ID, "AB123", one, session_at, NOW, NEW_YORK)
        for kind in NudgeKind
        for one in REFERRALS
        for session_at in (None, IN_A_WEEK)
    ],
    nudges.answered_elsewhere: [("C7", NEW)],
    nudges.put_off: [("C7", NEW, answer, "I will ask on Tue 1 Dec 14:00.", 1) for answer in nudges.Answer],
    onboarding.ask_zone: _each(available_timezones()),
    onboarding.zone_unknown: _each([TYPED]),
    onboarding.zone_set: _each([NEW_YORK, ZoneInfo("America/Argentina/ComodRivadavia")]),
    onboarding.ask_hours: [()],
    onboarding.hours_by_tap: [()],
    onboarding.hours_set: _each(
        [
            OFFICE,
            WorkingHours(NEW_YORK, frozenset(range(7)), time(8, 30), time(20)),
            WorkingHours(NEW_YORK, frozenset({2}), time(9), time(10)),
        ]
    ),
    onboarding.ask_supervision: [()],
    onboarding.supervision_unknown: [()],
    onboarding.supervision_set: _each([None, *RULES]),
    onboarding.welcome: [()],
    onboarding.welcome_without_caseload: [()],
    onboarding.welcome_back: [([],), ([Role.SUPERVISOR],)],
    referral.standing: [(one, NOW, NEW_YORK) for one in REFERRALS],
    referral.appointment: [(one, NEW_YORK) for one in REFERRALS],
    referral.purposes: _each(REFERRALS),
    referral.details: [(one, NOW, NEW_YORK) for one in REFERRALS],
    referral.next_ask: [([], NEW_YORK), *(([item], NEW_YORK) for item in PLANNED), (PLANNED, NEW_YORK, NEW)],
    referral.heading: [("C7", NEW)],
    referral.names: _each([many(count) for count in (1, 2, 12, 13)]),
    referral.undo: _each([BIGGEST_ID]),
    status.overview: [
        (status.Counts(200, 10, on_hold, 30, 400, 100), LINES[:1] * count + LINES[1:], last, NOW, NEW_YORK)
        for on_hold in (0, 3)
        for count in (1, 7, 8, 200)
        for last in (None, ("C7", REFERRALS[-1]))
    ]
    + [(status.Counts(0, 0, 0, 0, 0, 0), [], None, NOW, NEW_YORK)],
    text.plain: _each([TYPED]),
    text.shortened: [(TYPED, 40), ("C7", 40)],
    text.quoted: _each([TYPED, "dbbt"]),
    text.bold: _each([TYPED]),
    text.code: _each([TYPED]),
    text.day: _each([NOW.date()]),
    text.moment: [(NOW, NEW_YORK)],
    text.ago: [(NOW - timedelta(days=days), NOW, NEW_YORK) for days in (0, 1, 2, 40)],
    text.listed: _each([["one"], ["one", "two"], ["one", "two", "three"]]),
    text.sessions: _each(RULES),
    trouble.not_understood: [
        (NotUnderstood(reason, fragment, "C7 psych eval"),) for reason in Trouble for fragment in (None, TYPED[:40])
    ],
    trouble.not_yet: _each([f"C7 wants {TYPED[:480]}"]),
    trouble.risk_not_yet: [()],
    trouble.unknown_services: [
        ("C7", [TYPED], [], ""),
        ("C7", [TYPED] * 12, [SERVICE, LONG, SERVICE], "C7 Tom & Co <housing>"),
        ("C7", ["dbbt"], [SERVICE], ""),
    ],
    trouble.no_such_client: _each(["C7"]),
    trouble.no_open_referral: _each(["C7"]),
    trouble.no_such_referral: [("C7", TYPED, many(1)), ("C7", "dbt", many(40))],
    trouble.already_ended: _each(REFERRALS),
    trouble.not_booked: [("C7", NEW)],
    trouble.does_not_fit: _each(REFERRALS, "C7"),
    trouble.refused: _each(IdentifierKind),
    trouble.not_text: [()],
    trouble.edited: [()],
    trouble.unknown_command: [()],
    trouble.stale_tap: [()],
    trouble.undone: [(result, who) for result in Undone for who in (None, "C7")],
    trouble.failed: [()],
    trouble.chosen: _each(REFERRALS),
    trouble.one_of_these: [(many(2),), (many(40),)],
    trouble.gone: [()],
    trouble.which_barrier: _each(["C7"]),
    trouble.which_referral: [("C7", many(2)), ("C7", many(40))],
}


def modules() -> Iterator[Any]:
    for module in pkgutil.iter_modules(wording.__path__, "bot.wording."):
        yield import_module(module.name)


def public_functions() -> set[Say]:
    return {
        function
        for module in modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def constants() -> Iterator[tuple[str, str]]:
    """Every word in a module's tables and constants, with the name it stands under."""
    for module in modules():
        for name, value in vars(module).items():
            if not name.startswith("__"):
                yield from ((f"{module.__name__}.{name}", words) for words in _words(value))


def spoken() -> Iterator[tuple[str, object]]:
    """What every example says, with the name of the function that says it."""
    for say, examples in EXAMPLES.items():
        for arguments in examples:
            yield f"{say.__module__}.{say.__name__}", say(*arguments)


def cards() -> Iterator[tuple[str, Card]]:
    for name, said in spoken():
        if isinstance(said, Card):
            yield name, said


def texts() -> Iterator[tuple[str, str]]:
    """Every text and every label."""
    for name, said in spoken():
        for words in _words(said):
            yield name, words


def _words(said: object) -> Iterator[str]:
    match said:
        case str():
            yield said
        case Button(label):
            yield label
        case Card(html, rows):
            yield html
            yield from _words(rows)
        case tuple():
            for part in said:
                yield from _words(part)
        case dict():
            yield from _words(tuple(said.values()))
