"""How fast messages may go: absolute slots on the machine's clock, so that no burst follows a pause."""

from __future__ import annotations

import time
from collections.abc import Callable

OVERALL_PER_SECOND = 29
CHAT_SECONDS = 1.0
_FORGET_ABOVE = 10_000


class Pacer:
    """Hands out the instant (machine seconds) at which the next message may go, overall and to one chat."""

    def __init__(self, machine_time: Callable[[], float] = time.monotonic) -> None:
        self._time = machine_time
        self._next = 0.0
        self._next_in_chat: dict[int, float] = {}

    def slot(self, chat_id: int, *, new_message: bool) -> float:
        """Reserves a place. Telegram's limit per chat counts new messages; edits and deletions only the overall one."""
        now = self._time()
        at = max(now, self._next)
        if new_message:
            at = max(at, self._next_in_chat.get(chat_id, 0.0))
            self._next_in_chat[chat_id] = at + CHAT_SECONDS
            self._forget(now)
        self._next = max(now, self._next) + 1 / OVERALL_PER_SECOND
        return at

    def _forget(self, now: float) -> None:
        if len(self._next_in_chat) > _FORGET_ABOVE:
            self._next_in_chat = {chat: at for chat, at in self._next_in_chat.items() if at > now}


class NoPacer(Pacer):
    """For a sandbox on this machine, where there is nobody to be considerate of."""

    def slot(self, chat_id: int, *, new_message: bool) -> float:  # noqa: ARG002 - the base's signature
        return 0.0
