"""The delivery loop: claim the oldest message of each chat, send it, note what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery.documents import make, not_made
from bot.delivery.pacer import Pacer
from bot.delivery.sending import Fate, Result, send
from storage.outages import StorageUnavailableError
from storage.outbox import Outgoing
from storage.store import Store
from storage.traffic import OutboxKind
from storage.work import UnitOfWork

log = structlog.get_logger()
T = TypeVar("T")

_AT_ONCE = 64
_STORAGE_RETRY_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 60.0
_TOAST_CHARACTERS = 200


class Courier:
    """Sends for one start of the bot, whose `fence` marks the rows it is sending."""

    def __init__(
        self, store: Store, bot: Bot, clock: Clock, pacer: Pacer, fence: int, token_lost: Callable[[], None]
    ) -> None:
        self._store = store
        self._bot = bot
        self._clock = clock
        self._pacer = pacer
        self._fence = fence
        self._token_lost = token_lost
        self._wake = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._toasts: set[asyncio.Task[None]] = set()
        self._searching = True

    @property
    def pending(self) -> int:
        """Whether messages may still wait, as a number: those under way, and one for a look not yet taken."""
        return len(self._busy) + len(self._toasts) + (self._searching or self._wake.is_set())

    def wake(self) -> None:
        """Something was written to the outbox."""
        self._wake.set()

    def toast(self, query_id: str, text: str) -> None:
        """Answers a tap at once, best effort: it is past the outbox and past pacing."""
        task = asyncio.create_task(self._answer(query_id, text))
        self._toasts.add(task)
        task.add_done_callback(self._toasts.discard)

    async def say_directly(self, chat_id: int, text: str) -> None:
        """One line without the outbox, for when the outbox itself is out of reach. Best effort."""
        try:
            await self._bot.send_message(chat_id, text, protect_content=True)
        except TelegramError as error:
            log.warning("direct line not sent", error=error)

    async def run(self) -> None:
        """Delivers until cancelled; `drain` comes before that."""
        self.wake()
        while True:
            await self._wake.wait()
            self._searching = True
            self._wake.clear()
            for outgoing in await self._stored(
                lambda work: work.outbox.claim(self._fence, tuple(self._busy), _AT_ONCE)
            ):
                self._busy[outgoing.chat_id] = asyncio.create_task(self._deliver(outgoing))
            self._searching = False

    async def drain(self, seconds: float) -> None:
        """Waits up to `seconds` for what is under way. What is cut off is uncertain to the next start."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while under_way := {*self._busy.values(), *self._toasts}:
                    await asyncio.wait(under_way)
        for task in {*self._busy.values(), *self._toasts}:
            task.cancel()

    async def _deliver(self, outgoing: Outgoing) -> None:
        try:
            await self._pacer.wait(
                outgoing.chat_id, new_message=outgoing.kind in {OutboxKind.SEND, OutboxKind.DOCUMENT}
            )
            if outgoing.not_after is not None and self._clock.now() > outgoing.not_after:
                await self._stored(partial(_expire, outgoing=outgoing))
                return
            result = await self._sent(outgoing)
            await self._note(outgoing, result)
            if result.fate in {Fate.LATER, Fate.UNCERTAIN, Fate.TOKEN}:
                backed_off = min(2.0 ** min(outgoing.attempts, 6), _LONGEST_WAIT_SECONDS)
                await asyncio.sleep(result.wait_seconds or backed_off)
        finally:
            del self._busy[outgoing.chat_id]
            self.wake()

    async def _sent(self, outgoing: Outgoing) -> Result:
        """A document is made first; one that cannot be made will never be, and its chat goes on."""
        if outgoing.kind is not OutboxKind.DOCUMENT:
            return await send(self._bot, outgoing)
        try:
            document = await make(self._store, outgoing.body or "")
        except StorageUnavailableError:
            return Result(Fate.LATER)
        except Exception as error:  # noqa: BLE001 - whatever it was, the row must not hold up its chat
            return Result(Fate.DEAD, error=type(error).__name__)
        return await send(self._bot, outgoing, document)

    async def _note(self, outgoing: Outgoing, result: Result) -> None:
        if result.fate is not Fate.SENT:
            log.warning("not delivered", outbox_id=outgoing.id, fate=result.fate, code=result.error)
        if result.fate is Fate.TOKEN:
            self._token_lost()
        await self._stored(partial(_write_fate, outgoing=outgoing, result=result, clock=self._clock))

    async def _stored(self, work: Callable[[UnitOfWork], T]) -> T:
        # What Telegram took must be noted: a forgotten note is a message said twice. So this waits for the database.
        while True:
            try:
                return await self._store.run(work)
            except StorageUnavailableError as error:
                log.warning("outbox out of reach", error=error)
                await asyncio.sleep(_STORAGE_RETRY_SECONDS)

    async def _answer(self, query_id: str, text: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id, text[:_TOAST_CHARACTERS] or None)
        except TelegramError as error:
            log.info("tap not answered", error=error)


def _expire(work: UnitOfWork, outgoing: Outgoing) -> None:
    """Too late to be of use: the planner, which put the next question off already, asks again in its time."""
    work.outbox.expired(outgoing.id)
    work.nudges.never_said(outgoing.id)


def _write_fate(work: UnitOfWork, outgoing: Outgoing, result: Result, clock: Clock) -> None:
    work.audit.by("delivery", clock.now())
    match result.fate:
        case Fate.SENT:
            work.outbox.sent(outgoing.id, result.message_id)
        case Fate.LATER | Fate.TOKEN:
            work.outbox.again(outgoing.id)
        case Fate.UNCERTAIN:
            work.outbox.uncertain(outgoing.id)
        case Fate.BLOCKED:
            work.outbox.dead(outgoing.id, result.error)
            work.people.set_blocked(outgoing.chat_id, clock.now())
            work.alerts.undeliverable(outgoing.id, clock.now())
        case Fate.DEAD:
            work.outbox.dead(outgoing.id, result.error)
            work.alerts.undeliverable(outgoing.id, clock.now())
            locked = outgoing.chat_id in work.members.locked_chats()
            if outgoing.kind is OutboxKind.DOCUMENT and not locked:  # she asked for it, and waits
                work.outbox.send(outgoing.chat_id, not_made(outgoing.body or "").to_json(), clock.now())
