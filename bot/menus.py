"""The command menu in Telegram: each member sees what the own roles may do, a stranger next to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.pacer import Pacer
from bot.wording.commands import FOR_ALL, menu
from referrals.model import Role
from storage.outages import StorageUnavailableError
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork

log = structlog.get_logger()

_RETRY_SECONDS = 2.0


class Menus:
    """Publishes menus. A menu that Telegram does not take is logged, and waits for the next start."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def publish_everybodys(self, store: Store, pacer: Pacer) -> None:
        """At a start: `publish_all`, once the database says whose."""
        while True:
            try:
                members, locked = await store.run(_members)
            except StorageUnavailableError as error:
                log.warning("menus wait for the database", error=error)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                break
        await self.publish_all(members, locked, pacer)

    async def publish_all(self, members: Iterable[Person], locked: Iterable[int], pacer: Pacer) -> None:
        """At a start: the one of strangers, then each member's own; ends early where Telegram is out of reach.

        `locked` are the chats of members who open nothing: they see what strangers see. A practice of thousands would
        keep Telegram busy, so they go at its pace, between the messages.
        """
        reached = await self._set(FOR_ALL, BotCommandScopeDefault())
        shown = [(member.telegram_id, menu(member.roles)) for member in members]
        for chat_id, entries in [*shown, *((chat_id, FOR_ALL) for chat_id in locked)]:
            if not reached:
                return
            await pacer.wait(chat_id, new_message=False)
            reached = await self._set(entries, BotCommandScopeChat(chat_id))

    async def publish(self, chat_id: int, roles: Collection[Role] | None) -> None:
        """One member's own, after her roles changed; the strangers' for a chat that is nobody's any more."""
        await self._set(FOR_ALL if roles is None else menu(roles), BotCommandScopeChat(chat_id))

    async def _set(
        self, entries: Iterable[tuple[str, str]], scope: BotCommandScopeDefault | BotCommandScopeChat
    ) -> bool:
        """Whether Telegram answered, even if it refused."""
        try:
            await self._bot.set_my_commands([BotCommand(name, words) for name, words in entries], scope=scope)
        except TelegramError as error:
            log.warning("menu not published", error=error)
            return isinstance(error, BadRequest | Forbidden)
        return True


def _members(work: UnitOfWork) -> tuple[list[Person], list[int]]:
    """Those who can act, and the chats of the locked."""
    return [member for member in work.members.all() if not member.locked], work.members.locked_chats()
