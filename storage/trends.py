"""What the figures of one therapist's referrals are made of. Every statement carries the owner, as in her caseload."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from referrals.model import Barrier
from referrals.trends import NOTED, Noted
from storage.models import Change, Event, Nudge, ReferralRow


class Past:
    """What happened with one therapist's referrals, and how often the bot spoke to her."""

    def __init__(self, session: Session, owner_id: int) -> None:
        self._session = session
        self._owner_id = owner_id

    def noted(self, since: datetime) -> list[Noted]:
        """The events about referrals that are hers now, from an instant (UTC) on; what was undone is left out.

        Those that a colleague wrote before she handed them over count too: they are about the same referrals.
        """
        events = (
            select(Event.referral_id, Event.kind, Event.detail, Event.at)
            # By the client as well: events are found by her.
            .join(ReferralRow, (ReferralRow.client_id == Event.client_id) & (ReferralRow.id == Event.referral_id))
            .outerjoin(Change, Change.id == Event.change_id)
            .where(ReferralRow.owner_id == self._owner_id, Change.undone_at.is_(None))
            .where(Event.kind.in_(NOTED), Event.at >= since)
        )
        return [
            Noted(referral_id, kind, Barrier(named) if (named := (detail or {}).get("barrier")) else None, at)
            for referral_id, kind, detail, at in self._session.execute(events)
        ]

    def messages(self, since: datetime) -> list[datetime]:
        """When each message that nobody had asked for went out to her (UTC), from an instant on."""
        said = (
            select(func.min(Nudge.sent_at))
            .where(Nudge.owner_id == self._owner_id, Nudge.sent_at >= since, Nudge.outbox_id.is_not(None))
            .group_by(Nudge.outbox_id)
        )
        return [at for at in self._session.scalars(said) if at is not None]
