"""What is kept of a raw update, before anything else has looked at it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import Update

from bot.intake.updates import NOT_TEXT, Incoming, receive, unreadable
from storage.inbox import Received, Waiting
from tests.unit.moments import NOW

CHAT = {"id": 1001, "type": "private", "first_name": "Somebody"}
SOMEBODY = {"id": 1001, "is_bot": False, "first_name": "Somebody"}
SECRETS = ("ann@example.com", "call 212-555-0187", "dob 3/4/1987", "MRN 448812", "078-05-1120")


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_795_000_000, "chat": CHAT, "from": SOMEBODY, **content}


def tap(**more: Any) -> dict[str, Any]:
    return {"id": "77", "from": SOMEBODY, "chat_instance": "1", "data": "undo:12", **more}


def received(**content: Any) -> Received:
    kept = receive({"update_id": 9, **content}, NOW)
    assert kept is not None
    return kept


@pytest.mark.parametrize(
    ("content", "message_id"),
    [
        ({"message": message(text="C7 psych eval")}, 5),
        ({"message": message(text="/status")}, 5),
        ({"edited_message": message(text="C7 dbt")}, 5),
        ({"callback_query": tap(message=message(text="a card"))}, 5),
        ({"callback_query": tap()}, None),  # of a message too old for Telegram to know
        ({"my_chat_member": {"chat": CHAT, "from": SOMEBODY, "date": 1}}, None),
    ],
)
def test_each_form_is_kept_with_its_chat_as_far_as_a_turn_reads_it(
    content: dict[str, Any], message_id: int | None
) -> None:
    kept = received(**content)
    assert (kept.update_id, kept.chat_id, kept.message_id) == (9, 1001, message_id)
    assert (kept.refused, kept.quarantined) == (None, False)
    ((form, told),) = content.items()
    body = json.loads(kept.body or "")
    assert body.pop("update_id") == 9
    assert body[form]["from"] == SOMEBODY
    for name in ("text", "data", "id", "date", "message_id"):
        assert body[form].get(name) == told.get(name)


EVERYTHING_ELSE = {
    "reply_to_message": message(text="call 212-555-0187"),
    "quote": {"text": "call 212-555-0187"},
    "entities": [{"type": "text_link", "offset": 0, "length": 2, "url": "https://example.org/pat"}],
    "forward_origin": {"type": "hidden_user", "sender_user_name": "Pat Lee 212-555-0187"},
    "poll": {"question": "212-555-0187?", "options": [{"text": "dob 3/4/1987"}]},
    "caption": "MRN 448812",
    "author_signature": "ann@example.com",
    "link_preview_options": {"url": "https://example.org/pat"},
}


def test_nothing_unscreened_is_kept_beside_the_text() -> None:
    named = SOMEBODY | {"username": "pat2125550187", "last_name": "212-555-0187"}
    kept = received(message=message(text="C7 dbt", **EVERYTHING_ELSE) | {"from": named})
    assert kept.body is not None
    assert not any(word in kept.body for word in ("0187", "1987", "448812", "ann@", "example", "pat"))
    message_kept = Update.de_json(json.loads(kept.body), None).message
    assert message_kept is not None
    assert message_kept.text == "C7 dbt"
    shown = tap(message=message(text="a card with 212-555-0187", **EVERYTHING_ELSE), data="call 212-555-0187")
    assert "0187" not in (received(callback_query=shown).body or "0187")


@pytest.mark.parametrize("form", ["message", "my_chat_member"])
@pytest.mark.parametrize("name", ["+1 212 555 0187", "www.example.org", "ann@example.com"])
def test_a_first_name_that_is_a_number_or_an_address_is_not_kept(name: str, form: str) -> None:
    kept = received(**{form: message(text="C7 dbt") | {"from": SOMEBODY | {"first_name": name}}})
    assert json.loads(kept.body or "")[form]["from"]["first_name"] == ""


NUMBER = "front desk, 212-555-0187, ann@example.org, www.example.org, 12 Elm Street"


def test_a_number_is_welcome_where_a_contact_was_asked_for_and_nowhere_else() -> None:
    asked = receive({"update_id": 9, "message": message(text=NUMBER)}, NOW, contact=True)
    assert asked is not None
    assert asked.refused is None
    assert received(message=message(text=NUMBER)).refused is not None
    edited = receive({"update_id": 9, "edited_message": message(text=NUMBER)}, NOW, contact=True)
    assert edited is not None
    assert edited.refused is not None


@pytest.mark.parametrize(
    ("beside", "refused"),
    [
        ("C7", "email"),
        ("078-05-1120", "social_security"),
        ("dob 3/4/1987", "birth_date"),
        ("MRN 448812", "record_number"),
        ("member id XYZ123456", "member_number"),
        ("4111 1111 1111 1111", "payment_card"),
        ("192.168.10.4", "ip_address"),
    ],
)
def test_a_client_and_what_is_never_welcome_are_refused_there_too(beside: str, refused: str) -> None:
    asked = receive({"update_id": 9, "message": message(text=f"{NUMBER}, {beside}")}, NOW, contact=True)
    assert asked == Received(9, 1001, 5, None, refused)


@pytest.mark.parametrize(
    "raw",
    [None, [], "text", 7, {}, {"message": {}}]
    + [{"update_id": number} for number in (None, "9", 9.0, True, 0, -9, 2**63, [9])],
)
def test_what_has_no_id_is_not_kept(raw: Any) -> None:
    assert receive(raw, NOW) is None


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"message": "text"},
        {"message": {"chat": CHAT}},
        {"message": {"message_id": 5}},
        {"message": message() | {"chat": None}},
        {"message": message() | {"chat": {"id": "1001"}}},
        {"message": message() | {"message_id": {"of": 5}}},
        {"callback_query": tap() | {"from": None}},
        {"callback_query": tap(message={"message_id": ["5"]})},
        {"callback_query": tap(message=["a", "list"])},
        {"my_chat_member": {}},
        {"inline_query": {"id": "1"}},
        {"message": message() | {"message_id": 2**63}},
        {"message": message() | {"message_id": True}},
        {"message": message() | {"chat": CHAT | {"type": None}}},
        {"message": message(text=["a", "list"])},
        {"message": message(text=2_125_550_187)},
        {"message": message(text=None)},
        {"message": message(text="C7 dbt") | {"from": ["somebody"]}},
        {"callback_query": tap(data={"undo": 12})},
        {"my_chat_member": {"chat": CHAT, "from": SOMEBODY, "date": 1, "new_chat_member": "left"}},
    ],
)
def test_what_cannot_be_read_is_quarantined_as_its_shape(content: dict[str, Any]) -> None:
    kept = received(**content, secret="call 212-555-0187", many=[{"of": "212-555-0187"}])
    assert kept.quarantined
    assert (kept.chat_id, kept.message_id, kept.refused) == (None, None, None)
    shape = json.loads(kept.body or "")
    assert (shape["update_id"], shape["secret"], shape["many"]) == ("int", "str", [{"of": "str"}])
    assert set(shape) == {"update_id", "secret", "many", *content}
    assert "0187" not in (kept.body or "")


@pytest.mark.parametrize(
    "content",
    [
        {"message": message(text="C7 dbt") | {"from": SOMEBODY | {"id": 1002}}},
        {"message": message(text="C7 dbt") | {"from": SOMEBODY | {"id": 1002}, "chat": CHAT | {"type": "group"}}},
        {"edited_message": message(text="C7 dbt", chat=CHAT | {"id": 1002})},
        {"message": {name: value for name, value in message(text="C7 dbt").items() if name != "from"}},
        {"callback_query": tap(message=message(chat=CHAT | {"id": 1002}))},
        {"my_chat_member": {"chat": CHAT, "from": SOMEBODY | {"id": 1002}, "date": 1}},
    ],
)
def test_nobody_speaks_in_somebody_elses_chat(content: dict[str, Any]) -> None:
    assert received(**content).quarantined


def test_in_a_group_anybody_speaks() -> None:
    group = {"id": -100_500, "type": "group"}
    assert received(message=message(text="hello", chat=group)).chat_id == -100_500
    assert received(callback_query=tap(message=message(chat=group))).chat_id == 1001


def test_what_no_database_and_no_message_can_hold_is_left_out() -> None:
    kept = received(
        message=message(text="C7 \0dbt \ud800// \U0001f600") | {"from": SOMEBODY | {"first_name": "A\0n\udfff"}}
    )
    said = json.loads(kept.body or "")["message"]
    assert said["text"] == "C7 dbt \N{REPLACEMENT CHARACTER}// \U0001f600"
    assert said["from"]["first_name"] == "An\N{REPLACEMENT CHARACTER}"


def test_an_identifier_does_not_pass_by_what_is_left_out() -> None:
    assert received(message=message(text="C7 call 212-55\x005-0\x00187")).refused == "phone"


def test_what_lies_too_deep_is_not_kept() -> None:
    deep: dict[str, Any] = {"text": "call 212-555-0187"}
    for _ in range(5_000):
        deep = {"user": deep}
    assert "0187" not in (received(message=message(user=deep)).body or "0187")


@pytest.mark.parametrize(
    ("text", "update_id"),
    [
        ('{"update_id": 9, "message": {"text": "ambercan', 9),
        ('{"ok":true,"result":[{"update_id":9,', 9),
        ('{"message": {"text": "\\"update_id\\": 7"}, "update_id" : 9', 9),
        ('{"update_id": ' + "9" * 5000, None),
        ('{"update_id": -9', None),
        ("<html>", None),
    ],
)
def test_what_is_not_even_json_is_kept_by_its_id_and_length(text: str, update_id: int | None) -> None:
    kept = unreadable(text)
    assert (kept.update_id if kept else None) == update_id
    if kept:
        assert (kept.quarantined, kept.chat_id, json.loads(kept.body or "")) == (True, None, {"characters": len(text)})


@pytest.mark.parametrize("form", ["message", "edited_message"])
@pytest.mark.parametrize("text", [*SECRETS, *(f"C7 psych eval // {secret}" for secret in SECRETS)])
def test_a_line_with_an_identifier_is_kept_as_ids_and_a_reason_alone(form: str, text: str) -> None:
    kept = received(**{form: message(text=text)})
    assert kept.refused in {"email", "phone", "birth_date", "record_number", "social_security"}
    assert kept == Received(9, 1001, 5, None, kept.refused)


@pytest.mark.parametrize(
    "content",
    ["photo", "voice", "document", "contact", "location", "video", "video_note", "audio", "animation", "sticker"],
)
def test_what_is_no_text_is_refused_with_its_caption(content: str) -> None:
    kept = received(message=message(**{content: {"file_id": "x"}, "caption": "Ann Example"}))
    assert kept == Received(9, 1001, 5, None, NOT_TEXT)


@pytest.mark.parametrize("code", ["2125550187", "448812448812", "078-05-1120", "Zx_9-0123456789012345"])
@pytest.mark.parametrize("command", ["/start {}", "/start@followthrough_bot {}"])
def test_an_invites_code_is_not_screened(command: str, code: str) -> None:
    assert received(message=message(text=command.format(code))).refused is None


@pytest.mark.parametrize("text", ["/start abc ann@example.com", "/startling 212-555-0187", "/start 212 555 0187"])
def test_nothing_else_goes_with_it(text: str) -> None:
    assert received(message=message(text=text)).refused is not None


@pytest.mark.parametrize(
    ("content", "text", "arguments", "is_tap"),
    [
        ({"message": message(text="C7 psych eval")}, "C7 psych eval", (), False),
        ({"message": message(text="/client C7")}, "/client C7", ("C7",), False),
        ({"callback_query": tap(message=message(text="a card"))}, "", ("12",), True),
        ({"callback_query": tap(data="forged:1", message=message(text="a card"))}, "", (), True),
        ({"callback_query": tap()}, "", ("12",), True),
    ],
)
def test_a_handler_sees_what_was_said_free_of_telegrams_types(
    content: dict[str, Any], text: str, arguments: tuple[str, ...], is_tap: bool
) -> None:
    update = Update.de_json({"update_id": 9, **content}, None)
    said = Incoming(Waiting(1, 9, 1001, 5, None, None), update).said()
    assert (said.chat_id, said.text, said.arguments, said.is_tap) == (1001, text, arguments, is_tap)
