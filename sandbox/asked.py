"""Reads what is asked of the control side, and refuses with a sentence what it cannot read or must not do."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.bot_api.check import WrongShapeError
from sandbox.faults import ImpossibleFaultError
from sandbox.loopback import is_loopback
from sandbox.people import RefusedError

_STEP = re.compile(r"(\d+(?:\.\d+)?)\s*([wdhms])\s*")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_T = TypeVar("_T")

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object sent to the control side."""

    fields: dict[str, Any]

    @classmethod
    async def of(cls, request: Request, *known: str) -> Body:
        """The request's body. Raises RefusedError unless it is a JSON object with `known` fields; none given: any."""
        try:
            fields = json.loads(await request.body() or b"{}")
        except ValueError:
            raise RefusedError(400, "The body is not JSON.") from None
        if not isinstance(fields, dict):
            raise RefusedError(400, "The body is not a JSON object.")
        if known and (unknown := fields.keys() - set(known)):
            raise RefusedError(400, f'There is no field "{min(unknown)}" here; there are {", ".join(known)}.')
        return cls(fields)

    def maybe(self, name: str, kind: type[_T]) -> _T | None:
        """The field, None if it is missing or null. Raises RefusedError for another type."""
        value = self.fields.get(name)
        if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise RefusedError(400, f'"{name}" is not of type {kind.__name__}.')
        return value

    def integer(self, name: str) -> int:
        """A required number."""
        return self._required(name, int)

    def string(self, name: str) -> str:
        """A required string."""
        return self._required(name, str)

    def _required(self, name: str, kind: type[_T]) -> _T:
        value = self.maybe(name, kind)
        if value is None:
            raise RefusedError(400, f'"{name}" is missing.')
        return value


def query_integer(request: Request, name: str, default: int | None = None) -> int:
    """A whole number of the query string. Raises RefusedError."""
    value = request.query_params.get(name)
    if value is None and default is not None:
        return default
    try:
        return int(value or "")
    except ValueError:
        raise RefusedError(400, f'"{name}" is a whole number.') from None


def moment(text: str) -> datetime:
    """An aware datetime from ISO 8601 with an offset or Z. Raises RefusedError."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError(400, f'"{text}" is not a time as in 2026-12-01T13:30:00-05:00.') from None
    if read.tzinfo is None:
        raise RefusedError(400, f'"{text}" lacks its offset from UTC, as in 2026-12-01T13:30:00-05:00.')
    return read.astimezone(UTC)


def step_of(text: str) -> timedelta:
    """A step such as `2d 3h`, in weeks, days, hours, minutes and seconds; `-1h` leads back. Raises RefusedError."""
    amount = text.strip().removeprefix("-")
    if not re.fullmatch(f"(?:{_STEP.pattern})+", amount):
        raise RefusedError(400, f'"{text}" is not a step as in 2d 3h; the units are w, d, h, m and s.')
    step = sum((timedelta(**{_UNITS[unit]: float(n)}) for n, unit in _STEP.findall(amount)), timedelta())
    return -step if text.strip().startswith("-") else step


def guarded(handler: Handler) -> Handler:
    """The handler, with refusals as JSON, and closed to web pages of other origins."""

    async def handle(request: Request) -> Response:
        try:
            _refuse_strangers(request)
            return await handler(request)
        except RefusedError as error:
            return JSONResponse({"error": str(error)}, status_code=error.status)
        except (WrongShapeError, ImpossibleFaultError, OverflowError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return handle


def _refuse_strangers(request: Request) -> None:
    """A page from elsewhere may reach a loopback server under a name of its own, or send it forms from its origin."""
    if not is_loopback(urlsplit(f"//{request.headers.get('host', '')}").hostname or ""):
        raise RefusedError(403, "The sandbox answers to loopback names only.")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers["host"]:
        raise RefusedError(403, "The sandbox answers to its own page only.")
