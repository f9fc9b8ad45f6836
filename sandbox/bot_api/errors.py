"""Telegram's own error shape."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any


class ApiError(Exception):
    """An answer other than success: `status` is the HTTP status and Telegram's error_code."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The JSON object Telegram answers with; `retry_after` is in seconds."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(sentence: str) -> ApiError:
    """A 400, worded as Telegram words it."""
    return ApiError(HTTPStatus.BAD_REQUEST, f"Bad Request: {sentence}")


def conflict(sentence: str) -> ApiError:
    """A 409: two readers of one bot's updates."""
    return ApiError(HTTPStatus.CONFLICT, f"Conflict: {sentence}")


def not_implemented(what: str) -> ApiError:
    """A 501 for what Telegram has and the sandbox lacks; never a quiet success."""
    return ApiError(HTTPStatus.NOT_IMPLEMENTED, f"Not Implemented: the sandbox lacks {what}")
