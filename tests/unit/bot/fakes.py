"""What the machinery stands on: a Telegram without a network, a clock that stands, a memory that fails when told."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from itertools import count
from pathlib import PurePosixPath
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Engine
from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.leading import Term
from storage.batch import Outcome, Outcomes, Work
from storage.outages import CrossedError, StorageUnavailableError
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import led
from tests.unit.moments import NOW

T = TypeVar("T")
TOKEN = "1:not-a-token"
BOT_ID = 1


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the Bot API; `at` is the running loop's time in seconds."""

    method: str
    parameters: dict[str, Any]
    at: float

    @property
    def chat_id(self) -> int:
        return int(self.parameters["chat_id"])

    @property
    def text(self) -> str:
        return str(self.parameters["text"])


@dataclass(frozen=True, slots=True)
class Refusal:
    """Telegram's "no", as its HTTP server says it."""

    status: int
    description: str = ""
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Slow:
    """The answer comes after so many seconds of machine time."""

    seconds: float


Answer = Exception | Refusal | Slow | None


class FakeTelegram(BaseRequest):
    """Takes every call and answers it as told, else with success. PTB's own client makes errors of the refusals."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._answers: defaultdict[int | str, deque[Answer]] = defaultdict(deque)
        self._message_ids = count(501)

    def next_answers(self, about: int | str, *answers: Answer) -> None:
        """What the next calls to a chat (its id), or of a method (its name), are answered with; None is success."""
        self._answers[about].extend(answers)

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def texts(self) -> list[str]:
        """What was said, in order: messages and edits."""
        return [call.text for call in self.calls if "text" in call.parameters]

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the base's signature
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        parameters = dict(request_data.parameters) if request_data else {}
        call = Call(PurePosixPath(urlsplit(url).path).name, parameters, asyncio.get_running_loop().time())
        self.calls.append(call)
        match self._answer(call):
            case Exception() as error:
                raise error
            case Refusal(status, description, retry_after):
                more = {"parameters": {"retry_after": retry_after}} if retry_after else {}
                return status, json.dumps({"ok": False, "description": description, **more}).encode()
            case Slow(seconds):
                await asyncio.sleep(seconds)
        return HTTPStatus.OK, json.dumps({"ok": True, "result": self._result(call)}).encode()

    def _answer(self, call: Call) -> Answer:
        for about in (call.parameters.get("chat_id"), call.method):
            if about is not None and self._answers[about]:
                return self._answers[about].popleft()
        return None

    def _result(self, call: Call) -> Any:
        if call.method == "getMe":
            return {"id": BOT_ID, "is_bot": True, "first_name": "Followthrough", "username": "followthrough_bot"}
        if call.method in {"sendMessage", "sendDocument", "sendPhoto"}:
            chat = {"id": call.chat_id, "type": "private"}
            said = {"text": call.text} if call.method == "sendMessage" else {"caption": call.parameters["caption"]}
            return {"message_id": next(self._message_ids), "date": 1, "chat": chat, **said}
        return True


def bot_over(telegram: FakeTelegram) -> Bot:
    return Bot(TOKEN, request=telegram, get_updates_request=telegram)


class StoppedClock:
    """Calendar time that stands until it is set."""

    def __init__(self, now: datetime = NOW) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    async def fresh(self) -> datetime:
        return self.instant

    async def close(self) -> None:
        """Nothing to let go of."""


class Here(Executor):
    """Runs what it is given at once, in the calling thread."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **named: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **named))
        except BaseException as error:  # noqa: BLE001 - whoever waits for the future hears of it
            future.set_exception(error)
        return future


class NearStore(Store):
    """The memory without its threads, so that a loop without time can wait for it. Fails for as often as it is told."""

    outages = 0
    crossed = 0
    unheard = 0  # so many transactions are committed, and the connection is lost before we hear of it
    wiped = 0

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, Here())

    def run_all_here(self, works: Sequence[Work[Any]], answer: Work[Any] | None = None, rung: bool = False) -> Outcomes:
        failure = self._failure()
        outcomes = [] if failure else super().run_all_here(works, answer, rung)
        if self.unheard and not failure:
            self.unheard -= 1
            failure = StorageUnavailableError("gone")
        return [Outcome(error=failure)] * (len(works) + (rung and answer is not None)) if failure else outcomes

    async def look(self, work: Callable[[UnitOfWork], T]) -> T:
        await self._come()
        return await super().look(work)

    async def wipe(self) -> bool:
        await self._come()
        self.wiped += 1
        return await super().wipe()

    async def _come(self) -> None:
        await asyncio.sleep(0)
        if failure := self._failure():
            raise failure

    def _failure(self) -> StorageUnavailableError | None:
        if self.crossed:
            self.crossed -= 1
            return CrossedError("deadlock")
        if self.outages:
            self.outages -= 1
            return StorageUnavailableError("locked")
        return None


@contextmanager
def answering(store: Store) -> Iterator[list[None]]:
    """One for each time that the bell was answered."""
    answers: list[None] = []
    with store.answering(lambda _: None, lambda outcome: answers.append(outcome.get())):
        yield answers


def leads(store: Store) -> Term:
    """A term of leading on this memory; whoever led before leads no more."""
    return Term(led(store))
