"""A verb with a slip of the finger: what the line may report, and what is no such line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from referrals.codes import ClientCode
from referrals.grammar import Progress, When, read_misspelt
from referrals.model import Step

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 18, 21, 10, tzinfo=UTC)  # a Wednesday
C7 = ClientCode("C7")


def read(text: str) -> list[Progress]:
    return read_misspelt(text, NOW, NEW_YORK)


@pytest.mark.parametrize(
    ("line", "step", "service"),
    [
        ("C7 psyh eval bokked", Step.BOOKED, "psyh eval"),
        ("C7 bokked psych eval", Step.BOOKED, "psych eval"),
        ("C7 agred dbt", Step.AGREED, "dbt"),
        ("C7 not raedy yet dbt", Step.NOT_READY, "dbt"),
        ("C7 ddint go dbt", Step.MISSED, "dbt"),
        ("wnet dbt C7", Step.WENT, "dbt"),
        ("C7 acepó vivienda", Step.AGREED, "vivienda"),
        ("C7 bokked", Step.BOOKED, None),
    ],
)
def test_a_slip_in_the_verb(line: str, step: Step, service: str | None) -> None:
    assert read(line) == [Progress(C7, step, service)]


def test_its_day_is_read_as_behind_the_verb_itself() -> None:
    assert read("C7 bokked dbt fri 3pm") == [Progress(C7, Step.BOOKED, "dbt", When(date(2026, 11, 20), time(15)))]


@pytest.mark.parametrize(
    "line",
    [
        "C7 booked dbt",  # no slip
        "C7 psych eval, housing",
        'C7 "bokked" dbt',  # a name, as it was typed
        "C7 bokked dbt, housing",  # one service at a time
        "C7 bokked dbt // a note",
        "bokked dbt",
        "C7 bokked dbt B2",
        "C7 wen dbt",  # too short to be told from another word
        "C7 " + "bokked " * 13,
        "",
    ],
)
def test_what_is_no_such_line(line: str) -> None:
    assert read(line) == []
