"""People, Telegram and one or two processes of the bot, as a machine whose steps Hypothesis draws.

Telegram hands over the messages of a chat in order, taps apart from them, all of it as often as it likes and to
whichever process. A process may end between any two transactions. The model knows what must come of it from the order
of the inbox alone.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy import text

from bot.intake.screening import keep
from bot.intake.updates import receive
from bot.lanes import Lanes
from bot.turns import Turns
from bot.wording.card import Button
from referrals.model import Role
from storage.work import UnitOfWork
from tests.conversation.talk import Practice, Talker, plain
from tests.unit.bot.fakes import BOT_ID, FakeTelegram, NearStore
from tests.unit.bot.house import House
from tests.unit.bot.timeless import TimelessLoop

PEOPLE = 2
CODES = ("C1", "C2", "C3")
SERVICES = {"dbt": "DBT group", "housing": "Subsidised housing programme"}
Raw = dict[str, Any]


class Street:
    """One practice on one database for all examples: each has people of its own, so that none sees another's."""

    def __init__(self, store: NearStore, telegram: FakeTelegram, processes: int) -> None:
        self.store = store
        self.telegram = telegram
        self.processes = processes
        self.practice = Practice(store)
        self._users = count(10_001)

    def people(self) -> list[Talker]:
        users = [next(self._users) for _ in range(PEOPLE)]
        self.store.run_here(lambda work: self._admit(work, users))
        return [Talker(self.practice, user) for user in users]

    def _admit(self, work: UnitOfWork, users: list[int]) -> None:
        for user in users:
            admitted = work.invites.admit(work.invites.make(Role.THERAPIST, self.practice.now), user, self.practice.now)
            assert admitted is not None
            work.people.set_welcomed(admitted.person.id, self.practice.now)


