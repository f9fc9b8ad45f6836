"""The Bot API's methods that the sandbox implements, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.bot_api import commands, files, messages, taps
from sandbox.bot_api.polling import Updates
from sandbox.bot_api.webhook import Webhook
from sandbox.state import World

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BotSide:
    """What the methods act upon."""

    world: World
    updates: Updates
    webhook: Webhook


def _get_me(side: BotSide, _params: Params) -> Any:
    return dict(side.world.bot)


async def _get_updates(side: BotSide, params: Params) -> Any:
    side.webhook.refuse_polling()
    side.updates.allow(params.get("allowed_updates"))
    return await side.updates.poll(params.get("offset", 0), params.get("limit", 0), params.get("timeout", 0))


def _of_world(method: Callable[[World, Params], Any]) -> Callable[[BotSide, Params], Any]:
    return lambda side, params: method(side.world, params)


IMPLEMENTED: dict[str, Callable[[BotSide, Params], Any | Awaitable[Any]]] = {
    "getMe": _get_me,
    "getUpdates": _get_updates,
    "setWebhook": lambda side, params: side.webhook.set(params),
    "deleteWebhook": lambda side, params: side.webhook.delete(params),
    "getWebhookInfo": lambda side, _params: side.webhook.info(),
    "sendMessage": _of_world(messages.send_message),
    "sendDocument": _of_world(files.send_document),
    "sendPhoto": _of_world(files.send_photo),
    "getFile": _of_world(files.get_file),
    "sendChatAction": _of_world(messages.send_chat_action),
    "editMessageText": _of_world(messages.edit_message_text),
    "editMessageReplyMarkup": _of_world(messages.edit_message_reply_markup),
    "deleteMessage": _of_world(messages.delete_message),
    "deleteMessages": _of_world(messages.delete_messages),
    "answerCallbackQuery": _of_world(taps.answer_callback_query),
    "setMyCommands": _of_world(commands.set_my_commands),
    "getMyCommands": _of_world(commands.get_my_commands),
    "deleteMyCommands": _of_world(commands.delete_my_commands),
    "setMyDescription": _of_world(commands.set_my_description),
    "setMyShortDescription": _of_world(commands.set_my_short_description),
}
