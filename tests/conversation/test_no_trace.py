"""What was turned away is nowhere: in no table, sealed or not, and in no line of the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, select

from bot.logs import set_up_logs
from bot.settings import LogFormat, LogLevel
from storage.models import Base
from tests.conversation.talk import Talker

REFUSED = [
    {"text": "C7 dbt // zebra 212-555-0187"},
    {"text": "C7 suicidal zebra, dob 3/4/1987"},
    {"text": "/client zebra@example.org"},
    {"caption": "zebra 212-555-0187", "photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
    {"text": "C7 dbt", "reply_to_message": {"text": "zebra 212-555-0187"}, "entities": [{"url": "zebra.example"}]},
]


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Everything that is written to the log, however little it matters."""
    before = structlog.get_config(), logging.root.level, logging.root.handlers[:]
    set_up_logs(LogLevel.DEBUG, LogFormat.JSON)
    yield capfd
    structlog.configure(**before[0])
    logging.root.setLevel(before[1])
    logging.root.handlers[:] = before[2]


def everything(engine: Engine) -> list[Any]:
    """Every value of every table, opened where it is sealed."""
    with engine.connect() as connection:
        return [
            value for table in Base.metadata.sorted_tables for row in connection.execute(select(table)) for value in row
        ]


@pytest.mark.parametrize("content", REFUSED, ids=["text", "danger", "command", "caption", "beside the text"])
@pytest.mark.parametrize("form", ["message", "edited_message"])
def test_a_refused_line_leaves_no_word_behind(
    ana: Talker, engine: Engine, logged: pytest.CaptureFixture[str], form: str, content: dict[str, Any]
) -> None:
    raw = {"update_id": ana.practice.next_id(), form: ana.message(**content)}
    (waiting,) = ana.practice.keep(raw)
    assert "zebra" not in str(everything(engine))  # not even while it waits for its turn
    ana.practice.take(waiting)
    assert "zebra" not in str(everything(engine))  # nor in the answer that is on its way
    ana.practice.deliver()
    assert "zebra" not in str(everything(engine))
    out = logged.readouterr()
    assert "zebra" not in out.out + out.err


def test_the_search_itself_finds_what_was_stored(ana: Talker, engine: Engine) -> None:
    ana.say("C7 dbt // zebra")
    assert "zebra" in str(everything(engine))


def test_a_first_name_that_is_a_number_is_not_kept(ana: Talker, engine: Engine) -> None:
    who = {"id": 1009, "first_name": "call 212-555-0187"}
    message = ana.message(text=f"/start {ana.practice.invite()}")
    message |= {"from": who | {"is_bot": False}, "chat": who | {"type": "private"}}
    for waiting in ana.practice.keep({"update_id": ana.practice.next_id(), "message": message}):
        assert "0187" not in str(everything(engine))
        ana.practice.take(waiting)
    person = ana.practice.store.run_here(lambda work: work.people.by_telegram_id(1009))
    assert person is not None
    assert person.called == ""
    assert "0187" not in str(everything(engine))
