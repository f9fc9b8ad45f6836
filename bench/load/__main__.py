"""Serves until it is ended; prints where. What is asked of it, beside the Bot API at `/bot<token>/<method>`:

POST /ready/<token>    answered once the bot polls, or has asked for a webhook (body: its doors, as a JSON list)
POST /offer/<token>    an `Asked` as JSON; answered with a `Heard` once all is over
"""

from __future__ import annotations

import asyncio
import gc
import json
from collections import defaultdict
from collections.abc import Coroutine
from functools import partial

from bench.load.account import Account
from bench.load.fields import fields
from bench.load.offering import Asked, Offering
from bench.load.wire import Answering

_UNKNOWN = b'{"ok":false,"error_code":404,"description":"Not Found"}'


class Telegram:
    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._places: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._tasks: set[asyncio.Task[None]] = set()

    def asked(self, asking: Answering, path: bytes, kind: bytes, body: bytes) -> None:
        """Each request that comes in."""
        first, _, rest = path.partition(b"?")[0][1:].partition(b"/")
        if first.startswith(b"bot"):
            self._account(first[3:].decode()).called(asking, rest, fields(path, kind, body))
        elif first == b"ready":
            self._later(self._ready(asking, rest.decode(), json.loads(body)))
        elif first == b"offer":
            self._later(self._offer(asking, rest.decode(), Asked(**json.loads(body))))
        else:
            asking.answer(_UNKNOWN, 404)

    def _account(self, token: str) -> Account:
        if token not in self._accounts:
            self._accounts[token] = Account(token)
        return self._accounts[token]

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ready(self, asking: Answering, token: str, doors: list[str]) -> None:
        account = self._account(token)
        account.doors = doors
        await account.ready.wait()
        if account.knocker is not None:
            await account.knocker.open()
        asking.answer(b"{}")

    async def _offer(self, asking: Answering, token: str, asked: Asked) -> None:
        heard = await Offering(self._account(token), asked, self._places[token]).go()
        asking.answer(json.dumps(heard.as_json()).encode())


async def main() -> None:
    gc.freeze()
    gc.disable()  # a pause of its own would look like one of the bot's; nothing here is a cycle worth collecting
    telegram = Telegram()
    server = await asyncio.get_running_loop().create_server(partial(Answering, telegram.asked), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)  # noqa: T201 - whoever started it reads this
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
