"""What supervision leaves, as tables: who supervises whom, reflections, decisions, conditions, who was told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from referrals.supervisors import Because, Decision, Rung, SupervisionKind
from storage.crypto import EncryptedText
from storage.models import NEVER_AGAIN, Base, some_rows
from storage.types import words

_GOES_ON = text("ended_at IS NULL")


class Supervises(Base):
    """One person supervises another since an instant, until it ended. A therapist may have one of each kind."""

    __tablename__ = "supervises"
    __table_args__ = (
        Index(
            "ix_supervises_now",
            "therapist_id",
            "kind",
            unique=True,
            postgresql_where=_GOES_ON,
            sqlite_where=_GOES_ON,
        ),
        Index(None, "supervisor_id"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    therapist_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[SupervisionKind] = mapped_column(words(SupervisionKind))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StallAnswer(Base):
    """A pattern that was answered: `facts` as `referrals.stalled` makes them, and `until` when (UTC) that counts."""

    __tablename__ = "stall_answer"
    __table_args__ = (Index(None, "client_id"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    facts: Mapped[str]
    because: Mapped[Because] = mapped_column(words(Because))
    own_words: Mapped[str | None] = mapped_column(EncryptedText("stall_answer|own_words"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]


class ReflectionRow(Base):
    """A therapist's private reflection on her work with one client. Only `shared` is ever shown to somebody else.

    `answers` is JSON: one text for each prompt, null where it was passed over. `shown_in` is the outbox id of the one
    message in her own chat where words of it stand, so that they leave it when they are erased.
    """

    __tablename__ = "reflection"
    __table_args__ = (
        Index(None, "client_id"),
        some_rows("ix_reflection_shown_in", "shown_in", where="shown_in IS NOT NULL"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    answers: Mapped[str] = mapped_column(EncryptedText("reflection|answers"))
    shared: Mapped[str | None] = mapped_column(EncryptedText("reflection|shared"))
    begun_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    shown_in: Mapped[int | None] = mapped_column(BigInteger)


class DecisionRow(Base):
    """What was decided for a case, and by whom it was recorded (a member); `told_at` once it came with a message."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "client_id"), Index(None, "referral_id"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("member.id"))
    what: Mapped[Decision] = mapped_column(words(Decision))
    line: Mapped[str | None] = mapped_column(EncryptedText("decision|line"))
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class ConditionRow(Base):
    """A condition of therapy: `referrals.supervisors.Condition` as a row, until it ended."""

    __tablename__ = "condition"
    __table_args__ = (
        Index("ix_condition_now", "referral_id", unique=True, postgresql_where=_GOES_ON, sqlite_where=_GOES_ON),
        Index(None, "client_id"),
        Index(None, "referral_id"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    reason: Mapped[str] = mapped_column(EncryptedText("condition|reason"))
    offered: Mapped[str] = mapped_column(EncryptedText("condition|offered"))
    review_on: Mapped[date]
    decided_at: Mapped[datetime]
    told_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class Alert(Base):
    """An acute case of which others are told until somebody has it or it is not acute any more.

    `rung` is who was told last, `next_at` when (UTC) the next one is.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_now", "client_id", unique=True, postgresql_where=_GOES_ON, sqlite_where=_GOES_ON),
        Index("ix_alert_next_at", "next_at"),
        Index(None, "client_id"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    begun_at: Mapped[datetime]
    rung: Mapped[Rung | None] = mapped_column(words(Rung))
    next_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Telling(Base):
    """One message by which somebody was told of an acute case."""

    __tablename__ = "telling"
    __table_args__ = (Index(None, "alert_id"), Index(None, "outbox_id"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    rung: Mapped[Rung] = mapped_column(words(Rung))
    outbox_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
