"""What is remembered, as tables.

One database is one practice; times are UTC; free text and message bodies are encrypted.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, MetaData, TextClause, UniqueConstraint, false, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from referrals.client import Closing, Consenter, Hospital, RaisedFor
from referrals.model import (
    Barrier,
    Carrier,
    Consent,
    FirstBecause,
    Heard,
    Hold,
    ServiceKind,
    State,
    WordBack,
)
from referrals.risk import Risk, RiskKind
from referrals.timing import NudgeKind
from storage.crypto import EncryptedText
from storage.types import UtcDateTime, words

# Ids are never used again: an old button must not reach a new row.
NEVER_AGAIN = {"sqlite_autoincrement": True}
# Columns in which the bot itself notes when to come back to something: nobody did anything.
MOVED_BY_THE_BOT = frozenset({"next_check_at", "remind_at", "check_at", "return_at", "told_at"})


def some_rows(name: str, *columns: str, where: str) -> Index:
    """An index over those rows of a table that a statement with the same condition, word for word, asks for."""
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read once by SQLAlchemy, as its documentation has it
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(),
        list[int]: JSON(),
        list[list[Any]]: JSON(),
    }


class ServiceRow(Base):
    """A service of the practice's directory. `external_id` is its id in the directory it was imported from.

    `imported` is what that directory said of it last: where the row says otherwise, the practice amended it.
    """

    __tablename__ = "service"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    aliases: Mapped[list[str]]
    in_house: Mapped[bool]
    kind: Mapped[ServiceKind] = mapped_column(words(ServiceKind), server_default=ServiceKind.OTHER.value)
    contact: Mapped[str | None] = mapped_column(EncryptedText("service|contact"))
    wait_weeks: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(EncryptedText("service|note"))
    retired: Mapped[bool] = mapped_column(server_default=false())
    external_id: Mapped[str | None] = mapped_column(unique=True, index=True)
    imported: Mapped[str | None] = mapped_column(EncryptedText("service|imported"))


class ClientRow(Base):
    """A client of one therapist, known by a code: `referrals.client.Client` as a row.

    `sessions` is her session rule, None until one is told; `check_at` is when to look after the client herself.
    """

    __tablename__ = "client"
    __table_args__ = (
        UniqueConstraint("owner_id", "code"),
        some_rows("ix_client_closed", "closed_at", where="closed_at IS NOT NULL"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    code: Mapped[str]
    sessions: Mapped[dict[str, Any] | None]
    risk: Mapped[Risk] = mapped_column(words(Risk), server_default=Risk.NONE_LOGGED.value)
    risk_kind: Mapped[RiskKind | None] = mapped_column(words(RiskKind))
    risk_since: Mapped[datetime | None]
    risk_asked_at: Mapped[datetime | None]
    care_steps: Mapped[list[str]] = mapped_column(server_default="[]")
    return_at: Mapped[datetime | None]
    check_at: Mapped[datetime | None]
    hospital: Mapped[Hospital | None] = mapped_column(words(Hospital))
    hospital_on: Mapped[date | None]
    consenter: Mapped[Consenter | None] = mapped_column(words(Consenter))
    goals: Mapped[str | None] = mapped_column(EncryptedText("client|goals"))
    region: Mapped[str | None]
    load_asked_at: Mapped[datetime | None]
    raised_at: Mapped[datetime | None]
    raised_for: Mapped[RaisedFor | None] = mapped_column(words(RaisedFor))
    raised_line: Mapped[str | None] = mapped_column(EncryptedText("client|raised_line"))
    put_off_until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[Closing | None] = mapped_column(words(Closing))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read once by SQLAlchemy


class ReferralRow(Base):
    """One service recommended to one client: `referrals.model.Referral` as a row.

    `readings` are [value, guess, UTC instant], oldest first.
    """

    __tablename__ = "referral"
    __table_args__ = (
        Index(None, "client_id"),
        Index(None, "owner_id", "state"),
        some_rows("ix_referral_unasked", "moved_at", where="next_check_at IS NULL"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    state: Mapped[State] = mapped_column(words(State))
    purposes: Mapped[list[str]]
    readings: Mapped[list[list[Any]]] = mapped_column(server_default="[]")
    barrier: Mapped[Barrier | None] = mapped_column(words(Barrier))
    plan: Mapped[str | None] = mapped_column(EncryptedText("referral|plan"))
    appointment_at: Mapped[datetime | None]
    appointment_timed: Mapped[bool]
    expected_on: Mapped[date | None]
    wanted_by: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(EncryptedText("referral|note"))
    reduces: Mapped[RiskKind | None] = mapped_column(words(RiskKind))
    sufficient: Mapped[bool] = mapped_column(server_default=false())
    wished_at: Mapped[datetime | None]
    first_at: Mapped[datetime | None]
    first_because: Mapped[FirstBecause | None] = mapped_column(words(FirstBecause))
    heard: Mapped[Heard | None] = mapped_column(words(Heard))
    heard_at: Mapped[datetime | None]
    consent: Mapped[Consent | None] = mapped_column(words(Consent))
    consent_until: Mapped[date | None]
    word_back: Mapped[WordBack | None] = mapped_column(words(WordBack))
    word_back_at: Mapped[datetime | None]
    hold: Mapped[Hold | None] = mapped_column(words(Hold))
    held_state: Mapped[State | None] = mapped_column(words(State))
    held_at: Mapped[datetime | None]
    option_of: Mapped[int | None]
    ended_because: Mapped[str | None]
    revisit_on: Mapped[date | None]
    carried_by: Mapped[Carrier | None] = mapped_column(words(Carrier))
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    next_check_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    service: Mapped[ServiceRow] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


# The name of the key as it stands in the JSON; whether it names a barrier is seen once it is read.
_NAMES_BARRIER = "LIKE '%\"barrier\"%'"
EVENT_NAMES_BARRIER: TextClause = text(f"CAST(event.detail AS TEXT) {_NAMES_BARRIER}")


class Event(Base):
    """What happened, append-only. It outlives the rows it tells of, so it points at them without a constraint.

    `detail` holds words and numbers of the rules, never typed text; `change_id` the change that Undo takes back.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "client_id", "id"),
        some_rows("ix_event_barrier", "client_id", "id", where=f"CAST(detail AS TEXT) {_NAMES_BARRIER}"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int]
    referral_id: Mapped[int | None]
    kind: Mapped[str]
    detail: Mapped[dict[str, Any] | None]
    change_id: Mapped[int | None]
    at: Mapped[datetime]


