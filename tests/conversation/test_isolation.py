"""What is Ana's does not exist for Bob: by line, by page, by button, by forged data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from storage.inbox import Waiting
from storage.models import Change, ClientRow, Event, Nudge, ReferralRow
from storage.people_rows import Member
from storage.traffic import Draft, InboxRow
from tests.conversation.talk import At, Practice, Talker


@pytest.fixture
def case(ana: Talker) -> Talker:
    """Ana's C7 with an open question."""
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on"), (At("24 Nov 14:50"), "How did it go with C7?"))
    return ana


def test_bob_sees_nothing_of_anas(case: Talker, bob: Talker) -> None:
    bob.talk(
        ("C7", "I know no C7 of yours."),
        ("/client C7", "I know no C7 of yours."),
        ("C7 went dbt", "I know no C7 of yours."),
        ("/status", "Nothing logged yet."),
        ("/clients", "No clients yet."),
        ("/undo", "There is nothing left to undo here."),
    )
    case.talk(("C7", "next  DBT group · suggested"))


def test_both_may_have_a_client_of_the_same_code(case: Talker, bob: Talker) -> None:
    bob.talk(("C7 housing", "C7 is new to me."), ("C7", "Subsidised housing programme"))
    assert "DBT" not in bob.text
    case.talk(("C7", "DBT group"))
    assert "housing" not in case.text


BROKEN = """nonsense|ans|ans:|ans:1|ans:x:went|ans:1:fly|ans:99999999999999999999:went|undo:-1|undo:１|open:0|appt:1
appt:1:2026-02-30|svc:1:2:3:4:5:6|zone:../../etc/passwd|hours:9:9:9| """


@pytest.mark.parametrize("data", BROKEN.replace("\n", "|").split("|"))
def test_forged_and_broken_data_is_answered_and_changes_nothing(case: Talker, data: str) -> None:
    before = _everything(case.practice)
    case.press(data, case.newest.message_id)
    assert case.screen.toasts[-1] == "This button has had its day. Nothing was changed." or data.startswith("undo")
    assert _everything(case.practice) == before


def test_a_double_tap_counts_once(case: Talker) -> None:
    message_id, data = case.newest.message_id, case.newest.card.rows[0][0].data
    case.press(data, message_id)
    assert "agreed today" in case.text
    edits = case.newest.edits
    case.press(data, message_id)
    assert case.screen.toasts[-1] == "This button has had its day. Nothing was changed."
    assert case.newest.edits == edits


def test_the_same_update_twice_counts_once(ana: Talker) -> None:
    raw = ana.say("C7 dbt")
    said = len(ana.screen.messages)
    ana.practice.hand_over(raw, ana.screen)
    assert len(ana.screen.messages) == said
    ana.talk(("/status", "Open 1"))


def test_a_turn_that_comes_again_after_its_commit_does_nothing(ana: Talker) -> None:
    raw = ana.say("C7 dbt")
    said = len(ana.screen.messages)
    [(row_id,)] = _rows(ana.practice, select(InboxRow.id).where(InboxRow.update_id == raw["update_id"]))
    again = Waiting(
        int(str(row_id)), raw["update_id"], ana.user_id, raw["message"]["message_id"], json.dumps(raw), None
    )
    ana.practice.take(again)
    ana.practice.deliver()
    assert len(ana.screen.messages) == said
    ana.talk(("/status", "Open 1"))


def _everything(practice: Practice) -> list[list[tuple[object, ...]]]:
    return [_rows(practice, select(table)) for table in (ClientRow, ReferralRow, Nudge, Change, Event, Draft, Member)]


def _rows(practice: Practice, statement: Select[Any]) -> list[tuple[object, ...]]:
    with Session(practice.store.engine) as session:
        return [tuple(row) for row in session.connection().execute(statement)]
