"""What each kind of line means. Said on Tuesday 24 November 2026 at 15:00 in New York."""

from __future__ import annotations

from datetime import date, time

import pytest

from referrals.grammar import (
    Command,
    LogReferrals,
    NotUnderstood,
    OpenClient,
    Progress,
    ReportReadiness,
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
