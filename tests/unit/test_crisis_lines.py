"""Crisis lines follow where the client is, each with a source and its date; none is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from referrals.crisis_lines import CRISIS_LINES, CrisisLine, dated, lines_for
from referrals.risk import RiskKind

READ_ON = date(2026, 11, 23)  # when the stored pages were read: none of them can be younger
REGIONS = sorted({line.region for line in CRISIS_LINES})


def named(line: CrisisLine) -> str:
    return f"{line.region} {line.name}"


@pytest.mark.parametrize("line", CRISIS_LINES, ids=named)
def test_every_line_says_how_to_reach_it_where_that_was_read_and_when(line: CrisisLine) -> None:
    site = line.source.partition("/")[0]
    assert line.name
    assert any(character.isdigit() for character in line.reach)
    assert "." in site
    assert ":" not in line.source
    assert not site.startswith("www.")
    assert date(2016, 1, 1) < line.checked_on <= READ_ON


@pytest.mark.parametrize("region", REGIONS)
def test_a_listed_region_is_a_country_code_and_has_a_line_for_any_danger(region: str) -> None:
    assert len(region) == 2
    assert region.isascii()
    assert region.isupper()
    assert lines_for(region, None)
    assert all(line.region == region for kind in (None, *RiskKind) for line in lines_for(region, kind))


@pytest.mark.parametrize("region", [None, "", "ZZ", "USA"])
def test_an_unknown_region_has_no_line_rather_than_anothers(region: str | None) -> None:
    assert [lines_for(region, kind) for kind in (None, *RiskKind)] == [()] * (1 + len(RiskKind))


def test_a_region_typed_small_is_the_same_region() -> None:
    assert lines_for("us", RiskKind.SELF) == lines_for("US", RiskKind.SELF)


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (RiskKind.VIOLENCE, "National Domestic Violence Hotline"),
        (RiskKind.DEPENDENT, "Childhelp National Child Abuse Hotline"),
        (RiskKind.MEDICAL, "Poison Help"),
        (RiskKind.SELF, "988 Suicide & Crisis Lifeline"),
        (RiskKind.OTHERS, "988 Suicide & Crisis Lifeline"),
        (None, "988 Suicide & Crisis Lifeline"),
    ],
)
def test_the_line_for_this_danger_comes_first_then_those_for_any(kind: RiskKind | None, first: str) -> None:
    lines = lines_for("US", kind)
    general = [line for line in CRISIS_LINES if line.region == "US" and not line.kinds]
    assert lines[0].name == first
    assert list(lines[-len(general) :]) == general


def test_a_line_for_another_danger_is_left_out() -> None:
    assert all(not line.kinds or RiskKind.VIOLENCE in line.kinds for line in lines_for("US", RiskKind.VIOLENCE))
    assert all(not line.kinds for line in lines_for("US", None))


def test_a_line_for_some_people_stands_after_the_line_for_all() -> None:
    assert [line.name for line in lines_for("US", RiskKind.SELF)] == [
        "988 Suicide & Crisis Lifeline",
        "Veterans Crisis Line",
    ]


def test_more_than_a_year_old_is_told_apart_to_the_day() -> None:
    line = replace(CRISIS_LINES[0], checked_on=date(2025, 11, 23))
    assert not dated(line, line.checked_on)
    assert not dated(line, line.checked_on + timedelta(days=365))
    assert dated(line, line.checked_on + timedelta(days=366))
