"""From a waiting update to its handler and back: one transaction, three tries, and an answer to every tap."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from telegram import Update

from bot.lanes import Lanes
from bot.turn import Handler, Turn, allows
from bot.wording import access, trouble
from referrals.client import Client
from referrals.model import Referral, Role
from storage.inbox import Waiting
from storage.outages import StorageUnavailableError
from storage.person import Person
from storage.traffic import InboxRow
from tests.storage.practice import ALICE_CHAT, BOB_CHAT, NOW, on_postgresql, raw
from tests.unit.bot.house import House
from tests.unit.bot.timeless import machine_time, timeless

FAILED = trouble.failed().html
Route = Callable[[Handler], None]


@timeless
async def test_a_turn_commits_its_changes_its_messages_and_the_update_together(house: House, route: Route) -> None:
    route(house.fails(0))
    async with house.open() as turns:
        await turns.handle(house.line())
    assert (house.services(), house.inbox()) == (["Service 1"], [("done", 0)])
    assert house.said() == ["half done", "done"]
    assert raw(house.engine, "SELECT id FROM inbox WHERE body IS NOT NULL") == []


@timeless
async def test_a_third_failure_gives_up_with_one_sentence_and_nothing_changed(house: House, route: Route) -> None:
    route(house.fails(99))
    async with house.open() as turns:
        await turns.handle(house.line())
    assert house.tries == 3
    assert (house.services(), house.inbox()) == ([], [("failed", 3)])
    assert house.said() == [FAILED]
    assert raw(house.engine, "SELECT id FROM inbox WHERE body IS NOT NULL") == []


@timeless
async def test_a_second_try_that_works_is_not_told(house: House, route: Route) -> None:
    route(house.fails(2))
    async with house.open() as turns:
        await turns.handle(house.line())
    assert (house.services(), house.inbox()) == (["Service 3"], [("done", 2)])
    assert house.said() == ["half done", "done"]


@timeless
async def test_after_a_failure_the_chat_goes_on(house: House, route: Route) -> None:
    route(house.fails(3))
    async with house.open() as turns:
        lanes = Lanes(turns.handle)
        lanes.put([house.line(), house.line()])
        await _emptied(lanes)
    assert house.inbox() == [("failed", 3), ("done", 0)]
    assert house.said() == [FAILED, "half done", "done"]


@timeless
async def test_an_update_that_cannot_be_read_is_put_aside_and_the_chat_goes_on(house: House, route: Route) -> None:
    route(house.fails(0))
    spoilt = house.line()
    body = json.dumps({"update_id": spoilt.update_id, "message": {"message_id": 5, "text": "a secret"}})
    async with house.open() as turns:
        lanes = Lanes(turns.handle)
        lanes.put([_with_body(spoilt, body), _with_body(house.line(), "{"), house.line()])
        await _emptied(lanes)
    assert [state for state, _ in house.inbox()] == ["quarantined", "quarantined", "done"]
    assert [row.kind for row in raw(house.engine, "SELECT kind FROM concern")] == ["unreadable"]
    with house.engine.connect() as connection:
        kept = connection.execute(select(InboxRow.body).order_by(InboxRow.id)).scalars().all()
    shape = '{"update_id": "int", "message": {"message_id": "int", "text": "str"}}'
    assert kept == [shape, None, None]  # keys and types, none of its words


@timeless
@pytest.mark.parametrize("route", [lambda _update: None, lambda _update: 1 / 0])
async def test_an_update_no_route_takes_or_can_look_at_is_put_aside(
    house: House, monkeypatch: pytest.MonkeyPatch, route: Callable[[Update], Handler]
) -> None:
    """Left open, it would come before whatever its chat says next, for good."""
    monkeypatch.setattr("bot.turns.route", route)
    async with house.open() as turns:
        await turns.handle(house.line())
    assert house.inbox() == [("quarantined", 0)]


@timeless
async def test_an_outage_is_waited_out_not_counted_and_told_once(house: House, route: Route) -> None:
    route(house.fails(0))
    async with house.open() as turns:
        waiting = house.line()
        house.store.outages = 10
        await turns.handle(waiting)
        assert machine_time() == pytest.approx(5.0)
        assert house.inbox() == [("done", 0)]
        assert house.telegram.texts == [trouble.outage()]
        again = house.line()
        house.store.outages = 3
        await turns.handle(again)
        assert house.telegram.texts == [trouble.outage()] * 2, "the next outage is another one"
    assert house.tries == 2


@timeless
async def test_a_turn_that_gave_way_to_another_comes_again_at_once_and_nobody_hears_of_an_outage(
    house: House, route: Route
) -> None:
    route(house.fails(0))
    async with house.open() as turns:
        waiting = house.line()
        house.store.crossed = 2
        await turns.handle(waiting)
        assert machine_time() == 0
        assert house.inbox() == [("done", 0)]
    assert trouble.outage() not in house.telegram.texts


@timeless
async def test_an_outage_between_two_failures_is_not_counted(house: House, route: Route) -> None:
    """The second try's own database failure is an outage, the other two are the handler's."""
    handler = house.fails(2)

    def then_away(turn: Turn) -> None:
        house.store.outages = 5
        handler(turn)

    route(then_away)
    async with house.open() as turns:
        await turns.handle(house.line())
    assert house.inbox() == [("done", 2)]


@timeless
async def test_a_stranger_is_not_told_of_an_outage_and_a_new_member_is(house: House, route: Route) -> None:
    route(house.fails(0))
    async with house.open(learn=False) as turns:
        for chat_id, told in ((BOB_CHAT, 0), (BOB_CHAT, 0), (ALICE_CHAT, 0), (ALICE_CHAT, 1)):
            waiting = house.line(chat_id)
            house.store.outages = 1
            await turns.handle(waiting)
            assert len(house.telegram.texts) == told


@timeless
async def test_what_the_screen_refused_is_deleted_and_answered(house: House) -> None:
    async with house.open() as turns:
        await turns.handle(house.line(text="C7 psych eval // ann@example.com"))
    assert raw(house.engine, "SELECT kind, message_id FROM outbox ORDER BY id") == [("delete", 5), ("send", None)]
    assert "an e-mail address" in house.said()[0]


@on_postgresql
@timeless
async def test_nothing_due_to_somebody_goes_out_while_she_speaks(
    house: House, route: Route, alice: Person, case: tuple[Client, Referral]
) -> None:
    house.store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), case[0], alice.habits, NOW))
    found: list[bool] = []

    def look() -> None:
        found.append(house.store.run_here(lambda tick: tick.nudges.owner_due(NOW + timedelta(days=9))) is not None)

    route(lambda _turn: look())
    async with house.open() as turns:
        await turns.handle(house.line())
    look()
    assert found == [False, True]


def _toast(words: str) -> Handler:
    def handler(turn: Turn) -> None:
        turn.toast = words

    return handler


@allows(Role.ADMINISTRATOR)
def _for_administrators(_turn: Turn) -> None:
    raise AssertionError("she is none")


@pytest.mark.parametrize(
    ("handler", "chat_id", "toast"),
    [
        (_toast("Noted"), ALICE_CHAT, "Noted"),
        (_toast(""), ALICE_CHAT, None),
        (_for_administrators, ALICE_CHAT, access.not_your_role().html),
        (_for_administrators, BOB_CHAT, access.stranger().html),
    ],
)
@timeless
async def test_a_tap_is_answered_once_over_its_button(
    house: House, route: Route, handler: Handler, chat_id: int, toast: str | None
) -> None:
    route(handler)
    async with house.open() as turns:
        await turns.handle(house.tap(chat_id))
    assert house.toasts() == [toast]
    assert house.said() == []


@timeless
async def test_a_tap_whose_handler_fails_is_answered_once(house: House, route: Route) -> None:
    route(house.fails(99))
    async with house.open() as turns:
        await turns.handle(house.tap())
    assert house.toasts() == [FAILED]
    assert house.said() == [], "the sentence stands over the button alone"


@timeless
async def test_a_tap_that_works_at_the_second_try_is_answered_once(house: House, route: Route) -> None:
    route(house.fails(1, then=_toast("Noted")))
    async with house.open() as turns:
        await turns.handle(house.tap())
    assert house.toasts() == ["Noted"]


@timeless
async def test_a_tap_handed_over_twice_is_answered_each_time_and_done_once(house: House, route: Route) -> None:
    route(house.fails(0, then=_toast("Noted")))
    async with house.open() as turns:
        tap = house.tap()
        await turns.handle(tap)
        await turns.handle(tap)
    assert house.toasts() == ["Noted", None]
    assert house.services() == ["Service 1"]


@timeless
async def test_a_tap_during_an_outage_is_answered_once_it_is_over(house: House, route: Route) -> None:
    route(house.fails(0, then=_toast("Noted")))
    async with house.open() as turns:
        tap = house.tap()
        house.store.outages = 4
        await turns.handle(tap)
    assert house.toasts() == ["Noted"]


def _with_body(waiting: Waiting, body: str) -> Waiting:
    return Waiting(waiting.id, waiting.update_id, waiting.chat_id, waiting.message_id, body, waiting.refused)


async def _emptied(lanes: Lanes) -> None:
    await asyncio.sleep(60)
    assert lanes.pending == 0


def _erases(turn: Turn) -> None:
    turn.work.erasures.happened = True


@timeless
async def test_what_a_turn_erased_leaves_the_files_at_once(house: House, route: Route) -> None:
    route(_erases)
    async with house.open() as turns:
        await turns.handle(house.line())
        assert house.store.wiped == 1


@timeless
async def test_a_turn_that_erases_nothing_wipes_nothing(house: House, route: Route) -> None:
    route(house.fails(0))
    async with house.open() as turns:
        await turns.handle(house.line())
    assert house.store.wiped == 0


@timeless
async def test_files_out_of_reach_do_not_undo_an_erasing(
    house: House, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away() -> bool:
        raise StorageUnavailableError("locked")

    route(_erases)
    monkeypatch.setattr(house.store, "wipe", away)
    async with house.open() as turns:
        await turns.handle(house.line())
    assert house.inbox() == [("done", 0)]
