"""A trainee's acute case: the supervisor is told at once, then cover, then on-call, until somebody has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from referrals.model import Role
from storage.people_rows import Member
from storage.people_rows import Practice as PracticeRow
from storage.work import UnitOfWork
from tests.conversation.supervised import linked, screens
from tests.conversation.talk import Practice, Talker, Tap, plain

DANGER = "Danger now? Leave this chat"


@pytest.fixture
def kim(ana: Talker, practice: Practice) -> Talker:
    """Ana's supervisor."""
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, ana)
    return kim


@pytest.fixture
def ladder(kim: Talker, practice: Practice) -> list[Talker]:
    """Supervisor, cover and on-call."""
    cover, on_call = practice.person(2002, Role.SUPERVISOR), practice.person(2003, Role.SUPERVISOR)

    def set_up(work: UnitOfWork) -> None:
        row = work._session.get_one(PracticeRow, 1)
        row.cover_id, row.on_call_id = (work.people.by_telegram_id(one.user_id).id for one in (cover, on_call))  # type: ignore[union-attr]

    practice.store.run_here(set_up)
    return [kim, cover, on_call]


def later(practice: Practice, minutes: int) -> None:
    practice.move_to(practice.now + timedelta(minutes=minutes))


def told(talker: Talker) -> bool:
    return "I have it" in screens_taps(talker)


def screens_taps(talker: Talker) -> list[str]:
    return [button.label for shown in talker.screen.messages.values() for row in shown.card.rows for button in row]


def test_the_supervisor_is_told_at_once_and_the_card_says_so(ana: Talker, kim: Talker) -> None:
    ana.talk(("C7 acute", "Told by this bot: Somebody (16:10); nobody has it yet."))
    first, second, third = kim.text.splitlines()
    assert first == "Somebody asks for you now."
    assert second.startswith(DANGER)
    assert third.startswith("C7 is logged acute since Wed 18 Nov 16:10.")
    ana.talk((Tap("Self"), "Told by this bot: Somebody (16:10)"))
    assert "16:10 · self" in kim.text


def test_who_is_told_elsewhere_reads_her_own_time(ana: Talker, kim: Talker, practice: Practice) -> None:
    def moved(work: UnitOfWork) -> None:
        kims = work.people.by_telegram_id(kim.user_id)
        assert kims is not None
        work.people.set_zone(kims.id, ZoneInfo("America/Los_Angeles"))

    practice.store.run_here(moved)
    ana.say("C7 acute")
    assert "C7 is logged acute since Wed 18 Nov 13:10." in kim.text
    ana.tap("Self")
    assert "13:10 · self" in kim.text


def test_i_have_it_tells_the_therapist_and_ends_the_round(
    ana: Talker, ladder: list[Talker], practice: Practice
) -> None:
    kim, cover, _ = ladder
    ana.say("C7 acute")
    kim.talk((Tap("I have it"), "You have C7."))
    assert ana.text == "Somebody answered you.\nC7: Somebody has it since Wed 18 Nov 16:10."
    later(practice, 120)
    assert not told(cover)
    ana.talk(("/safety C7", "Somebody has it since Wed 18 Nov 16:10."))


def test_cover_and_on_call_are_told_in_turn_and_then_the_round_begins_anew(
    ana: Talker, ladder: list[Talker], practice: Practice
) -> None:
    kim, cover, on_call = ladder
    ana.say("C7 acute")
    later(practice, 14)
    assert [told(one) for one in ladder] == [True, False, False]
    later(practice, 1)
    assert [told(one) for one in ladder] == [True, True, False]
    later(practice, 15)
    assert [told(one) for one in ladder] == [True, True, True]
    later(practice, 60)
    assert "Nobody has answered yet. Call your supervisor or on-call yourself, now." in screens(ana)
    assert screens_taps(kim).count("I have it") == 2
    cover.tap("I have it")
    assert "C7: Somebody has it." in screens(kim)
    assert "I have it" not in screens_taps(on_call)


def test_a_second_tap_and_one_who_comes_late_change_nothing(
    ana: Talker, ladder: list[Talker], practice: Practice
) -> None:
    kim, cover, _ = ladder
    ana.say("C7 acute")
    later(practice, 15)
    data, number = cover.newest.card.rows[0][0].data, cover.newest.message_id
    kim.tap("I have it")
    cover.press(data, number)
    assert cover.screen.toasts[-1] == "Somebody has it already."
    kim.press(data, kim.newest.message_id)
    assert kim.screen.toasts[-1] == "You have it already."
    assert screens(ana).count("Somebody answered you.") == 1


