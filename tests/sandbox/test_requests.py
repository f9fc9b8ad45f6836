"""What comes in is checked against the specification, whichever way it comes."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from sandbox.bot_api.check import WrongShapeError, check_type
from sandbox.bot_api.facts import facts
from sandbox.bot_api.make_facts import facts_of, written
from sandbox.bot_api.methods import IMPLEMENTED
from tests.sandbox.driver import ANA, Driver, keyboard


async def test_the_token_is_checked(driver: Driver) -> None:
    driver.bot_path = "/bot1000000001:wrong"
    assert await driver.api("getMe") == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})


async def test_a_known_method_is_501_and_an_unknown_one_404(driver: Driver) -> None:
    assert await driver.refused("sendPoll", chat_id=ANA) == (501, "Not Implemented: the sandbox lacks sendPoll")
    assert await driver.refused("sendLove", chat_id=ANA) == (404, "Not Found")


async def test_every_method_of_telegrams_is_known_and_its_name_takes_any_case(driver: Driver) -> None:
    assert len(facts().methods) == 180
    assert {name for name, fields in facts().methods.items() if fields is not None} == set(IMPLEMENTED)
    assert (await driver.done("GETme"))["is_bot"] is True


@pytest.mark.parametrize(
    ("method", "params", "sentence"),
    [
        ("sendMessage", {"txt": "x"}, 'unknown parameter "txt" of sendMessage'),
        ("sendMessage", {"text": "x"}, "parameter chat_id is required"),
        ("sendMessage", {"chat_id": ANA, "text": ["x"]}, "can't parse parameter text: expected String"),
        ("sendMessage", {"chat_id": True, "text": "x"}, "can't parse parameter chat_id: expected Integer"),
        ("deleteMessage", {"chat_id": ANA, "message_id": "five"}, "can't parse parameter message_id: expected Integer"),
        (
            "deleteMessages",
            {"chat_id": ANA, "message_ids": [1, "x"]},
            "can't parse parameter message_ids[1]: expected Integer",
        ),
        (
            "sendMessage",
            {"chat_id": ANA, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
            "can't parse parameter reply_markup.inline_keyboard[0][0].data: InlineKeyboardButton has no such field",
        ),
        (
            "sendMessage",
            {"chat_id": ANA, "text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "b"}]]}},
            "can't parse parameter reply_markup.inline_keyboard[0][0].text: missing in InlineKeyboardButton",
        ),
        ("sendMessage", {"chat_id": ANA, "text": "\ud83d"}, "can't parse parameter text: expected String"),
    ],
)
async def test_a_wrong_request_is_told_where_it_is_wrong(
    driver: Driver, method: str, params: dict[str, Any], sentence: str
) -> None:
    assert await driver.refused(method, **params) == (400, f"Bad Request: {sentence}")


async def _result(response: aiohttp.ClientResponse) -> Any:
    body = await response.json()
    assert response.status == 200, body
    return body["result"]


async def test_parameters_come_as_query_form_json_or_multipart(driver: Driver) -> None:
    await driver.say("hello")
    markup = keyboard([("a", "b")])
    sent = {"chat_id": str(ANA), "text": "x&y=z é", "protect_content": "true", "reply_markup": json.dumps(markup)}
    path = f"{driver.bot_path}/sendMessage"
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in sent.items():
        form.add_field(name, value)
    messages = [
        await _result(await driver.session.get(path, params=sent)),
        await _result(await driver.session.post(path, data=sent)),
        await _result(await driver.session.post(path, json=sent)),
        await _result(await driver.session.post(path, json={**sent, "chat_id": ANA, "reply_markup": markup})),
        await _result(await driver.session.post(path, data=form)),
    ]
    for message in messages:
        assert (message["text"], message["has_protected_content"]) == ("x&y=z é", True)
        assert message["reply_markup"] == markup


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("application/x-www-form-urlencoded", b"text=%ff"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"nonsense"),
    ],
)
async def test_an_unreadable_body_is_a_400(driver: Driver, kind: str, body: bytes) -> None:
    async with driver.session.post(f"{driver.bot_path}/getMe", data=body, headers={"content-type": kind}) as response:
        assert response.status == 400
        assert (await response.json())["description"].startswith("Bad Request: can't parse the request's body")


def test_an_update_is_checked_to_the_last_field() -> None:
    chat = {"id": ANA, "type": "private"}
    message = {"message_id": 1, "date": 0, "chat": chat, "text": "x"}
    check_type({"update_id": 1, "message": message}, "Update")
    with pytest.raises(WrongShapeError, match=r"Update\.message\.chat\.type: missing in Chat"):
        check_type({"update_id": 1, "message": {**message, "chat": {"id": ANA}}}, "Update")
    with pytest.raises(WrongShapeError, match=r"Update\.message\.text: expected String"):
        check_type({"update_id": 1, "message": {**message, "text": 5}}, "Update")
    with pytest.raises(WrongShapeError, match=r"Update\.letter: Update has no such field"):
        check_type({"update_id": 1, "letter": {}}, "Update")


def test_the_facts_are_made_of_names_types_and_required_flags_alone() -> None:
    specification = {
        "version": "Bot API 99",
        "methods": {
            "getMe": {"name": "getMe", "description": ["Prose."]},
            "sendPoll": {"fields": [{"name": "x", "types": ["Far"], "required": True}]},
        },
        "types": {
            "Update": {
                "fields": [{"name": "m", "types": ["Array of Near"], "required": False, "description": "Prose."}]
            },
            "Near": {"subtypes": ["Nearer"]},
            "Nearer": {"fields": []},
            "Far": {"fields": []},
        },
    }
    facts_made = facts_of(specification, ["getMe"])
    assert facts_made == {
        "version": "Bot API 99",
        "methods": {"getMe": {}, "sendPoll": None},
        "types": {
            "Near": {"subtypes": ["Nearer"]},
            "Nearer": {"fields": {}},
            "Update": {"fields": {"m": [["Array of Near"], False]}},
        },
    }
    assert json.loads(written(facts_made)) == facts_made
