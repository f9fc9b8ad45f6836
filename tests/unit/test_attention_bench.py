"""The simulated year: one seed makes one year, its world is plausible, and its figures come from what was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bench.attention.__main__ import run
from bench.attention.caseload import World
from bench.attention.chronicle import Chronicle, Followed
from bench.attention.figures import Figures, Spread, figures
from bench.attention.phone import Told
from bench.attention.rivals import every_week, when_due
from bench.attention.stalled import shown_at_supervision, stalled_cases
from bench.attention.tables import Part, Standing
from bench.attention.world import CLIENTS, REFERRALS, make_world
from bench.attention.year import Year, local_day
from referrals.lifecycle import Report
from referrals.model import Barrier, Purpose, State, Step

WEEKS = 6
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def walked() -> Figures:
    return run(7, WEEKS)


def test_the_same_seed_gives_the_same_figures(walked: Figures) -> None:
    assert run(7, WEEKS) == walked


def test_a_walk_counts_what_came_and_what_was_answered(walked: Figures) -> None:
    assert walked.bot.total > 0
    assert 0 < walked.answered < walked.questions
    assert walked.referrals == len(make_world(7, Year(WEEKS)).needs)
    assert walked.waits.count >= walked.waits_with_sessions.count > 0
    assert walked.bot.a_day.count == len(Year(WEEKS).working_days())
    assert walked.longest_silence > timedelta()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_year_has_its_clients_and_recommendations(seed: int) -> None:
    world = make_world(seed, Year())
    assert (len(world.lives), len(world.needs)) == (CLIENTS, REFERRALS)
    assert sum(life.rule is None for life in world.lives) == 3
    assert all(life.missed(met.begins) is not met.came for life in world.lives for met in life.met)
    assert make_world(seed, Year()) == world
    assert make_world(seed, Year(WEEKS)).lives == world.lives


def test_nobody_is_met_and_nothing_reminds_while_she_is_away() -> None:
    year = Year(away=True)
    world, absence = make_world(1, year), year.absence
    assert absence is not None
    came = [met.begins for life in world.lives for met in life.met] + every_week(world) + when_due(world)
    assert not any(absence.since <= local_day(moment) < absence.until for moment in came)


def test_a_plain_list_reminds_of_each_open_one_every_week_and_stops_when_it_ends() -> None:
    world = make_world(3, Year())
    life, need = next((life, need) for life, need in world.needs if need.course[-1].step is Step.WENT)
    only = World(world.year, (replace(life, needs=(need,), episode=None),))
    reminders, known_at = every_week(only), need.course[-1].known_at
    assert reminders[0] - need.logged_at >= timedelta(weeks=1)
    # A reminder goes to the next working day's beginning, and the week counts from there.
    assert all(
        timedelta(days=6) < later - sooner < timedelta(days=11)
        for sooner, later in pairwise([need.logged_at, *reminders])
    )
    assert known_at is not None
    assert known_at <= reminders[-1] < known_at + timedelta(weeks=5) < world.year.ends


def test_a_spread_names_the_one_that_95_of_100_do_not_exceed() -> None:
    assert Spread.of([float(number) for number in range(1, 101)]) == Spread(100, 50.5, 95.0, 100.0)
    assert Spread.of([]) == Spread(0, 0.0, 0.0, 0.0)


def _chronicle(world: World, *reports: tuple[datetime, Report]) -> Chronicle:
    """One that is followed: the first recommendation to a client without sessions."""
    life, need = next(one for one in world.needs if one[0].rule is None)
    walked = Chronicle()
    walked.followed[1] = Followed(life, need, 1, reports=list(reports))
    return walked


def _standing(state: State = State.SUGGESTED, next_check_at: datetime | None = None) -> Standing:
    return Standing(1, 1, "A3", "DBT group", state, next_check_at)


def test_silence_is_broken_by_a_question_or_a_change_and_rest_is_none() -> None:
    world = make_world(1, Year())
    walked = _chronicle(world)
    noted = {1: NOW}
    walked.evening(NOW + timedelta(days=40), [_standing()], noted, away=False)
    assert walked.silences == {1: timedelta(days=40)}
    assert figures(1, world, walked).forgotten
    asking = Told(
        NOW + timedelta(days=41), (Part(5, "after_session", 1, None, False),), frozenset({5}), frozenset(), ""
    )
    walked.came(asking, {1: _standing(next_check_at=NOW + timedelta(days=30))})
    assert [wait.days for wait in walked.waits] == [11.0]
    walked.came(replace(asking, asks=frozenset()), {1: _standing(next_check_at=NOW + timedelta(days=30))})
    assert len(walked.waits) == 1
    again = _chronicle(world)
    again.evening(NOW + timedelta(days=30), [_standing(State.ON_HOLD)], noted, away=False)
    again.evening(NOW + timedelta(days=40), [_standing()], noted, away=False)
    assert again.silences == {1: timedelta(days=10)}


def test_a_brief_names_a_referral_and_asks_nothing() -> None:
    walked = _chronicle(make_world(1, Year()))
    brief = Told(NOW + timedelta(days=39), (Part(5, "before_session", 1, None, False),), frozenset(), frozenset(), "")
    walked.came(brief, {1: _standing(next_check_at=NOW)})
    walked.evening(NOW + timedelta(days=40), [_standing()], {1: NOW}, away=False)
    assert walked.silences == {1: timedelta(days=40)}
    assert [wait.days for wait in walked.waits] == [39.0]


def test_a_case_stalls_by_a_pattern_and_a_report_that_moves_it_ends_that() -> None:
    world = make_world(1, Year())
    logged = _chronicle(world).followed[1].need.logged_at
    later = logged + timedelta(days=25)
    assert stalled_cases(_chronicle(world), logged + timedelta(days=2)) == []
    assert [case.reasons for case in stalled_cases(_chronicle(world), later)] == [{"no movement"}]
    agreed = (later - timedelta(days=1), Report(Step.AGREED))
    assert stalled_cases(_chronicle(world, agreed), later) == []
    not_ready = Report(Step.NOT_READY, barrier=Barrier.COST)
    twice = [(logged + timedelta(days=days), not_ready) for days in (1, 8)]
    assert [case.reasons for case in stalled_cases(_chronicle(world, *twice), logged + timedelta(days=9))] == [
        {"the same barrier twice"}
    ]


def test_danger_counts_for_a_case_if_she_said_that_it_reduces_any() -> None:
    walked = _chronicle(make_world(1, Year()))
    one = walked.followed[1]
    a_week_on = one.need.logged_at + timedelta(days=7)
    assert stalled_cases(walked, a_week_on) == []
    one.purpose = Purpose.CRISIS
    assert [case.reasons for case in stalled_cases(walked, a_week_on)] == [{"no contact"}]


def test_stalled_cases_are_counted_only_where_a_message_came_before_supervision() -> None:
    walked = _chronicle(make_world(1, Year()))
    assert shown_at_supervision(walked) is None
    one = walked.followed[1].need
    for text in (f"Supervision tomorrow 13:00. One case:\n{one.code}  no movement", "Supervision tomorrow 13:00."):
        walked.messages.append(Told(one.logged_at + timedelta(days=25), (), frozenset(), frozenset(), text))
    shown = shown_at_supervision(walked)
    assert shown is not None
    assert (shown.stalled, shown.shown) == (2, 1)
