"""Examples of what `bot.wording.supervision` says."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from bot.wording.card import Card
from bot.wording.supervision import cases, conditions, deciding, linking, page, returning, team
from bot.wording.supervision.cases import CaseShown, SeenCase
from referrals.habits import Habits
from referrals.hours import WorkingHours
from referrals.model import Barrier, Role
from referrals.stalled import Pattern, Stall
from referrals.supervisors import Condition, Decision, SupervisionKind
from storage.person import Person
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, FULL, NEW, PLANNED, REFERRALS, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

STALLS = [
    Stall(pattern, (1, 2, 3) if pattern is Pattern.NONE_MOVED else (1,), 15, sessions, barrier, 8, 5)
    for pattern in Pattern
    for sessions in (None, 0, 1, 3)
    for barrier in (None, Barrier.WAIT)
]
CASES = [
    *(CaseShown(C7, [stall], {1: FULL}) for stall in STALLS),
    *(CaseShown(client, STALLS, {1: NEW}) for client in AT_RISK),
    CaseShown(C7, [], {}),
]
MANY = [CaseShown(replace(C7, id=number, code=f"AB{100 + number}"), STALLS[:2], {1: FULL}) for number in range(25)]
LINE = "is <this> still the plan?"
HABITS = Habits(WorkingHours(NEW_YORK, frozenset(range(5)), time(9), time(18)))
KIM = Person(1, 1, frozenset({Role.THERAPIST}), HABITS, welcomed=True, called="<Kim>")
SEEN = [
    SeenCase(replace(KIM, called=called), kind, case, meets_at, shared)
    for case in (CASES[0], CASES[-1], CASES[-2])
    for called, kind, meets_at, shared in (
        ("<Kim>", SupervisionKind.CLINICAL, NOW, "what <it> stirs " * 60),
        ("", SupervisionKind.GROUP, None, None),
    )
]
CONDITION = Condition(1, 1, 1, reason=LINE * 30, offered=LINE, review_on=NOW.date(), decided_at=NOW, recorded_by=2)
REPORTED = replace(CONDITION, recorded_by=None, told_on=NOW.date())
NAMES: list[dict[SupervisionKind, str]] = [{}, {SupervisionKind.CLINICAL: "<Kim>", SupervisionKind.GROUP: ""}]
TOGETHER = [*([case] for case in CASES), CASES[:4], MANY]
EXAMPLES: dict[Say, list[Arguments]] = {
    cases.eve: [
        (several, meets_at, NOW, NEW_YORK)
        for meets_at in (NOW + timedelta(days=1), NOW + timedelta(days=3), None)
        for several in TOGETHER
    ],
    cases.paper_tap: [()],
    cases.all_cases_tap: [()],
    cases.and_more: [(several,) for several in TOGETHER],
    cases.soon: [(several, NOW, NEW_YORK) for several in TOGETHER],
    cases.line: [(case,) for case in CASES],
    cases.reasons: [(case,) for case in CASES],
    cases.reason: [(stall, CASES[0]) for stall in STALLS],
    deciding.ask: [(several,) for several in TOGETHER],
    deciding.ask_one: each(AT_RISK),
    deciding.ask_note: each(AT_RISK),
    deciding.decision_rows: [(BIGGEST_ID,)],
    deciding.which_to_let_go: [(C7, REFERRALS)],
    deciding.which_condition: [
        (client, REFERRALS, reported) for client in (C7, *AT_RISK) for reported in (True, False)
    ],
    deciding.ask_weeks: each([C7]),
    deciding.nothing_to_pause: each(AT_RISK),
    deciding.answered_below: each([C7]),
    deciding.said: [(what, referral, line) for what in Decision for referral in (None, FULL) for line in (None, "<")],
    deciding.kept: [
        (client, what, referral, LINE, REFERRALS, PLANNED, BIGGEST_ID, NEW_YORK)
        for client in (C7, *AT_RISK)
        for what in Decision
        for referral in (None, FULL)
    ],
    page.all_cases: [
        (several, meets_at, names, NEW_YORK)
        for several in ([], *TOGETHER)
        for meets_at in (NOW, None)
        for names in NAMES
    ],
    page.one_case: [
        (case, standing, alone, NEW_YORK, change)
        for case in CASES
        for change in (None, BIGGEST_ID)
        for alone in (True, False)
        for standing in ([], [CONDITION, REPORTED])
    ],
    conditions.not_at_risk: [(client, NEW_YORK) for client in AT_RISK],
    conditions.which: [(C7, REFERRALS)],
    conditions.ask_reason: [(C7, FULL)],
    conditions.ask_offered: each([C7]),
    conditions.ask_review: each([C7]),
    conditions.answered_below: each([C7]),
    conditions.recorded: [(C7, FULL, CONDITION)],
    conditions.reported: [(C7, FULL, REPORTED, BIGGEST_ID)],
    conditions.word_from: [(name,) for name in ("Kim", "")],
    conditions.for_her: [(name, C7, FULL, CONDITION) for name in ("Kim", "")],
    conditions.not_told_yet: [(C7, CONDITION)],
    conditions.was_told: [(C7, NOW.date(), BIGGEST_ID)],
    conditions.told_row: [(C7, CONDITION)],
    conditions.review_rows: [(C7, [CONDITION, REPORTED])],
    conditions.looked_at: [(C7, FULL, stands) for stands in (True, False)],
    conditions.standing: each([CONDITION, REPORTED]),
    returning.reminded: [
        (Card("How did it go?"), C7, [(what, FULL, LINE) for what in Decision][:count], [CONDITION])
        for count in (0, 1, 3)
    ],
    page.no_case: [(C7, None), (C7, BIGGEST_ID)],
    page.ask_line: each([C7]),
    page.ask_because: each([C7]),
    page.respected: [(C7, BIGGEST_ID)],
    page.put_off: [([C7], BIGGEST_ID), ([C7] * 3, BIGGEST_ID)],
    page.answered_below: each([C7]),
    page.stays: each([C7]),
    linking.invite: [("x" * 22, kind) for kind in SupervisionKind],
    linking.linked: [(name, kind, told) for name in ("Kim", "") for kind in SupervisionKind for told in (True, False)],
    linking.came: [(name, kind) for name in ("Kim", "") for kind in SupervisionKind],
    linking.not_linked: [()],
    linking.supervisors: [([],), ([(BIGGEST_ID, name, kind) for name in ("<Kim>", "") for kind in SupervisionKind],)],
    linking.confirm_end: [(BIGGEST_ID, "Kim"), (BIGGEST_ID, "")],
    linking.ended: each(["Kim", ""]),
    linking.end_tap: [(BIGGEST_ID, "Kim")],
    team.agenda: [(seen, NOW, NEW_YORK) for seen in ([], SEEN[:1], SEEN, SEEN * 4)],
    team.team: [
        ([team.Supervisee(number, name, kind, number % 3, at) for number in range(count)], start, NEW_YORK)
        for count, start in ((0, 0), (1, 0), (20, 0), (20, 16))
        for name, kind, at in (("Kim", SupervisionKind.CLINICAL, NOW), ("", SupervisionKind.GROUP, None))
    ],
    team.case: [(seen, REFERRALS, standing, NOW, NEW_YORK) for seen in SEEN for standing in ([], [CONDITION])],
    team.ask_line: each(SEEN),
    team.answered_below: each(SEEN),
    team.line_sent: [(SEEN[0], LINE)],
    team.decision_sent: [(SEEN[0], Decision(what)) for what in team.DECISIONS],
    team.said_already: each(SEEN),
    team.line_for_her: [(name, C7, LINE) for name in ("Kim", "")],
    team.decision_for_her: [("Kim", C7, Decision(what)) for what in team.DECISIONS],
}
