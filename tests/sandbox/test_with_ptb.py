"""A plain python-telegram-bot against the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import telegram
import telegram.error
import telegram.ext

from sandbox.server import Sandbox
from tests.sandbox.driver import ANA, Driver


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    base = f"http://127.0.0.1:{sandbox.port}"
    async with telegram.Bot(sandbox.token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot") as bot:
        yield bot


async def test_it_sends_edits_answers_and_deletes(bot: telegram.Bot, driver: Driver, sandbox: Sandbox) -> None:
    assert bot.id == int(sandbox.token.partition(":")[0])
    await driver.say("C7 housing")
    (update,) = await bot.get_updates(timeout=5, allowed_updates=telegram.Update.ALL_TYPES)
    assert update.message is not None
    assert update.message.text == "C7 housing"

    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Undo", callback_data="u:1")]])
    card = await bot.send_message(ANA, "<b>C7</b> noted", parse_mode="HTML", reply_markup=markup, protect_content=True)
    assert card.entities[0].type == "bold"
    assert card.reply_markup == markup

    await driver.post("press", {"user": ANA, "message_id": card.message_id, "label": "Undo"})
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    query = update.callback_query
    assert query is not None
    assert query.data == "u:1"
    assert await query.answer("Undone")
    await query.edit_message_text("C7: undone", parse_mode="HTML")
    with pytest.raises(telegram.error.BadRequest, match="not modified"):
        await query.edit_message_text("C7: undone", parse_mode="HTML")
    await card.delete()
    with pytest.raises(telegram.error.BadRequest, match="Message to delete not found"):
        await card.delete()
    with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
        await bot.send_message(77, "x")


async def test_it_sends_files_and_fetches_them(bot: telegram.Bot, driver: Driver) -> None:
    await driver.say("hello")
    sent = await bot.send_document(ANA, BytesIO(b"%PDF"), filename="agenda.pdf", caption="<i>x</i>", parse_mode="HTML")
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("agenda.pdf", "x")
    fetched = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
    assert bytes(fetched) == b"%PDF"
    photo = await driver.post("send", {"user": ANA, "kind": "photo"})
    update = (await driver.done("getUpdates", offset=photo["update_id"]))[0]
    again = await bot.send_photo(ANA, update["message"]["photo"][0]["file_id"])
    assert again.photo[0].width == 1


async def test_it_sets_its_menu(bot: telegram.Bot, driver: Driver) -> None:
    await driver.say("hello")
    menu = [telegram.BotCommand("today", "The day"), telegram.BotCommand("help", "What I can do")]
    assert await bot.set_my_commands(menu, scope=telegram.BotCommandScopeChat(ANA))
    assert list(await bot.get_my_commands(scope=telegram.BotCommandScopeChat(ANA))) == menu
    assert await bot.set_my_description("A private assistant")
    assert await bot.send_chat_action(ANA, "typing")
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_it_meets_floods_and_broken_connections(
    bot: telegram.Bot, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it the library warns of its own next version
    await driver.say("hello")
    await driver.post("fault", {"method": "sendMessage", "status": 429, "retry_after": 7})
    with pytest.raises(telegram.error.RetryAfter, match="0:00:07"):
        await bot.send_message(ANA, "x")
    await driver.post("fault", {"method": "sendMessage", "status": 403})
    with pytest.raises(telegram.error.Forbidden):
        await bot.send_message(ANA, "x")
    for drop in ("before", "after", "midway"):
        await driver.post("fault", {"method": "sendMessage", "drop": drop})
        with pytest.raises(telegram.error.NetworkError):
            await bot.send_message(ANA, "x")
    assert len(await driver.chat()) == 1 + 2


async def test_its_updater_runs_on_it(bot: telegram.Bot, driver: Driver) -> None:
    heard: asyncio.Queue[str | None] = asyncio.Queue()

    async def hear(update: telegram.Update, _: object) -> None:
        assert update.message is not None
        heard.put_nowait(update.message.text)

    application = telegram.ext.ApplicationBuilder().bot(bot).build()
    application.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.TEXT, hear))
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0, timeout=5)
        await application.start()
        for text in ("one", "two", "three"):
            await driver.say(text)
        assert [await asyncio.wait_for(heard.get(), 5) for _ in range(3)] == ["one", "two", "three"]
        await application.updater.stop()
        await application.stop()
    assert (await driver.done("getWebhookInfo"))["pending_update_count"] == 0
