"""What a therapist's day may bring, whoever she is, whenever her sessions are and whatever is to be said."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from referrals.attention import TAKES_ALONG, Message, Wish, arrange
from referrals.diary import Diary
from referrals.supervision import HOUR
from referrals.timing import NudgeKind, Planned
from tests.unit.days import BRIEF, LOOKS, MINUTE, QUESTION, Days, some_days
from tests.unit.moments import HABITS, NOW

LAST_LOOK = NudgeKind.SUPERVISION_SOON
most = settings(max_examples=100)
# One message is left: a question waits for what has its hour, and a look that danger sets comes between the two.
one_left = Days(
    replace(HABITS, ceiling=1),
    (),
    [
        Wish(1, Planned(NudgeKind.BY_STAGE, NOW, NOW.date(), 1)),
        Wish(2, Planned(NudgeKind.SAFETY_CHECK, NOW + HOUR, NOW.date(), None, urgent=True)),
        Wish(3, Planned(NudgeKind.LATER, NOW + 2 * HOUR, NOW.date(), 2)),
    ],
    {},
    NOW,
)


def unhurried(messages: list[Message]) -> list[Message]:
    return [message for message in messages if not message.wishes[0].planned.urgent]


@given(some_days)
@most
def test_nothing_comes_outside_her_hours_nor_in_a_block(days: Days) -> None:
    for message in unhurried(days.arranged()):
        assert message.at >= days.now
        assert days.open(message.at)
        assert not days.in_session(message.at)
        if block := days.block(message.at):
            assert {wish.planned.kind for wish in message.wishes} == {BRIEF}, "between two sessions only a late brief"
            assert block[0] - days.habits.lead < days.now


@given(some_days)
@most
def test_no_day_has_more_messages_than_she_wants(days: Days) -> None:
    came = Counter(days.date(message.at) for message in unhurried(days.arranged()))
    for day, number in came.items():
        assert number + days.said.get(day, 0) <= days.habits.ceiling


@given(some_days)
@example(one_left)
@most
def test_what_danger_sets_takes_nothing_from_the_rest(days: Days) -> None:
    """Neither a message of the day, nor a place in one."""
    rest = replace(days, wishes=[wish for wish in days.wishes if not wish.planned.urgent])
    assert unhurried(days.arranged()) == rest.arranged()


@given(some_days)
@most
def test_nothing_is_lost_save_a_brief_whose_time_is_over(days: Days) -> None:
    messages = days.arranged()
    came = Counter(wish.id for message in messages for wish in message.wishes)
    assert set(came.values()) <= {1}
    full = Counter(days.date(message.at) for message in unhurried(messages)) + Counter(days.said)
    for wish in days.wishes:
        session_at = wish.planned.session_at
        if wish.planned.kind is LAST_LOOK:
            over = wish.planned.due_at + HOUR
            at = next((message.at for message in messages if wish in message.wishes), None)
            free_at = days.diary.first_free(max(wish.planned.due_at, days.now))
            assert at < over if at else free_at >= over or full[days.date(free_at)] >= days.habits.ceiling
        elif wish.id not in came:
            assert wish.planned.kind is BRIEF
            assert session_at is not None
            block = next(block for block in days.blocks if session_at in block)
            comes = free(days, max(block[0] - days.habits.lead, days.now))
            assert comes >= session_at or full[days.date(comes)] >= days.habits.ceiling
        elif wish.planned.kind is BRIEF:
            at = next(message.at for message in messages if wish in message.wishes)
            assert session_at is not None
            assert at < session_at


def free(days: Days, at: datetime) -> datetime:
    """The first instant from `at` on at which no session is going on."""
    while days.in_session(at):
        at = min(over for start in days.starts if (over := days.over(start)) > at)
    return at


@given(some_days)
@most
def test_a_message_holds_what_falls_due_within_the_hour(days: Days) -> None:
    messages = days.arranged()
    last = {days.date(message.at): message for message in unhurried(messages)}
    for message in messages:
        full = days.said.get(days.date(message.at), 0) + sum(
            days.date(other.at) == days.date(message.at) for other in unhurried(messages)
        )
        for wish in message.wishes:
            planned = wish.planned
            assert planned.kind not in LOOKS or len(message.wishes) == 1
            if planned.kind is QUESTION:
                assert planned.session_at is not None
                block = days.block(planned.session_at)
                assert message.at >= days.over(block[-1])
            if not planned.urgent and planned.due_at > message.at + TAKES_ALONG:
                assert planned.kind is BRIEF
                early = days.block(planned.session_at or message.at)[0] - days.habits.lead
                assert early <= message.at + TAKES_ALONG or (
                    message == last[days.date(message.at)] and full >= days.habits.ceiling
                )
                assert days.date(early) == days.date(message.at)


@given(some_days)
@most
def test_what_danger_sets_is_moved_only_ahead_and_only_out_of_a_session(days: Days) -> None:
    for message in days.arranged():
        (wish, *others) = message.wishes
        if not wish.planned.urgent:
            continue
        assert not others
        due = max(wish.planned.due_at, days.now)
        assert days.now <= message.at <= due
        if not days.in_session(due):
            assert message.at == due
        elif days.in_session(message.at):
            ends = [days.over(start) for start in days.starts if days.now <= days.over(start) <= due]
            assert message.at == due
            assert all(map(days.in_session, [days.now, *ends])), "nowhere to go"
        else:
            later = [message.at + 5 * MINUTE, *(over for start in days.starts if (over := days.over(start)) <= due)]
            assert all(days.in_session(at) for at in later if at > message.at + 4 * MINUTE), "no further than it must"


@given(some_days, st.floats(0, 1))
@most
def test_what_is_shown_as_planned_is_what_happens(days: Days, part: float) -> None:
    """Arranged anew at any instant before the first, and as each goes out, the messages stay the same."""
    messages = days.arranged()
    came = {wish.id for message in messages for wish in message.wishes}
    left = Days(days.habits, days.rules, [wish for wish in days.wishes if wish.id in came], days.said, days.now)
    for number, message in enumerate(messages):
        assert left.arranged() == messages[number:]
        assert left.arranged(left.now + (message.at - left.now) * part) == messages[number:]
        assert left.arranged(message.at) == messages[number:]
        left = left.gone_out(message)
    assert left.arranged() == []


@given(some_days, st.randoms(use_true_random=False))
@most
def test_in_whatever_order_it_is_wished_it_comes_the_same(days: Days, shuffled: Random) -> None:
    other = list(days.wishes)
    shuffled.shuffle(other)
    messages = days.arranged()
    assert Days(days.habits, days.rules, other, days.said, days.now).arranged() == messages
    assert all(earlier.at <= later.at for earlier, later in pairwise(messages))


@given(some_days, st.integers(-3 * 24 * 60, 40 * 24 * 60))
@most
def test_what_a_diary_keeps_of_it_changes_nothing_whenever_it_is_asked_again(days: Days, minutes: int) -> None:
    later = days.now + minutes * MINUTE
    days.arranged()
    fresh = Diary(days.starts, days.habits)
    assert days.arranged(later) == arrange(days.wishes, fresh, days.habits, days.said, later)
