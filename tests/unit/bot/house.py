"""Turns over a real memory: updates come in, what they leave is looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Engine
from telegram.ext import Application, ExtBot

from bot.delivery.direct import Direct
from bot.intake.updates import receive
from bot.keeping import Keeper
from bot.outage import Outage
from bot.turn import Handler, Turn
from bot.turns import Turns
from bot.watching.watch import Watch
from bot.wording.card import Card
from storage.inbox import Waiting
from tests.storage.practice import ALICE_CHAT, NOW, raw
from tests.unit.bot.fakes import BOT_ID, TOKEN, FakeTelegram, NearStore, StoppedClock


def _say_done(turn: Turn) -> None:
    turn.say(Card("done"))


class House:
    """Turns over a real memory, with handlers of the test's own."""

    def __init__(self, store: NearStore, telegram: FakeTelegram, engine: Engine) -> None:
        self.store = store
        self.telegram = telegram
        self.engine = engine
        self.tries = 0
        self._number = 0

    @asynccontextmanager
    async def open(
        self, *, learn: bool = True, keeper: Keeper | None = None, watch: Watch | None = None
    ) -> AsyncIterator[Turns]:
        bot = ExtBot(TOKEN, request=self.telegram, get_updates_request=self.telegram)
        application = Application.builder().bot(bot).updater(None).job_queue(None).build()
        await application.initialize()
        direct = Direct(bot)
        outage = Outage(self.store, direct)
        if learn:
            await outage.learn()
        yield Turns(self.store, application, StoppedClock(), direct, outage, keeper, watch)
        await direct.drain(60)
        await application.shutdown()

    def line(self, chat_id: int = ALICE_CHAT, text: str = "C7 dbt") -> Waiting:
        return self._keep(message=self._message(chat_id, text))

    def tap(self, chat_id: int = ALICE_CHAT, data: str = "undo:1") -> Waiting:
        who = {"id": chat_id, "is_bot": False, "first_name": "Somebody"}
        query = {"id": "77", "from": who, "chat_instance": "1", "data": data}
        return self._keep(callback_query={**query, "message": self._message(chat_id, "a card")})

    def _message(self, chat_id: int, text: str) -> dict[str, Any]:
        chat = {"id": chat_id, "type": "private", "first_name": "Somebody"}
        return {"message_id": 5, "date": 1_795_000_000, "chat": chat, "from": chat | {"is_bot": False}, "text": text}

    def _keep(self, **content: Any) -> Waiting:
        self._number += 1
        received = receive({"update_id": self._number, **content}, NOW)
        assert received is not None
        (waiting,) = self.store.run_here(lambda work: work.inbox.keep(BOT_ID, [received], NOW))
        return waiting

    def fails(self, times: int, then: Handler = _say_done) -> Handler:
        """A handler that changes something, and raises as often as told after that."""

        def handler(turn: Turn) -> None:
            self.tries += 1
            turn.work.directory.add(f"Service {self.tries}")
            turn.say(Card("half done"))
            if self.tries <= times:
                raise LookupError("a bug")
            then(turn)

        return handler

    def said(self) -> list[str]:
        """What waits in the outbox."""
        claimed = self.store.run_here(lambda work: work.outbox.claim(1, [], 100))
        for row in claimed:
            self.store.run_here(lambda work, row_id=row.id: work.outbox.sent(row_id, None))  # type: ignore[misc] # mypy cannot infer a lambda's defaults
        texts = [Card.from_json(row.body).html for row in claimed if row.body]
        return texts + self.said() if claimed else []

    def inbox(self) -> list[tuple[str, int]]:
        return [(row.state, row.attempts) for row in raw(self.engine, "SELECT state, attempts FROM inbox ORDER BY id")]

    def services(self) -> list[str]:
        return [row.name for row in raw(self.engine, "SELECT name FROM service WHERE name LIKE 'Service %'")]

    def toasts(self) -> list[str | None]:
        return [call.parameters.get("text") for call in self.telegram.of("answerCallbackQuery")]
