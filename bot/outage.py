"""One fixed line a chat for each outage of the database, sent past the outbox, which is out of reach itself."""

from __future__ import annotations

from collections.abc import Iterable

from bot.delivery.direct import Direct
from bot.warming import warmed
from bot.wording.language import speaking
from storage.outages import StorageUnavailableError
from storage.store import Store


class Outage:
    """Told whenever the database fails or answers; speaks only to chats that are known, and once."""

    def __init__(self, store: Store, direct: Direct) -> None:
        self._store = store
        self._direct = direct
        self._known: dict[int, str] = {}  # chats of members, with what is spoken there
        self._told: set[int] = set()

    async def learn(self) -> None:
        """Notes whom to tell, while the database can still say who is a member."""
        try:
            self._known = await self._store.run(lambda work: work.people.chats())
        except StorageUnavailableError:
            return  # whoever was known before still is

    async def begin(self, chats: Iterable[int]) -> None:
        """The database did not take something from these chats."""
        await warmed()
        from bot.wording import trouble  # noqa: PLC0415 - with all that can be wrong with a line: `bot.warming`

        for chat_id in set(chats) & self._known.keys() - self._told:
            self._told.add(chat_id)
            with speaking(self._known[chat_id]):
                words = trouble.outage()
            await self._direct.say(chat_id, words)

    def forget(self, chats: Iterable[int]) -> None:
        """These chats are no member's any more."""
        for chat_id in chats:
            self._known.pop(chat_id, None)

    def over(self, member_chat: int | None, language: str = "") -> None:
        """It is back, as a turn has shown; `member_chat` is whose turn, if a member's: someone to tell next time.

        `language` is what she speaks.
        """
        self._told.clear()
        if member_chat is not None:
            self._known[member_chat] = language
