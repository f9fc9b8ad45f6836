"""What becomes of one message, by Telegram's answer to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from telegram.error import TelegramError, TimedOut

from bot.delivery.sending import Fate, Result, send
from bot.request import NotSentError
from bot.wording.card import Button, Card
from storage.outbox import Outgoing
from storage.traffic import OutboxKind
from tests.unit.bot.fakes import Answer, FakeTelegram, Refusal, bot_over

CARD = Card("<b>C7</b>", ((Button("Undo", "undo:1"), Button("Enough", "enough:1")), (Button("No", "ans:1:no"),)))
NEW = Outgoing(1, 1001, OutboxKind.SEND, CARD.to_json(), None, None, 0)
EDIT = replace(NEW, kind=OutboxKind.EDIT, message_id=77)
DELETE = replace(NEW, kind=OutboxKind.DELETE, body=None, message_id=78)

GONE = Refusal(400, "Bad Request: message to edit not found")
SAME = Refusal(400, "Bad Request: message is not modified: specified new message content is the same")


@pytest.mark.parametrize(
    ("outgoing", "answer", "result"),
    [
        (NEW, None, Result(Fate.SENT, 501)),
        (EDIT, None, Result(Fate.SENT)),
        (DELETE, None, Result(Fate.SENT)),
        (NEW, Refusal(429, "Too Many Requests", 7), Result(Fate.LATER, wait_seconds=7.0)),
        (NEW, NotSentError("ClientConnectorError"), Result(Fate.LATER)),
        (NEW, TimedOut(), Result(Fate.UNCERTAIN)),
        (NEW, Refusal(502, "Bad Gateway"), Result(Fate.UNCERTAIN)),
        (NEW, Refusal(500, "Internal Server Error"), Result(Fate.UNCERTAIN)),
        (NEW, Refusal(403, "Forbidden: bot was blocked by the user"), Result(Fate.BLOCKED, error="forbidden")),
        (NEW, Refusal(401, "Unauthorized"), Result(Fate.TOKEN, error="token")),
        (NEW, Refusal(404, "Not Found"), Result(Fate.TOKEN, error="token")),
        (NEW, Refusal(400, "Bad Request: chat not found"), Result(Fate.DEAD, error="bad_request")),
        (NEW, TelegramError("anything new"), Result(Fate.DEAD, error="TelegramError")),
        (EDIT, SAME, Result(Fate.SENT)),
        (EDIT, Refusal(400, "Bad Request: message can't be edited"), Result(Fate.DEAD, error="bad_request")),
        (DELETE, Refusal(400, "Bad Request: message can't be deleted for everyone"), Result(Fate.SENT)),
        (replace(NEW, body="no card"), None, Result(Fate.DEAD, error="JSONDecodeError")),
        (replace(NEW, body="{}"), None, Result(Fate.DEAD, error="KeyError")),
    ],
)
async def test_each_answer_has_its_fate(
    telegram: FakeTelegram, outgoing: Outgoing, answer: Answer, result: Result
) -> None:
    telegram.next_answers(1001, answer)
    assert await send(bot_over(telegram), outgoing) == result
    assert len(telegram.calls) == (0 if result.error.endswith(("DecodeError", "KeyError")) else 1)


async def test_an_edit_whose_message_is_gone_is_said_anew(telegram: FakeTelegram) -> None:
    telegram.next_answers(1001, GONE)
    assert await send(bot_over(telegram), EDIT) == Result(Fate.SENT, 501)
    assert [call.method for call in telegram.calls] == ["editMessageText", "sendMessage"]


async def test_an_edit_of_what_was_never_shown_is_said_anew(telegram: FakeTelegram) -> None:
    assert await send(bot_over(telegram), replace(EDIT, message_id=None)) == Result(Fate.SENT, 501)


async def test_a_deletion_of_nothing_is_done(telegram: FakeTelegram) -> None:
    assert await send(bot_over(telegram), replace(DELETE, message_id=None)) == Result(Fate.SENT)
    assert telegram.calls == []


async def test_said_anew_and_failing_has_that_failures_fate(telegram: FakeTelegram) -> None:
    telegram.next_answers(1001, GONE, Refusal(429, "Too Many Requests", 3))
    assert await send(bot_over(telegram), EDIT) == Result(Fate.LATER, wait_seconds=3.0)


async def test_a_new_message_is_protected_and_carries_its_buttons(telegram: FakeTelegram) -> None:
    await send(bot_over(telegram), NEW)
    (call,) = telegram.calls
    assert call.text == "<b>C7</b>"
    assert call.parameters["parse_mode"] == "HTML"
    assert call.parameters["protect_content"] is True
    assert shape(call.parameters["reply_markup"]) == [
        [("Undo", "undo:1"), ("Enough", "enough:1")],
        [("No", "ans:1:no")],
    ]


@pytest.mark.parametrize("outgoing", [NEW, EDIT])
async def test_a_card_without_buttons_has_no_keyboard(telegram: FakeTelegram, outgoing: Outgoing) -> None:
    await send(bot_over(telegram), replace(outgoing, body=Card("Left open.").to_json()))
    (call,) = telegram.calls
    assert "reply_markup" not in call.parameters


def shape(markup: dict[str, Any]) -> list[list[tuple[str, str]]]:
    return [[(button["text"], button["callback_data"]) for button in row] for row in markup["inline_keyboard"]]
