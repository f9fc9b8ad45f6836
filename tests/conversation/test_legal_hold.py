"""A legal hold: an administrator's alone, each way after a confirmation; while it stands nothing is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from referrals.model import Role
from tests.conversation.talk import Practice, Talker, Tap, plain
from tests.conversation.test_erase import STALE, left
from tests.storage.practice import raw

HELD = "A legal hold stands since Wed 18 Nov"


@pytest.fixture
def admin(practice: Practice) -> Talker:
    return practice.person(3001, Role.ADMINISTRATOR)


def hold(admin: Talker) -> None:
    admin.talk(("/practice", "no legal hold"), (Tap("Legal hold"), "nobody can erase anything"))
    admin.talk((Tap("Begin the hold"), "legal hold since Wed 18 Nov"))


def test_while_it_stands_nothing_is_erased(ana: Talker, admin: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("/reflect C7", "four short"), (Tap("Begin"), "1 of 4"), ("tired", "2 of 4"))
    ana.talk((Tap("Stop here"), "yours"), ("/reflect C7", "reflection"), (Tap("Erase it"), "cannot be brought back"))
    sure = ana.newest
    ana.talk(("/erase C7", "for good?"))
    asked = ana.newest
    hold(admin)
    for said in ("/erase", "/erase C7"):
        ana.talk((said, HELD))
    for data, message_id in (
        (asked.card.rows[0][0].data, asked.message_id),
        (sure.card.rows[0][0].data, sure.message_id),
        ("erase:c:1", ana.newest.message_id),
        ("erase:me", ana.newest.message_id),
        ("erase:r", ana.newest.message_id),
    ):
        ana.press(data, message_id)
        assert HELD in plain(ana.screen.messages[message_id].card), data
    ana.talk(("/reflect C7", "reflection"), (Tap("Erase it"), HELD))
    assert left(engine)["reflection"] == left(engine)["client"] == 1
    ana.talk(("/privacy", HELD))


def test_once_it_is_ended_it_is_as_before(ana: Talker, admin: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"))
    hold(admin)
    admin.talk((Tap("End the legal hold"), "cannot be taken back"), (Tap("End the hold"), "no legal hold"))
    ana.talk(("/erase C7", "for good?"), (Tap("Erase C7 for good"), "is erased"))
    assert [tuple(row) for row in raw(engine, "SELECT hold_since, hold_by FROM practice")] == [(None, None)]


def test_it_is_set_after_a_confirmation_and_says_by_whom(admin: Talker, engine: Engine) -> None:
    admin.talk(
        ("/practice", "no legal hold"), (Tap("Legal hold"), "nobody can erase"), (Tap("Leave it"), "no legal hold")
    )
    assert raw(engine, "SELECT id FROM practice WHERE hold_since IS NOT NULL") == []
    hold(admin)
    assert len(raw(engine, "SELECT id FROM practice WHERE hold_by IS NOT NULL")) == 1
    assert len(raw(engine, "SELECT id FROM audit WHERE row_table = 'practice' AND verb = 'changed'")) == 1


def test_a_second_tap_keeps_its_day(admin: Talker, engine: Engine) -> None:
    admin.talk(("/practice", "no legal hold"), (Tap("Legal hold"), "nobody can erase"))
    old = admin.newest
    data = old.card.rows[0][0].data
    admin.press(data, old.message_id)
    before = raw(engine, "SELECT hold_since FROM practice")
    admin.practice.now += timedelta(days=1)
    admin.press(data, old.message_id)
    assert admin.screen.toasts[-1] == STALE
    assert raw(engine, "SELECT hold_since FROM practice") == before


@pytest.mark.parametrize("data", ["lhold:on:sure", "lhold:off:sure", "lhold:on"])
def test_nobody_else_sets_or_ends_it(ana: Talker, engine: Engine, data: str) -> None:
    before = raw(engine, "SELECT hold_since FROM practice")
    ana.press(data, ana.newest.message_id)
    assert raw(engine, "SELECT hold_since FROM practice") == before
