"""The calendar leaps: two weeks on, an hour back, over midnight and over both changes of New York's clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.e2e.house import ANA, House
from tests.faults.practice import take_in

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 10, 20, 11, 0, tzinfo=NEW_YORK)
LINES = (
    "C1 dbt, housing", "C1 tue 2pm weekly", "C2 psych eval", "C2 wed 10am weekly", "C3 dbt", "C3 booked dbt 22 oct 3pm",
)  # fmt: skip
FLOOD_SECONDS = 3


class Leaping:
    """One therapist with three clients, and a clock that leaps."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._leap(TUESDAY)
        take_in(house, [ANA])
        house.start()
        house.idle(60)
        for line in LINES:
            house.say(line)
        self._heard = len(house.said())
        self.fence = self.read("SELECT fence FROM runner")

    def to(self, local: str) -> list[str]:
        """Leaps to a time in New York, unless it names another offset; what she was told since the last leap."""
        moment = datetime.fromisoformat(local)
        self._leap(moment if moment.tzinfo else moment.replace(tzinfo=NEW_YORK))
        return self.told()

    def told(self) -> list[str]:
        self.house.idle(60)
        said = self.house.said()
        new, self._heard = said[self._heard :], len(said)
        return new

    def read(self, statement: str) -> list[tuple[Any, ...]]:
        engine = create_engine(self.house.environment["DATABASE_URL"], poolclass=NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def _leap(self, moment: datetime) -> None:
        self.house.move(wait=False, to=moment.isoformat(), jump=True)

    def look(self) -> None:
        """What must be so after any leap."""
        spoken = self.read("SELECT rule, local_date FROM nudge WHERE state != 'planned'")
        assert len(spoken) == len(set(spoken)), "no rule spoke twice on a date"
        silent = self.read(
            """SELECT id FROM referral WHERE id NOT IN (SELECT referral_id FROM nudge WHERE referral_id IS NOT NULL)"""
        )
        assert silent == [], "nothing planned is lost"
        came = {message["message_id"]: message["date"] for message in self.house.messages()}
        limits = self.read("SELECT message_id, not_after FROM outbox WHERE state = 'sent' AND not_after IS NOT NULL")
        for message_id, not_after in limits:
            assert came[message_id] <= not_after.timestamp(), "nothing came when it was of no use any more"


@pytest.fixture
def leaping(house: House) -> Leaping:
    return Leaping(house)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_calendar_that_leaps_says_nothing_twice_and_loses_nothing(house: House, leaping: Leaping) -> None:
    """Passes if no rule speaks twice on a date, nothing planned is lost, and nothing comes later than it is of use.

    And if after two weeks one message comes and no flood, at night none, and the lease and a flood wait do not notice.
    """
    _too_late(house, leaping)
    (delayed,) = leaping.to("2026-11-04 11:30")
    assert delayed.startswith("Delayed: ")
    leaping.look()
    assert leaping.to("2026-11-04 10:30") == [], "an hour back, in the midst of a session"
    for midnight in ("2026-11-04 23:58", "2026-11-05 00:02", "2026-11-04 23:59", "2026-11-05 00:01"):
        assert leaping.to(midnight) == []
    for twice in ("2026-11-01T05:30+00:00", "2026-11-01T06:30+00:00", "2026-11-01T05:59+00:00"):
        assert leaping.to(twice) == [], "01:30 comes twice that night"
    leaping.look()
    for gap in ("2027-03-14T06:59+00:00", "2027-03-14T07:01+00:00", "2027-03-14T06:01+00:00"):
        assert leaping.to(gap) == [], "02:30 does not come at all"
    caught_up = leaping.to("2027-03-15 10:00")
    questions = [text for text in caught_up if "to look at when there is a moment" in text]
    assert len(questions) == 1
    assert len(caught_up) == 2, "what is for supervision is a message of its own"
    assert leaping.to("2027-03-15 09:00") == []
    assert leaping.to("2027-03-15 10:00") == []
    leaping.look()
    assert leaping.read("SELECT fence FROM runner") == leaping.fence, "one process led throughout"


def _too_late(house: House, leaping: Leaping) -> None:
    """A brief before a session, which Telegram does not take until the session is over."""
    house.fault(method="sendMessage", status=429, retry_after=FLOOD_SECONDS, times=1)
    leaping._leap(datetime(2026, 10, 20, 13, 31, tzinfo=NEW_YORK))
    house.until(lambda: _sends(house)[-1]["status"] == 429)
    leaping._leap(datetime(2026, 10, 22, 11, 0, tzinfo=NEW_YORK))
    (instead,) = leaping.told()
    assert instead.startswith("Delayed: ")
    ((cancelled,),) = leaping.read("SELECT count(*) FROM outbox WHERE state = 'cancelled'")
    assert cancelled == 1
    refused, taken = _sends(house)[-2:]
    waited = datetime.fromisoformat(taken["at"]) - datetime.fromisoformat(refused["at"])
    assert waited >= timedelta(seconds=FLOOD_SECONDS - 0.1), "two days on the calendar, and still three seconds"
    leaping.look()


def _sends(house: House) -> list[dict[str, Any]]:
    return [call for call in house.calls() if call["method"] == "sendMessage"]
