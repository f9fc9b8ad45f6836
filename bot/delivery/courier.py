"""Delivery: each message that is claimed (`bot.delivery.claims`) is sent, and what became of it noted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import structlog
from telegram import Bot

from bot.clock import Clock
from bot.delivery.claims import Claims
from bot.delivery.fates import expire, write_fate
from bot.delivery.pacer import Pacer
from bot.delivery.sending import Fate, Result, send
from bot.delivery.sent import SentOnes
from bot.leading import Term
from bot.paper.apart import ToldToStopError
from bot.warming import warmed
from bot.watching.tally import EXPIRED
from bot.watching.watch import Watch
from storage.leading import NotLeadingError
from storage.outages import StorageUnavailableError
from storage.outbox import Outgoing
from storage.store import Store
from storage.traffic import OutboxKind
from storage.work import UnitOfWork

log = structlog.get_logger()
T = TypeVar("T")

_STORAGE_RETRY_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 60.0
_LEASE_LOOK_SECONDS = 0.2


class Courier:
    """Sends for one term of leading, whose fence marks the rows it is sending. `token_doubted` is told of a 401."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        clock: Clock,
        pacer: Pacer,
        term: Term,
        token_doubted: Callable[[], Awaitable[None]],
        watch: Watch | None = None,
    ) -> None:
        self._store = store
        self._bot = bot
        self._clock = clock
        self._pacer = pacer
        self._term = term
        self._token_doubted = token_doubted
        self._tally = (watch or Watch()).tally
        self._claims = Claims(store, term.fence, self._begin)
        self._under_way: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()
        self._sent_ones = SentOnes(self._stored)

    @property
    def pending(self) -> int:
        """Whether messages may still wait, as a number."""
        return self._claims.pending

    def wake(self) -> None:
        """Another process wrote to the outbox."""
        self._claims.look()

    async def run(self) -> None:
        """Delivers until cancelled; `drain` comes before that. Returns once another process leads."""
        try:
            await self._claims.run()
        except NotLeadingError:
            self._term.end()

    async def drain(self, seconds: float) -> None:
        """Begins nothing more, and waits up to `seconds` for what is under way.

        What is cut off is uncertain to the next leader.
        """
        self._claims.close()
        self._ending.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._under_way:
                    await asyncio.wait(self._under_way)
        for task in self._under_way:
            task.cancel()

    def _begin(self, outgoing: Outgoing) -> None:
        task = asyncio.create_task(self._deliver(outgoing))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, outgoing: Outgoing) -> None:
        noted = False
        try:
            await warmed()
            await self._pacer.wait(
                outgoing.chat_id, new_message=outgoing.kind in {OutboxKind.SEND, OutboxKind.DOCUMENT}
            )
            if not await self._may_send():
                return
            if outgoing.not_after is not None and self._clock.now() > outgoing.not_after:
                await self._stored(partial(expire, outgoing=outgoing))
                self._tally.sent(EXPIRED)
                return
            result = await self._sent(outgoing)
            self._tally.sent(result.fate, outgoing.attempts)
            await self._note(outgoing, result)
            noted = result.fate is Fate.SENT
            if result.fate in {Fate.LATER, Fate.UNCERTAIN, Fate.TOKEN}:
                backed_off = min(2.0 ** min(outgoing.attempts, 6), _LONGEST_WAIT_SECONDS)
                await self._rest(result.wait_seconds or backed_off)
        except Exception as error:  # noqa: BLE001 - whatever it was, nobody sends the row now, and it holds up its chat
            log.error("delivery broke off", outbox_id=outgoing.id, error=error)
            self._claims.not_noted(outgoing.id)
            await self._stored(lambda work: work.outbox.uncertain(outgoing.id, self._term.fence))
            await self._rest(_LONGEST_WAIT_SECONDS)
        finally:
            self._claims.ended(outgoing.id, noted=noted)

    async def _rest(self, seconds: float) -> None:
        """A chat is left alone for so long, and others have its place; whoever ends does not wait for that."""
        with self._claims.resting(), suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ending.wait()

    async def _may_send(self) -> bool:
        """Not after this process stood still so long that another may lead: it waits to hear whether one does."""
        while not self._term.held:
            if self._term.over:
                return False
            await asyncio.sleep(_LEASE_LOOK_SECONDS)
        return True

    async def _sent(self, outgoing: Outgoing) -> Result:
        """A document is made first; one that cannot be made will never be, and its chat goes on."""
        if outgoing.kind is not OutboxKind.DOCUMENT:
            return await send(self._bot, outgoing)
        from bot.delivery.documents import make  # noqa: PLC0415 - every page and picture there is: `bot.warming`

        try:
            document = await make(self._store, outgoing.body or "")
        except (StorageUnavailableError, ToldToStopError):
            return Result(Fate.LATER)
        except Exception as error:  # noqa: BLE001 - whatever it was, the row must not hold up its chat
            return Result(Fate.DEAD, error=type(error).__name__)
        return await send(self._bot, outgoing, document)

    async def _note(self, outgoing: Outgoing, result: Result) -> None:
        if result.fate is Fate.SENT:
            self._claims.noting(outgoing.id)
            await self._sent_ones.note(outgoing.id, result.message_id)
            return
        log.warning("not delivered", outbox_id=outgoing.id, fate=result.fate, code=result.error)
        if result.fate is Fate.TOKEN:
            await self._token_doubted()
        fate = partial(write_fate, outgoing=outgoing, result=result, fence=self._term.fence, now=self._clock.now())
        await self._stored(fate)

    async def _stored(self, work: Callable[[UnitOfWork], T]) -> T:
        # What Telegram took must be noted: a forgotten note is a message said twice. So this waits for the database.
        while True:
            try:
                return await self._store.run(work)
            except StorageUnavailableError as error:
                log.warning("outbox out of reach", error=error)
                await asyncio.sleep(_STORAGE_RETRY_SECONDS)
