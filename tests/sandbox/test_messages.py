"""Sending, editing and deleting, as strict as Telegram."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.driver import ANA, Driver, MachineTime, keyboard

BEN = 1002


async def test_a_sent_message_reaches_the_chat_in_plain_text_and_in_safe_html(driver: Driver) -> None:
    sent = await driver.sent(" <b>C7</b> &lt;tue&gt; <i>😀 next</i>\n", parse_mode="HTML", protect_content=True)
    (message,) = await driver.chat(after=sent - 1)
    assert message["text"] == "C7 <tue> 😀 next"
    assert message["html"] == "<b>C7</b> &lt;tue&gt; <i>😀 next</i>"
    assert (message["from"], message["protected"], message["edits"]) == ("bot", True, 0)


async def test_outer_entities_come_before_inner_ones(driver: Driver) -> None:
    sent = await driver.sent(
        "<b><i>one</i> two</b> <a href='https://example.org/?a=1&amp;b=2'>x</a>", parse_mode="HTML"
    )
    assert (await driver.chat(after=sent - 1))[0]["html"] == (
        '<b><i>one</i> two</b> <a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noreferrer">x</a>'
    )


async def test_entities_are_counted_in_utf16_units(driver: Driver) -> None:
    await driver.say("hello")
    message = await driver.done("sendMessage", chat_id=ANA, text="😀 <b>😀x</b>", parse_mode="HTML")
    assert message["entities"] == [{"type": "bold", "offset": 3, "length": 3}]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"text": "x", "chat_id": 77}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": "<b> \n</b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
        ({}, "Bad Request: message text is empty"),
        ({"text": "x" * 4097}, "Bad Request: message is too long"),
        ({"text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"text": "x", "parse_mode": "HTMLX"}, "Bad Request: unsupported parse_mode"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "Bad Request: message to be replied not found"),
    ],
)
async def test_refuses_in_telegrams_words(driver: Driver, params: dict[str, Any], sentence: str) -> None:
    await driver.say("hello")
    assert await driver.refused("sendMessage", **({"chat_id": ANA} | params)) == (400, sentence)


async def test_takes_the_longest_text_there_may_be(driver: Driver) -> None:
    await driver.say("hello")
    await driver.done("sendMessage", chat_id=ANA, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        (keyboard([("a", "x" * 65)]), "BUTTON_DATA_INVALID"),
        (keyboard([("a", "é" * 33)]), "BUTTON_DATA_INVALID"),
        (keyboard([("a", "")]), "BUTTON_DATA_INVALID"),
        (keyboard([("a", "b")] * 9), "reply markup is too long"),
        (keyboard(*[[("a", "b")]] * 101), "reply markup is too long"),
        (
            {"inline_keyboard": [[{"text": "a"}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "a", "url": "nonsense"}]]},
            "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_refuses_keyboards_telegram_would_refuse(driver: Driver, markup: Any, sentence: str) -> None:
    await driver.say("hello")
    assert await driver.refused("sendMessage", chat_id=ANA, text="x", reply_markup=markup) == (
        400,
        f"Bad Request: {sentence}",
    )


async def test_takes_the_largest_keyboard_there_may_be(driver: Driver) -> None:
    sent = await driver.sent(reply_markup=keyboard(*[[("a", "x" * 64)] * 8] * 12, [("a", "b")] * 4))
    assert len((await driver.chat(after=sent - 1))[0]["buttons"]) == 13


@pytest.mark.parametrize(
    "params",
    [
        {"reply_markup": {"keyboard": [[{"text": "a"}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "switch_inline_query": "x"}]]}},
        {"parse_mode": "MarkdownV2"},
        {"message_thread_id": 5},
        {"entities": []},
    ],
)
async def test_says_501_for_what_the_sandbox_cannot_show(driver: Driver, params: dict[str, Any]) -> None:
    await driver.say("hello")
    status, sentence = await driver.refused("sendMessage", chat_id=ANA, text="x", **params)
    assert (status, sentence.split(":")[0]) == (501, "Not Implemented")


async def test_an_edit_without_a_keyboard_takes_the_keyboard_away(driver: Driver) -> None:
    sent = await driver.sent("one", reply_markup=keyboard([("a", "b")]))
    edited = await driver.done("editMessageText", chat_id=ANA, message_id=sent, text="two")
    assert "reply_markup" not in edited
    (message,) = await driver.chat(after=sent - 1)
    assert (message["text"], message["buttons"], message["edits"]) == ("two", [], 1)


async def test_an_edit_that_changes_nothing_is_refused(driver: Driver) -> None:
    markup = keyboard([("a", "b")])
    sent = await driver.sent("<b>one</b>", parse_mode="HTML", reply_markup=markup)
    same = {"chat_id": ANA, "message_id": sent, "text": " <b>one</b>", "parse_mode": "HTML", "reply_markup": markup}
    assert await driver.refused("editMessageText", **same) == (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as"
        " a current content and reply markup of the message",
    )
    await driver.done("editMessageText", **(same | {"text": "one"}))  # no longer bold
    status, sentence = await driver.refused("editMessageReplyMarkup", chat_id=ANA, message_id=sent, reply_markup=markup)
    assert (status, "not modified" in sentence) == (400, True)
    await driver.done("editMessageReplyMarkup", chat_id=ANA, message_id=sent)
    assert (await driver.chat(after=sent - 1))[0]["text"] == "one"


async def test_only_the_bots_own_messages_of_that_chat_can_be_edited(driver: Driver) -> None:
    spoken = await driver.say("mine")
    sent = await driver.sent()
    await driver.say("hello", BEN)

    async def refusal(chat: int, message_id: int) -> str:
        return (await driver.refused("editMessageText", chat_id=chat, message_id=message_id, text="x"))[1]

    assert await refusal(ANA, spoken) == "Bad Request: message can't be edited"
    assert await refusal(ANA, 999) == "Bad Request: message to edit not found"
    assert await refusal(BEN, sent) == "Bad Request: message to edit not found"
    await driver.done("deleteMessage", chat_id=ANA, message_id=sent)
    assert await refusal(ANA, sent) == "Bad Request: message to edit not found"


async def test_a_document_has_no_text_to_edit(driver: Driver) -> None:
    await driver.say("hello")
    sent = await driver.post("send", {"user": ANA, "kind": "document"})
    update = (await driver.done("getUpdates", offset=sent["update_id"]))[0]
    file_id = update["message"]["document"]["file_id"]
    document = await driver.done("sendDocument", chat_id=ANA, document=file_id)
    status, sentence = await driver.refused("editMessageText", chat_id=ANA, message_id=document["message_id"], text="x")
    assert (status, sentence) == (400, "Bad Request: there is no text in the message to edit")


async def test_deleting_works_for_48_hours_and_once(driver: Driver) -> None:
    spoken, sent, late = await driver.say("mine"), await driver.sent(), await driver.sent()
    for message_id in (spoken, sent):
        assert await driver.done("deleteMessage", chat_id=ANA, message_id=message_id) is True
    assert [message["deleted"] for message in await driver.chat()] == [True, True, False]
    assert await driver.refused("deleteMessage", chat_id=ANA, message_id=sent) == (
        400,
        "Bad Request: message to delete not found",
    )
    await driver.post("clock", {"advance": "48h"})
    assert await driver.refused("deleteMessage", chat_id=ANA, message_id=late) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )


async def test_deleting_several_passes_over_what_is_missing(driver: Driver) -> None:
    one, two = await driver.sent(), await driver.sent()
    assert await driver.done("deleteMessages", chat_id=ANA, message_ids=[one, 999, two]) is True
    assert [message["deleted"] for message in await driver.chat(after=one - 1)] == [True, True]
    status, _ = await driver.refused("deleteMessages", chat_id=ANA, message_ids=[])
    assert status == 400


async def test_a_reply_carries_what_it_answers(driver: Driver) -> None:
    spoken = await driver.say("mine")
    answer = await driver.done("sendMessage", chat_id=ANA, text="x", reply_parameters={"message_id": spoken})
    assert answer["reply_to_message"]["text"] == "mine"
    loose = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await driver.done("sendMessage", chat_id=ANA, text="x", reply_parameters=loose)


async def test_chat_actions_are_checked(driver: Driver) -> None:
    await driver.say("hello")
    assert await driver.done("sendChatAction", chat_id=ANA, action="typing") is True
    assert (await driver.refused("sendChatAction", chat_id=ANA, action="dancing"))[0] == 400


async def test_messages_carry_the_sandboxs_time(driver: Driver, machine: MachineTime) -> None:
    await driver.post("clock", {"to": "2027-03-14T07:30:00Z", "jump": True})
    machine.ahead += 30
    sent = await driver.sent()
    assert (await driver.chat(after=sent - 1))[0]["date"] in {1805009430, 1805009431}
