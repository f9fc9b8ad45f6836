"""What needs a person, as a table."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import NEVER_AGAIN, Base
from storage.types import words


class ConcernKind(StrEnum):
    """What an administrator is told of, because the bot cannot mend it."""

    UNREACHABLE = "unreachable"  # a member shut the bot out; `about` is her id
    UNREADABLE = "unreadable"  # an update that could not be read was set aside
    GIVEN_UP = "given_up"  # a line that failed three times
    UNDELIVERED = "undelivered"  # Telegram will not have a message
    BACKUP = "backup"  # no fresh backup, or none can be written
    ERASURES = "erasures"  # the list of what was erased cannot be written


class ConcernRow(Base):
    """One such thing, from `since` until it is over. At most one of a kind about the same goes on at a time."""

    __tablename__ = "concern"
    __table_args__ = (
        Index(
            "ix_concern_open",
            "kind",
            "about",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ConcernKind] = mapped_column(words(ConcernKind))
    about: Mapped[int]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
