"""The figures of one therapist's own referrals, read for the picture of /trends or for a card."""

from __future__ import annotations

from datetime import datetime

from bot.wording.chart import Chart, chart
from bot.wording.language import speaking
from referrals.trends import Trends, first_week, since, trends
from storage.person import Person
from storage.work import UnitOfWork


def figures_of(work: UnitOfWork, person: Person, now: datetime) -> Trends:
    """Her figures at `now` (UTC), in as many statements whatever she has."""
    past = work.past(person.id)
    return trends(
        work.caseload(person.id).every_referral(),
        past.noted(since(now)),
        past.messages(first_week(now, person.zone)),
        now,
        person.zone,
    )


def gather(work: UnitOfWork, member_id: int, as_of: datetime) -> Chart:
    """All that stands on the picture, as of an instant (UTC).

    Raises LookupError for who is no member any more, or locked since she asked.
    """
    reader = work.people.by_id(member_id)
    if reader is None or reader.locked:
        raise LookupError("no such member")
    with speaking(reader.language):
        return chart(figures_of(work, reader, as_of), as_of, reader.zone)
