"""When a process is ready: each limit for itself, and each only where it is this process's part."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from email.utils import formatdate

import pytest

from bot.watching.readiness import Limits, State, amiss, report
from bot.watching.signs import Signs
from storage.concern_rows import ConcernKind
from storage.health import Health, Waiting
from storage.traffic import InboxState
from tests.unit.moments import NOW

LIMITS = Limits()
NOTHING = Waiting(0, None)
WELL = Health(0.002, NOTHING, NOTHING, 0, 0, dict.fromkeys(InboxState, 0), dict.fromkeys(ConcernKind, 0), timedelta(0))
LEADS = State(NOW, WELL, None, 1.0, 1.0, 0.0, takes=True, fence=3)
STANDBY = replace(LEADS, silent_seconds=None, takes=False, fence=None)
OLD = replace(WELL, inbox=Waiting(1, NOW - timedelta(seconds=121)))
LATE = replace(WELL, due=1, late=1)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (LEADS, []),
        (STANDBY, []),
        (replace(LEADS, health=None), ["database"]),
        (replace(LEADS, failing_seconds=15.0), []),
        (replace(LEADS, failing_seconds=15.1), ["writing"]),
        (replace(LEADS, silent_seconds=120.0), []),
        (replace(LEADS, silent_seconds=120.1), ["polling"]),
        (replace(STANDBY, heard_seconds=4000.0), []),
        (replace(LEADS, health=OLD), ["inbox"]),
        (replace(STANDBY, health=OLD), []),
        (replace(STANDBY, health=OLD, takes=True), ["inbox"]),
        (replace(LEADS, health=replace(WELL, inbox=Waiting(9, NOW - timedelta(seconds=120)))), []),
        (replace(LEADS, health=LATE), ["nudges"]),
        (replace(STANDBY, health=LATE), []),
        (replace(LEADS, health=replace(WELL, due=7)), []),
        (replace(LEADS, health=replace(WELL, outbox=Waiting(9, NOW - timedelta(days=1)))), []),
        (replace(LEADS, telegram_ahead=30.0), []),
        (replace(LEADS, telegram_ahead=-31.0), ["clock"]),
        (replace(LEADS, telegram_ahead=None), []),
        (replace(STANDBY, health=replace(WELL, clock_ahead=timedelta(seconds=31))), ["clock"]),
        (replace(LEADS, health=replace(WELL, clock_ahead=None)), []),
    ],
)
def test_what_is_amiss(state: State, why: list[str]) -> None:
    assert amiss(state, LIMITS) == why
    assert report(state, LIMITS)["ready"] is (not why)


def test_the_report_says_how_things_stand() -> None:
    waits = replace(OLD, outbox=Waiting(2, NOW - timedelta(seconds=7)))
    said = report(replace(LEADS, health=waits), LIMITS)
    assert said["inbox"] == {"open": 1, "oldest": 121.0}
    assert said["outbox"] == {"waiting": 2, "oldest": 7.0}
    assert (said["leads"], said["fence"], said["amiss"]) == (True, 3, ["inbox"])
    assert report(replace(STANDBY, health=None), LIMITS)["inbox"] is None


def test_silence_counts_from_the_last_good_poll_or_from_the_first_try() -> None:
    now = [100.0]
    signs = Signs(lambda: now[0])
    signs.heard()  # by the webhook, before it polled
    now[0] = 5000.0
    assert (signs.silent_seconds, signs.heard_seconds) == (None, 4900.0)
    signs.polls(True)
    now[0] = 5010.0
    assert signs.silent_seconds == 10.0
    signs.heard()
    now[0] = 5013.0
    assert (signs.silent_seconds, signs.heard_seconds) == (3.0, 3.0)
    signs.polls(False)
    assert signs.silent_seconds is None


@pytest.mark.parametrize(("date", "ahead"), [(formatdate(0, usegmt=True), True), ("yesterday", False), (None, False)])
def test_the_clock_of_telegram_is_read_from_its_answers(date: str | None, ahead: bool) -> None:
    signs = Signs()
    before = time.time()
    signs.answered(date)
    assert (signs.ahead_seconds is not None) is ahead
    if ahead:
        assert before <= (signs.ahead_seconds or 0) <= time.time()


def test_an_answer_without_a_date_leaves_the_last_one_standing() -> None:
    signs = Signs()
    signs.answered(formatdate(0, usegmt=True))
    signs.answered(None)
    assert signs.ahead_seconds is not None
