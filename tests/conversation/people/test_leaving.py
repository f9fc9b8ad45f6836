"""Leaving the practice: by oneself, with a handover, by an administrator's hand."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from bot.wording.people.taps import Does
from referrals.model import Role
from storage.people_rows import Practice as PracticeRow
from storage.work import UnitOfWork
from tests.conversation.people.house import STALE, STRANGER, keep, kept, lock, member, named, on, waiting_for
from tests.conversation.people.test_handover import ask
from tests.conversation.supervised import linked, screens
from tests.conversation.talk import Practice, Talker, Tap
from tests.storage.practice import raw


def leave(talker: Talker) -> None:
    talker.talk(
        ("/settings", "Your settings"),
        (Tap("Hand over or leave"), "You have no client here"),
        (Tap("Leave the practice"), "Leave the practice?"),
        (Tap("Leave"), "You have left the practice."),
    )


def test_without_clients_she_leaves_by_herself_and_is_a_stranger(
    ana: Talker, practice: Practice, engine: Engine
) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    linked(kim, ana)
    number = member(ana).id
    ana.talk(("/settings", "Your settings"), (Tap("Supervision"), ""), ("thu 10am weekly", ""))
    leave(ana)
    assert "The supervision with Ana on this bot has ended." in screens(kim)
    (row,) = raw(engine, "SELECT * FROM member WHERE id = :id", id=number)
    assert (row.telegram_id, row.called, row.supervision, row.left_at is None) == (-number, None, None, False)
    assert row.roles in ("[]", [])
    assert keep(practice, lambda work: work.people.by_id(number)) is None
    ana.talk(("/status", STRANGER))
    before = kept(engine)
    ana.press("give:left", ana.newest.message_id)
    assert kept(engine) == before
    ana.talk((f"/start {practice.invite()}", "1 of 3"))
    assert member(ana).id != number


def test_with_any_client_she_hands_over_first(ana: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 died", ""))
    before = kept(engine)
    for data in ("give:leave", "give:left"):
        ana.press(data, ana.newest.message_id)
        assert ana.screen.toasts[-1] == STALE
    assert kept(engine) == before


def test_who_is_no_therapist_any_more_hands_her_past_clients_over_and_leaves(
    ana: Talker, bob: Talker, sam: Talker, practice: Practice
) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 died", ""))
    on(sam, member(ana), Does.GIVE, Role.SUPERVISOR)
    on(sam, member(ana), Does.TAKEN, Role.THERAPIST)
    assert member(ana).roles == {Role.SUPERVISOR}
    ana.talk(
        ("/settings", "Your settings"),
        (Tap("Leave the practice"), "You have one client (1 of them closed)"),
        (Tap("Choose a colleague"), "To whom?"),
        (Tap("Bob"), "And you?"),
        (Tap("Hand over and leave the practice"), "Ask Bob to take over"),
        (Tap("Ask Bob"), "Bob is asked."),
    )
    bob.tap("Take over")
    assert "You have left the practice." in ana.text
    bob.talk(("C7", "C7 · died"))
    assert keep(practice, lambda work: [one.called for one in work.members.therapists()]) == ["Bob"]


def test_hand_over_and_leave_happen_together(ana: Talker, bob: Talker, practice: Practice, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on"))
    ask(ana, leaves=True)
    assert "She leaves the practice with it." in bob.text
    bob.tap("Take over")
    assert "One client went to Bob." in screens(ana)
    assert "You have left the practice." in ana.text
    ana.talk(("C7", STRANGER))
    bob.talk(("C7", "DBT group"))
    assert not waiting_for(engine, ana.user_id)
    assert keep(practice, lambda work: len(work.members.all())) == 1


def test_the_only_administrator_cannot_leave_with_a_handover(
    ana: Talker, bob: Talker, sam: Talker, practice: Practice
) -> None:
    on(sam, member(ana), Does.GIVE, Role.ADMINISTRATOR)
    ana.say("C7 dbt")
    ask(ana, leaves=True)
    on(sam, member(sam), Does.GIVE, Role.SUPERVISOR)
    on(sam, member(sam), Does.TAKEN, Role.ADMINISTRATOR)
    bob.tap("Take over")
    assert "only administrator" in bob.screen.toasts[-1]
    bob.talk(("C7", "I know no C7 of yours."))
    assert keep(practice, lambda work: [one.called for one in work.members.administrators()]) == ["Ana"]


@pytest.mark.parametrize("hold", [False, True])
def test_her_reflections_go_unless_everything_is_kept(
    ana: Talker, bob: Talker, practice: Practice, engine: Engine, hold: bool
) -> None:
    ana.say("C7 dbt")
    me = member(ana).id

    def write(work: UnitOfWork) -> None:
        work.reflections.answer(me, work.reflections.begin(me, 1, practice.now), ["x", None, None, None])
        work._session.get_one(PracticeRow, 1).hold_since = practice.now if hold else None

    keep(practice, write)
    ask(ana, leaves=True)
    bob.tap("Take over")
    assert len(raw(engine, "SELECT id FROM reflection")) == int(hold)
    assert len(raw(engine, "SELECT id FROM erasure WHERE what = 'reflection'")) == int(not hold)


def test_an_administrator_removes_one_who_is_gone(
    ana: Talker, bob: Talker, sam: Talker, practice: Practice, engine: Engine
) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    linked(kim, ana)
    ana.say("C7 dbt")
    person = lock(sam, ana)
    messages = len(ana.screen.messages)
    on(sam, person, Does.REMOVED)
    assert "Ana has one client: hand them over first, below." in sam.text
    on(sam, person, Does.MOVED, member(bob).id)
    on(sam, person, Does.REMOVE)
    sam.talk((Tap("Remove"), "Ana is no member any more."))
    assert len(ana.screen.messages) == messages
    assert "The supervision with Ana on this bot has ended." in screens(kim)
    before = kept(engine)
    on(sam, person, Does.REMOVED)
    assert sam.screen.toasts[-1] == STALE
    assert kept(engine) == before


def test_one_who_was_on_call_leaves_and_the_administrators_hear_that_nobody_is(
    ana: Talker, sam: Talker, practice: Practice, engine: Engine
) -> None:
    cover, on_call = member(ana).id, member(sam).id
    keep(practice, lambda work: work.people.set_alerts(cover_id=cover, on_call_id=on_call))
    leave(ana)
    assert "Ana has left the practice.\nShe was to be told when a supervisor does not answer." in screens(sam)
    (row,) = raw(engine, "SELECT cover_id, on_call_id FROM practice")
    assert (row.cover_id, row.on_call_id) == (None, member(sam).id)


def test_what_she_had_made_for_others_ends_with_her(ana: Talker, bob: Talker, sam: Talker, practice: Practice) -> None:
    bob.say("F9 dbt")
    ask(bob, "Ana")
    on(sam, member(ana), Does.GIVE, Role.ADMINISTRATOR)
    hers = member(ana).id
    code = keep(practice, lambda work: work.invites.make(Role.ADMINISTRATOR, practice.now, made_by=hers))
    leave(ana)
    assert "Ana does not take over now." in screens(bob)
    practice.person(6000, aboard=False).talk((f"/start {code}", "has been used or has expired"))


def test_a_removed_member_is_told_in_one_line(ana: Talker, sam: Talker) -> None:
    on(sam, member(ana), Does.REMOVE)
    sam.tap("Remove")
    assert ana.text == (
        "You are no member of the practice any more, and this chat opens nothing. Your administrator knows why."
    )
    ana.talk(("/status", STRANGER))
