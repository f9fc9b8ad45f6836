"""Two things at the same moment, which only PostgreSQL lets happen: whoever waited finds things as they are by then."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Engine

from bot.people import accounts
from bot.people.handing_over import hand_over
from bot.people.leaving import leave
from bot.people.roles import take
from bot.wording.people.taps import Does
from referrals.model import Role
from storage.person import Person
from storage.work import UnitOfWork
from tests.conversation.people.house import NOTHING, STRANGER, keep, member, on
from tests.conversation.talk import Practice, Talker
from tests.storage.practice import on_postgresql, raw

WAITS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
Ends = Callable[[UnitOfWork, Person, Person, datetime], None]


def _locks(work: UnitOfWork, ana: Person, _bob: Person, now: datetime) -> None:
    accounts.lock(work, ana, now)


def _hands_over_and_leaves(work: UnitOfWork, ana: Person, bob: Person, now: datetime) -> None:
    hand_over(work, ana, bob, now)
    leave(work, ana, now)


def _takes_the_role(work: UnitOfWork, ana: Person, _bob: Person, now: datetime) -> None:
    take(work, ana, Role.THERAPIST, now)


def meanwhile(
    practice: Practice, engine: Engine, talker: Talker, text: str, first: Callable[[UnitOfWork], None]
) -> None:
    """She sends a line; before its turn has her, `first` has, and is done only once the turn waits for it."""
    (waiting,) = practice.keep({"update_id": practice.next_id(), "message": talker.message(text=text)})

    def hold(work: UnitOfWork) -> None:
        first(work)
        turns.append(threads.submit(practice.take, waiting))
        while not raw(engine, WAITS):
            assert not turns[0].done(), "the turn did not wait"

    turns: list[Future[str]] = []
    with ThreadPoolExecutor(1) as threads:
        keep(practice, hold)
    practice.deliver()


@on_postgresql
@pytest.mark.parametrize("ends", [_locks, _hands_over_and_leaves])
def test_a_line_that_waited_behind_a_lock_or_a_leaving_is_a_strangers(
    practice: Practice, ana: Talker, bob: Talker, engine: Engine, ends: Ends
) -> None:
    ana.say("C7 dbt")
    me, other = member(ana), member(bob)

    def first(work: UnitOfWork) -> None:
        assert work.members.fresh(me.id)
        ends(work, me, other, practice.now)

    meanwhile(practice, engine, ana, "F9 dbt", first)
    assert ana.text == STRANGER
    assert [row.code for row in raw(engine, "SELECT code FROM client")] == ["C7"]


@on_postgresql
def test_a_line_that_waited_while_her_role_went_is_of_another_role(
    practice: Practice, ana: Talker, bob: Talker, sam: Talker, engine: Engine
) -> None:
    on(sam, member(ana), Does.GIVE, Role.SUPERVISOR)
    me, other = member(ana), member(bob)

    def first(work: UnitOfWork) -> None:
        assert work.members.fresh(me.id)
        _takes_the_role(work, me, other, practice.now)

    meanwhile(practice, engine, ana, "F9 dbt", first)
    assert "another role" in ana.text
    assert raw(engine, "SELECT code FROM client") == []


@on_postgresql
def test_of_two_who_open_one_invite_at_once_one_comes_in(practice: Practice, engine: Engine) -> None:
    code, late = practice.invite(Role.ADMINISTRATOR), practice.person(6001, aboard=False)

    def first(work: UnitOfWork) -> None:
        assert work.invites.admit(code, 6000, practice.now)

    meanwhile(practice, engine, late, f"/start {code}", first)
    assert late.text == NOTHING
    assert [row.telegram_id for row in raw(engine, "SELECT telegram_id FROM member")] == [6000]


@on_postgresql
def test_a_code_that_is_revoked_while_it_is_opened_opens_nothing(practice: Practice, engine: Engine) -> None:
    code, late = practice.invite(), practice.person(6001, aboard=False)

    def first(work: UnitOfWork) -> None:
        (open_one,) = work.invites.open(practice.now)
        assert work.invites.revoke(open_one.id, practice.now)

    meanwhile(practice, engine, late, f"/start {code}", first)
    assert late.text == NOTHING