def test_who_was_not_told_cannot_take_it(ana: Talker, kim: Talker, practice: Practice) -> None:
    stranger = practice.person(2009, Role.SUPERVISOR)
    ana.say("C7 acute")
    stranger.press(kim.newest.card.rows[0][0].data, stranger.newest.message_id)
    assert stranger.screen.toasts[-1]
    assert "answered you" not in screens(ana)
    assert "C7" not in screens(stranger)


def test_a_stand_down_ends_it_and_an_undo_withdraws_it(ana: Talker, kim: Talker, practice: Practice) -> None:
    ana.talk(("C7 acute", "What kind"), (Tap("Undo"), "Undone"))
    assert kim.text == "Withdrawn: it was logged by mistake. Nothing is asked of you here."
    ana.talk(("B2 dbt", "noted"), ("B2 acute", "What kind"))
    ana.talk(("B2 stand down", "Talked over"), (Tap("Supervisor"), "B2"))
    assert "B2 is not logged acute any more" in kim.text
    later(practice, 300)
    assert not told(kim)


def test_one_who_shut_the_bot_out_or_is_away_is_passed_over(
    ana: Talker, ladder: list[Talker], practice: Practice
) -> None:
    practice.store.run_here(lambda work: work.people.set_blocked(ladder[0].user_id, practice.now))
    ana.talk(("C7 acute", "Told by this bot: Somebody"))
    assert [told(one) for one in ladder] == [False, True, False]


@pytest.mark.parametrize("back", ["a line", "a photo", "let in again"])
def test_one_who_is_back_after_she_shut_the_bot_out_is_told_again(
    ana: Talker, ladder: list[Talker], practice: Practice, back: str
) -> None:
    kim = ladder[0]
    practice.store.run_here(lambda work: work.people.set_blocked(kim.user_id, practice.now))
    kim.send(my_chat_member=_membership(kim, was="member", now="kicked"))
    ana.say("B2 acute")
    assert not told(kim)
    if back == "let in again":
        kim.send(my_chat_member=_membership(kim, was="kicked", now="member"))
    elif back == "a photo":
        kim.send(message=kim.message(photo=[]))
    else:
        kim.say("/team")
    ana.say("C7 acute")
    assert told(kim)


def _membership(talker: Talker, was: str, now: str) -> dict[str, Any]:
    bot = {"id": 1, "is_bot": True, "first_name": "Followthrough"}
    about = {key: value for key, value in talker.message().items() if key in {"chat", "from", "date"}}
    old, new = ({"user": bot, "status": status, "until_date": 0} for status in (was, now))
    return {**about, "old_chat_member": old, "new_chat_member": new}


def test_what_cannot_be_delivered_goes_to_the_next_at_once(
    ana: Talker, ladder: list[Talker], practice: Practice
) -> None:
    ana.say("C7 acute")
    first = practice.store.run_here(lambda work: work.alerts.tellings(1)[0])
    practice.store.run_here(lambda work: work.alerts.undeliverable(first.outbox_id, practice.now))
    practice.tick()
    assert told(ladder[1])


def test_a_licensed_therapist_chooses(ana: Talker, kim: Talker, practice: Practice) -> None:
    practice.store.run_here(lambda work: setattr(work._session.get_one(Member, 1), "licensed", True))
    ana.talk(("C7 acute", "What kind"), (Tap("Self"), "Nobody was told by this bot."))
    assert not told(kim)
    practice.store.run_here(lambda work: work.people.set_tells_acute(1, True))
    ana.talk(("B2 dbt", "noted"), ("B2 acute", "Told by this bot"))
    assert told(kim)


def test_with_nobody_linked_the_card_says_that_nobody_was_told(ana: Talker) -> None:
    ana.talk(("C7 acute", "What kind"), (Tap("Self"), "Nobody was told by this bot."))


def test_a_supervisor_linked_meanwhile_is_told_then(ana: Talker, practice: Practice) -> None:
    ana.say("C7 acute")
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, ana)
    assert any(plain(shown.card).startswith("Somebody asks for you now.") for shown in kim.screen.messages.values())
