"""What is kept for the sake of privacy, as tables: who did what, what was erased, who hands a caseload to whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import NEVER_AGAIN, Base
from storage.types import words


class Verb(StrEnum):
    """What somebody did: asked for something, was refused it, or changed a row."""

    ASKED = "asked"
    REFUSED = "refused"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class AuditRow(Base):
    """Who did what to which row when: ids and fixed words, never content. The database refuses to change or remove one.

    `member_id` is None for the bot itself, the command line (`deed` says which) and for whoever is no member, of whom
    `chat_id` is kept. `deed` is the command, the tap or the form of what came; `row_table` and `row_id` say what it was
    about.
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "chat_id", "at"), Index(None, "verb", "id"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    member_id: Mapped[int | None]
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    deed: Mapped[str]
    verb: Mapped[Verb] = mapped_column(words(Verb))
    row_table: Mapped[str | None]
    row_id: Mapped[int | None]


class Erased(StrEnum):
    """What can be erased for good."""

    CLIENT = "client"
    MEMBER = "member"
    REFLECTION = "reflection"


class ErasureRow(Base):
    """That something was erased: kept, so that a backup from before it does not bring it back."""

    __tablename__ = "erasure"
    __table_args__ = NEVER_AGAIN
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    what: Mapped[Erased] = mapped_column(words(Erased))
    row_id: Mapped[int]


class HandoverRow(Base):
    """A therapist wishes to hand her caseload to a colleague, who has agreed, declined, or not answered yet.

    `leaves` if she leaves the practice with it; `withdrawn_at` once she took the wish back.
    """

    __tablename__ = "handover"
    __table_args__ = (Index(None, "from_id"), Index(None, "to_id"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    leaves: Mapped[bool]
    proposed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
