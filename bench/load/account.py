"""One bot as this Telegram knows it: what waits for it, and what it says."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from itertools import count, islice

from bench.load.knocking import Knocker
from bench.load.wire import Answering

_MOST = 100  # updates in one answer to getUpdates
_TRUE = b'{"ok":true,"result":true}'
_MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private","first_name":"Somebody"},'
    b'"from":{"id":%d,"is_bot":true,"first_name":"Bench","username":"bench_bot"},"text":%b}}'
)
_UPDATE = (
    b'{"update_id":%d,"message":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private","first_name":"Somebody"},'
    b'"from":{"id":%d,"is_bot":false,"first_name":"Somebody","language_code":"en"},"text":%b%b}}'
)
_COMMAND = b',"entities":[{"type":"bot_command","offset":0,"length":%d}]'
_SPEAKS = frozenset({b"sendMessage", b"editMessageText"})


class Account:
    """`delay` (seconds) is added to each answer to a message; `heard` is told chat and text of what the bot says."""

    def __init__(self, token: str) -> None:
        self.bot_id = int(token.partition(":")[0])
        self.delay = 0.0
        self.heard: Callable[[int, str], None] = _unheard
        self.ready = asyncio.Event()
        self.knocker: Knocker | None = None
        self.doors: list[str] = []
        self._numbers = count(10_000_001)
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._poll: tuple[Answering, int, asyncio.TimerHandle] | None = None

    def offer(self, chat_id: int, text: str) -> None:
        """Somebody types a line: it is brought at once, or fetched, and fetched again until it is acknowledged."""
        number = next(self._numbers)
        command = _COMMAND % len(text.split(maxsplit=1)[0]) if text.startswith("/") else b""
        raw = _UPDATE % (number, number, int(time.time()), chat_id, chat_id, json.dumps(text).encode(), command)
        if self.knocker is not None:
            self.knocker.bring(chat_id, raw)
            return
        self._waiting.append((number, raw))
        if self._poll is not None and len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._bring)  # with what else is typed in this moment

    def called(self, asking: Answering, method: bytes, said: dict[str, str]) -> None:
        """A call of the Bot API."""
        if method in _SPEAKS:
            self._spoke(asking, said)
        elif method == b"getUpdates":
            self._polled(asking, said)
        elif method == b"getMe":
            asking.answer(json.dumps({"ok": True, "result": self._me()}).encode())
        elif method == b"setWebhook":
            addresses = self.doors or [said["url"]]
            self.knocker = self.knocker or Knocker(addresses, said["url"], said.get("secret_token", ""))
            self.ready.set()
            asking.answer(_TRUE)
        else:
            asking.answer(_TRUE)

    def _spoke(self, asking: Answering, said: dict[str, str]) -> None:
        chat_id, text = int(said["chat_id"]), said["text"]
        number = int(said.get("message_id", 0)) or next(self._numbers)
        answer = _MESSAGE % (number, int(time.time()), chat_id, self.bot_id, json.dumps(text).encode())
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, asking.answer, answer)
        else:
            asking.answer(answer)
        self.heard(chat_id, text)

    def _polled(self, asking: Answering, said: dict[str, str]) -> None:
        offset, most, seconds = (int(said.get(name, 0)) for name in ("offset", "limit", "timeout"))
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        self._bring()  # the bot asks anew, and waits for the older answer no more
        timer = asyncio.get_running_loop().call_later(seconds, self._bring)
        self._poll = asking, min(most or _MOST, _MOST), timer
        self.ready.set()
        if self._waiting or not seconds:
            self._bring()

    def _bring(self) -> None:
        """Answers the poll that waits, if one does."""
        if self._poll is None:
            return
        (asking, most, timer), self._poll = self._poll, None
        timer.cancel()
        asking.answer(b'{"ok":true,"result":[%b]}' % b",".join(raw for _, raw in islice(self._waiting, most)))

    def _me(self) -> dict[str, object]:
        rights = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return {"id": self.bot_id, "is_bot": True, "first_name": "Bench", "username": "bench_bot", **rights}


def _unheard(_chat_id: int, _text: str) -> None:
    """Nobody offers anything: what is said now answers nothing."""
