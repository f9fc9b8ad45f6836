"""Each member's own menu: at a start, and as soon as a role is gained."""

from __future__ import annotations

import json
from typing import Any

from bot.delivery.pacer import NoPacer
from bot.menus import Menus
from bot.wording.commands import for_all, menu
from bot.wording.language import languages
from referrals.habits import Habits
from referrals.model import Role
from storage.person import Person
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT
from tests.unit.bot.fakes import FakeTelegram, Refusal, bot_over
from tests.unit.bot.house import House
from tests.unit.bot.timeless import timeless
from tests.unit.moments import NOW, OFFICE

STRANGER = 4711


def person(chat_id: int, *roles: Role) -> Person:
    return Person(chat_id, chat_id, frozenset(roles), Habits(OFFICE), welcomed=True)


def administrator(work: UnitOfWork) -> None:
    """Somebody who may do something about Alice."""
    work.invites.admit(work.invites.make(Role.ADMINISTRATOR, NOW), STRANGER, NOW)


def published(telegram: FakeTelegram) -> list[tuple[int | None, list[str]]]:
    """Whose menu it is, None for that of strangers, and the names in it."""
    return [(_scope(call.parameters).get("chat_id"), _names(call.parameters)) for call in telegram.of("setMyCommands")]


@timeless
async def test_a_start_publishes_each_members_own(telegram: FakeTelegram) -> None:
    people = [person(1, Role.THERAPIST), person(2, Role.ADMINISTRATOR), person(3, *Role)]
    await Menus(bot_over(telegram)).publish_all(people, [], NoPacer())
    assert published(telegram) == [
        *((None, [name for name, _ in for_all()]) for _language in languages()),
        *((one.telegram_id, [name for name, _ in menu(one.roles)]) for one in people),
    ]


@timeless
async def test_whoever_telegram_does_not_know_holds_up_nobody(telegram: FakeTelegram) -> None:
    telegram.next_answers("setMyCommands", None, Refusal(400, "Bad Request: chat not found"))
    await Menus(bot_over(telegram)).publish_all([person(1, Role.THERAPIST), person(2, Role.THERAPIST)], [], NoPacer())
    assert [chat_id for chat_id, _ in published(telegram)] == [None, None, 1, 2]


@timeless
async def test_a_telegram_out_of_reach_is_asked_once(telegram: FakeTelegram) -> None:
    telegram.next_answers("setMyCommands", Refusal(502))
    await Menus(bot_over(telegram)).publish_all([person(1, Role.THERAPIST), person(2, Role.THERAPIST)], [], NoPacer())
    assert len(telegram.of("setMyCommands")) == 1


@timeless
async def test_a_role_gained_brings_its_menu_once_the_turn_is_kept(house: House) -> None:
    invite = house.store.run_here(lambda work: work.invites.make(Role.THERAPIST, NOW))
    async with house.open() as turns:
        await turns.handle(house.line(STRANGER, f"/start {invite}"))
        await turns.handle(house.line(STRANGER, "hello"))
    assert published(house.telegram) == [(STRANGER, [name for name, _ in menu([Role.THERAPIST])])]


@timeless
async def test_a_start_gives_the_locked_the_menu_of_strangers(telegram: FakeTelegram) -> None:
    await Menus(bot_over(telegram)).publish_all([person(1, Role.THERAPIST)], [7], NoPacer())
    assert published(telegram)[-1] == (7, [name for name, _ in for_all()])


@timeless
async def test_a_role_given_or_taken_by_another_and_a_lock_reach_her_menu(house: House) -> None:
    house.store.run_here(administrator)
    both, one = [Role.THERAPIST, Role.SUPERVISOR], [Role.THERAPIST]
    async with house.open() as turns:
        for data in ("mem:1:give:supervisor", "mem:1:taken:supervisor", "mem:1:locked"):
            await turns.handle(house.tap(STRANGER, data))
    menus = [[name for name, _ in menu(roles)] for roles in (both, one)] + [[name for name, _ in for_all()]]
    assert published(house.telegram) == [(ALICE_CHAT, names) for names in menus]


@timeless
async def test_no_outage_is_told_to_a_locked_members_chat(house: House) -> None:
    house.store.run_here(administrator)
    async with house.open() as turns:
        await turns.handle(house.tap(STRANGER, "mem:1:locked"))
        await turns._outage.begin([STRANGER, ALICE_CHAT])
    told = [call.parameters["chat_id"] for call in house.telegram.of("sendMessage")]
    assert told == [STRANGER]


@timeless
async def test_a_stranger_who_gains_nothing_changes_no_menu(house: House) -> None:
    async with house.open() as turns:
        await turns.handle(house.line(STRANGER, "/start nothing"))
    assert published(house.telegram) == []


def _scope(parameters: dict[str, Any]) -> dict[str, Any]:
    scope = parameters.get("scope", {})
    found: dict[str, Any] = json.loads(scope) if isinstance(scope, str) else scope
    return found


def _names(parameters: dict[str, Any]) -> list[str]:
    commands = parameters["commands"]
    return [command["command"] for command in (json.loads(commands) if isinstance(commands, str) else commands)]
