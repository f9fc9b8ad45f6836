"""Structured logs: ids and names of events, never what somebody wrote, a code, a name or a token."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog

from bot.settings import LogFormat, LogLevel

# These print addresses that hold the token, or whole updates, when they speak freely.
_TALKATIVE = ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "alembic", "uvicorn", "sqlalchemy")


def set_up_logs(level: LogLevel, form: LogFormat) -> None:
    """Sends structured events to standard error; libraries are heard from warnings on, PTB only when it gives up."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form is LogFormat.JSON else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_message,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Unfailing(sys.stderr))),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_NamesOnly())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.raiseExceptions = False  # a line that cannot be written would be quoted, arguments and all
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


class _Unfailing:
    """A log whose disk is full, or whose reader is gone, stops nobody: that line is lost."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> None:
        with suppress(OSError):
            self._stream.write(line)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


class _NamesOnly(logging.Formatter):
    """A library's complaint is its name, level and the error's class: its words may quote what somebody wrote."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0] if record.exc_info else None
        return f"{record.name} {record.levelname} {kind.__name__ if kind else ''}".rstrip()


def _without_message(
    _logger: structlog.typing.WrappedLogger, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """An error is named by its class and place: its message may quote what somebody wrote."""
    error = event.pop("error", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["at"] = _place(error)
    elif error is not None:
        event["error"] = error
    return event


def _place(error: BaseException) -> str | None:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else None
