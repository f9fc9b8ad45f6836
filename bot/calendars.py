"""What a member is handed for her own calendar: her sessions, her clients' appointments, supervision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from referrals.calendar import Entry, News, appointment_of, compare, sessions_of, supervision_of
from referrals.sessions import SessionRule
from storage.person import Person
from storage.work import UnitOfWork


def hand_out(work: UnitOfWork, person: Person, now: datetime) -> tuple[list[Entry], News]:
    """All that stands in it from now on, and what of it is news to her; that she has it is kept."""
    wanted = _entries(work, person, now)
    news = compare(work.calendars.held(person.id), wanted, person.zone, now)
    work.calendars.hand_out(person.id, news, now)
    return wanted, news


def _entries(work: UnitOfWork, person: Person, now: datetime) -> list[Entry]:
    length = person.habits.session_length
    caseload = work.caseload(person.id, person.habits.off)
    sessions = [entry for client in caseload.clients() for entry in sessions_of(client, length, now)]
    booked = (appointment_of(referral, person.zone, now) for referral in caseload.every_referral())
    return [*sessions, *supervision_of(_slots(work, person), length, now), *(one for one in booked if one)]


def _slots(work: UnitOfWork, person: Person) -> Iterator[SessionRule]:
    """Her own supervision, and that of each whom she supervises, which /team shows her anyway."""
    if person.habits.supervision:
        yield person.habits.supervision
    for link in work.supervising.supervisees(person.id):
        therapist = work.people.by_id(link.therapist_id)
        if therapist is not None and therapist.habits.supervision:
            yield therapist.habits.supervision
