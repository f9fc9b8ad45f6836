"""Faults on order: errors, floods and broken connections for the next Bot API calls."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from sandbox.bot_api.errors import ApiError
from sandbox.bot_api.facts import facts

ANY_METHOD = "*"
_DESCRIPTIONS = {
    400: "Bad Request: the sandbox was told to refuse this",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class ImpossibleFaultError(ValueError):
    """A fault that could never happen or would do nothing; the message says why."""


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls of a method: an error `status`, or a connection that breaks.

    `drop` breaks it before the call is processed, after it without an answer, or midway through the answer's body. An
    `empty` error has no body, as one from something on the way that is not Telegram.
    """

    method: str
    status: int | None = None
    retry_after: int | None = None  # seconds
    description: str | None = None
    drop: str | None = None
    times: int = 1
    empty: bool = False

    def error(self) -> ApiError | None:
        """The error to answer with instead of processing the call, if this fault is one."""
        if self.status is None:
            return None
        description = self.description or _DESCRIPTIONS.get(self.status, f"Error {self.status}")
        if self.retry_after is not None and not self.description:
            description = f"Too Many Requests: retry after {self.retry_after}"
        return ApiError(self.status, description, self.retry_after)


class Faults:
    """The faults waiting, first ordered first met."""

    def __init__(self) -> None:
        self._waiting: deque[Fault] = deque()

    def order(self, fault: Fault) -> None:
        """Queue a fault. Raises ImpossibleFaultError for one that could never happen or would do nothing."""
        if fault.method != ANY_METHOD:
            proper = facts().method(fault.method)
            if proper is None:
                raise ImpossibleFaultError(f"Telegram has no method {fault.method}.")
            fault.method = proper
        if (fault.status is None) == (fault.drop is None):
            raise ImpossibleFaultError('A fault has either a "status" or a "drop".')
        if fault.status is not None and not 400 <= fault.status <= 599:
            raise ImpossibleFaultError('"status" is an HTTP error, 400 to 599.')
        if fault.drop not in {None, "before", "after", "midway"}:
            raise ImpossibleFaultError('"drop" is "before", "after" or "midway".')
        if fault.empty and fault.status is None:
            raise ImpossibleFaultError('Only an error with a "status" can be "empty".')
        if fault.times < 1:
            raise ImpossibleFaultError('"times" is 1 or more.')
        self._waiting.append(fault)

    @property
    def waiting(self) -> int:
        """How many calls will still meet a fault."""
        return sum(fault.times for fault in self._waiting)

    def take(self, method: str) -> Fault | None:
        """The fault that meets this call, if any; it is used up once."""
        if not self._waiting:
            return None
        for fault in self._waiting:
            if fault.method in {method, ANY_METHOD}:
                fault.times -= 1
                if not fault.times:
                    self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """No faults any more."""
        self._waiting.clear()
