"""`/audit`: the administrator sees who did what, by ids; nobody else sees it, and no client's code stands in it."""

from __future__ import annotations

import pytest

from referrals.model import Role
from storage.audit import Entry
from storage.privacy_rows import Verb
from tests.conversation.talk import Practice, Talker, Tap, labels

CODE = "Q77"


@pytest.fixture
def sam(practice: Practice) -> Talker:
    return practice.person(3001, Role.ADMINISTRATOR)


def entries(practice: Practice, count: int = 40) -> list[Entry]:
    return practice.store.run_here(lambda work: work.audit.newest(count))


def test_a_line_a_tap_and_a_command_are_told(ana: Talker, sam: Talker) -> None:
    ana.talk((f"{CODE} dbt", "noted"), (Tap("Undo"), "Undone"), ("/status", "Nothing logged"))
    sam.say("/audit")
    read = []
    for _page in range(3):
        read += sam.text.splitlines()
        sam.tap("Older")
    for words in ("Somebody · /status", "Somebody · tap undo", "tap undo · removed referral", "line · added client"):
        assert any(words in line for line in read), words
    assert CODE not in "".join(read)


def test_what_was_turned_away_can_be_looked_at_alone(ana: Talker, sam: Talker, practice: Practice) -> None:
    stranger = Talker(practice, 4711)
    stranger.say("hello")
    ana.say(f"{CODE} call 212 555 0142")
    ana.press("open:99", ana.newest.message_id)
    sam.talk(("/audit", "Who did what"), (Tap("Only turned away"), "turned away"))
    assert "nobody of the practice · line · turned away" in sam.text
    assert "Somebody · turned away · turned away" in sam.text
    assert "Somebody · tap open client · turned away · 99" in sam.text
    assert "/status" not in sam.text
    assert labels(sam.newest.card) == ["All"]


@pytest.mark.parametrize("line", ["/start 078051120", "/client 44719", "/erase 44719"])
def test_no_number_that_was_typed_stands_in_it(ana: Talker, practice: Practice, line: str) -> None:
    ana.say(line)
    assert {entry.row_id for entry in entries(practice, 2)} & {78051120, 44719} == set()


def test_older_ones_are_a_tap_away_and_none_is_shown_twice(ana: Talker, sam: Talker) -> None:
    for _ in range(12):
        ana.say("/today")
    sam.say("/audit")
    first = set(sam.text.splitlines()[1:-1])
    sam.tap("Older")
    assert "/today" in sam.text
    assert first
    assert len(sam.text.splitlines()) <= 12


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.SUPERVISOR])
def test_nobody_else_sees_it(practice: Practice, role: Role) -> None:
    other = practice.person(3002, role)
    other.talk(("/audit", "belongs to another role"))
    other.press("aud:all:0", other.newest.message_id)
    assert "Who did what" not in str(other.screen.messages)
    assert {entry.verb for entry in entries(practice, 2)} == {Verb.REFUSED}


@pytest.mark.parametrize("data", ["aud", "aud:x", "aud:all:x", "aud:away:99999999999999", "aud:all:-1"])
def test_a_forged_page_is_one_of_its_own_or_none(sam: Talker, data: str) -> None:
    sam.say("/audit")
    sam.press(data, sam.newest.message_id)
    assert "Who did what" in sam.text
