"""Updates brought to a bot's door, as a webhook has them: many at once, those of one chat one after another."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from functools import partial
from urllib.parse import urlsplit

from bench.load.wire import Asking, connected

_CONNECTIONS = 40  # Telegram's own default for a webhook
_AGAIN_SECONDS = 0.2


class Knocker:
    """`doors` are addresses (host:port) that are asked in turn, or the URL's own; `refused` counts what came again."""

    def __init__(self, doors: list[str], url: str, secret: str) -> None:
        self._path = urlsplit(url).path.encode()
        self._headers = b"X-Telegram-Bot-Api-Secret-Token: %b\r\n" % secret.encode()
        self._doors = [urlsplit(door).netloc or door for door in doors]
        self._free: deque[Asking] = deque()
        self._ready: deque[int] = deque()
        self._chats: defaultdict[int, deque[bytes]] = defaultdict(deque)
        self.refused = 0

    async def open(self) -> None:
        """Connects to every door. Raises OSError."""
        for number in range(_CONNECTIONS):
            self._free.append(await connected(self._doors[number % len(self._doors)], self._headers))

    def bring(self, chat_id: int, raw: bytes) -> None:
        """At once, or once what came before in this chat was taken in."""
        self._chats[chat_id].append(raw)
        if len(self._chats[chat_id]) == 1:
            self._next(chat_id)

    def _next(self, chat_id: int) -> None:
        self._ready.append(chat_id)
        self._knock()

    def _knock(self) -> None:
        while self._ready and self._free:
            asking, chat_id = self._free.popleft(), self._ready.popleft()
            asking.ask(self._path, self._chats[chat_id][0], partial(self._heard, asking, chat_id))

    def _heard(self, asking: Asking, chat_id: int, status: int, _body: bytes) -> None:
        if status:
            self._free.append(asking)
        if status != 200:
            self.refused += 1
            asyncio.get_running_loop().call_later(_AGAIN_SECONDS, self._next, chat_id)
            return
        self._chats[chat_id].popleft()
        if self._chats[chat_id]:
            self._ready.append(chat_id)
        self._knock()
