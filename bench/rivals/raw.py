"""The least that an echo over HTTP can be in Python: no framework, a parser in C. What this costs, every bot pays.

It is also what shows how much the load's own end can bear.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import deque

from bench.load.wire import Asking, connected

_CONNECTIONS = 32


class Raw:
    def __init__(self, token: str) -> None:
        self._api = f"/bot{token}/".encode()
        self._free: deque[Asking] = deque()
        self._waiting: deque[bytes] = deque()
        self._offset = 0

    async def run(self, address: str) -> None:
        for _ in range(_CONNECTIONS):
            self._free.append(await connected(address))
        self._polling = await connected(address)
        self._poll()
        await asyncio.Event().wait()

    def _poll(self) -> None:
        asked = {"offset": self._offset, "limit": 100, "timeout": 10}
        self._polling.ask(self._api + b"getUpdates", json.dumps(asked).encode(), self._fetched)

    def _fetched(self, _status: int, body: bytes) -> None:
        for update in json.loads(body)["result"]:
            self._offset = update["update_id"] + 1
            message = update["message"]
            said = {"chat_id": message["chat"]["id"], "text": message["text"]}
            self._waiting.append(json.dumps(said).encode())
        self._poll()
        self._send()

    def _send(self) -> None:
        while self._waiting and self._free:
            asking = self._free.popleft()

            def sent(_status: int, body: bytes, asking: Asking = asking) -> None:
                json.loads(body)
                self._free.append(asking)
                self._send()

            asking.ask(self._api + b"sendMessage", self._waiting.popleft(), sent)


if __name__ == "__main__":
    asyncio.run(Raw(sys.argv[2]).run(sys.argv[1].removeprefix("http://")))
