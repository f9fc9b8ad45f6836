"""Delivery: claim the oldest message of each chat, send it, note what became of it.

What is claimed is claimed as the answer to the bell (`storage.bell`), which whoever writes to the outbox rings: on a
file in the very commit that wrote it. A message that was sent rings as well, for the next of its chat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import structlog
from telegram import Bot

from bot.clock import Clock
from bot.delivery.fates import expire, write_fate
from bot.delivery.pacer import Pacer
from bot.delivery.sending import Fate, Result, send
from bot.delivery.sent import SentOnes
from bot.leading import Term
from bot.paper.apart import ToldToStopError
from bot.warming import warmed
from bot.watching.tally import EXPIRED
from bot.watching.watch import Watch
from storage.batch import Outcome
from storage.leading import NotLeadingError
from storage.outages import StorageUnavailableError
from storage.outbox import Outgoing
from storage.store import Store
from storage.traffic import OutboxKind
from storage.work import UnitOfWork

log = structlog.get_logger()
T = TypeVar("T")

_AT_ONCE = 64  # as docs/reliability.md promises: so many, at most, are said twice after a kill
_STORAGE_RETRY_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 60.0
_LEASE_LOOK_SECONDS = 0.2
_LOOK_SECONDS = 15.0
_PASSING_ON_SECONDS = 1.0


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
        self._busy: dict[int, asyncio.Task[None]] = {}  # by chat
        self._in_hand: dict[int, int] = {}  # rows of the outbox, and the chat of each
        self._noting: set[int] = set()  # rows that went, which is being written
        self._looking = True
        self._full = False
        self._unheard = False
        self._retry: asyncio.TimerHandle | None = None
        self._over = asyncio.Event()
        self._error: Exception | None = None
        self._ending = asyncio.Event()
        self._resting = 0
        self._sent_ones = SentOnes(self._stored)

    @property
    def pending(self) -> int:
        """Whether messages may still wait, as a number: those under way, and one for a look not yet taken."""
        return len(self._busy) + (self._looking or self._store.ringing)

    def wake(self) -> None:
        """Something may wait that did not ring here: another process wrote it, or its chat's rest is over."""
        self._store.ring()

    async def run(self) -> None:
        """Delivers until cancelled; `drain` comes before that. Returns once another process leads."""
        try:
            with self._store.answering(self._claim, self._claimed):
                while not self._over.is_set():
                    self.wake()
                    with suppress(TimeoutError):  # then all the same: a command beside a file rings no bell
                        async with asyncio.timeout(_LOOK_SECONDS):
                            await self._over.wait()
            if self._error is not None:
                raise self._error
            self._term.end()
        finally:
            await self._pass_on()

    async def _pass_on(self) -> None:
        """Whoever leads now looks: what was written while this process led no more and did not know rang here alone."""
        if not self._store.alone:
            with suppress(StorageUnavailableError, TimeoutError):
                async with asyncio.timeout(_PASSING_ON_SECONDS):
                    await self._store.run(lambda work: work.outbox.ring())

    async def drain(self, seconds: float) -> None:
        """Begins nothing more, and waits up to `seconds` for what is under way.

        What is cut off is uncertain to the next leader.
        """
        self._ending.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._busy:
                    await asyncio.wait(self._busy.values())
        for task in self._busy.values():
            task.cancel()

    def _claim(self, work: UnitOfWork) -> list[Outgoing]:
        if self._ending.is_set():
            return []
        # With the lease in hand: what is claimed here is seen by whoever takes over.
        work.leading.hold(self._term.fence)
        if self._unheard:
            work.outbox.unheard(self._term.fence, tuple(self._in_hand))
        self._unheard = True  # should the connection be lost now, it may be committed all the same
        # Each is copied at one blow, for the loop goes on beside this; in this order what ends now is not busy.
        noting, in_hand = frozenset(self._noting), tuple(self._in_hand.items())
        room = max(_AT_ONCE - (len(in_hand) - self._resting), 0)
        # A row that went stands as being sent until that is written: its chat's next cannot be taken before it.
        busy = {chat_id for row_id, chat_id in in_hand if row_id not in noting}
        claimed = work.outbox.claim(self._term.fence, busy, room)
        self._full = len(claimed) == room
        return claimed

    def _claimed(self, claim: Outcome[list[Outgoing]]) -> None:
        try:
            claimed = claim.get()
        except StorageUnavailableError as error:
            log.warning("outbox out of reach", error=error)
            self._looking = True
            if self._retry is None:
                self._retry = asyncio.get_running_loop().call_later(_STORAGE_RETRY_SECONDS, self._look_again)
        except NotLeadingError:
            self._over.set()
        except Exception as error:  # noqa: BLE001 - `run` raises it
            self._error = error
            self._over.set()
        else:
            self._looking = self._unheard = False
            for outgoing in claimed:
                self._begin(outgoing)

    def _look_again(self) -> None:
        self._retry = None
        self.wake()

    def _begin(self, outgoing: Outgoing) -> None:
        if self._ending.is_set():
            return  # claimed as the end began: the next leader says it
        self._in_hand[outgoing.id] = outgoing.chat_id
        self._busy[outgoing.chat_id] = asyncio.create_task(self._deliver(outgoing))

    async def _deliver(self, outgoing: Outgoing) -> None:
        rang = False
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
            rang = result.fate is Fate.SENT
            if result.fate in {Fate.LATER, Fate.UNCERTAIN, Fate.TOKEN}:
                backed_off = min(2.0 ** min(outgoing.attempts, 6), _LONGEST_WAIT_SECONDS)
                await self._rest(result.wait_seconds or backed_off)
        except Exception as error:  # noqa: BLE001 - whatever it was, nobody sends the row now, and it holds up its chat
            log.error("delivery broke off", outbox_id=outgoing.id, error=error)
            self._noting.discard(outgoing.id)
            await self._stored(lambda work: work.outbox.uncertain(outgoing.id, self._term.fence))
            await self._rest(_LONGEST_WAIT_SECONDS)
        finally:
            del self._in_hand[outgoing.id]
            self._noting.discard(outgoing.id)  # only now: it must not seem to be sent once more
            if self._busy.get(outgoing.chat_id) is asyncio.current_task():  # else its next is under way already
                del self._busy[outgoing.chat_id]
            if self._full or not rang:
                self.wake()

    async def _rest(self, seconds: float) -> None:
        """A chat is left alone for so long, and others have its place; whoever ends does not wait for that."""
        self._resting += 1
        self.wake()
        try:
            async with asyncio.timeout(seconds):
                await self._ending.wait()
        except TimeoutError:
            pass
        finally:
            self._resting -= 1

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
            self._noting.add(outgoing.id)
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
