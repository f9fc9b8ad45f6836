"""Who belongs to the practice, as its administrators see it: people and what they may do, never what is theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from referrals.model import Role
from storage.people import People
from storage.people_rows import Member, Practice
from storage.person import Person
from storage.rights.shells import blank
from storage.session import WorkSession


class Members:
    def __init__(self, session: WorkSession) -> None:
        self._session = session
        self._people = People(session)

    def all(self) -> list[Person]:
        """Everybody aboard, the locked among them, in the order in which they came."""
        ids = self._session.scalars(select(Member.id).where(Member.left_at.is_(None)).order_by(Member.id)).all()
        return [person for person in map(self._people.by_id, ids) if person is not None]

    def of_account(self, telegram_id: int) -> Person | None:
        """Whose Telegram account it is, locked or not."""
        found = self._session.scalar(select(Member.id).where(Member.telegram_id == telegram_id))
        return self._people.by_id(found) if found is not None else None

    def administrators(self) -> list[Person]:
        """Those who can act."""
        return [one for one in self.all() if Role.ADMINISTRATOR in one.roles and not one.locked]

    def is_only_administrator(self, member_id: int) -> bool:
        """Whether nobody else could act; nobody's rights change until this transaction ends."""
        self._session.execute(select(Practice.id).with_for_update())
        return [one.id for one in self.administrators()] == [member_id]

    def therapists(self) -> list[Person]:
        """Those who can look after clients now: aboard in every sense, neither locked nor out of reach."""
        able = (one for one in self.all() if Role.THERAPIST in one.roles and one.welcomed)
        return [one for one in able if not one.locked and not one.blocked]

    def locked_chats(self) -> list[int]:
        """The accounts that opened something once, and open nothing as long as their members are locked."""
        locked = Member.locked_at.is_not(None), Member.left_at.is_(None)
        return list(self._session.scalars(select(Member.telegram_id).where(*locked)))

    def fresh(self, member_id: int) -> Person | None:
        """A member as she is now, hers alone until this transaction ends; nobody else's rights change meanwhile.

        Two who act at once cannot both take away what the other leaves: the last administrator stays one.
        """
        self._session.execute(select(Practice.id).with_for_update())
        self._session.get(Member, member_id, with_for_update=True, populate_existing=True)
        return self._people.by_id(member_id)

    def set_roles(self, member_id: int, roles: Collection[Role]) -> None:
        self._set(member_id, roles=sorted(role.value for role in roles))

    def set_licensed(self, member_id: int, licensed: bool) -> None:
        """Licensed or a trainee. Whose supervisor was told of acute cases, hers is told until she says otherwise."""
        self._set(member_id, licensed=licensed, tells_acute=licensed)

    def lock(self, member_id: int, now: datetime) -> None:
        """From now on her account opens nothing; all that is hers stays."""
        self._set(member_id, locked_at=now)

    def leave(self, member_id: int, now: datetime) -> None:
        """She belongs to the practice no more, and no account is hers; her empty row stays, for others point at it."""
        blank(self._session, self._session.get_one(Member, member_id, populate_existing=True), now)

    def no_longer_on_call(self, member_id: int) -> bool:
        """Whether she was the cover or on call, which nobody is then until the practice names somebody."""
        practice = self._session.scalars(select(Practice)).one()
        was = member_id in {practice.cover_id, practice.on_call_id}
        practice.cover_id = None if practice.cover_id == member_id else practice.cover_id
        practice.on_call_id = None if practice.on_call_id == member_id else practice.on_call_id
        self._session.flush()
        return was

    def _set(self, member_id: int, **values: object) -> None:
        self._session.execute(update(Member).where(Member.id == member_id).values(**values))
        self._session.flush()
