"""Several processes on one PostgreSQL: each change counts once, whoever takes it, and somebody always leads."""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.e2e.house import House
from tests.faults.practice import take_in
from tests.faults.replicas import Replicas

pytestmark = [pytest.mark.parametrize("backend", ["postgresql"]), pytest.mark.timeout(240)]
PEOPLE = (1001, 1002, 1003, 1004)
LINES = 12
AT_ONCE = len(PEOPLE)  # one message a chat can be on its way


@pytest.fixture
def two(house: House, request: pytest.FixtureRequest) -> Iterator[Replicas]:
    """Both running, four therapists aboard."""
    take_in(house, PEOPLE)
    replicas = Replicas(house, 2, webhook=request.param)
    for number in (0, 1):
        replicas.start(number)
    house.idle(60)
    yield replicas
    replicas.close()


webhook = pytest.mark.parametrize("two", [True], indirect=True)
polling = pytest.mark.parametrize("two", [False], indirect=True)


def burst(house: House, first: int = 1) -> None:
    """Everybody types at once, a line for each of many new clients."""
    for number in range(first, first + LINES):
        for user in PEOPLE:
            house.say(f"C{number} dbt", user, wait=False)


def counts_once(house: House, lines: int, said_again: int) -> None:
    """Each line is one referral and is answered, in order; `said_again` messages may stand twice."""
    house.idle(60)
    again = 0
    for user in PEOPLE:
        answers = [found[1] for text in house.said(user) if (found := re.match(r"(C\d+) is new to me", text))]
        assert list(dict.fromkeys(answers)) == [f"C{number}" for number in range(1, lines + 1)]
        again += sum(times - 1 for times in Counter(answers).values())
        house.say("/status", user)
        assert f"Open {lines} " in house.said(user)[-1]
    assert again <= said_again


@webhook
def test_whichever_process_is_asked_each_line_counts_once_and_in_order(two: Replicas) -> None:
    """Pass: every line one referral, answered in its order, nothing twice, and both processes took some."""
    burst(two.house)
    counts_once(two.house, LINES, said_again=0)
    assert two.door is not None
    assert len(set(two.door.taken)) == 2


@webhook
def test_the_leader_killed_in_a_burst_is_followed_by_the_other(two: Replicas) -> None:
    """Pass: as above, and at most what was in flight is said again."""
    leader = two.leader()
    burst(two.house)
    two.end(leader)
    counts_once(two.house, LINES, said_again=AT_ONCE)
    assert two.leader() == 1 - leader


@webhook
def test_a_leader_that_stands_still_leads_no_more_when_it_goes_on(two: Replicas) -> None:
    """Pass: the other takes over; the first, awake again, sends nothing it was not sending when it was stopped."""
    leader = two.leader()
    burst(two.house)
    two.send(leader, signal.SIGSTOP)
    two.house.until(lambda: two.leader() != leader, 60)
    two.send(leader, signal.SIGCONT)
    two.house.until(lambda: "not leading any more" in two.written(leader))
    burst(two.house, LINES + 1)
    counts_once(two.house, 2 * LINES, said_again=AT_ONCE)


@polling
def test_one_polls_and_the_other_takes_over_once_it_is_told_to_stop(two: Replicas) -> None:
    """Pass: nothing is said twice, for whoever ends in order lets go of the lease; nobody ever met a second poller."""
    leader = two.leader()
    burst(two.house)
    assert two.end(leader, signal.SIGTERM) == 0
    counts_once(two.house, LINES, said_again=0)
    assert [call["status"] for call in two.house.calls() if call["method"] == "getUpdates"].count(409) == 0


@polling
def test_the_polling_leader_killed_is_followed_by_the_other(two: Replicas) -> None:
    """Pass: every line counts once, and at most what was in flight is said again."""
    leader = two.leader()
    burst(two.house)
    two.end(leader)
    burst(two.house, LINES + 1)
    counts_once(two.house, 2 * LINES, said_again=AT_ONCE)


@webhook
def test_a_process_that_ends_in_order_leaves_the_other_alone_with_the_work(two: Replicas) -> None:
    """Pass: nothing lost, nothing twice, whichever of the two ends; exit code 0."""
    burst(two.house)
    assert two.end(1 - two.leader(), signal.SIGTERM) == 0
    counts_once(two.house, LINES, said_again=0)
