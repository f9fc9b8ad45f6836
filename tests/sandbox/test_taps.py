"""Taps on buttons: from the chat to the bot, and the bot's answer."""

from __future__ import annotations

from typing import Any

from tests.sandbox.driver import ANA, Driver, MachineTime, keyboard

TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def _pressed(driver: Driver, message_id: int, **how: Any) -> dict[str, Any]:
    """The callback query the bot gets when Ana presses."""
    await driver.done("getUpdates", offset=-1)
    pressed = await driver.post("press", {"user": ANA, "message_id": message_id, **how})
    update = (await driver.done("getUpdates", offset=pressed["update_id"]))[0]
    return dict(update["callback_query"])


async def test_a_tap_carries_the_buttons_data_and_its_message(driver: Driver) -> None:
    sent = await driver.sent("Booked?", reply_markup=keyboard([("Yes", "y"), ("No", "n")]))
    query = await _pressed(driver, sent, label="No")
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("n", ANA, "Booked?")
    assert isinstance(query["id"], str)


async def test_an_answer_shows_once_and_a_tap_is_answered_once(driver: Driver) -> None:
    sent = await driver.sent(reply_markup=keyboard([("Yes", "y")]))
    query = await _pressed(driver, sent, label="Yes")
    answer = {"callback_query_id": query["id"], "text": "Done", "show_alert": True}
    assert await driver.done("answerCallbackQuery", **answer) is True
    assert await driver.refused("answerCallbackQuery", **answer) == TOO_OLD
    (toast,) = (await driver.get(f"chat?user={ANA}"))["toasts"]
    assert (toast["n"], toast["message_id"], toast["text"], toast["alert"]) == (1, sent, "Done", True)


async def test_a_tap_can_be_answered_for_150_seconds_of_machine_time(driver: Driver, machine: MachineTime) -> None:
    sent = await driver.sent(reply_markup=keyboard([("Yes", "y")]))
    first, second = await _pressed(driver, sent, label="Yes"), await _pressed(driver, sent, label="Yes")
    await driver.post("clock", {"advance": "1d"})
    machine.ahead += 149
    await driver.done("answerCallbackQuery", callback_query_id=first["id"])
    machine.ahead += 2
    assert await driver.refused("answerCallbackQuery", callback_query_id=second["id"]) == TOO_OLD
    assert await driver.refused("answerCallbackQuery", callback_query_id="12345") == TOO_OLD


async def test_a_long_answer_is_refused_and_leaves_the_tap_waiting(driver: Driver) -> None:
    sent = await driver.sent(reply_markup=keyboard([("Yes", "y")]))
    query = await _pressed(driver, sent, label="Yes")
    assert await driver.refused("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201) == (
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    )
    await driver.done("answerCallbackQuery", callback_query_id=query["id"], text="x" * 200)


async def test_a_repeated_label_needs_its_row(driver: Driver) -> None:
    sent = await driver.sent(reply_markup=keyboard([("Went", "1")], [("Went", "2")]))
    press = {"user": ANA, "message_id": sent, "label": "Went"}
    assert "row" in (await driver.post("press", press, status=409))["error"]
    assert (await _pressed(driver, sent, label="Went", row=1))["data"] == "2"
    await driver.post("press", press | {"row": 2}, status=404)


async def test_only_what_is_there_can_be_pressed(driver: Driver) -> None:
    markup = {
        "inline_keyboard": [[{"text": "Open", "url": "https://example.org/"}, {"text": "Go", "callback_data": "g"}]]
    }
    sent = await driver.sent(reply_markup=markup)
    press = {"user": ANA, "message_id": sent, "label": "Go"}
    await driver.post("press", press | {"label": "go"}, status=404)
    await driver.post("press", press | {"message_id": 999}, status=404)
    await driver.post("press", press | {"user": 1002}, status=404)
    await driver.post("press", press | {"label": "Open"}, status=409)
    await driver.done("editMessageReplyMarkup", chat_id=ANA, message_id=sent)
    await driver.post("press", press, status=404)


async def test_any_data_can_be_forged_even_on_a_deleted_message(driver: Driver) -> None:
    sent = await driver.sent()
    assert (await _pressed(driver, sent, data="forged" * 30))["data"] == "forged" * 30
    await driver.done("deleteMessage", chat_id=ANA, message_id=sent)
    await driver.post("press", {"user": ANA, "message_id": sent, "label": "x"}, status=404)
    assert (await _pressed(driver, sent, data="late"))["message"] == {
        "chat": {"id": ANA, "type": "private", "first_name": "User 1001"},
        "message_id": sent,
        "date": 0,
    }