@dataclass(slots=True)
class Model:
    """What one person's updates must come to, in the order in which they were first handed over."""

    handed: int = 0
    clients: set[str] = field(default_factory=set)
    referrals: list[tuple[str, str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)  # what each answer is about, as `undo` wants it
    undone: set[str] = field(default_factory=set)  # the taps that took something back already

    def line(self, code: str, word: str) -> None:
        self.handed += 1
        service, begins = SERVICES[word], code not in self.clients
        self.noted.append(f"{code}|{service}|{'begins' if begins else ''}")
        if (code, service) in self.referrals:
            self.answers.append(f"{code} has {service} open already")
            return
        self.clients.add(code)
        self.referrals.append((code, service))
        self.answers.append(f"{code} is new to me." if begins else f"{code}: one referral noted.")

    def undo(self, data: str, code: str, service: str, begins: str) -> None:
        """Nothing, the second time. A client goes with the line that began her, unless there is more about her."""
        self.handed += 1
        if data in self.undone:
            return
        self.undone.add(data)
        self.referrals.remove((code, service))
        if begins and all(one != code for one, _ in self.referrals):
            self.clients.remove(code)


@dataclass(slots=True)
class Person:
    """At her phone. What she did waits with Telegram: messages in one queue, taps in another."""

    talker: Talker
    model: Model = field(default_factory=Model)
    messages: list[Raw] = field(default_factory=list)
    taps: list[Raw] = field(default_factory=list)
    buttons: dict[str, tuple[Button, int]] = field(default_factory=dict)  # every Undo she ever saw, by its data
    meant: dict[int, tuple[str, ...]] = field(default_factory=dict)  # what an update says, by its id
    seen: list[str] = field(default_factory=list)


class Machine(RuleBasedStateMachine):
    """The steps, and after the last one what must be so."""

    def __init__(self, street: Street) -> None:
        super().__init__()
        self.street = street
        self.people = [Person(talker) for talker in street.people()]
        self.handed_over: list[Raw] = []
        self.runner = asyncio.Runner(loop_factory=TimelessLoop)
        self.stack = AsyncExitStack()
        self.turns: list[Turns] = []
        self.lanes: list[Lanes] = []
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        for _ in range(self.street.processes):
            house = House(self.street.store, self.street.telegram, self.street.store.engine)
            turns = await self.stack.enter_async_context(house.open())
            self.turns.append(turns)
            self.lanes.append(Lanes(turns.handle))

    # What people do

    @rule(who=st.integers(0, PEOPLE - 1), code=st.sampled_from(CODES), word=st.sampled_from(sorted(SERVICES)))
    def types(self, who: int, code: str, word: str) -> None:
        person = self.people[who]
        number = self.street.practice.next_id()
        person.meant[number] = (code, word)
        person.messages.append({"update_id": number, "message": person.talker.message(text=f"{code} {word}")})

    @precondition(lambda self: any(person.buttons for person in self.people))
    @rule(data=st.data(), times=st.integers(1, 2))
    def taps_undo(self, data: st.DataObject, times: int) -> None:
        """A button she sees now or saw once, once or twice."""
        person = data.draw(st.sampled_from([one for one in self.people if one.buttons]))
        name = data.draw(st.sampled_from(sorted(person.buttons)))
        button, message_id = person.buttons[name]
        for _ in range(times):
            shown = {**person.talker.message(text="a card"), "message_id": message_id}
            number = self.street.practice.next_id()
            query = {"id": str(number), "from": shown["from"], "chat_instance": "1", "data": button.data}
            person.meant[number] = (name,)
            person.taps.append({"update_id": number, "callback_query": {**query, "message": shown}})

    # What Telegram does

    @rule(
        process=st.integers(0, 1),
        taken=st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.booleans()), max_size=6),
        dies=st.booleans(),
    )
    def hands_over(self, process: int, taken: list[tuple[int, bool]], dies: bool) -> None:
        """Some of what waits, to a process, which may end before it has begun on it."""
        batch = []
        for who, tap in taken:
            queue = self.people[who].taps if tap else self.people[who].messages
            if queue:
                batch.append(queue.pop(0))
        self.handed_over += batch
        self.runner.run(self._keep(process, batch, begins=not dies))

    @precondition(lambda self: self.handed_over)
    @rule(process=st.integers(0, 1), data=st.data())
    def hands_over_again(self, process: int, data: st.DataObject) -> None:
        again = data.draw(st.lists(st.sampled_from(self.handed_over), min_size=1, max_size=4, unique_by=id))
        self.runner.run(self._keep(process, again, begins=True))

    async def _keep(self, process: int, batch: list[Raw], *, begins: bool) -> None:
        now = self.street.practice.now
        received = [(raw, receive(raw, now)) for raw in batch]
        both = [(raw, one) for raw, one in received if one is not None]
        assert len(both) == len(batch)
        kept = self.street.store.run_here(lambda work: keep(work, BOT_ID, both, now))
        for raw in batch:
            self._expect(raw)
        if begins:
            self.lanes[process % len(self.lanes)].put(kept)

    def _expect(self, raw: Raw) -> None:
        """Its effect, the first time it is in the inbox."""
        for person in self.people:
            match person.meant.pop(raw["update_id"], None):
                case (code, word):
                    person.model.line(code, word)
                case (name,):
                    person.model.undo(*name.split("|"))

    # What the bot does

    @rule(process=st.integers(0, 1), steps=st.integers(1, 30), dies=st.booleans())
    def works(self, process: int, steps: int, dies: bool) -> None:
        """A little; and may end wherever it is by then."""
        self.runner.run(self._work(process % len(self.lanes), steps, dies=dies))

    @rule(process=st.integers(0, 1))
    def takes_up(self, process: int) -> None:
        """What is open, whoever left it: at a start, and by whoever leads."""
        self.runner.run(self._take_up(process % len(self.lanes)))

    @rule()
    def delivers(self) -> None:
        self.street.practice.deliver()
        for person in self.people:
            self._look_at_screen(person)

    async def _work(self, process: int, steps: int, *, dies: bool) -> None:
        for _ in range(steps):
            await asyncio.sleep(0)
        if dies:
            lanes = self.lanes[process]
            for task in lanes._tasks:
                task.cancel()
            await asyncio.gather(*lanes._tasks, return_exceptions=True)
            self.lanes[process] = Lanes(self.turns[process].handle)

    async def _take_up(self, process: int) -> None:
        self.lanes[process].put(self.street.store.run_here(lambda work: work.inbox.open()))

    def _look_at_screen(self, person: Person) -> None:
        """New messages stand below the others, so what is new is in the order in which it was sent."""
        shown = sorted(person.talker.screen.messages.items())
        for message_id, one in shown[len(person.seen) :]:
            said = plain(one.card)
            person.seen.append(said)
            number = len(person.seen) - 1
            assert said.startswith(person.model.answers[number]), "in the order of what was handed over"
            for button in (button for row in one.card.rows for button in row if button.label == "Undo"):
                person.buttons[f"{button.data}|{person.model.noted[number]}"] = button, message_id

    # What must be so

    def teardown(self) -> None:
        try:
            self.runner.run(self._settle())
            self._look()
        finally:
            self.runner.run(self.stack.aclose())
            self.runner.close()

    async def _settle(self) -> None:
        """Everything is handed over, taken up, worked off and delivered."""
        for person in self.people:
            rest = person.messages + person.taps
            person.messages, person.taps = [], []
            await self._keep(0, rest, begins=True)
        for process, lanes in enumerate(self.lanes):
            await self._take_up(process)
            for _ in range(_PATIENCE):
                if not lanes.pending:
                    break
                await asyncio.sleep(1)
            assert not lanes.pending, "a lane is stuck"

    def _look(self) -> None:
        self.delivers()
        for person in self.people:
            assert len(person.seen) == len(person.model.answers), "every line is answered once"
            user = person.talker.user_id
            with self.street.store.engine.connect() as connection:
                states = set(connection.scalars(text("SELECT state FROM inbox WHERE chat_id = :id"), {"id": user}))
                found = connection.execute(text(_REFERRALS), {"id": user})
                assert sorted(map(tuple, found)) == sorted(person.model.referrals)
                assert set(connection.scalars(text(_CLIENTS), {"id": user})) == person.model.clients
                assert connection.scalar(text(_TURNS), {"id": user}) == person.model.handed
            assert states <= {"done"}


_PATIENCE = 1_000  # seconds of machine time, which take none
_REFERRALS = """SELECT c.code, s.name FROM referral r JOIN client c ON c.id = r.client_id
JOIN member m ON m.id = r.owner_id JOIN service s ON s.id = r.service_id WHERE m.telegram_id = :id"""
_CLIENTS = "SELECT code FROM client c JOIN member m ON m.id = c.owner_id WHERE m.telegram_id = :id"
_TURNS = """SELECT count(*) FROM audit a JOIN member m ON m.id = a.member_id WHERE m.telegram_id = :id
AND a.verb IN ('asked', 'refused') AND a.row_table IS NULL"""
