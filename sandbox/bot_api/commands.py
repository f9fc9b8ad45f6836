"""The bot's command menu, by scope, and its descriptions."""

from __future__ import annotations

from typing import Any

from sandbox.bot_api.errors import ApiError, bad_request
from sandbox.bot_api.limits import (
    BOT_DESCRIPTION_CHARACTERS,
    BOT_SHORT_DESCRIPTION_CHARACTERS,
    COMMAND_DESCRIPTION_CHARACTERS,
    COMMAND_NAME,
    COMMANDS,
)
from sandbox.state import World

_FIELDS_OF_SCOPE = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def set_my_commands(world: World, params: dict[str, Any]) -> Any:
    """The menu of a scope and language."""
    commands = params["commands"]
    if len(commands) > COMMANDS:
        raise bad_request("too many commands specified")
    for command in commands:
        if not COMMAND_NAME.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= COMMAND_DESCRIPTION_CHARACTERS:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [{**command, "command": command["command"].removeprefix("/")} for command in commands]
    world.set(_key(world, params), kept)
    world.events.add("commands")
    return True


def get_my_commands(world: World, params: dict[str, Any]) -> Any:
    """The menu of exactly this scope and language."""
    return world.settings.get(_key(world, params), [])


def delete_my_commands(world: World, params: dict[str, Any]) -> Any:
    """No menu for this scope and language: the wider scope's shows again."""
    world.set(_key(world, params), [])
    world.events.add("commands")
    return True


def set_my_description(world: World, params: dict[str, Any]) -> Any:
    """What an empty chat shows."""
    return _describe(world, "description", params, BOT_DESCRIPTION_CHARACTERS)


def set_my_short_description(world: World, params: dict[str, Any]) -> Any:
    """What the bot's profile shows."""
    return _describe(world, "short_description", params, BOT_SHORT_DESCRIPTION_CHARACTERS)


def menu(world: World, user: int) -> list[dict[str, str]]:
    """The commands a person sees in the private chat: the narrowest scope that has any."""
    for scope in (f"chat {user}", "all_private_chats", "default"):
        commands: list[dict[str, str]] = world.settings.get(f"commands {scope} ", [])
        if commands:
            return commands
    return []


def _describe(world: World, name: str, params: dict[str, Any], longest: int) -> bool:
    text = params.get(name, "")
    if len(text) > longest:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    world.set(f"{name} {params.get('language_code', '')}", text)
    return True


def _key(world: World, params: dict[str, Any]) -> str:
    scope = params.get("scope", {"type": "default"})
    if set(scope) - {"type"} != set(_FIELDS_OF_SCOPE.get(scope["type"], ("an unknown scope",))):
        raise _wrong_scope(scope["type"])
    if scope["type"] == "chat" and scope["chat_id"] not in world.people:
        raise bad_request("chat not found")
    narrowed = " ".join([scope["type"], *(str(scope[name]) for name in _FIELDS_OF_SCOPE[scope["type"]])])
    return f"commands {narrowed} {params.get('language_code', '')}"


def _wrong_scope(kind: str) -> ApiError:
    if kind in _FIELDS_OF_SCOPE:
        return bad_request(f"can't parse BotCommandScope: wrong fields for type {kind}")
    return bad_request("can't parse BotCommandScope: Unsupported type specified")
