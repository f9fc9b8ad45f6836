"""Two things at the same moment, which only PostgreSQL lets happen: whoever waited finds things as they are by then."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

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
from tests.conversation.people.test_handover import ask
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


def _nothing(_work: UnitOfWork) -> None:
    """There is nothing more to do."""


def meanwhile(
    practice: Practice,
    engine: Engine,
    update: dict[str, Any],
    first: Callable[[UnitOfWork], None],
    then: Callable[[UnitOfWork], None] = _nothing,
) -> None:
    """An update comes; `first` was faster, its transaction goes on with `then` once the turn waits for it, and ends."""
    (waiting,) = practice.keep({"update_id": practice.next_id(), **update})

    def hold(work: UnitOfWork) -> None:
        first(work)
        turns.append(threads.submit(practice.take, waiting))
        while not raw(engine, WAITS):
            assert not turns[0].done(), "the turn did not wait"
        then(work)

    turns: list[Future[str]] = []
    with ThreadPoolExecutor(1) as threads:
        keep(practice, hold)
    turns[0].result()
    practice.deliver()


def line(talker: Talker, text: str) -> dict[str, Any]:
    return {"message": talker.message(text=text)}


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

    meanwhile(practice, engine, line(ana, "F9 dbt"), first)
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

    meanwhile(practice, engine, line(ana, "F9 dbt"), first)
    assert "another role" in ana.text
    assert raw(engine, "SELECT code FROM client") == []


@on_postgresql
def test_of_two_who_open_one_invite_at_once_one_comes_in(practice: Practice, engine: Engine) -> None:
    code, late = practice.invite(Role.ADMINISTRATOR), practice.person(6001, aboard=False)

    def first(work: UnitOfWork) -> None:
        assert work.invites.admit(code, 6000, practice.now)

    meanwhile(practice, engine, line(late, f"/start {code}"), first)
    assert late.text == NOTHING
    assert [row.telegram_id for row in raw(engine, "SELECT telegram_id FROM member")] == [6000]


@on_postgresql
def test_a_code_that_is_revoked_while_it_is_opened_opens_nothing(practice: Practice, engine: Engine) -> None:
    code, late = practice.invite(), practice.person(6001, aboard=False)

    def first(work: UnitOfWork) -> None:
        (open_one,) = work.invites.open(practice.now)
        assert work.invites.revoke(open_one.id, practice.now)

    meanwhile(practice, engine, line(late, f"/start {code}"), first)
    assert late.text == NOTHING


@on_postgresql
def test_a_wish_withdrawn_while_it_is_answered_moves_nothing(
    practice: Practice, ana: Talker, bob: Talker, engine: Engine
) -> None:
    ana.say("C7 dbt")
    ask(ana)
    me, shown = member(ana), bob.newest
    user = {"id": bob.user_id, "is_bot": False, "first_name": "Bob"}
    card = {**bob.message(text="a card"), "message_id": shown.message_id}
    tap = {"id": "1", "from": user, "chat_instance": "1", "data": shown.card.rows[0][0].data, "message": card}

    def first(work: UnitOfWork) -> None:
        assert work.people.speaking(ana.user_id)

    def then(work: UnitOfWork) -> None:
        wish = work.handovers.standing(me.id)
        assert wish is not None
        work.handovers.withdrawn(me.id, wish.id, practice.now)

    meanwhile(practice, engine, {"callback_query": tap}, first, then)
    assert [row.owner_id for row in raw(engine, "SELECT owner_id FROM client")] == [me.id]
