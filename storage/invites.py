"""Ways into the practice: invites that are made, opened once, revoked, or run out."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update

from referrals.habits import CEILING
from referrals.model import Role
from referrals.supervisors import SupervisionKind
from storage.people import People
from storage.people_rows import Invite, Member
from storage.person import Person
from storage.session import WorkSession

INVITE_LIFE = timedelta(days=7)
MOST_OPEN = 20
_CODE_BYTES = 16


class TooManyInvitesError(Exception):
    """Whoever would make another invite has MOST_OPEN that nobody has opened yet."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who came in, and the supervisor (member id) who invited her, for what.

    `was` is the Telegram account that was hers before, where she signed in anew; `was_locked` if it was locked.
    """

    person: Person
    supervisor_id: int | None
    supervision: SupervisionKind | None
    was: int | None = None
    was_locked: bool = False


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """One that can still be opened, `until` an instant (UTC). `made_by` and `for_member` are member ids."""

    id: int
    role: Role | None
    licensed: bool
    supervision: SupervisionKind | None
    made_by: int | None
    for_member: int | None
    until: datetime


class Invites:
    def __init__(self, session: WorkSession) -> None:
        self._session = session
        self._people = People(session)

    def make(
        self,
        role: Role | None,
        now: datetime,
        *,
        reusable: bool = False,
        licensed: bool = False,
        supervisor_id: int | None = None,
        supervision: SupervisionKind = SupervisionKind.CLINICAL,
        made_by: int | None = None,
    ) -> str:
        """A new way in, good for INVITE_LIFE; returns its code, of which only a hash is kept.

        With `supervisor_id`, a member, whoever comes by it may become her supervisee; without a `role` it is for
        members alone. `made_by` is a member, None at the machine. Raises TooManyInvitesError.
        """
        made = Invite(
            role=role.value if role else None,
            supervisor_id=supervisor_id,
            supervision=supervision if supervisor_id else None,
            licensed=licensed,
            reusable=reusable,
        )
        return self._made(made, now, made_by)

    def sign_in(self, member_id: int, now: datetime, *, made_by: int | None = None) -> str:
        """A way for one member to sign in anew, with whatever account; an earlier one opens nothing from now on.

        Raises TooManyInvitesError.
        """
        self._revoke(Invite.member_id == member_id, now)
        return self._made(Invite(member_id=member_id, licensed=False, reusable=False), now, made_by)

    def open(self, now: datetime) -> list[OpenInvite]:
        """All that can still be opened, oldest first. Those of the demo are not told of."""
        rows = self._session.scalars(select(Invite).where(*_open(now)).order_by(Invite.id))
        return [_open_invite(row) for row in rows]

    def revoke(self, invite_id: int, now: datetime) -> bool:
        """It opens nothing from now on; False where it did not anyway."""
        return bool(self._revoke(Invite.id == invite_id, now))

    def revoke_around(self, member_id: int, now: datetime) -> None:
        """Those she made, and those by which she herself could sign in, open nothing from now on."""
        made = Invite.created_by == member_id, Invite.supervisor_id == member_id
        self._revoke(or_(*made, Invite.member_id == member_id), now)

    def admit(self, code: str, telegram_id: int, now: datetime, called: str = "") -> Admitted | None:
        """Takes a person in by an invite, with the practice's zone and ordinary hours; None if the code opens nothing.

        A member who comes with a second invite gains its role. `called` is what colleagues will call her. Of a locked
        member's account nothing is opened but her own way to sign in anew.
        """
        # Looked up by its hash: how long that takes tells nothing of a code.
        invite = self._session.scalar(select(Invite).where(Invite.code_hash == _hash(code)).with_for_update())
        practice, member = self._people.practice(), self._holder(telegram_id)
        if invite is None or practice is None or not (invite.reusable or _fresh(invite, now)):
            return None
        if invite.member_id is not None:
            return self._signed_in(invite, invite.member_id, telegram_id, now)
        if member is not None and member.locked_at is not None:
            return None
        if invite.role is None and member is None:
            return None
        if member is None:
            member = self._join(telegram_id, practice.zone, now)
        self._gains(member, invite)
        member.called = member.called or called or None
        return self._used(invite, member, now)

    def _gains(self, member: Member, invite: Invite) -> None:
        """What it gives her. Whose supervisor was told of acute cases as a trainee's, hers still is."""
        trainee = Role.THERAPIST.value in member.roles and not member.licensed
        member.roles = sorted({*member.roles, *([invite.role] if invite.role else [])})
        member.tells_acute = member.tells_acute or (trainee and invite.licensed)
        member.licensed = member.licensed or invite.licensed

    def _signed_in(self, invite: Invite, member_id: int, telegram_id: int, now: datetime) -> Admitted | None:
        """She becomes who she was, whatever account she comes with, so long as it is nobody else's."""
        member = self._session.get(Member, member_id, with_for_update=True, populate_existing=True)
        holder = self._holder(telegram_id)
        if member is None or member.left_at is not None or (holder is not None and holder.id != member.id):
            return None
        was, was_locked = member.telegram_id, member.locked_at is not None
        member.telegram_id, member.locked_at, member.blocked_at = telegram_id, None, None
        return replace(self._used(invite, member, now), was=was, was_locked=was_locked)

    def _used(self, invite: Invite, member: Member, now: datetime) -> Admitted:
        self._session.flush()
        invite.used_at, invite.used_by = now, member.id
        self._session.flush()
        person = self._people.by_id(member.id)
        if person is None:
            raise LookupError("whoever came in is a member")
        return Admitted(person, invite.supervisor_id, invite.supervision)

    def _made(self, invite: Invite, now: datetime, made_by: int | None) -> str:
        hers = select(func.count()).select_from(Invite).where(*_open(now), Invite.created_by == made_by)
        if made_by is not None and (self._session.scalar(hers) or 0) >= MOST_OPEN:
            raise TooManyInvitesError
        code = secrets.token_urlsafe(_CODE_BYTES)
        invite.code_hash, invite.created_by = _hash(code), made_by
        invite.created_at, invite.expires_at = now, now + INVITE_LIFE
        self._session.add(invite)
        self._session.flush()
        return code

    def _revoke(self, which: ColumnElement[bool], now: datetime) -> Sequence[int]:
        revoked = update(Invite).where(which, *_open(now)).values(revoked_at=now).returning(Invite.id)
        return self._session.scalars(revoked).all()

    def _holder(self, telegram_id: int) -> Member | None:
        """Whose account it is, locked or not."""
        return self._session.scalar(select(Member).where(Member.telegram_id == telegram_id))

    def _join(self, telegram_id: int, zone: str, now: datetime) -> Member:
        member = Member(
            telegram_id=telegram_id,
            roles=[],
            licensed=False,
            zone=zone,
            workdays=[0, 1, 2, 3, 4],
            hours_start=time(9),
            hours_end=time(18),
            lead_minutes=30,
            session_minutes=50,
            ceiling=CEILING,
            keeps_holidays=True,
            joined_at=now,
        )
        self._session.add(member)
        return member


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    unused = Invite.used_at.is_(None), Invite.revoked_at.is_(None), Invite.reusable.is_(False)
    return (*unused, Invite.expires_at > now)


def _fresh(invite: Invite, now: datetime) -> bool:
    return invite.used_at is None and invite.revoked_at is None and now < invite.expires_at


def _open_invite(row: Invite) -> OpenInvite:
    role = Role(row.role) if row.role else None
    return OpenInvite(row.id, role, row.licensed, row.supervision, row.created_by, row.member_id, row.expires_at)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
