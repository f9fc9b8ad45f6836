"""Documents and photos."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from sandbox.bot_api.images import picture_size
from sandbox.people import _PIXEL
from tests.sandbox.driver import ANA, Driver

JPEG = bytes.fromhex("ffd8 ffe0 0004 0000 ffc0 000b 08 0050 00a0 01 011100".replace(" ", ""))


async def _uploaded(
    driver: Driver, method: str, field: str, content: bytes, **params: Any
) -> tuple[int, dict[str, Any]]:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in {"chat_id": str(ANA), **params}.items():
        form.add_field(name, value)
    form.add_field(field, content, filename="agenda für C7.pdf", content_type="application/pdf")
    async with driver.session.post(f"{driver.bot_path}/{method}", data=form) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(("field", "params"), [("document", {}), ("part", {"document": "attach://part"})])
async def test_a_document_arrives_whole(driver: Driver, field: str, params: dict[str, str]) -> None:
    await driver.say("hello")
    status, body = await _uploaded(
        driver, "sendDocument", field, b"%PDF", caption="<b>x</b>", parse_mode="HTML", **params
    )
    assert status == 200, body
    document = body["result"]["document"]
    assert (document["file_name"], document["file_size"], document["mime_type"]) == (
        "agenda für C7.pdf",
        4,
        "application/pdf",
    )
    (shown,) = await driver.chat(after=1)
    assert (shown["html"], shown["document"]["size"]) == ("<b>x</b>", 4)
    async with driver.session.get(shown["document"]["url"]) as response:
        assert await response.read() == b"%PDF"
        assert response.headers["content-disposition"].startswith("attachment")
    path = (await driver.done("getFile", file_id=document["file_id"]))["file_path"]
    async with driver.session.get(f"/file{driver.bot_path}/{path}") as response:
        assert await response.read() == b"%PDF"
    async with driver.session.get(f"/file/bot1:wrong/{path}") as response:
        assert response.status == 404
    again = await driver.done("sendDocument", chat_id=ANA, document=document["file_id"])
    assert again["document"] == document


async def test_file_bytes_stay_out_of_the_log(driver: Driver) -> None:
    await driver.say("hello")
    await _uploaded(driver, "sendDocument", "document", b"%PDF")
    (call,) = (await driver.get("calls"))["calls"]
    assert call["params"]["document"] == {"file_name": "agenda für C7.pdf", "size": 4}


async def test_a_photo_has_its_size(driver: Driver) -> None:
    await driver.say("hello")
    status, body = await _uploaded(driver, "sendPhoto", "photo", JPEG)
    assert status == 200, body
    (size,) = body["result"]["photo"]
    assert (size["width"], size["height"]) == (160, 80)
    assert (await driver.chat(after=1))[0]["photo"]["size"] == len(JPEG)


@pytest.mark.parametrize(
    ("method", "field", "content", "sentence"),
    [
        ("sendPhoto", "photo", b"not a picture", "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", "photo", _PIXEL[:16] + bytes.fromhex("0000000100000020"), "PHOTO_INVALID_DIMENSIONS"),
        ("sendDocument", "document", b"", "file must be non-empty"),
        ("sendDocument", "thing", b"x", 'unknown parameter "thing" of sendDocument'),
    ],
)
async def test_a_wrong_file_is_refused(driver: Driver, method: str, field: str, content: bytes, sentence: str) -> None:
    await driver.say("hello")
    status, body = await _uploaded(driver, method, field, content)
    assert (status, body["description"]) == (400, f"Bad Request: {sentence}")


async def test_a_caption_is_shorter_than_a_text(driver: Driver) -> None:
    await driver.say("hello")
    status, body = await _uploaded(driver, "sendDocument", "document", b"x", caption="x" * 1025)
    assert (status, body["description"]) == (400, "Bad Request: message caption is too long")
    assert (await _uploaded(driver, "sendDocument", "document", b"x", caption="x" * 1024))[0] == 200


async def test_unknown_files_are_refused(driver: Driver) -> None:
    await driver.say("hello")
    assert (await driver.refused("getFile", file_id="x"))[0] == 400
    assert (await driver.refused("sendDocument", chat_id=ANA, document="x"))[0] == 400
    assert (await driver.refused("sendDocument", chat_id=ANA, document="https://example.org/x"))[0] == 501
    status, body = await _uploaded(driver, "sendDocument", "part", b"x", document="attach://other")
    assert (status, body["description"]) == (400, 'Bad Request: file "attach://other" is not in the request')


def test_sizes_are_read_from_the_first_bytes() -> None:
    assert picture_size(_PIXEL) == (1, 1)
    assert picture_size(JPEG) == (160, 80)
    for broken in (b"", b"GIF89a", JPEG[:8], JPEG[:2] + b"xx" + JPEG[4:], _PIXEL[:18]):
        assert picture_size(broken) is None
