"""The bot's queue of updates and the long poll that empties it."""

from __future__ import annotations

import math
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from sandbox.bot_api.check import check_type
from sandbox.bot_api.errors import conflict
from sandbox.bot_api.limits import CALLBACK_QUERY_LIFE, POLL_SECONDS, POLLED_UPDATES, UPDATE_LIFE
from sandbox.clock import Clock
from sandbox.pulse import Pulse
from sandbox.store import Store

_OFF_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_REPEAT_SECONDS = 0.5


Line = tuple[bool, object]


@dataclass(slots=True)
class Queued:
    """An update not yet confirmed. `made` is machine time, Unix seconds."""

    update: dict[str, Any]
    made: float

    @property
    def kind(self) -> str:
        """The name of the update's one field beside its id."""
        return next((name for name in self.update if name != "update_id"), "")

    @property
    def line(self) -> Line:
        """In which it stands on its way to a webhook: messages by chat, taps by who pressed. The two may overtake."""
        content = self.update.get(self.kind)
        about = content.get("from" if self.kind == "callback_query" else "chat") if isinstance(content, dict) else None
        return self.kind == "callback_query", about.get("id") if isinstance(about, dict) else None

    @property
    def life(self) -> timedelta:
        """How long Telegram keeps it for the bot."""
        return CALLBACK_QUERY_LIFE if self.kind == "callback_query" else UPDATE_LIFE


class Updates:
    """Updates in order of their ids, kept until confirmed or too old."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        # An OrderedDict, because a plain dict grows slow when emptied from the front.
        self._queue = OrderedDict((key, Queued(**body)) for key, body in store.all("update"))
        kept = dict(store.all("updates"))
        self._next_id: int = kept.get("next_id") or 100_000_000 + secrets.randbelow(500_000_000)
        self._allowed: list[str] = kept.get("allowed", [])
        self._arrived = Pulse()
        self._poll: object | None = None
        self._interrupted_by = ""
        self._last_answer = (0, -math.inf)
        self._looked_for_old = 0.0

    @property
    def waiting(self) -> int:
        """How many updates the bot has not yet confirmed."""
        self._forget_old()
        return len(self._queue)

    @property
    def allowed(self) -> list[str]:
        """The kinds of updates the bot last asked for; none stands for Telegram's default."""
        return self._allowed

    def add(self, update: dict[str, Any], *, checked: bool = True) -> int:
        """Queue an update and return the id it was given.

        Raises WrongShapeError unless it is a proper Update, or `checked` is False. One of a kind the bot did not ask
        for gets an id and is dropped, as Telegram does.
        """
        update = {**update, "update_id": self._next_id}
        if checked:
            check_type(update, "Update")
        self._next_id += 1
        self._store.put("updates", "next_id", self._next_id)
        queued = Queued(update, self._clock.machine_now.timestamp())
        if self._wanted(queued.kind):
            self._queue[update["update_id"]] = queued
            self._store.put("update", update["update_id"], queued)
            self._clock.unsettle()
            self._arrived.beat()
        return int(update["update_id"])

    def allow(self, kinds: list[str] | None) -> None:
        """Set the kinds of updates wanted from now on; None leaves them as they are."""
        if kinds is not None and kinds != self._allowed:
            self._allowed = kinds
            self._store.put("updates", "allowed", kinds)

    def forget(self, update_id: int) -> None:
        """The bot has this update, or nobody wants it any more."""
        if self._queue.pop(update_id, None) is not None:
            self._store.remove("update", update_id)
            self._clock.unsettle()

    def forget_all(self) -> None:
        """Drop what is pending, as the bot asked."""
        for update_id in list(self._queue):
            self.forget(update_id)

    def lines(self) -> set[Line]:
        """The lines in which something waits."""
        self._forget_old()
        return {queued.line for queued in self._queue.values()}

    def first(self, line: Line) -> dict[str, Any] | None:
        """The oldest update waiting in a line."""
        self._forget_old()
        return next((queued.update for queued in self._queue.values() if queued.line == line), None)

    async def arrival(self) -> None:
        """Wait until an update is queued or somebody else takes over, but no longer than one may poll."""
        await self._arrived.wait(POLL_SECONDS)

    def interrupt(self, by: str) -> None:
        """End a poll that waits; it is told who took over."""
        self._interrupted_by = by
        self._poll = None
        self._arrived.beat()

    async def poll(self, offset: int, limit: int, timeout: int) -> list[dict[str, Any]]:  # noqa: ASYNC109 - Telegram's name
        """Telegram's getUpdates. Raises ApiError 409 when another poll takes over while this one waits."""
        self.interrupt("other getUpdates request; make sure that only one bot instance is running")
        ticket = self._poll = object()
        self._confirm(offset)
        if not 1 <= limit <= POLLED_UPDATES:
            limit = POLLED_UPDATES
        latest = time.monotonic() + min(max(timeout, 0), POLL_SECONDS)
        while not (self._queue or self._arrived.closed) and (left := latest - time.monotonic()) > 0:
            await self._arrived.wait(left)
            if self._poll is not ticket:
                raise conflict(f"terminated by {self._interrupted_by}")
        return self._batch(offset, limit)

    def close(self) -> None:
        """Let an open poll end empty."""
        self._arrived.close()

    def _confirm(self, offset: int) -> None:
        self._forget_old()
        if offset < 0:
            offset = list(self._queue)[offset:][0] if self._queue else 0
        while self._queue and (first := next(iter(self._queue))) < offset:
            self.forget(first)
        self._store.commit()

    def _batch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        # Telegram hands out one at a time when the same offset comes again at once: so a poisonous update stands alone.
        asked, answered = self._last_answer
        if offset == asked and time.monotonic() - answered < _REPEAT_SECONDS:
            limit = 1
        batch = [queued.update for queued in islice(self._queue.values(), limit)]
        if batch:
            self._last_answer = (offset, time.monotonic())
        return batch

    def _wanted(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in _OFF_BY_DEFAULT

    def _forget_old(self) -> None:
        now = self._clock.machine_now.timestamp()
        if 0 <= now - self._looked_for_old < 1:
            return
        self._looked_for_old = now
        old = [key for key, queued in self._queue.items() if now - queued.made >= queued.life.total_seconds()]
        for update_id in old:
            self.forget(update_id)
