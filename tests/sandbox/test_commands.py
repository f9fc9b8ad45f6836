"""The command menu."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.driver import ANA, Driver


def _menu(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"About {name}"} for name in names]


async def _seen(driver: Driver, user: int) -> list[str]:
    return [command["command"] for command in (await driver.get(f"commands?user={user}"))["commands"]]


async def test_the_narrowest_scope_with_commands_shows(driver: Driver) -> None:
    await driver.say("hello")
    own = {"type": "chat", "chat_id": ANA}
    assert await _seen(driver, ANA) == []
    await driver.done("setMyCommands", commands=_menu("help"))
    await driver.done("setMyCommands", commands=_menu("today"), scope={"type": "all_private_chats"})
    await driver.done("setMyCommands", commands=_menu("agenda", "team"), scope=own)
    await driver.done("setMyCommands", commands=_menu("groups"), scope={"type": "all_group_chats"})
    assert await _seen(driver, ANA) == ["agenda", "team"]
    assert await _seen(driver, 1002) == ["today"]
    assert await driver.done("getMyCommands", scope=own) == _menu("agenda", "team")
    await driver.done("deleteMyCommands", scope=own)
    assert await _seen(driver, ANA) == ["today"]
    await driver.done("deleteMyCommands", scope={"type": "all_private_chats"})
    assert await _seen(driver, ANA) == ["help"]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"commands": _menu("Help")}, "BOT_COMMAND_INVALID"),
        ({"commands": _menu("x" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": _menu("né")}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "x", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": _menu("x") * 101}, "too many commands specified"),
        ({"scope": {"type": "chat", "chat_id": 77}}, "chat not found"),
        ({"scope": {"type": "chat"}}, "can't parse BotCommandScope: wrong fields for type chat"),
        ({"scope": {"type": "planet"}}, "can't parse BotCommandScope: Unsupported type specified"),
    ],
)
async def test_refuses_menus_telegram_would_refuse(driver: Driver, params: dict[str, Any], sentence: str) -> None:
    wrong = {"commands": _menu("x")} | params
    assert await driver.refused("setMyCommands", **wrong) == (400, f"Bad Request: {sentence}")


async def test_takes_the_longest_menu_there_may_be(driver: Driver) -> None:
    longest = [{"command": "x" * 32, "description": "x" * 256}] * 100
    assert await driver.done("setMyCommands", commands=longest) is True


async def test_descriptions_are_measured(driver: Driver) -> None:
    assert await driver.done("setMyDescription", description="x" * 512) is True
    assert (await driver.refused("setMyDescription", description="x" * 513))[0] == 400
    assert await driver.done("setMyShortDescription", short_description="x" * 120) is True
    assert (await driver.refused("setMyShortDescription", short_description="x" * 121))[0] == 400
