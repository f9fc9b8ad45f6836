"""All that a process tells of itself, in one place to hand to its parts."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from bot.watching.signs import Signs
from bot.watching.tally import Tally

_TOO_MANY_REQUESTS = 429


class Watch:
    """The counts and the signs of life of one process, and the registry in which they are found."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.tally = Tally(self.registry)
        self.signs = Signs()

    def answered(self, status: int, date: str | None) -> None:
        """The Bot API answered, with this HTTP status, at this time of its own."""
        self.signs.answered(date)
        if status == _TOO_MANY_REQUESTS:
            self.tally.flooded()
