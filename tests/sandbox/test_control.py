"""The control side, apart from clock, idle and faults."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import telegram

from sandbox import server
from sandbox.server import Sandbox
from tests.sandbox.driver import ANA, Driver, keyboard


async def test_the_first_say_makes_the_person(driver: Driver) -> None:
    await driver.post("say", {"user": ANA, "text": "hello", "name": "Ana"})
    await driver.say("hello", 1002)
    users = [(ANA, "Ana"), (1002, "User 1002")]
    shown = [{"id": user, "name": name, "language_code": "en"} for user, name in users]
    assert await driver.get("users") == {"users": shown}
    update = (await driver.done("getUpdates"))[0]
    assert update["message"]["chat"] == {"id": ANA, "type": "private", "first_name": "Ana"}
    assert update["message"]["from"] == {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "en"}


async def test_everything_a_person_does_tells_what_her_phone_speaks(driver: Driver) -> None:
    await driver.post("say", {"user": ANA, "name": "Ana", "language_code": "es", "text": "hola"})
    sent = await driver.sent(reply_markup=keyboard([("Sí", "y")]))
    await driver.post("press", {"user": ANA, "message_id": sent, "label": "Sí"})
    await driver.say("hola")  # what is not said again stays as it was
    await driver.post("press", {"user": ANA, "message_id": sent, "label": "Sí", "language_code": "pt-br"})
    await driver.post("send", {"user": ANA, "kind": "voice", "language_code": "en"})
    updates = [telegram.Update.de_json(raw) for raw in await driver.done("getUpdates")]
    spoken = [update.effective_user and update.effective_user.language_code for update in updates]
    assert spoken == ["es", "es", "es", "pt-br", "en"]
    assert (await driver.get("users"))["users"] == [{"id": ANA, "name": "Ana", "language_code": "en"}]


async def test_a_message_shows_what_the_phone_spoke_when_it_was_written(driver: Driver) -> None:
    await driver.post("say", {"user": ANA, "language_code": "es", "text": "hola"})
    sent = await driver.sent("Hola, ¿qué tal?")
    await driver.post("say", {"user": ANA, "language_code": "en", "text": "hello"})
    assert [message["lang"] for message in await driver.chat()] == ["es", "es", "en"]
    await driver.done("editMessageText", chat_id=ANA, message_id=sent, text="Hello")
    assert [message["lang"] for message in await driver.chat()] == ["es", "en", "en"]


async def test_commands_are_marked_as_telegram_marks_them(driver: Driver) -> None:
    await driver.say("/start abc")
    await driver.say("😀 /today, not a/b or //c but /help@some_bot")
    first, second = await driver.done("getUpdates")
    assert first["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert [(e["offset"], e["length"]) for e in second["message"]["entities"]] == [(3, 6), (30, 14)]


async def test_ids_of_updates_and_messages_rise_across_chats(driver: Driver) -> None:
    answers = [await driver.post("say", {"user": user, "text": "x"}) for user in (ANA, 1002, ANA)]
    assert [answer["message_id"] for answer in answers] == [1, 2, 3]
    assert answers[2]["update_id"] == answers[0]["update_id"] + 2


async def test_the_chat_shows_what_came_after(driver: Driver) -> None:
    first = await driver.say("one")
    await driver.say("elsewhere", 1002)
    await driver.sent("two")
    assert [message["text"] for message in await driver.chat()] == ["one", "two"]
    assert [message["text"] for message in await driver.chat(after=first)] == ["two"]
    assert await driver.get("chat?user=77") == {"messages": [], "toasts": []}


async def test_what_people_write_is_escaped(driver: Driver) -> None:
    await driver.say("<script>alert(1)</script>")
    assert (await driver.chat())[0]["html"] == "&lt;script&gt;alert(1)&lt;/script&gt;"


async def test_buttons_show_labels_data_and_addresses(driver: Driver) -> None:
    row = [{"text": "Open", "url": "https://example.org/"}, {"text": "Go", "callback_data": "g"}]
    sent = await driver.sent(reply_markup={"inline_keyboard": [row]})
    (message,) = await driver.chat(after=sent - 1)
    assert (message["buttons"], message["data"]) == ([["Open", "Go"]], [[None, "g"]])
    assert message["urls"] == [["https://example.org/", None]]


@pytest.mark.parametrize("kind", ["photo", "voice", "contact", "location", "document"])
async def test_every_kind_of_thing_arrives_as_a_message_of_its_kind(driver: Driver, kind: str) -> None:
    sent = await driver.post("send", {"user": ANA, "kind": kind})
    (raw,) = await driver.done("getUpdates")
    update = telegram.Update.de_json(raw)
    assert update.message is not None
    assert update.message.message_id == sent["message_id"]
    assert getattr(update.message, kind)
    (shown,) = await driver.chat()
    assert kind in {*shown, shown.get("kind")}


async def test_an_unknown_kind_is_refused(driver: Driver) -> None:
    assert "photo" in (await driver.post("send", {"user": ANA, "kind": "sticker"}, status=400))["error"]


async def test_people_edit_their_own_words_only(driver: Driver) -> None:
    spoken, sent = await driver.say("one"), await driver.sent()
    edited = await driver.post("edit", {"user": ANA, "message_id": spoken, "text": "two"})
    update = (await driver.done("getUpdates", offset=edited["update_id"]))[0]
    assert update["edited_message"]["text"] == "two"
    assert (await driver.chat())[0]["edits"] == 1
    await driver.post("edit", {"user": ANA, "message_id": sent, "text": "two"}, status=409)
    await driver.post("edit", {"user": ANA, "message_id": 999, "text": "two"}, status=404)


async def test_a_raw_update_is_checked_unless_it_is_meant_to_be_wrong(driver: Driver) -> None:
    chat = {"id": 1005, "type": "private", "first_name": "Eve"}
    sender = {"id": 1005, "is_bot": False, "first_name": "Eve", "language_code": "de"}
    message = {"message_id": 9, "date": 0, "chat": chat, "from": sender}
    await driver.post("update", {"message": {**message, "text": "x"}})
    await driver.done("sendMessage", chat_id=1005, text="a raw message made her known")
    assert (await driver.get("users"))["users"] == [{"id": 1005, "name": "Eve", "language_code": "de"}]
    error = (await driver.post("update", {"message": {"text": 5}}, status=400))["error"]
    assert "Update.message.text: expected String" in error
    poison = await driver.post("update", {"update": {"message": {"text": 5}}, "unchecked": True})
    updates = await driver.done("getUpdates")
    assert updates[1] == {"message": {"text": 5}, "update_id": poison["update_id"]}


async def test_a_raw_tap_can_be_answered(driver: Driver) -> None:
    person = {"id": ANA, "is_bot": False, "first_name": "Ana"}
    await driver.post("update", {"callback_query": {"id": "7", "from": person, "chat_instance": "1", "data": "x"}})
    assert await driver.done("answerCallbackQuery", callback_query_id="7") is True


@pytest.mark.parametrize(
    ("path", "body", "word"),
    [
        ("say", {"user": ANA}, "text"),
        ("say", {"user": "1001", "text": "x"}, "user"),
        ("say", {"user": True, "text": "x"}, "user"),
        ("say", {"user": ANA, "text": " "}, "empty"),
        ("say", {"user": ANA, "text": "x" * 4097}, "4096"),
        ("say", {"user": ANA, "text": "x", "nmae": "Ana"}, "nmae"),
        ("say", {"user": ANA, "text": "x", "language_code": "en_US!"}, "tag of a language"),
        ("send", {"user": ANA, "kind": "voice", "language_code": ""}, "tag of a language"),
        ("press", {"user": ANA, "message_id": 1, "label": "x", "language_code": "e"}, "tag of a language"),
        ("say", [], "object"),
        ("press", {"user": ANA, "message_id": 1}, "label"),
    ],
)
async def test_a_wrong_request_gets_a_sentence(driver: Driver, path: str, body: Any, word: str) -> None:
    await driver.sent()
    assert word in (await driver.post(path, body, status=400))["error"]


async def test_calls_are_logged_with_their_answers(driver: Driver) -> None:
    await driver.sent("one")
    await driver.refused("sendMessage", chat_id=77, text="two")
    calls = (await driver.get("calls"))["calls"]
    assert [(call["n"], call["status"]) for call in calls] == [(1, 200), (2, 400)]
    assert calls[1]["params"] == {"chat_id": 77, "text": "two"}
    assert calls[0]["at"].endswith("Z")
    assert [call["n"] for call in (await driver.get("calls?after=1"))["calls"]] == [2]


async def test_events_wait_for_what_changes(driver: Driver) -> None:
    await driver.say("hello")
    seen = await driver.get("events?after=0")
    assert [(event["kind"], event["user"]) for event in seen["events"]] == [("people", ANA), ("message", ANA)]
    waiting = asyncio.create_task(driver.get(f"events?after={seen['after']}"))
    sent = await driver.sent()
    (event,) = (await asyncio.wait_for(waiting, 5))["events"]
    assert (event["kind"], event["user"], event["message_id"]) == ("message", ANA, sent)
    assert (await driver.get("events?after=999"))["reset"] is True


async def test_the_page_gets_its_settings(driver: Driver, sandbox: Sandbox) -> None:
    sandbox.page_settings["people"] = [{"id": ANA, "name": "Ana"}]
    assert await driver.get("page-settings") == {"people": [{"id": ANA, "name": "Ana"}]}


@pytest.mark.parametrize(
    "headers", [{"host": "evil.example"}, {"host": "127.0.0.1.evil.example"}, {"origin": "https://evil.example"}]
)
async def test_pages_from_elsewhere_are_turned_away(driver: Driver, headers: dict[str, str]) -> None:
    await driver.post("say", {"user": ANA, "text": "x"}, status=403, headers=headers)
    await driver.get("users", status=403, headers=headers)


async def test_the_sandboxs_own_page_is_welcome(driver: Driver, sandbox: Sandbox) -> None:
    own = f"127.0.0.1:{sandbox.port}"
    await driver.post("say", {"user": ANA, "text": "x"}, headers={"host": own, "origin": f"http://{own}"})
    local = f"localhost:{sandbox.port}"
    await driver.get("users", headers={"host": local, "origin": f"http://{local}"})


async def test_the_page_is_served_beside_the_routes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "page.css").write_text("body {}")
    monkeypatch.setattr(server, "PAGE", tmp_path)
    other = Sandbox()
    async with aiohttp.ClientSession(await other.start()) as session:
        for path, content in (("/", "<!doctype html>"), ("/page.css", "body {}")):
            async with session.get(path) as response:
                assert await response.text() == content
        assert (await session.get("/sandbox/users")).status == 200
    await other.stop()
