"""What the tests do to a sandbox: speak as its bot, as its people and as its clock's reader."""

from __future__ import annotations

import time
from typing import Any

import aiohttp

ANA = 1001


class MachineTime:
    """Unix time that a test can move on."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Driver:
    """HTTP to one sandbox, as its bot (`api`, `done`, `refused`) and as the control side's caller (`get`, `post`)."""

    def __init__(self, session: aiohttp.ClientSession, token: str) -> None:
        self.session = session
        self.bot_path = f"/bot{token}"

    async def api(self, method: str, /, **params: Any) -> tuple[int, dict[str, Any]]:
        """A Bot API call with a JSON body."""
        async with self.session.post(f"{self.bot_path}/{method}", json=params) as response:
            return response.status, await response.json()

    async def done(self, method: str, /, **params: Any) -> Any:
        """The result of a Bot API call that succeeds."""
        status, body = await self.api(method, **params)
        assert status == 200, body
        return body["result"]

    async def refused(self, method: str, /, **params: Any) -> tuple[int, str]:
        """Status and description of a Bot API call that fails in Telegram's own shape."""
        status, body = await self.api(method, **params)
        assert body["ok"] is False
        assert body["error_code"] == status
        return status, body["description"]

    async def post(self, path: str, body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Any:
        """A POST to the control side."""
        async with self.session.post(f"/sandbox/{path}", json=body, headers=headers) as response:
            answer = await response.json()
            assert response.status == status, answer
            return answer

    async def get(self, path: str, *, status: int = 200, headers: dict[str, str] | None = None) -> Any:
        """A GET from the control side."""
        async with self.session.get(f"/sandbox/{path}", headers=headers) as response:
            answer = await response.json()
            assert response.status == status, answer
            return answer

    async def say(self, text: str, user: int = ANA) -> int:
        """Someone writes; the message's id."""
        return int((await self.post("say", {"user": user, "text": text}))["message_id"])

    async def sent(self, text: str = "Hello", **params: Any) -> int:
        """The bot writes to Ana, who has spoken; the message's id."""
        if not await self.chat():
            await self.say("/start")
        return int((await self.done("sendMessage", chat_id=ANA, text=text, **params))["message_id"])

    async def chat(self, user: int = ANA, after: int = 0) -> list[dict[str, Any]]:
        """What the chat page would show."""
        return list((await self.get(f"chat?user={user}&after={after}"))["messages"])

    async def report(self, ticked: int, pending: int = 0, next_nudge: str = "") -> Any:
        """The bot reads the clock."""
        return await self.get(f"clock?ticked={ticked}&pending={pending}&next_nudge={next_nudge}")


def keyboard(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """An inline keyboard of (label, data)."""
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in rows]}
