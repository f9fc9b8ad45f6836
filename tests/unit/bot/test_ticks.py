"""The tick: all that is due, one transaction at a time; what stops it, and how it ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from bot.scheduling.ticks import Ticks
from storage.inbox import KEPT, Received
from storage.person import Person
from storage.store import Store
from tests.storage.practice import NOW, joined, logged, on_sqlite, raw
from tests.unit.bot.fakes import BOT_ID, NearStore, StoppedClock, answering, leads
from tests.unit.bot.timeless import timeless

pytestmark = on_sqlite
LATER = NOW + timedelta(days=9)
CLIENTS = 3


@pytest.fixture
def due(store: Store, alice: Person) -> None:
    """A message to each of three therapists."""
    for number in range(CLIENTS):
        due_to(store, alice if number == 0 else joined(store, 5000 + number))


def due_to(store: Store, owner: Person) -> None:
    client, _ = logged(store, owner, "C7")
    store.run_here(lambda work: work.nudges.replan(work.caseload(owner.id), client, owner.habits, NOW))


def said(engine: Engine) -> int:
    return len(raw(engine, "SELECT id FROM outbox"))


@pytest.mark.usefixtures("due")
@timeless
async def test_everything_due_is_said_and_the_bell_rung(near: NearStore, engine: Engine) -> None:
    ticks = Ticks(near, StoppedClock(LATER), leads(near))
    with answering(near) as answers:
        await ticks.tick()
        assert said(engine) == len(answers) == CLIENTS
        await ticks.tick()
        assert said(engine) == len(answers) == CLIENTS, "a second tick finds nothing"


@pytest.mark.usefixtures("due")
@timeless
async def test_two_ticks_of_one_bot_take_turns(near: NearStore, engine: Engine) -> None:
    ticks = Ticks(near, StoppedClock(LATER), leads(near))
    both = asyncio.gather(ticks.tick(), ticks.tick())
    await asyncio.sleep(0)
    assert ticks.pending == 1
    await both
    assert (said(engine), ticks.pending) == (CLIENTS, 0)


@pytest.mark.usefixtures("due")
@timeless
async def test_an_outage_ends_the_tick_and_the_next_one_goes_on(near: NearStore, engine: Engine) -> None:
    ticks = Ticks(near, StoppedClock(LATER), leads(near))
    near.outages = 1
    await ticks.tick()
    assert (said(engine), ticks.pending) == (0, 0)
    await ticks.tick()
    assert said(engine) == CLIENTS


@pytest.mark.usefixtures("due")
@timeless
async def test_one_nudge_that_cannot_be_handled_does_not_hold_up_the_others(near: NearStore, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE referral SET note = x'00' WHERE id = 1"))  # opens with no key
    await Ticks(near, StoppedClock(LATER), leads(near)).tick()
    assert said(engine) == CLIENTS - 1
    [(due_at,)] = raw(engine, "SELECT due_at FROM nudge WHERE state = 'planned' AND referral_id = 1")
    assert str(due_at) > str((LATER + timedelta(minutes=119)).replace(tzinfo=None)), "two hours later it is tried again"


@pytest.mark.usefixtures("due")
@timeless
async def test_one_part_that_cannot_be_made_does_not_hold_up_the_rest_of_its_message(
    near: NearStore, store: Store, engine: Engine, alice: Person
) -> None:
    other, _ = logged(store, alice, "N2")
    store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), other, alice.habits, NOW))
    with engine.begin() as connection:
        connection.execute(text("UPDATE referral SET note = x'00' WHERE id = 1"))
    await Ticks(near, StoppedClock(LATER), leads(near)).tick()
    assert said(engine) == CLIENTS
    asked = raw(engine, "SELECT client_id FROM nudge WHERE state = 'sent' AND owner_id = :owner", owner=alice.id)
    assert [row.client_id for row in asked] == [other.id]


@pytest.mark.usefixtures("due")
@timeless
async def test_somebody_whose_day_cannot_be_arranged_does_not_hold_up_the_others(
    near: NearStore, engine: Engine, alice: Person
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE client SET sessions = '[1]' WHERE owner_id = :owner"), {"owner": alice.id})
    await Ticks(near, StoppedClock(LATER), leads(near)).tick()
    assert said(engine) == CLIENTS - 1
    [(send_at,)] = raw(
        engine, "SELECT send_at FROM nudge WHERE state = 'planned' AND owner_id = :owner", owner=alice.id
    )
    assert str(send_at) > str((LATER + timedelta(minutes=119)).replace(tzinfo=None)), (
        "two hours later it is tried again"
    )


@pytest.mark.usefixtures("due")
@timeless
async def test_an_alert_nobody_can_be_told_of_holds_up_nothing_else(
    near: NearStore, store: Store, engine: Engine, alice: Person
) -> None:
    client, _ = logged(store, alice, "N2")
    alert = store.run_here(lambda work: work.alerts.begin(alice.id, client.id, NOW))
    store.run_here(lambda work: work.alerts.wait(alert.id, NOW))
    raw(engine, "UPDATE client SET sessions = '[1]' WHERE id = :id", id=client.id)
    await Ticks(near, StoppedClock(LATER), leads(near)).tick()
    assert said(engine) == CLIENTS - 1, "hers cannot be arranged"
    [(next_at,)] = raw(engine, "SELECT next_at FROM alert WHERE ended_at IS NULL")
    assert str(next_at).startswith(str((LATER + timedelta(minutes=5)).replace(tzinfo=None))), "it is tried again soon"


@pytest.mark.usefixtures("due")
@timeless
async def test_who_leads_no_more_asks_nothing_and_knows_it(near: NearStore, engine: Engine) -> None:
    term = leads(near)
    leads(near)
    await Ticks(near, StoppedClock(LATER), term).tick()
    assert (said(engine), term.over) == (0, True)


@timeless
async def test_old_updates_are_forgotten_and_an_outage_is_waited_for(near: NearStore, engine: Engine) -> None:
    (kept,) = near.run_here(lambda work: work.inbox.keep(BOT_ID, [Received(1, 1, 1, "{}")], NOW))
    near.run_here(lambda work: work.inbox.done(kept.id, NOW))
    clock = StoppedClock(NOW + KEPT + timedelta(seconds=1))
    ticks = Ticks(near, clock, leads(near))
    near.outages = 1
    await ticks.tidy()
    assert len(raw(engine, "SELECT id FROM inbox")) == 1
    await ticks.tidy()
    assert raw(engine, "SELECT id FROM inbox") == []


@pytest.mark.usefixtures("due")
async def test_stopping_lets_the_tick_under_way_end_its_message_and_no_more(near: NearStore, engine: Engine) -> None:
    ticks = Ticks(near, StoppedClock(LATER), leads(near))
    ticks.start()
    under_way = asyncio.create_task(ticks.tick())
    await asyncio.sleep(0)
    await ticks.stop()
    assert under_way.done()
    assert said(engine) == 1


@timeless
async def test_what_was_never_started_stops_all_the_same(near: NearStore) -> None:
    """As where the database goes away while a leader begins: that process waits, and must not end for it."""
    await Ticks(near, StoppedClock(LATER), leads(near)).stop()
