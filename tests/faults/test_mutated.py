"""Ten thousand updates of which something is wrong, amid good ones, through the door, the inbox and the turns."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Engine, Row, select, text

from bot.intake.screening import keep
from bot.intake.updates import receive, unreadable
from bot.lanes import Lanes
from storage.models import Base
from storage.store import Store
from storage.traffic import InboxRow, InboxState
from tests.conversation.talk import Practice, Talker, Tap
from tests.faults.mutations import CANARY, Mutations, Raw
from tests.unit.bot.fakes import BOT_ID, FakeTelegram, NearStore
from tests.unit.bot.house import House
from tests.unit.bot.timeless import timeless

ANA, BOB, CLEO, GROUP = 1001, 1002, 1003, -100_500
SEEDS, BATCHES, AT_ONCE = range(4), 25, 50  # on each of two engines: ten thousand
LINES = (
    f"C7 dbt // {CANARY}", f"C8 psych eval // {CANARY}", f"C9 {CANARY}", "C7 agreed", "C7 missed dbt", "C7 goals: rest",
    "C7", "/today", "/status", "/settings", "/services", f"/services add {CANARY}", "/new", "/start abc", "/undo",
)  # fmt: skip


class Street:
    """A practice of three, and every kind of update of Bob's."""

    def __init__(self, store: NearStore) -> None:
        self.practice = Practice(store)
        self.ana, self.bob, self.cleo = (self.practice.person(user) for user in (ANA, BOB, CLEO))
        self.ana.talk(("C7 dbt", "noted"), ("C7 booked dbt tuesday 3pm", "booked"), (Tap("Undo"), "Undone"))
        self.ana.say("/services add")
        self.bob.say("C7 dbt")

    def proper(self) -> list[Raw]:
        """What Bob could do now."""
        said = [self._update(message=self.bob.message(text=line)) for line in LINES]
        pressed = [
            self._update(callback_query=self._pressed(button.data, shown.message_id))
            for shown in list(self.bob.screen.messages.values())[-12:]
            for row in shown.card.rows
            for button in row
        ]
        group = {"id": GROUP, "type": "group", "title": "Team"}
        member = {"user": {"id": BOT_ID, "is_bot": True, "first_name": "Followthrough"}, "status": "member"}
        return [
            *said,
            *pressed,
            self._update(edited_message=self.bob.message(text=f"C7 {CANARY}", edit_date=1)),
            self._update(message=self.bob.message(voice={"file_id": "a", "duration": 1}, caption=CANARY)),
            self._update(message=self.bob.message(text="hello", chat=group)),
            self._update(my_chat_member={**self.bob.message(), "old_chat_member": member, "new_chat_member": member}),
        ]

    def good(self) -> Raw:
        return self._update(message=self.cleo.message(text="/help"))

    def _update(self, **content: Any) -> Raw:
        return {"update_id": self.practice.next_id(), **content}

    def _pressed(self, data: str, message_id: int) -> Raw:
        shown = {**self.bob.message(text=CANARY), "message_id": message_id}
        return {"id": "77", "from": shown["from"], "chat_instance": "1", "data": data, "message": shown}


def hers(engine: Engine, talker: Talker) -> dict[str, list[Row[Any]]]:
    """All that is one member's, and all that was said to her or waits to be."""
    with engine.connect() as connection:
        member = connection.scalar(text("SELECT id FROM member WHERE telegram_id = :id"), {"id": talker.user_id})
        found = {}
        for name, table in Base.metadata.tables.items():
            for column, value in (("owner_id", member), ("member_id", member), ("chat_id", talker.user_id)):
                if column in table.c and name != "audit":
                    rows = select(table).where(table.c[column] == value).order_by(*table.primary_key)
                    found[f"{name}.{column}"] = list(connection.execute(rows))
    return found


def kept(store: Store, raws: list[Any], street: Street) -> list[Any]:
    """As polling keeps a batch."""
    now = street.practice.now
    both = [(raw, unreadable(raw) if isinstance(raw, str) else receive(raw, now)) for raw in raws]
    batch = [(raw, received) for raw, received in both if received is not None]
    return store.run_here(lambda work: keep(work, BOT_ID, batch, now))


async def emptied(lanes: Lanes, engine: Engine) -> None:
    for _ in range(1_000):
        if not lanes.pending:
            return
        await asyncio.sleep(1)
    with engine.connect() as connection:
        left = connection.execute(select(InboxRow.__table__).where(InboxRow.state == InboxState.OPEN)).all()
    raise AssertionError(f"a lane is stuck: {left}")


@pytest.mark.parametrize("seed", SEEDS)
@timeless
async def test_whatever_is_wrong_with_an_update_its_neighbours_are_answered(
    near: NearStore, engine: Engine, telegram: FakeTelegram, seed: int
) -> None:
    """Nothing raises at the door, nothing stays open or is given up, and each good line beside them is answered.

    What cannot be read is kept as its shape alone, what is said can be sent, and of somebody else's nothing changes.
    """
    street = Street(near)
    before = hers(engine, street.ana)
    mutations = Mutations(seed, user=BOB, other=ANA)
    async with House(near, telegram, engine).open() as turns:
        lanes = Lanes(turns.handle)
        for _ in range(BATCHES):
            spoilt = mutations.drawn(street.proper(), AT_ONCE)
            lanes.put(kept(near, [*spoilt[: AT_ONCE // 2], street.good(), *spoilt[AT_ONCE // 2 :]], street))
            await emptied(lanes, engine)
            street.practice.deliver()
    answers = [shown for shown in street.cleo.screen.messages.values() if "/today" in shown.card.html]
    assert len(answers) == BATCHES
    after = hers(engine, street.ana)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    states = states_of(engine)
    assert set(states) == {InboxState.DONE, InboxState.QUARANTINED}
    assert min(states.values()) > BATCHES * AT_ONCE // 5
    assert [shape for shape in shapes(engine) if CANARY in shape] == []
    for screen in street.practice.screens.values():
        for shown in screen.messages.values():
            shown.card.html.encode()


def states_of(engine: Engine) -> dict[InboxState, int]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT state, count(*) FROM inbox GROUP BY state")).all()
    return {InboxState(state): number for state, number in found}


def shapes(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        wanted = select(InboxRow.body).where(InboxRow.state == InboxState.QUARANTINED, InboxRow.body.is_not(None))
        return [str(body) for body in connection.execute(wanted).scalars()]
