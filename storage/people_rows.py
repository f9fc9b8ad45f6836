"""Who belongs to the practice, as tables: the practice itself, its members, and the invites by which they come."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, false, true
from sqlalchemy.orm import Mapped, mapped_column

from referrals.risk import Cover
from referrals.supervisors import SupervisionKind
from storage.crypto import EncryptedText
from storage.models import Base
from storage.types import words


class Practice(Base):
    """The one practice of this database. `zone` is IANA; `approved_by` who allowed Telegram for it.

    `key_check` opens with the right field key and no other, so that a wrong one is noticed before anything is written.
    `region` is an ISO 3166 code; `holidays` another one, if not its public holidays are kept; `own_line` the practice's
    own crisis line, and `lines_confirmed_at` when an administrator confirmed which lines are shown; `missed_procedure`
    what is done when a client at risk does not come.
    `limits` are its own of `referrals.stalled.Limits`, by name. When a supervisor does not take up an acute case, the
    members `cover_id` and then `on_call_id` are told, each after `alert_minutes`.
    `uid` tells this practice from every other, so that a backup is not laid over somebody else's. What has ended leaves
    after `retention_months`; from `hold_since` on, set by the member `hold_by`, nothing is erased and nothing leaves.
    """

    __tablename__ = "practice"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    zone: Mapped[str]
    approved_by: Mapped[str]
    created_at: Mapped[datetime]
    key_check: Mapped[str] = mapped_column(EncryptedText("practice|key_check"))
    region: Mapped[str | None]
    holidays: Mapped[str | None]
    own_line: Mapped[str | None] = mapped_column(EncryptedText("practice|own_line"))
    missed_procedure: Mapped[str | None] = mapped_column(EncryptedText("practice|missed_procedure"))
    lines_confirmed_at: Mapped[datetime | None]
    lines_confirmed_by: Mapped[int | None]
    limits: Mapped[dict[str, Any] | None]
    cover_id: Mapped[int | None]
    on_call_id: Mapped[int | None]
    alert_minutes: Mapped[int] = mapped_column(server_default="15")
    uid: Mapped[str | None]
    retention_months: Mapped[int] = mapped_column(server_default="24")
    hold_since: Mapped[datetime | None]
    hold_by: Mapped[int | None]


class Member(Base):
    """A person of the practice, known by her Telegram account. Hours and supervision are in her own `zone`.

    `language` is the code of the one she is spoken to in, None until she was heard from.
    `licensed` therapists decide alone what a trainee talks over first. From `away_from` to the day before `away_until`,
    dates in her zone, she is away. `called` is what colleagues call her; `tells_acute` whether, licensed, she wants her
    supervisor told of an acute case: a trainee's always is.
    `locked_at` is since when her account opens nothing, until she signs in anew; once she has left, at `left_at`, no
    account is hers any more and `telegram_id` is negative, which no account's is.
    """

    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    roles: Mapped[list[str]]
    licensed: Mapped[bool] = mapped_column(server_default=false())
    called: Mapped[str | None] = mapped_column(EncryptedText("member|called"))
    tells_acute: Mapped[bool] = mapped_column(server_default=false())
    zone: Mapped[str]
    language: Mapped[str | None]
    workdays: Mapped[list[int]]
    hours_start: Mapped[time]
    hours_end: Mapped[time]
    supervision: Mapped[dict[str, Any] | None]
    lead_minutes: Mapped[int] = mapped_column(server_default="30")
    session_minutes: Mapped[int] = mapped_column(server_default="50")
    ceiling: Mapped[int] = mapped_column(server_default="4")
    keeps_holidays: Mapped[bool] = mapped_column(server_default=true())
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    away_cover: Mapped[Cover | None] = mapped_column(words(Cover))
    joined_at: Mapped[datetime]
    welcomed_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class Invite(Base):
    """A way in. Only the hash of its code is kept; `reusable` ones exist in the demo alone.

    Whoever comes by it becomes a supervisee of `supervisor_id`, if that is set. One without a `role` links members, and
    lets no stranger in. With `member_id` it is for one member, who signs in by it with whatever account opens it.
    `created_by` is the member who made it, None for the command line.
    """

    __tablename__ = "invite"
    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str | None]
    supervisor_id: Mapped[int | None]
    supervision: Mapped[SupervisionKind | None] = mapped_column(words(SupervisionKind))
    licensed: Mapped[bool] = mapped_column(server_default=false())
    reusable: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    member_id: Mapped[int | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    revoked_at: Mapped[datetime | None]
