"""One fixed line a chat for each outage of the database, sent past the outbox, which is out of reach itself."""

from __future__ import annotations

from collections.abc import Iterable

from bot.delivery.direct import Direct
from bot.wording import trouble
from storage.outages import StorageUnavailableError
from storage.store import Store


class Outage:
    """Told whenever the database fails or answers; speaks only to chats that are known, and once."""

    def __init__(self, store: Store, direct: Direct) -> None:
        self._store = store
        self._direct = direct
        self._known: set[int] = set()
        self._told: set[int] = set()

    async def learn(self) -> None:
        """Notes whom to tell, while the database can still say who is a member."""
        try:
            self._known = set(await self._store.run(lambda work: work.people.chats()))
        except StorageUnavailableError:
            return  # whoever was known before still is

    async def begin(self, chats: Iterable[int]) -> None:
        """The database did not take something from these chats."""
        for chat_id in set(chats) & self._known - self._told:
            self._told.add(chat_id)
            await self._direct.say(chat_id, trouble.OUTAGE)

    def forget(self, chats: Iterable[int]) -> None:
        """These chats are no member's any more."""
        self._known -= set(chats)

    def over(self, member_chat: int | None) -> None:
        """It is back, as a turn has shown; `member_chat` is whose turn, if a member's: someone to tell next time."""
        self._told.clear()
        if member_chat is not None:
            self._known.add(member_chat)
