"""What the log makes of an error that quotes what somebody wrote: its class and place, not its words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from errno import ENOSPC
from io import StringIO

import pytest
import structlog

from bot.logs import set_up_logs
from bot.settings import LogFormat, LogLevel

CANARY = "amber canary"


@pytest.fixture(params=list(LogFormat))
def heard(request: pytest.FixtureRequest, put_back: None) -> Iterator[StringIO]:  # noqa: ARG001 - afterwards
    """The log as it goes to standard error, at its most talkative."""
    with redirect_stderr(StringIO()) as written:
        set_up_logs(LogLevel.DEBUG, request.param)
        yield written


@pytest.fixture
def put_back() -> Iterator[None]:
    root = logging.getLogger()
    before = root.level, root.handlers[:], logging.raiseExceptions
    yield
    structlog.reset_defaults()
    root.setLevel(before[0])
    root.handlers[:], logging.raiseExceptions = before[1], before[2]


def _raised() -> ValueError:
    try:
        int(CANARY)
    except ValueError as error:
        return error
    raise AssertionError


def test_an_error_of_ours_is_its_class_and_its_place(heard: StringIO) -> None:
    structlog.get_logger().error("turn failed", inbox_id=7, error=_raised())
    said = heard.getvalue()
    assert CANARY not in said
    for part in ("turn failed", "7", "ValueError", "test_logs:"):
        assert part in said


@pytest.mark.parametrize("name", ["telegram.ext", "aiohttp.client", "sqlalchemy.engine", "some.library"])
def test_a_librarys_complaint_is_its_name_and_the_class(heard: StringIO, name: str) -> None:
    logging.getLogger(name).error("cannot parse %s", CANARY, exc_info=_raised())
    logging.getLogger(name).info("quoting %s", CANARY)
    said = heard.getvalue()
    assert CANARY not in said
    assert f"{name} ERROR ValueError" in said


class _Full(StringIO):
    def write(self, _line: str) -> int:
        raise OSError(ENOSPC, "no space left")

    def flush(self) -> None:
        raise OSError(ENOSPC, "no space left")


@pytest.mark.usefixtures("put_back")
def test_a_log_whose_disk_is_full_stops_nobody() -> None:
    with redirect_stderr(_Full()):
        set_up_logs(LogLevel.DEBUG, LogFormat.JSON)
        structlog.get_logger().error("turn waits for the database")
        logging.getLogger("some.library").error("no space left")


@pytest.mark.usefixtures("heard")
def test_a_log_that_cannot_be_written_quotes_nothing_either(capsys: pytest.CaptureFixture[str]) -> None:
    (handler,) = (one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    gone = StringIO()
    gone.close()
    handler.setStream(gone)
    logging.getLogger("some.library").error("cannot parse %s", CANARY)
    assert capsys.readouterr().err == ""
