"""A practice of a few, put straight into the database: what comes before a fault need not be typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.founding import found_practice, make_key_file
from bot.settings import Settings
from referrals.model import Role
from storage.engine import open_engine
from storage.store import Store
from storage.work import UnitOfWork
from tests.e2e.house import ANA, House

BEN, CAT = 1002, 1003
PEOPLE = (ANA, BEN, CAT)


def take_in(house: House, users: Sequence[int] = PEOPLE) -> None:
    """Founds the practice with these therapists, each of whom has spoken to the bot; the last one is on call."""
    key_file = house.folder / "followthrough.key"
    make_key_file(key_file)
    settings = Settings(database_url=house.environment["DATABASE_URL"], field_key_file=key_file)
    store = Store(open_engine(settings.url, settings.cipher()))
    store.run_here(lambda work: _found(work, users))
    store.close()
    for user in users:
        house.say("/status", user, wait=False)


def _found(work: UnitOfWork, users: Sequence[int]) -> None:
    now = datetime.now(UTC)
    found_practice(work, "Harbour", ZoneInfo("America/New_York"), "the director", now)
    for user in users:
        admitted = work.invites.admit(work.invites.make(Role.THERAPIST, now), user, now, f"U{user}")
        assert admitted is not None
        work.people.set_welcomed(admitted.person.id, now)
        if user == users[-1]:
            work.people.set_alerts(on_call_id=admitted.person.id)
