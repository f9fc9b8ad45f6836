"""What each kind of line means. Said on Tuesday 24 November 2026 at 15:00 in New York."""

from __future__ import annotations

from datetime import date, time

import pytest

from referrals.grammar import (
    CancelSession,
    Command,
    Goodbye,
    LogReferrals,
    MoveSession,
    NotUnderstood,
    OpenClient,
    PauseSessions,
    Progress,
    Reopen,
    ReportReadiness,
    ResumeSessions,
    SetGoals,
    SetRisk,
    SetSessions,
    StandDown,
    Stay,
    StayKind,
    Trouble,
    Wants,
    When,
    write_line,
)
from referrals.model import Barrier, Purpose, Readiness, Step
from referrals.risk import Risk
from referrals.sessions import Cadence, Slot
from tests.unit.grammar.lines import C7, read

FRIDAY = date(2026, 11, 27)
THREE = ("psych eval", "DBT group", "housing")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 psych eval, DBT group, housing", LogReferrals(C7, THREE)),
        ("psych eval, DBT group, housing C7", LogReferrals(C7, THREE)),
        ("c7: psych eval; DBT group;housing.", LogReferrals(C7, THREE)),
        ("C7\n- psych eval\n- DBT group\n- housing", LogReferrals(C7, THREE)),
        ("C7 aa", LogReferrals(C7, ("aa",))),
        ("C7 crisis line", LogReferrals(C7, ("crisis line",))),
        ("C7 drop-in group, phone support", LogReferrals(C7, ("drop-in group", "phone support"))),
        ("C7 psych eval and DBT & housing", LogReferrals(C7, ("psych eval and DBT & housing",))),
        ("C7 housing, housing", LogReferrals(C7, ("housing",))),
        ("C7 “booked”, 'N 2'", LogReferrals(C7, ("booked", "'N 2'"))),
        ('C7 "B12 clinic, evenings"', LogReferrals(C7, ("B12 clinic, evenings",))),
        ("C7 housing !acute", LogReferrals(C7, ("housing",), Risk.ACUTE)),
        ("C7 elevated, housing", LogReferrals(C7, ("housing",), Risk.ELEVATED)),
        ("C7 housing ready ~7", LogReferrals(C7, ("housing",), readiness=Readiness(7, guess=True))),
        ("C7 ready: 10/10 housing", LogReferrals(C7, ("housing",), readiness=Readiness(10))),
        ("C7 housing by fri", LogReferrals(C7, ("housing",), wanted_by=FRIDAY)),
        ("C7 by dec 3, 2026 housing", LogReferrals(C7, ("housing",), wanted_by=date(2026, 12, 3))),
    ],
)
def test_services_are_logged(text: str, command: Command) -> None:
    assert read(text) == command


