"""Supervision with both people, over real HTTP: link, acute case, reflection, agenda as a file, decision."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from referrals.model import Role
from tests.e2e.house import House

NEW_YORK = ZoneInfo("America/New_York")
RUTH = 1002


@pytest.fixture
def together(house: House) -> House:
    """Ana and her supervisor Ruth, linked, with supervision on Thursdays at ten."""
    house.start_and_come_aboard()
    house.say(f"/start {house.invite(Role.SUPERVISOR)}", RUTH)
    for _question in range(3):
        newest = [message for message in house.messages(RUTH) if message["buttons"]][-1]
        house.press(newest["message_id"], newest["buttons"][0][0], RUTH)
    house.say("/team", RUTH)
    house.tap("Invite a supervisee", RUTH)
    house.say(next(line for line in house.said(RUTH)[-1].splitlines() if line.startswith("/start ")))
    house.say("/settings")
    house.tap("Supervision")
    house.say("thu 10am")
    house.say("C7 psych eval, housing")
    return house


def test_an_acute_case_is_told_and_taken(together: House) -> None:
    together.say("C7 acute")
    assert "Danger now?" in together.said(RUTH)[-1]
    together.tap("I have it", RUTH)
    assert together.said(RUTH)[-1].startswith("You have C7.")
    assert together.said()[-1].startswith("Somebody answered you.")


def test_reflected_taken_along_decided_and_brought_back(together: House) -> None:
    together.say("C7")
    together.tap("Supervision")
    together.say("/reflect C7")
    together.tap("Begin")
    together.say("I would rather not see her name in my diary")
    together.tap("Stop here")
    together.tap("Share one line")
    together.say("I hurry her")
    assert not any("diary" in text for user in (1001, RUTH) for text in together.said(user))

    thursday = next_thursday(together)
    together.move(to=(thursday - timedelta(hours=1)).isoformat())
    assert together.said()[-1].startswith("Supervision at 10:00: C7.")
    together.tap("Agenda as PDF")
    document = [message for message in together.messages() if message.get("document")][-1]["document"]
    assert document["file_name"].endswith(".pdf")
    assert httpx.get(f"{together.address}{document['url']}").content.startswith(b"%PDF-")

    together.say("/agenda", RUTH)
    together.tap(together.messages(RUTH)[-1]["buttons"][0][0], RUTH)
    assert "Shared: I hurry her" in together.said(RUTH)[-1]

    together.move(to=(thursday + timedelta(minutes=51)).isoformat())
    assert together.said()[-1].startswith("What did you decide for C7?")
    together.tap("Note")
    together.say("C7 decides the pace")
    assert "decided: C7 decides the pace" in together.said()[-1]
    together.say("/agenda", RUTH)
    assert together.said(RUTH)[-1].startswith("No case is raised.")


def next_thursday(house: House) -> datetime:
    now = datetime.fromisoformat(house.control.get("clock").json()["now"]).astimezone(NEW_YORK)
    day = now + timedelta(days=(3 - now.weekday()) % 7 or 7)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)
