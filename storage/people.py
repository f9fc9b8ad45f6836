"""The practice, and what its members told of themselves."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, select, true, update

from referrals.days_off import Away
from referrals.sessions import SessionRule
from storage.people_rows import Member, Practice
from storage.person import MEMBER, PERSON_COLUMNS, PRACTICE, Person, to_person
from storage.prepared import Prepared
from storage.rules import rule_to_json
from storage.session import WorkSession

_UID_BYTES = 16
_KEY_CHECK = "the right key"

_ONE: BindParameter[Any] = bindparam("one")
_PERSON = select(*PERSON_COLUMNS).select_from(MEMBER.outerjoin(PRACTICE, true()))
_BY_ID = Prepared(_PERSON.where(MEMBER.c.id == _ONE, MEMBER.c.left_at.is_(None)))
_WITH_ACCOUNT = _PERSON.where(MEMBER.c.telegram_id == _ONE, MEMBER.c.locked_at.is_(None))
_BY_ACCOUNT = Prepared(_WITH_ACCOUNT)
_SPEAKING = Prepared(_WITH_ACCOUNT.where(MEMBER.c.left_at.is_(None)).with_for_update(of=MEMBER))


class People:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def practice(self) -> Practice | None:
        """The practice, None before `found`. Raises FieldKeyError when the field key is not this database's."""
        return self._session.scalar(select(Practice))

    def found(self, name: str, zone: ZoneInfo, approved_by: str, now: datetime) -> None:
        """Begins the practice; `approved_by` is who in it allowed the use of Telegram."""
        self._session.add(
            Practice(
                id=1,
                name=name,
                zone=zone.key,
                approved_by=approved_by,
                created_at=now,
                key_check=_KEY_CHECK,
                uid=secrets.token_hex(_UID_BYTES),
            )
        )
        self._session.flush()

    def describe(self, **said: str | None) -> None:
        """Sets `region`, `holidays`, `own_line` or `missed_procedure`.

        After the first and the third, what is shown at acute risk is to be confirmed anew.
        """
        practice = self._session.scalars(select(Practice)).one()
        for name, value in said.items():
            setattr(practice, name, value)
        if said.keys() & {"region", "own_line"}:
            practice.lines_confirmed_at = practice.lines_confirmed_by = None
        self._session.flush()

    def set_limits(self, limits: Mapping[str, int]) -> None:
        """The practice's own limits of what has stalled, by their names in `referrals.stalled.Limits`; others stay."""
        practice = self._session.scalars(select(Practice)).one()
        practice.limits = {**(practice.limits or {}), **limits}
        self._session.flush()

    def set_alerts(
        self, *, cover_id: int | None = None, on_call_id: int | None = None, minutes: int | None = None
    ) -> None:
        """Who (members) is told of an acute case after the supervisor, and after how long; what is None stays."""
        practice = self._session.scalars(select(Practice)).one()
        practice.cover_id = cover_id or practice.cover_id
        practice.on_call_id = on_call_id or practice.on_call_id
        practice.alert_minutes = minutes or practice.alert_minutes
        self._session.flush()

    def set_retention(self, months: int) -> None:
        """How many months what has ended is kept."""
        practice = self._session.scalars(select(Practice)).one()
        practice.retention_months = months
        self._session.flush()

    def set_hold(self, on: bool, now: datetime, member_id: int | None = None) -> None:
        """From now on nothing is erased and nothing leaves, or again as before; `member_id` is who says so.

        One that stands already keeps its day.
        """
        practice = self._session.scalars(select(Practice)).one()
        if on != (practice.hold_since is not None):
            practice.hold_since, practice.hold_by = (now, member_id) if on else (None, None)
            self._session.flush()

    def on_hold(self) -> bool:
        """Whether a legal hold forbids to erase anything."""
        practice = self.practice()
        return practice is not None and practice.hold_since is not None

    def confirm_lines(self, member_id: int | None, now: datetime) -> None:
        """The crisis lines may be shown from now on; `member_id` is the administrator who looked at them."""
        practice = self._session.scalars(select(Practice)).one()
        practice.lines_confirmed_at, practice.lines_confirmed_by = now, member_id
        self._session.flush()

    def by_telegram_id(self, telegram_id: int) -> Person | None:
        """The member whose account it is; None for a stranger's, and as long as the member is locked."""
        return self._person(_BY_ACCOUNT, telegram_id)

    def speaking(self, telegram_id: int) -> Person | None:
        """The same, for whom this transaction is: until it ends nobody locks, removes or plans for her.

        She is read once that is so: whoever waited behind her own lock or her leaving finds nobody.
        """
        return self._person(_SPEAKING, telegram_id)

    def by_id(self, member_id: int) -> Person | None:
        """A member, locked or not; None for who has left."""
        return self._person(_BY_ID, member_id)

    def name_of(self, member_id: int) -> str:
        """What colleagues call a member, be she still there or not; empty where nobody knows."""
        return self._session.scalar(select(Member.called).where(Member.id == member_id)) or ""

    def chats(self) -> dict[int, str]:
        """The chats that belong to members (in a private chat, the person's own id), each with her language.

        Those of the locked do not.
        """
        aboard = Member.locked_at.is_(None), Member.left_at.is_(None)
        found = self._session.execute(select(Member.telegram_id, Member.language).where(*aboard))
        return {chat_id: language or "" for chat_id, language in found}

    def language_of(self, chat_id: int) -> str:
        """What is spoken in a chat; empty where that is not known."""
        return self._session.scalar(select(Member.language).where(Member.telegram_id == chat_id)) or ""

    def set_language(self, member_id: int, language: str) -> None:
        self._set(member_id, language=language)

    def set_zone(self, member_id: int, zone: ZoneInfo) -> None:
        self._set(member_id, zone=zone.key)

    def set_hours(self, member_id: int, days: frozenset[int], start: time, end: time) -> None:
        self._set(member_id, workdays=sorted(days), hours_start=start, hours_end=end)

    def set_supervision(self, member_id: int, rule: SessionRule | None) -> None:
        self._set(member_id, supervision=rule_to_json(rule) if rule else None)

    def set_rhythm(self, member_id: int, **said: int | bool) -> None:
        """Sets `lead_minutes`, `session_minutes`, `ceiling` or `keeps_holidays`.

        Raises ValueError for what the habits do not allow.
        """
        self._set(member_id, **said)
        self.by_id(member_id)

    def set_away(self, member_id: int, away: Away | None) -> None:
        """When she is away, None once she is back; a new absence replaces the old one."""
        self._set(
            member_id,
            away_from=away.since if away else None,
            away_until=away.until if away else None,
            away_cover=away.cover if away else None,
        )

    def lock(self, member_id: int) -> None:
        """Until this transaction ends nobody else plans for her: what falls due and what she says do not cross."""
        self._session.execute(select(Member.id).where(Member.id == member_id).with_for_update())

    def set_tells_acute(self, member_id: int, tells: bool) -> None:
        self._set(member_id, tells_acute=tells)

    def set_welcomed(self, member_id: int, now: datetime) -> None:
        self._set(member_id, welcomed_at=now)

    def set_blocked(self, telegram_id: int, now: datetime | None) -> None:
        """Whether the person shut the bot out, since when."""
        self._session.execute(update(Member).where(Member.telegram_id == telegram_id).values(blocked_at=now))

    def _person(self, who: Prepared, one: int) -> Person | None:
        row = self._session.read_one(who, {"one": one})
        return to_person(row) if row else None

    def _set(self, member_id: int, **values: object) -> None:
        self._session.execute(update(Member).where(Member.id == member_id).values(**values))
