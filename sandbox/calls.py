"""The log of Bot API calls."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sandbox.bot_api.check import Upload

KEPT = 20_000
_UNCOUNTED = frozenset({"getUpdates"})


@dataclass(slots=True)
class Call:
    """One request of the bot. `status` is None until it is answered, and stays so if the connection broke first."""

    n: int
    method: str
    at: str  # machine time
    params: Mapping[str, Any]
    status: int | None = None

    def view(self) -> dict[str, Any]:
        """The call as JSON, a file by its name and size."""
        params = {
            name: {"file_name": value.file_name, "size": len(value.content)} if isinstance(value, Upload) else value
            for name, value in self.params.items()
        }
        return {"n": self.n, "method": self.method, "params": params, "status": self.status, "at": self.at}


class Calls:
    """The last 20,000 calls, numbered from 1 since the sandbox was started."""

    def __init__(self) -> None:
        self._kept: deque[Call] = deque(maxlen=KEPT)
        self._count = 0
        self._under_way = 0
        self._last = time.monotonic()

    def begin(self, method: str, at: str) -> Call:
        """A call came in at machine time `at`."""
        self._count += 1
        call = Call(self._count, method, at, {})
        self._kept.append(call)
        if method not in _UNCOUNTED:
            self._under_way += 1
        return call

    def end(self, call: Call) -> None:
        """The call is done with, answered or not."""
        if call.method not in _UNCOUNTED:
            self._under_way -= 1
            self._last = time.monotonic()

    def quiet(self) -> float:
        """Machine seconds since the last call other than getUpdates; 0 while one is under way."""
        return 0.0 if self._under_way else time.monotonic() - self._last

    def after(self, n: int) -> list[dict[str, Any]]:
        """The calls numbered above `n`."""
        newer = min(len(self._kept), max(0, self._count - n))
        return [call.view() for call in islice(self._kept, len(self._kept) - newer, None)]
