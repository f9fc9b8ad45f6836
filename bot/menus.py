"""The command menu in Telegram: each member sees what the own roles may do, a stranger next to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.pacer import Pacer
from bot.wording.commands import Entries, for_all, menu
from bot.wording.language import ENGLISH, languages, speaking
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
        reached = await self._set(_entries(None), BotCommandScopeDefault())
        for language in languages():
            if reached and language != ENGLISH:
                reached = await self._set(_entries(None, language), BotCommandScopeDefault(), language)
        shown = [(member.telegram_id, _entries(member)) for member in members]
        for chat_id, entries in [*shown, *((chat_id, _entries(None)) for chat_id in locked)]:
            if not reached:
                return
            await pacer.wait(chat_id, new_message=False)
            reached = await self._set(entries, BotCommandScopeChat(chat_id))

    async def publish(self, chat_id: int, person: Person | None) -> None:
        """One member's own, after her roles or her language changed; the strangers' for a chat that is nobody's."""
        await self._set(_entries(person), BotCommandScopeChat(chat_id))

    async def _set(
        self, entries: Entries, scope: BotCommandScopeDefault | BotCommandScopeChat, language: str | None = None
    ) -> bool:
        """Whether Telegram answered, even if it refused. With `language` it is for those whose Telegram speaks that."""
        commands = [BotCommand(name, words) for name, words in entries]
        try:
            await self._bot.set_my_commands(commands, scope=scope, language_code=language)
        except TelegramError as error:
            log.warning("menu not published", error=error)
            return isinstance(error, BadRequest | Forbidden)
        return True


def _entries(person: Person | None, language: str = ENGLISH) -> Entries:
    """A member's in her own language; a stranger's, or that of a locked member's chat, in `language`."""
    with speaking(person.language if person else language):
        return menu(person.roles) if person else for_all()


def _members(work: UnitOfWork) -> tuple[list[Person], list[int]]:
    """Those who can act, and the chats of the locked."""
    return [member for member in work.members.all() if not member.locked], work.members.locked_chats()
