"""What waits on its way in or out, as tables: questions left open, updates to handle, messages to deliver."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, TextClause, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.crypto import EncryptedText
from storage.models import NEVER_AGAIN, Base, some_rows
from storage.types import words


class Draft(Base):
    """A question the bot waits to have answered in words. One a member; the newest wins."""

    __tablename__ = "draft"
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    kind: Mapped[str]
    data: Mapped[str] = mapped_column(EncryptedText("draft|data"))
    updated_at: Mapped[datetime]


class InboxState(StrEnum):
    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"


# Conditions as they stand in the indices: given as values, SQLite would look through all that was ever handled or sent.
_UNFINISHED = "state = 'open'"
_SET_ASIDE = "state IN ('quarantined', 'failed')"
INBOX_OPEN: TextClause = text(f"inbox.{_UNFINISHED}")
INBOX_SET_ASIDE: TextClause = text(f"inbox.{_SET_ASIDE}")


class InboxRow(Base):
    """An update as Telegram handed it over, kept until handled. A refused one has a reason and no body."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        some_rows("ix_inbox_open", "chat_id", "id", where=_UNFINISHED),
        some_rows("ix_inbox_set_aside", "state", where=_SET_ASIDE),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(EncryptedText("inbox|body"))
    refused: Mapped[str | None]
    state: Mapped[InboxState] = mapped_column(words(InboxState))
    attempts: Mapped[int]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class OutboxKind(StrEnum):
    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    DOCUMENT = "document"


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


OUTBOX_OPEN = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNCERTAIN)
_WAITS = "state IN ('pending', 'sending', 'uncertain')"
OUTBOX_WAITS: TextClause = text(f"outbox.{_WAITS}")


class OutboxRow(Base):
    """A message to send, edit or delete. The body goes once it is sent. `not_after` is calendar time (UTC)."""

    __tablename__ = "outbox"
    __table_args__ = (
        some_rows("ix_outbox_open", "chat_id", "id", where=_WAITS),
        some_rows("ix_outbox_target_id", "target_id", where="target_id IS NOT NULL"),
        Index(None, "chat_id", "message_id"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[OutboxKind] = mapped_column(words(OutboxKind))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(EncryptedText("outbox|body"))
    state: Mapped[OutboxState] = mapped_column(words(OutboxState))
    fence: Mapped[int]
    attempts: Mapped[int]
    not_after: Mapped[datetime | None]
    created_at: Mapped[datetime]
    error: Mapped[str | None]


class Runner(Base):
    """Which process leads: ticks and sends. One row; `holder` has it until `until`, the database's own time (UTC).

    Each taking over adds one to `fence`: whoever leads under a lower one leads no more, whatever it believes.
    """

    __tablename__ = "runner"
    id: Mapped[int] = mapped_column(primary_key=True)
    fence: Mapped[int]
    holder: Mapped[str | None]
    until: Mapped[datetime | None]
