"""A Telegram that for a while takes nothing from anybody, and what can be seen in the calls that reached it."""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from tests.unit.bot.fakes import Answer, Call, FakeTelegram, Refusal


class StormyTelegram(FakeTelegram):
    """From `begins` to `ends` (machine time) each message is answered with 429, and with how long that will last."""

    def __init__(self, begins: float = 0.0, ends: float = 0.0) -> None:
        super().__init__()
        self.begins, self.ends = begins, ends
        self.taken: list[Call] = []
        self.refused: list[Call] = []

    def _answer(self, call: Call) -> Answer:
        answer = self._in_the_storm(call) or super()._answer(call)
        if call.method == "sendMessage":
            (self.refused if isinstance(answer, Refusal) else self.taken).append(call)
        return answer

    def _in_the_storm(self, call: Call) -> Refusal | None:
        now = asyncio.get_running_loop().time()
        if call.method == "sendMessage" and self.begins <= now < self.ends:
            return Refusal(429, "Too Many Requests", math.ceil(self.ends - now))
        return None


def most_in_a_second(times: Sequence[float]) -> int:
    """How many of these instants the fullest second holds, wherever it begins; both its ends count."""
    ordered = sorted(times)
    return max(bisect_right(ordered, at + 1.0) - place for place, at in enumerate(ordered))


def by_chat(calls: Sequence[Call]) -> dict[int, list[Call]]:
    """The calls to each chat, in order."""
    found = defaultdict(list)
    for call in calls:
        found[call.chat_id].append(call)
    return dict(found)