def test_everything_a_logging_line_can_say_in_any_order() -> None:
    said = LogReferrals(
        C7, ("psych eval", "housing"), Risk.ELEVATED, frozenset({Purpose.CRISIS, Purpose.LIVING}), Readiness(4), FRIDAY,
        "asks about a bus pass",
    )  # fmt: skip
    assert read("C7 psych eval, housing !elevated #crisis #living ready 4 by fri // asks about a bus pass") == said
    assert read("#LIVING psych eval ready 4, by Friday housing #crisis !Elevated c7 // asks  about a bus pass") == said
    assert read("psych eval, housing !elevated #crisis #living ready 4 by fri // asks about a bus pass C7") == said


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 agreed", Progress(C7, Step.AGREED)),
        ("C7 ok'd housing", Progress(C7, Step.AGREED, "housing")),
        ("housing agreed C7", Progress(C7, Step.AGREED, "housing")),
        ("C7 Agreed: housing!", Progress(C7, Step.AGREED, "housing")),
        ("C7 she has agreed to housing", Progress(C7, Step.AGREED, "housing")),
        ("C7 called the clinic", Progress(C7, Step.CONTACTED, "the clinic")),
        ("C7 phoned", Progress(C7, Step.CONTACTED)),
        ("C7 e-mailed housing", Progress(C7, Step.CONTACTED, "housing")),
        ("C7 on the list", Progress(C7, Step.WAITLISTED)),
        ("C7 wait-listed housing", Progress(C7, Step.WAITLISTED, "housing")),
        ("C7 booked", Progress(C7, Step.BOOKED)),
        ("C7 booked housing", Progress(C7, Step.BOOKED, "housing")),
        ("C7 booked fri 3pm", Progress(C7, Step.BOOKED, None, When(FRIDAY, time(15)))),
        ("C7 booked housing fri 3pm", Progress(C7, Step.BOOKED, "housing", When(FRIDAY, time(15)))),
        ("C7 booked fri, 3 pm housing", Progress(C7, Step.BOOKED, "housing", When(FRIDAY, time(15)))),
        ("C7 housing booked for fri", Progress(C7, Step.BOOKED, "housing", When(FRIDAY))),
        ("C7 scheduled with housing on fri", Progress(C7, Step.BOOKED, "housing", When(FRIDAY))),
        ("C7 booked section 8 fri", Progress(C7, Step.BOOKED, "section 8", When(FRIDAY))),
        ("C7 went", Progress(C7, Step.WENT)),
        ("C7 attended housing", Progress(C7, Step.WENT, "housing")),
        ("C7 went to housing yesterday", Progress(C7, Step.WENT, "housing", When(date(2026, 11, 23)))),
        ("C7 done", Progress(C7, Step.WENT)),
        ("C7 missed", Progress(C7, Step.MISSED)),
        ("C7 missed housing fri", Progress(C7, Step.MISSED, "housing", When(date(2026, 11, 20)))),
        ("C7 no-show housing", Progress(C7, Step.MISSED, "housing")),
        ("C7 not ready", Progress(C7, Step.NOT_READY)),
        ("C7 housing: not ready", Progress(C7, Step.NOT_READY, "housing")),
        ("C7 no thanks", Progress(C7, Step.DECLINED)),
        ("C7 declined housing", Progress(C7, Step.DECLINED, "housing")),
        ("C7 dropped housing", Progress(C7, Step.DROPPED, "housing")),
        ("C7 withdrawn", Progress(C7, Step.DROPPED)),
        ("C7 can't", Progress(C7, Step.BARRIER)),
        ("C7 can't cost", Progress(C7, Step.BARRIER, barrier=Barrier.COST)),
        ("C7 cant transport", Progress(C7, Step.BARRIER, barrier=Barrier.TRANSPORT)),
        ("C7 can’t: too expensive, housing", Progress(C7, Step.BARRIER, "housing", barrier=Barrier.COST)),
        ("C7 housing can't wait", Progress(C7, Step.BARRIER, "housing", barrier=Barrier.WAIT)),
        ("C7 couldn't reach housing", Progress(C7, Step.BARRIER, "housing", barrier=Barrier.UNREACHABLE)),
        ("C7 can't felt like being sent away", Progress(C7, Step.BARRIER, barrier=Barrier.SENT_AWAY)),
    ],
)
def test_progress_is_reported(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 tue 2pm weekly", SetSessions(C7, (Slot(1, time(14)),))),
        ("C7 Tuesdays at 14:00", SetSessions(C7, (Slot(1, time(14)),))),
        ("2 pm tue C7", SetSessions(C7, (Slot(1, time(14)),))),
        ("C7 tue 2", SetSessions(C7, (Slot(1, time(14)),))),
        ("C7 tue 8", SetSessions(C7, (Slot(1, time(8)),))),
        ("C7 every other week tue noon", SetSessions(C7, (Slot(1, time(12)),), Cadence.FORTNIGHTLY)),
        ("C7 tue 2:30 pm monthly", SetSessions(C7, (Slot(1, time(14, 30)),), Cadence.MONTHLY)),
        (
            "C7 tuesday 14:00, thu 9.30am fortnightly",
            SetSessions(C7, (Slot(1, time(14)), Slot(3, time(9, 30))), Cadence.FORTNIGHTLY),
        ),
        ("C7 tue and thu 2pm", SetSessions(C7, (Slot(1, time(14)), Slot(3, time(14))))),
        ("C7 Tuesday group", LogReferrals(C7, ("Tuesday group",))),
        ("C7", OpenClient(C7)),
        (" c7. ", OpenClient(C7)),
        ("C7 C7", OpenClient(C7)),
        ("C7 wants housing", Wants(C7, "housing")),
        ("C7 would like housing", Wants(C7, "housing")),
        ("C7 acute", SetRisk(C7, Risk.ACUTE)),
        ("C7 !Acute", SetRisk(C7, Risk.ACUTE)),
        ("elevated C7", SetRisk(C7, Risk.ELEVATED)),
        ("C7 stand-down", StandDown(C7)),
        ("C7 safe", StandDown(C7)),
        ("C7 admitted", Stay(C7, StayKind.ADMITTED)),
        ("C7 in hospital", Stay(C7, StayKind.ADMITTED)),
        ("C7 discharged 12/3", Stay(C7, StayKind.DISCHARGED, date(2026, 12, 3))),
        ("C7 discharged fri", Stay(C7, StayKind.DISCHARGED, date(2026, 11, 20))),
        ("C7 discharged oct 30", Stay(C7, StayKind.DISCHARGED, date(2026, 10, 30))),
        ("C7 no-show", Stay(C7, StayKind.NO_SHOW)),
        ("C7 did not come", Stay(C7, StayKind.NO_SHOW)),
        ("C7 no show tue", Stay(C7, StayKind.NO_SHOW, date(2026, 11, 24))),
        ("C7 died", Stay(C7, StayKind.DIED)),
        ("C7 ready 7", ReportReadiness(C7, Readiness(7))),
        ("C7 ready ~ 7", ReportReadiness(C7, Readiness(7, guess=True))),
        ("C7 ready 0 for housing", ReportReadiness(C7, Readiness(0), "housing")),
    ],
)
def test_the_rest_of_the_grammar(text: str, command: Command) -> None:
    assert read(text) == command


