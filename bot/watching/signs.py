"""Signs of life from Telegram: when it was last heard, and what its clock says. By machine time."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from bot.leading import machine_time


class Signs:
    """`heard` is told of a good poll and of a good call of the webhook; `answered` of every answer of the Bot API."""

    def __init__(self, now: Callable[[], float] = machine_time) -> None:
        self._now = now
        self._heard_at: float | None = None
        self._polling_since: float | None = None
        self._date: tuple[str, float] | None = None

    def heard(self) -> None:
        self._heard_at = self._now()

    def polls(self, does: bool) -> None:
        """Whether this process fetches updates from now on."""
        self._polling_since = self._now() if does else None

    def answered(self, date: str | None) -> None:
        """By the clock of Telegram; read only when it is asked for."""
        if date is not None:
            self._date = date, time.time()

    @property
    def heard_seconds(self) -> float | None:
        """How long ago; None for never."""
        return None if self._heard_at is None else self._now() - self._heard_at

    @property
    def silent_seconds(self) -> float | None:
        """How long a process that polls has waited for a good one; None for one that does not."""
        if self._polling_since is None:
            return None
        return self._now() - max(self._polling_since, self._heard_at or 0.0)

    @property
    def ahead_seconds(self) -> float | None:
        """By how much this machine's clock is ahead of Telegram's, to a second or so; None where nothing was heard."""
        if self._date is None:
            return None
        date, read_at = self._date
        try:
            return read_at - parsedate_to_datetime(date).timestamp()
        except ValueError:
            return None
