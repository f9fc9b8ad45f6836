"""Which messages go out next: the oldest of each chat, claimed as the answer to the bell (`storage.bell`).

Whoever writes to the outbox rings it, and it is answered on a file in the very commit that wrote. A message that was
noted as sent rings as well, for the next of its chat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import structlog

from storage.batch import Outcome
from storage.outages import StorageUnavailableError
from storage.outbox import Outgoing
from storage.store import Store
from storage.work import UnitOfWork

log = structlog.get_logger()

_AT_ONCE = 64  # as docs/reliability.md promises: so many, at most, are said twice after a kill
_RETRY_SECONDS = 0.5
_LOOK_SECONDS = 15.0
_PASSING_ON_SECONDS = 1.0


class Claims:
    """The messages that one term of leading has in hand, under its `fence`.

    The claim itself runs in a thread of the store, beside the loop, which does all the rest; never twice at a time, and
    the loop hears of each before the next.
    """

    def __init__(self, store: Store, fence: int, begin: Callable[[Outgoing], None]) -> None:
        """`begin` is given, in the loop, each message that is in hand from then on, until it has `ended`."""
        self._store = store
        self._fence = fence
        self._begin = begin
        self._in_hand: dict[int, int] = {}  # rows of the outbox, and the chat of each
        self._noting: set[int] = set()  # rows that went, which is being written
        self._resting = 0
        self._closed = False
        self._unknown = True  # whether something waits: nobody looked yet, or could
        self._full = False  # the last claim had no room for more
        self._unheard = False  # of a claim it is not known whether it lasts
        self._retry: asyncio.TimerHandle | None = None
        self._over = asyncio.Event()
        self._error: Exception | None = None

    @property
    def pending(self) -> int:
        """Whether messages may still wait, as a number: those in hand, and one for a look not yet taken."""
        return len(self._in_hand) + (self._unknown or self._store.ringing)

    async def run(self) -> None:
        """Until cancelled. Raises NotLeadingError once another process leads, and what a claim raises."""
        try:
            with self._store.answering(self._claim, self._claimed):
                while not self._over.is_set():
                    self._unheard = True  # a claim that seemed lost may have come to its end since
                    self.look()
                    with suppress(TimeoutError):  # then all the same: a command beside a file rings no bell
                        async with asyncio.timeout(_LOOK_SECONDS):
                            await self._over.wait()
            if self._error is not None:
                raise self._error
        finally:
            await self._pass_on()

    def look(self) -> None:
        """Something may wait of which no bell tells here."""
        self._store.ring()

    def close(self) -> None:
        """Nothing is begun any more."""
        self._closed = True

    def noting(self, row_id: int) -> None:
        """Telegram took it. It stands as being sent until that is written, and its chat's next is claimed with that."""
        self._noting.add(row_id)

    def not_noted(self, row_id: int) -> None:
        """It could not be written: the chat goes on waiting for this one."""
        self._noting.discard(row_id)

    def ended(self, row_id: int, *, noted: bool) -> None:
        """It is in hand no more; `noted` if it was written as sent, which rang."""
        del self._in_hand[row_id]
        self._noting.discard(row_id)  # only now: it must not seem to be sent once more
        if self._full or not noted:
            self.look()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """One in hand is left alone for a while, and others have its place."""
        self._resting += 1
        self.look()
        try:
            yield
        finally:
            self._resting -= 1

    def _claim(self, work: UnitOfWork) -> list[Outgoing]:
        if self._closed:
            return []
        # With the lease in hand: what is claimed here is seen by whoever takes over.
        work.leading.hold(self._fence)
        if self._unheard:
            work.outbox.unheard(self._fence, tuple(self._in_hand))
        self._unheard = True  # should the connection be lost now, it may be committed all the same
        # Each is copied at one blow, for the loop goes on beside this; in this order what ends now is not busy.
        noting, in_hand = frozenset(self._noting), tuple(self._in_hand.items())
        busy = {chat_id for row_id, chat_id in in_hand if row_id not in noting}
        room = max(_AT_ONCE - (len(in_hand) - self._resting), 0)
        claimed = work.outbox.claim(self._fence, busy, room)
        self._full = len(claimed) == room
        return claimed

    def _claimed(self, claim: Outcome[list[Outgoing]]) -> None:
        try:
            claimed = claim.get()
        except StorageUnavailableError as error:
            log.warning("outbox out of reach", error=error)
            self._unknown = True
            if self._retry is None:
                self._retry = asyncio.get_running_loop().call_later(_RETRY_SECONDS, self._look_again)
        except Exception as error:  # noqa: BLE001 - `run` raises it
            self._error = error
            self._over.set()
        else:
            self._unknown = self._unheard = False
            for outgoing in () if self._closed else claimed:  # else the next leader says them
                self._in_hand[outgoing.id] = outgoing.chat_id
                self._begin(outgoing)

    def _look_again(self) -> None:
        self._retry = None
        self.look()

    async def _pass_on(self) -> None:
        """Whoever leads now looks: what was written while this process led no more and did not know rang here alone."""
        if not self._store.alone:
            with suppress(StorageUnavailableError, TimeoutError):
                async with asyncio.timeout(_PASSING_ON_SECONDS):
                    await self._store.run(lambda work: work.outbox.ring())