JAN_3, MAR_3 = date(2027, 1, 3), date(2027, 3, 3)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 unavailable housing", Progress(C7, Step.UNAVAILABLE, "housing")),
        ("C7 housing: no longer available", Progress(C7, Step.UNAVAILABLE, "housing")),
        ("C7 housing isn't available", Progress(C7, Step.UNAVAILABLE, "housing")),
        ("C7 the clinic closed down", Progress(C7, Step.UNAVAILABLE, "the clinic")),
        ("C7 not available", Progress(C7, Step.UNAVAILABLE)),
        ("C7 waitlisted housing until 3 mar", Progress(C7, Step.WAITLISTED, "housing", When(MAR_3))),
        ("C7 waitlisted until 3 mar housing", Progress(C7, Step.WAITLISTED, "housing", When(MAR_3))),
        ("C7 housing waitlisted, expected 3 mar", Progress(C7, Step.WAITLISTED, "housing", When(MAR_3))),
        ("C7 waitlisted housing 3 mar", Progress(C7, Step.WAITLISTED, "housing", When(MAR_3))),
        ("C7 waitlisted expected in two weeks", Progress(C7, Step.WAITLISTED, None, When(date(2026, 12, 8)))),
        ("C7 waitlisted tuesday group", Progress(C7, Step.WAITLISTED, "tuesday group")),
        ("C7 waitlisted section 8", Progress(C7, Step.WAITLISTED, "section 8")),
        ("C7 waitlisted housing today", Progress(C7, Step.WAITLISTED, "housing")),
        ("C7 declined dbt until 3 jan", Progress(C7, Step.DECLINED, "dbt", When(JAN_3))),
        ("C7 declined dbt, revisit 3 jan", Progress(C7, Step.DECLINED, "dbt", When(JAN_3))),
        ("C7 dbt declined until 3 jan", Progress(C7, Step.DECLINED, "dbt", When(JAN_3))),
        ("C7 declined tuesday group", Progress(C7, Step.DECLINED, "tuesday group")),
        ("C7 reopen dbt", Reopen(C7, "dbt")),
        ("C7 dbt re-opened", Reopen(C7, "dbt")),
        ("C7 dbt again", Reopen(C7, "dbt")),
        ("C7 restart dbt", Reopen(C7, "dbt")),
        ("C7 reopen group", Reopen(C7, "group")),
        ("C7 reopen", Reopen(C7)),
        ("C7 booked again", Progress(C7, Step.BOOKED, "again")),
        ("C7 wants dbt again", Wants(C7, "dbt again")),
        ("C7 ready 7 for dbt again", ReportReadiness(C7, Readiness(7), "dbt again")),
        ("C7 start again group", LogReferrals(C7, ("start again group",))),
        ("C7 restart programme", LogReferrals(C7, ("restart programme",))),
        ("C7 housing, Restart", LogReferrals(C7, ("housing", "Restart"))),
        ("C7 goodbye", Goodbye(C7)),
        ("C7 Good-bye.", Goodbye(C7)),
        ("therapy ended C7", Goodbye(C7)),
        ("C7 closing", Goodbye(C7)),
        ("C7 case closed", Goodbye(C7)),
        ("C7 closing the gap group", LogReferrals(C7, ("closing the gap group",))),
        ("C7 goodbye, housing", LogReferrals(C7, ("goodbye", "housing"))),
    ],
)
def test_a_referral_ends_waits_or_comes_back(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 moved to thu 3pm", MoveSession(C7, When(date(2026, 11, 26), time(15)))),
        ("C7 session moved to thu at 3", MoveSession(C7, When(date(2026, 11, 26), time(15)))),
        ("C7 next session thu 3pm", MoveSession(C7, When(date(2026, 11, 26), time(15)))),
        ("C7 moved to today 4pm", MoveSession(C7, When(date(2026, 11, 24), time(16)))),
        ("C7 moved thu", MoveSession(C7, When(date(2026, 11, 26)))),
        ("C7 rescheduled to 26 nov", MoveSession(C7, When(date(2026, 11, 26)))),
        ("C7 moved tomorrow", MoveSession(C7, When(date(2026, 11, 25)))),
        ("C7 moved out friday", LogReferrals(C7, ("moved out friday",))),
        ("C7 no session fri", CancelSession(C7, FRIDAY)),
        ("C7 session cancelled on fri", CancelSession(C7, FRIDAY)),
        ("C7 fri: session cancelled", CancelSession(C7, FRIDAY)),
        ("C7 no session today", CancelSession(C7, date(2026, 11, 24))),
        ("C7 cancelled", CancelSession(C7)),
        ("C7 she cancelled", CancelSession(C7)),
        ("C7 paused", PauseSessions(C7)),
        ("C7 paused today", PauseSessions(C7)),
        ("C7 pause until 3 jan", PauseSessions(C7, JAN_3)),
        ("C7 on a break till Jan 3.", PauseSessions(C7, JAN_3)),
        ("C7 back on 3 jan", PauseSessions(C7, JAN_3)),
        ("C7 resume", ResumeSessions(C7)),
        ("C7 resumed today", ResumeSessions(C7)),
        ("C7 is back", ResumeSessions(C7)),
        ("C7 back to work programme", LogReferrals(C7, ("back to work programme",))),
        ("C7 Pause for Thought group", LogReferrals(C7, ("Pause for Thought group",))),
        ("C7 back friday group", LogReferrals(C7, ("back friday group",))),
        ("C7 moved to housing", LogReferrals(C7, ("moved to housing",))),
        ("C7 feedback", LogReferrals(C7, ("feedback",))),
    ],
)
def test_one_session_is_changed_or_all_are_paused(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("C7 goal: sleep, back to work", "sleep, back to work"),
        ("C7 goals sleep, back to work.", "sleep, back to work."),
        ("goals: Sleep; ready 5 #x by B2 C7", "Sleep; ready 5 #x by B2"),
        ("goals: sleep, C7", "sleep"),
        ("C7: Goals - see B2 and C7", "see B2 and C7"),
        ("C7 goals:\n- sleep\n- back to  work", "sleep, back to work"),
        ("C7 goal: -5 kg", "-5 kg"),
        ("C7 goals: mum’s “rules”", 'mum\'s "rules"'),
        ("C7 goals: group", "group"),
        ("C7 goals: " + "x" * 160, "x" * 160),
    ],
)
def test_goals_are_kept_as_typed(text: str, goals: str) -> None:
    assert read(text) == SetGoals(C7, goals)


