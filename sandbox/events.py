"""A numbered stream of what changed, so that a page need not ask again and again."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from sandbox.pulse import Pulse

KEPT = 1_000
WAIT_SECONDS = 25.0


@dataclass(frozen=True, slots=True)
class Event:
    """What changed: people, message, toast, answered, typing, commands or clock; for whom and where, if it has one."""

    n: int
    kind: str
    user: int | None = None
    message_id: int | None = None


class Events:
    """The last 1,000 events, numbered from 1 since the sandbox was started."""

    def __init__(self) -> None:
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._pulse = Pulse()
        self.count = 0

    def add(self, kind: str, user: int | None = None, message_id: int | None = None) -> None:
        """Something changed; wakes whoever waits for it."""
        self.count += 1
        self._kept.append(Event(self.count, kind, user, message_id))
        self._pulse.beat()

    async def after(self, n: int, seconds: float = WAIT_SECONDS) -> dict[str, Any]:
        """The events numbered above `n`, waiting up to `seconds` for the first.

        `reset` says that `n` is not of this stream, or that events after it are forgotten: look at everything anew.
        """
        if n == self.count:
            await self._pulse.wait(seconds)
        missed = self.count - n
        if not 0 <= missed <= len(self._kept):
            return {"events": [], "after": self.count, "reset": True}
        newer = islice(self._kept, len(self._kept) - missed, None)
        return {"events": [asdict(event) for event in newer], "after": self.count, "reset": False}

    def close(self) -> None:
        """Let everyone go who waits."""
        self._pulse.close()