class Change(Base):
    """What one line or tap changed, as images of the rows before it: the stuff of Undo."""

    __tablename__ = "change"
    __table_args__ = (
        some_rows("ix_change_newest", "owner_id", "id", where="undone_at IS NULL"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int]
    images: Mapped[str] = mapped_column(EncryptedText("change|images"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


# As it stands in the indices: given as a value, an engine may not see that they hold what is asked for.
_PLANNED = "state = 'planned'"
NUDGE_PLANNED: TextClause = text(f"nudge.{_PLANNED}")


class NudgeState(StrEnum):
    PLANNED = "planned"
    SENT = "sent"
    REPEATED = "repeated"
    ANSWERED = "answered"


class Nudge(Base):
    """Something to say, or said. `rule` and `local_date` are unique: no rule speaks twice on one date.

    `due_at` is when its own rule wants it, `send_at` when the message comes that brings it, with others or alone; what
    went out in one message shares its `outbox_id`. `delayed` if nobody was there to send it in its time. One that is
    REPEATED was asked anew since, and still has no answer; `answered_in` is the change that answered it.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("rule", "local_date"),
        some_rows("ix_nudge_send", "send_at", "id", where=_PLANNED),
        some_rows("ix_nudge_planned", "owner_id", "client_id", where=_PLANNED),
        some_rows("ix_nudge_answered", "sent_at", where="state = 'answered'"),
        some_rows("ix_nudge_referral_id", "referral_id", where="referral_id IS NOT NULL"),
        Index(None, "client_id"),
        Index(None, "owner_id", "sent_at"),
        Index(None, "outbox_id"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    kind: Mapped[NudgeKind] = mapped_column(words(NudgeKind))
    rule: Mapped[str]
    local_date: Mapped[date]
    due_at: Mapped[datetime]
    send_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    session_at: Mapped[datetime | None]
    urgent: Mapped[bool] = mapped_column(server_default=false())
    delayed: Mapped[bool] = mapped_column(server_default=false())
    answered_in: Mapped[int | None]
    state: Mapped[NudgeState] = mapped_column(words(NudgeState))
    outbox_id: Mapped[int | None] = mapped_column(BigInteger)