@pytest.mark.parametrize("name", ["goal setting group", "goals group", "goal-setting", "goals-based therapy"])
def test_a_service_may_be_about_goals(name: str) -> None:
    assert read(f"C7 {name}") == LogReferrals(C7, (name,))


TROUBLES: list[tuple[str, Trouble, str | None, str]] = [
    ("", Trouble.EMPTY, None, "C7"),
    ("🙂 ...", Trouble.EMPTY, None, "C7"),
    ("C7 " + "x" * 500, Trouble.TOO_LONG, None, "C7"),
    ("C7 " + "x " * 81, Trouble.TOO_LONG, None, "C7"),
    ("psych eval", Trouble.NO_CODE, None, "C7 psych eval"),
    ("psych eval for B2 please", Trouble.NO_CODE, None, "B2 psych eval for please"),
    ("C7 psych eval, B2 housing", Trouble.TWO_CODES, "B2", "C7 psych eval, housing"),
    ("C7 N2", Trouble.TWO_CODES, "N2", "C7"),
    ("C7 wants", Trouble.NO_SERVICE, None, "C7 wants housing"),
    ("C7 #crisis", Trouble.NO_SERVICE, None, "C7 housing #crisis"),
    ("C7 housing, 12", Trouble.NO_SERVICE, "12", "C7 housing"),
    ("C7 agreed housing, DBT", Trouble.ONE_SERVICE, "DBT", "C7 agreed housing"),
    ("C7 agreed housing ready 8", Trouble.TOO_MUCH, "ready 8", "C7 agreed housing"),
    ("C7 went // liked it", Trouble.TOO_MUCH, "liked it", "C7 went"),
    ("C7 acute self harm", Trouble.TOO_MUCH, "self harm", "C7 acute"),
    ("C7 !acute #crisis", Trouble.TOO_MUCH, "#crisis", "C7 acute"),
    ("C7 agreed housing !acute", Trouble.TOO_MUCH, "agreed housing", "C7 acute"),
    ("C7 housing !acute !elevated", Trouble.TOO_MUCH, "!elevated", "C7 housing !acute"),
    ("C7 admitted safety plan", Trouble.TOO_MUCH, "safety plan", "C7 admitted"),
    ("C7 housing by fri 3pm", Trouble.TOO_MUCH, "by fri 3pm", "C7 housing by 2026-11-27"),
    ("C7 tue 2pm 3pm", Trouble.TOO_MUCH, "3pm", "C7 tue 14:00 weekly"),
    ("C7 housing #dignosis", Trouble.UNKNOWN_TAG, "#dignosis", "C7 housing #diagnosis"),
    ("C7 housing !soon", Trouble.UNKNOWN_TAG, "!soon", "C7 housing"),
    ("C7 ready", Trouble.BAD_READINESS, "ready", "C7 ready 5"),
    ("C7 housing ready 11", Trouble.BAD_READINESS, "ready 11", "C7 housing ready 5"),
    ("C7 housing by 30 feb", Trouble.BAD_DATE, "by 30 feb", "C7 housing"),
    ("C7 booked 31 nov", Trouble.BAD_DATE, "31 nov", "C7 booked"),
    ("C7 booked mon 3 dec", Trouble.BAD_DATE, "mon 3 dec", "C7 booked"),
    ("C7 booked tue or thu", Trouble.BAD_DATE, "tue or thu", "C7 booked"),
    ("C7 booked section 8 dec 3", Trouble.BAD_DATE, "8 dec 3", "C7 booked section"),
    ("C7 booked housing 3pm", Trouble.BAD_DATE, "3pm", "C7 booked housing"),
    ("C7 booked yesterday", Trouble.PAST_DATE, "yesterday", "C7 booked"),
    ("C7 booked housing nov 20", Trouble.PAST_DATE, "nov 20", "C7 booked housing"),
    ("C7 discharged feb 3, 2026", Trouble.PAST_DATE, "feb 3 2026", "C7 discharged"),
    ("C7 died tomorrow", Trouble.FUTURE_DATE, "tomorrow", "C7 died"),
    ("C7 went dec 3", Trouble.FUTURE_DATE, "dec 3", "C7 went"),
    ("C7 tue 25:00", Trouble.BAD_TIME, "25:00", "C7 tue 14:00 weekly"),
    ("C7 thu", Trouble.BAD_TIME, "thu", "C7 thu 14:00 weekly"),
    ("C7 weekly", Trouble.BAD_TIME, None, "C7 mon 14:00 weekly"),
    ("C7 booked fri 25:00", Trouble.BAD_TIME, "fri 25:00", "C7 booked"),
    ("C7 waitlisted housing until spring", Trouble.BAD_DATE, "until spring", "C7 waitlisted housing"),
    ("C7 waitlisted housing tue or thu", Trouble.BAD_DATE, "tue or thu", "C7 waitlisted housing"),
    ("C7 waitlisted housing 30 feb", Trouble.BAD_DATE, "30 feb", "C7 waitlisted housing"),
    ("C7 waitlisted housing fri 3pm", Trouble.TOO_MUCH, "fri 3pm", "C7 waitlisted housing until 2026-11-27"),
    ("C7 declined dbt until fri 3pm", Trouble.TOO_MUCH, "until fri 3pm", "C7 declined dbt until 2026-11-27"),
    ("C7 declined dbt until nov 20", Trouble.PAST_DATE, "until nov 20", "C7 declined dbt"),
    ("C7 reopen dbt, housing", Trouble.ONE_SERVICE, "housing", "C7 reopen dbt"),
    ("C7 moved to", Trouble.BAD_DATE, None, "C7 moved to 2026-11-30 14:00"),
    ("C7 moved to 3pm", Trouble.BAD_DATE, "3pm", "C7 moved to 2026-11-30 14:00"),
    ("C7 moved to yesterday 3pm", Trouble.PAST_DATE, "yesterday 3pm", "C7 moved to 2026-11-30 14:00"),
    ("C7 next session thu 3pm at the clinic", Trouble.TOO_MUCH, "at the clinic", "C7 moved to 2026-11-26 15:00"),
    ("C7 no session fri 3pm", Trouble.TOO_MUCH, "fri 3pm", "C7 no session 2026-11-27"),
    ("C7 no session tue and thu", Trouble.TOO_MUCH, "and thu", "C7 no session 2026-12-01"),
    ("C7 no session yesterday", Trouble.PAST_DATE, "yesterday", "C7 no session"),
    ("C7 paused 3 jan", Trouble.FUTURE_DATE, "3 jan", "C7 paused until 2027-01-03"),
    ("C7 paused until", Trouble.BAD_DATE, "until", "C7 paused"),
    ("C7 paused from 20 dec until 3 jan", Trouble.TOO_MUCH, "from 20 dec", "C7 paused until 2027-01-03"),
    ("C7 paused !acute", Trouble.TOO_MUCH, "paused", "C7 acute"),
    ("C7 goodbye // moved away", Trouble.TOO_MUCH, "moved away", "C7 goodbye"),
    ("C7 goals", Trouble.EMPTY, "goals", "C7 goals: sleep, back to work"),
    ("C7 goal: ...", Trouble.EMPTY, "goal", "C7 goals: sleep, back to work"),
    ("C7 goals: " + "x" * 161, Trouble.TOO_LONG, None, "C7"),
    ("C7 B2 goals: sleep", Trouble.TWO_CODES, "B2", "C7 goals: sleep"),
    ("goals: sleep", Trouble.NO_CODE, None, "C7 goals: sleep"),
]


@pytest.mark.parametrize(("text", "trouble", "fragment", "nearest"), TROUBLES)
def test_what_is_not_understood_is_said_with_the_nearest_line(
    text: str, trouble: Trouble, fragment: str | None, nearest: str
) -> None:
    assert read(text) == NotUnderstood(trouble, fragment, nearest)


def test_every_trouble_has_an_example_above() -> None:
    assert {trouble for _, trouble, _, _ in TROUBLES} == set(Trouble)


@pytest.mark.parametrize("text", ["C7 safe", "C7 SAFE.", "stand down C7"])
def test_a_word_that_promises_safety_is_never_written(text: str) -> None:
    command = read(text)
    assert not isinstance(command, NotUnderstood)
    assert write_line(command) == "C7 stand down"
