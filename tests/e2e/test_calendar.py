"""The file for a calendar, over real HTTP: it arrives as one, and the next one changes what the first left."""

from __future__ import annotations

import httpx

from tests.e2e.house import House
from tests.unit.ics import Shown, read


def newest(house: House) -> list[Shown]:
    document = [message for message in house.messages() if message.get("document")][-1]["document"]
    assert document["file_name"].endswith(".ics")
    answer = httpx.get(f"{house.address}{document['url']}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    return read(answer.content)


def test_a_session_moved_is_moved_in_the_next_file(house: House) -> None:
    house.start_and_come_aboard()
    house.say("C7 tue 2pm weekly")
    house.say("/calendar")
    first = newest(house)
    assert {event.title for event in first} == {"C7 session"}
    house.say("C7 moved to wed 3pm")
    house.tap("Calendar")
    second = newest(house)
    assert {event.uid for event in second} == {event.uid for event in first}
    assert [event.sequence for event in sorted(second, key=lambda event: -event.sequence)[:2]] == [1, 0]
