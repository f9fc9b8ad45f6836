"""What the simulation reads in the bot's tables, and only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func, select

from referrals.model import State
from storage.models import ClientRow, Event, Nudge, ReferralRow, ServiceRow
from storage.people_rows import Member
from storage.traffic import OutboxRow


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in a message; `session_at` (UTC) the session it belongs to."""

    nudge_id: int
    kind: str
    referral_id: int | None
    session_at: datetime | None
    urgent: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a referral stands; instants are UTC."""

    id: int
    client_id: int
    code: str
    service: str
    state: State
    next_check_at: datetime | None

    @property
    def live(self) -> bool:
        """Open and not at rest."""
        return not self.state.ended and self.state is not State.ON_HOLD


def standings(engine: Engine) -> list[Standing]:
    """All referrals of clients whose work goes on."""
    columns = (
        ReferralRow.id,
        ReferralRow.client_id,
        ClientRow.code,
        ServiceRow.name,
        ReferralRow.state,
        ReferralRow.next_check_at,
    )
    found = (
        select(*columns)
        .join(ClientRow, ClientRow.id == ReferralRow.client_id)
        .join(ServiceRow, ServiceRow.id == ReferralRow.service_id)
        .where(ClientRow.closed_at.is_(None))
        .order_by(ReferralRow.id)
    )
    with engine.connect() as connection:
        return [Standing(*row) for row in connection.execute(found)]


def last_changes(engine: Engine) -> dict[int, datetime]:
    """When something was last noted of each referral (UTC), by its id."""
    last = select(Event.referral_id, func.max(Event.at)).group_by(Event.referral_id)
    with engine.connect() as connection:
        return {number: at for number, at in connection.execute(last) if number is not None}


def newest_change(engine: Engine) -> int:
    """The id of what was noted last; 0 before there is anything."""
    with engine.connect() as connection:
        return connection.scalar(select(func.max(Event.id))) or 0


def client_id(engine: Engine, code: str) -> int:
    with engine.connect() as connection:
        return connection.execute(select(ClientRow.id).where(ClientRow.code == code)).scalar_one()


def away(engine: Engine) -> tuple[date | None, date | None]:
    """From when until when the one therapist is away, the first day back not counted."""
    with engine.connect() as connection:
        row = connection.execute(select(Member.away_from, Member.away_until)).one()
    return row.away_from, row.away_until


def parts_of(engine: Engine, message_id: int) -> tuple[Part, ...]:
    """What a message on the screen is made of; nothing if it is of a kind that is not planned as a nudge."""
    parts = (
        select(Nudge.id, Nudge.kind, Nudge.referral_id, Nudge.session_at, Nudge.urgent)
        .join(OutboxRow, OutboxRow.id == Nudge.outbox_id)
        .where(OutboxRow.message_id == message_id)
        .order_by(Nudge.id)
    )
    with engine.connect() as connection:
        return tuple(Part(r.id, r.kind.value, r.referral_id, r.session_at, r.urgent) for r in connection.execute(parts))
