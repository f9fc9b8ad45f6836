"""What was handed to somebody for her own calendar, as a table."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from referrals.calendar import Kind
from storage.models import NEVER_AGAIN, Base
from storage.types import words


class CalendarRow(Base):
    """One entry as a file said it last: `referrals.calendar.Held` as a row.

    `uid` is drawn by lot and tells nothing of the row; by it a calendar knows the entry again. Once its client is
    erased, the row says only that something at that time is to be cancelled.
    """

    __tablename__ = "calendar"
    __table_args__ = (
        Index(None, "owner_id", "ends_at"),
        Index(None, "ends_at"),
        Index(None, "client_id"),
        Index(None, "referral_id"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    uid: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[Kind] = mapped_column(words(Kind))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id", ondelete="SET NULL"))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="SET NULL"))
    was: Mapped[datetime | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    on_date: Mapped[date | None]
    sequence: Mapped[int]
    changed_at: Mapped[datetime]
    cancelled: Mapped[bool] = mapped_column(server_default=false())
