"""The webhook: real calls to the bot with its updates, instead of its polling.

Telegram calls public HTTPS addresses on a few ports; the sandbox calls loopback addresses, on any port, by HTTP too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.bot_api.errors import bad_request, conflict, not_implemented
from sandbox.bot_api.limits import WEBHOOK_CONNECTIONS, WEBHOOK_SECRET
from sandbox.bot_api.polling import Line, Updates
from sandbox.clock import Clock
from sandbox.loopback import is_loopback
from sandbox.pulse import Pulse
from sandbox.store import Store

FIRST_RETRY = 1.0  # machine seconds, doubled with each further failure
LAST_RETRY = 60.0  # machine seconds
_ANSWER_SECONDS = 60
_CONNECTIONS = 40  # unless the bot asks for another number
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header  # pragma: allowlist secret

Perform = Callable[[str, dict[str, Any]], Awaitable[None]]


def retry_pauses() -> Iterator[float]:
    """How long to wait after each failure in a row, in machine seconds."""
    pause = FIRST_RETRY
    while True:
        yield pause
        pause = min(2 * pause, LAST_RETRY)


class Webhook:
    """Where updates go, if anywhere: several at once, but those of one line in order, each until the bot takes it."""

    def __init__(self, updates: Updates, store: Store, clock: Clock) -> None:
        self._updates = updates
        self._store = store
        self._clock = clock
        self._changed = Pulse()
        self._settings: dict[str, Any] = dict(store.all("webhook")).get("settings", {})
        self._connections = self._as_many_as_asked()
        self._under_way: set[Line] = set()
        self._last_error: dict[str, Any] = {}

    def set(self, params: dict[str, Any]) -> Any:
        """Telegram's setWebhook; an empty URL deletes it. Raises ApiError 400 for what Telegram would refuse."""
        if not params["url"]:
            return self.delete(params)
        if unsupported := params.keys() & {"certificate", "ip_address"}:
            raise not_implemented(f"the parameter {min(unsupported)}")
        address = urlsplit(params["url"])
        if address.scheme not in {"http", "https"} or not is_loopback(address.hostname or ""):
            raise bad_request("bad webhook: the sandbox calls HTTP addresses on loopback only")
        if not WEBHOOK_SECRET.fullmatch(params.get("secret_token", "x")):
            raise bad_request("secret token contains unallowed characters")
        if not 1 <= params.get("max_connections", 1) <= WEBHOOK_CONNECTIONS:
            raise bad_request(f"max_connections is between 1 and {WEBHOOK_CONNECTIONS}")
        self._updates.allow(params.get("allowed_updates"))
        kept = params.keys() & {"url", "secret_token", "max_connections"}
        self._change({name: params[name] for name in kept}, params)
        return True

    def delete(self, params: dict[str, Any]) -> Any:
        """Telegram's deleteWebhook."""
        self._change({}, params)
        return True

    def info(self) -> Any:
        """Telegram's WebhookInfo."""
        info = {
            "url": self._settings.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": self._updates.waiting,
            **self._last_error,
        }
        if "max_connections" in self._settings:
            info["max_connections"] = self._settings["max_connections"]
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info

    def refuse_polling(self) -> None:
        """Raises ApiError 409 while a webhook is set."""
        if self._settings:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )

    async def deliver(self, perform: Perform) -> None:
        """Call the webhook for ever; `perform` does the method a bot may put into its answer."""
        timeout = aiohttp.ClientTimeout(_ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as tasks:
            while True:
                for line in self._updates.lines() - self._under_way if self._settings else ():
                    self._under_way.add(line)
                    tasks.create_task(self._bring(line, session, perform))
                await self._updates.arrival()

    async def _bring(self, line: Line, session: aiohttp.ClientSession, perform: Perform) -> None:
        """All that waits in one line."""
        pauses = retry_pauses()
        while self._settings and (update := self._updates.first(line)) is not None:
            async with self._connections:
                delivered = await self._delivered(session, update, perform)
            if delivered:
                self._updates.forget(update["update_id"])
                self._store.commit()
                pauses = retry_pauses()
            elif await self._changed.wait(next(pauses)):
                pauses = retry_pauses()
        self._under_way.discard(line)

    async def _delivered(self, session: aiohttp.ClientSession, update: dict[str, Any], perform: Perform) -> bool:
        secret = self._settings.get("secret_token")
        headers = {_SECRET_HEADER: secret} if secret else {}
        try:
            # Certificates of loopback servers are homemade: there is nobody to vouch for them.
            async with session.post(self._settings["url"], json=update, headers=headers, ssl=False) as response:
                if not response.ok:
                    return self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                answer = await response.json() if response.content_type == "application/json" else None
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return self._failed(f"{type(error).__name__}: {error}")
        if isinstance(answer, dict) and isinstance(answer.get("method"), str):
            await perform(answer.pop("method"), answer)
        return True

    def _failed(self, reason: str) -> bool:
        self._last_error = {
            "last_error_date": int(self._clock.machine_now.timestamp()),
            "last_error_message": reason,
        }
        return False

    def _change(self, settings: dict[str, Any], params: dict[str, Any]) -> None:
        if params.get("drop_pending_updates"):
            self._updates.forget_all()
        self._settings = settings
        self._connections = self._as_many_as_asked()
        self._last_error = {}
        self._store.put("webhook", "settings", settings)
        self._changed.beat()
        self._updates.interrupt("setWebhook request")

    def _as_many_as_asked(self) -> asyncio.Semaphore:
        return asyncio.Semaphore(self._settings.get("max_connections", _CONNECTIONS))
