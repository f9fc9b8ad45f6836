"""A caseload that goes to a colleague: whole, at once, with what belongs to it, and nothing of it stays behind."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.actions import Action, encode
from bot.wording.people.taps import Does
from referrals.model import Role
from storage.models import ClientRow
from storage.supervision_rows import ReflectionRow
from storage.work import UnitOfWork
from tests.conversation.people.house import STALE, keep, kept, line_for, lock, member, named, on, seen
from tests.conversation.supervised import linked, raise_case, screens
from tests.conversation.talk import At, Practice, Talker, Tap, plain
from tests.conversation.test_export import data_of, exported
from tests.storage.practice import raw

PRIVATE = "would be relieved to let go"


@pytest.fixture
def case(ana: Talker) -> Talker:
    """Ana's C7 (elevated), B2 (acute), D4 (closed) and F9."""
    ana.talk(
        ("C7 dbt, housing", "noted"),
        ("F9 dbt", "noted"),
        ("D4 dbt", "noted"),
        ("D4 died", ""),
        ("C7 tue 2pm weekly", "next on"),
        ("C7 elevated", ""),
        ("B2 acute", "What kind"),
    )
    return ana


def ask(giver: Talker, taker: str = "Bob", *, leaves: bool = False) -> None:
    giver.talk(
        ("/settings", "Your settings"),
        (Tap("Hand over or leave"), "A colleague takes all of them over or none"),
        (Tap("Choose a colleague"), "To whom?"),
        (Tap(taker), f"{taker} takes over all your clients. And you?"),
        (Tap("Hand over and leave the practice" if leaves else "Hand over, and I stay"), f"Ask {taker} to take over"),
        (Tap(f"Ask {taker}"), f"{taker} is asked."),
    )


def owners(engine: Engine) -> set[int]:
    tables = ("client", "referral", "stall_answer", "decision", "condition", "alert")
    return {row.owner_id for name in tables for row in raw(engine, f"SELECT owner_id FROM {name}")}  # noqa: S608 - names of ours


def test_the_confirmation_has_counts_and_what_does_not_go_along(case: Talker, bob: Talker) -> None:
    case.talk(("/settings", "Your settings"), (Tap("Hand over or leave"), "You have 4 clients (1 of them closed)"))
    case.talk((Tap("Choose a colleague"), "To whom?"), (Tap("Bob"), "And you?"))
    case.talk((Tap("Hand over, and I stay"), "Logged at risk: 1 acute and 1 elevated. Tell her yourself, today."))
    assert case.text.startswith("Danger now?")
    assert "Your reflections do not" in case.text
    assert bob.screen.messages == {}


def test_the_colleague_is_asked_in_counts_and_her_first_line_names_neither_risk_nor_service(
    case: Talker, bob: Talker
) -> None:
    ask(case)
    first, *rest = bob.text.splitlines()
    assert first == "Ana asks whether you take over her clients."
    assert "4 clients (1 of them closed), 3 open referrals. Logged at risk: 1 acute and 1 elevated." in "\n".join(rest)
    assert not re.search(r"\b(C7|B2|D4|F9|DBT)\b", bob.text)


def test_on_take_over_all_is_hers_the_acute_first(case: Talker, bob: Talker, engine: Engine) -> None:
    ask(case)
    bob.talk((Tap("Take over"), "4 clients of Ana are with you now."))
    card = plain(bob.newest.card)
    assert "Acute: B2\nElevated: C7\nGoing on: F9\nClosed: D4" in card
    assert bob.buttons() == ["Open B2"]
    assert owners(engine) == {member(bob).id}
    assert "4 clients went to Bob." in screens(case)
    bob.talk(("C7", "DBT group"), ("/safety B2", "B2"))
    bob.press(encode(Action.HISTORY, 1), bob.newest.message_id)
    assert "handed over to another therapist" in bob.text
    assert "recommended" in bob.text


def test_an_appointment_without_its_hour_stays_on_its_day_further_west(case: Talker, bob: Talker) -> None:
    case.talk(("C7 booked housing 9 dec", "booked for Wed 9 Dec"))
    bob.talk(("/settings", ""), (Tap("Time zone"), ""), (Tap("America/Los Angeles"), "America/Los Angeles"))
    ask(case)
    bob.talk((Tap("Take over"), "with you now."), ("C7", "booked for Wed 9 Dec"))


def test_the_one_who_handed_over_sees_and_changes_nothing_any_more(case: Talker, bob: Talker, engine: Engine) -> None:
    case.talk(("F9 agreed dbt", "F9"))
    old = dict(case.screen.messages)
    ask(case)
    bob.tap("Take over")
    before = kept(engine)
    for shown in old.values():
        for row in shown.card.rows:
            for button in row:
                if not button.data.startswith((f"{Action.SETTINGS}", f"{Action.HAND_OVER}", f"{Action.SERVICES}")):
                    case.press(button.data, shown.message_id)
    case.talk(
        ("C7", "I know no C7 of yours."),
        ("/client B2", "I know no B2 of yours."),
        ("/clients", "No clients yet."),
        ("/undo", "There is nothing left to undo here."),
        ("F9 went dbt", "I know no F9 of yours."),
    )
    after = kept(engine)
    assert after["client"] == before["client"]
    assert after["referral"] == before["referral"]
    bob.talk(("F9", "agreed"))


def test_what_was_undone_stays_out_of_the_history(case: Talker, bob: Talker) -> None:
    case.talk(("F9 agreed dbt", "agreed"), (Tap("Undo"), "Undone"))
    ask(case)
    bob.tap("Take over")
    bobs = member(bob).id
    number = keep(bob.practice, lambda work: work.caseload(bobs).client("F9"))
    assert number is not None
    bob.press(encode(Action.HISTORY, number.id), bob.newest.message_id)
    assert "agreed" not in bob.text


def test_a_question_in_the_old_chat_shrinks_and_the_new_therapist_is_asked(ana: Talker, bob: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on"), (At("24 Nov 14:50"), "How did it go with C7?"))
    asked = ana.newest
    ask(ana)
    bob.tap("Take over")
    assert plain(asked.card) == "Handed over: nothing is asked of you here any more."
    assert asked.card.rows == ()
    messages = len(ana.screen.messages)
    bob.talk((At("1 Dec 14:50"), "How did it go with C7?"))
    assert len(ana.screen.messages) == messages


def test_a_code_the_other_has_gives_way_and_both_are_told(case: Talker, bob: Talker, engine: Engine) -> None:
    bob.talk(("C7 housing", "noted"))
    ask(case)
    bob.tap("Take over")
    found = re.search(r"C7 is (\w+) with you now; put it in the practice’s key of codes\.", plain(bob.newest.card))
    assert found
    assert f"C7 is {found.group(1)} with Bob now; put it in the practice’s key of codes." in screens(case)
    bob.talk((found.group(1), "DBT group"), ("C7", "Subsidised housing"))
    codes = [row.code for row in raw(engine, "SELECT code FROM client")]
    assert len(codes) == len(set(codes)) == 5


def test_reflections_stay_with_their_writer_and_nobody_else_reads_them(
    ana: Talker, bob: Talker, practice: Practice, engine: Engine
) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    linked(kim, ana)
    linked(kim, bob)
    ana.say("C7 dbt")
    raise_case(ana)
    me = member(ana).id

    def write(work: UnitOfWork) -> None:
        number = work.reflections.begin(me, 1, practice.now)
        work.reflections.answer(me, number, [PRIVATE, None, None, None])
        work.reflections.share(me, number, PRIVATE, practice.now)

    keep(practice, write)
    ask(ana)
    bob.tap("Take over")
    raise_case(bob)
    bob.talk(("/reflect C7", "C7"))
    kim.talk(("/agenda", "Bob"), (Tap("Bob C7"), "C7"))
    bob.say("/erase C7")
    assert "reflection" not in bob.text
    assert PRIVATE not in seen(bob) + seen(kim)
    with Session(engine) as session:
        (row,) = session.scalars(select(ReflectionRow))
        assert (row.owner_id, row.shared, PRIVATE in row.answers) == (me, None, True)


def test_what_was_brought_to_supervision_was_brought_by_her_who_went(
    ana: Talker, bob: Talker, practice: Practice, engine: Engine
) -> None:
    kim, lee = named(practice, 2001, "Kim", Role.SUPERVISOR), named(practice, 2002, "Lee", Role.SUPERVISOR)
    linked(kim, ana)
    linked(lee, bob)
    ana.say("C7 dbt")
    raise_case(ana)
    kim.talk(("/agenda", "C7"))
    ask(ana)
    bob.tap("Take over")
    for supervisor in (kim, lee):
        supervisor.talk(("/agenda", "No case is raised."))
    with Session(engine) as session:
        (row,) = session.scalars(select(ClientRow))
        assert (row.raised_at, row.raised_for, row.raised_line) == (None, None, None)


def test_her_own_people_are_told_of_an_acute_case_and_those_of_the_other_are_not_asked_any_more(
    ana: Talker, bob: Talker, practice: Practice
) -> None:
    kim, lee = named(practice, 2001, "Kim", Role.SUPERVISOR), named(practice, 2002, "Lee", Role.SUPERVISOR)
    linked(kim, ana)
    linked(lee, bob)
    ana.say("C7 acute")
    assert "C7 is logged acute" in screens(kim)
    ask(ana)
    bob.tap("Take over")
    assert "Handed over: another therapist has this case now. Nothing is asked of you here." in screens(kim)
    assert "I have it" not in [b.label for s in kim.screen.messages.values() for row in s.card.rows for b in row]
    assert "Bob asks for you now." in screens(lee)
    lee.talk((Tap("I have it"), "You have C7."))
    assert "Somebody answered you." in screens(bob)
    assert "Somebody answered you." not in screens(ana)


def test_a_wish_can_be_withdrawn_and_then_nothing_moves(case: Talker, bob: Talker, engine: Engine) -> None:
    ask(case)
    case.talk((Tap("Withdraw"), "Withdrawn. Bob is told"))
    assert "does not stand any more" in bob.text
    before = kept(engine)
    bob.tap("Take over")
    assert bob.screen.toasts[-1] == STALE
    assert kept(engine) == before


def test_not_now_tells_her_and_a_second_answer_changes_nothing(case: Talker, bob: Talker, engine: Engine) -> None:
    ask(case)
    data = {button.label: button.data for row in bob.newest.card.rows for button in row}
    number = bob.newest.message_id
    bob.talk((Tap("Not now"), "Not now. Ana is told"))
    assert "Bob does not take over now." in case.text
    before = kept(engine)
    for label in ("Take over", "Not now"):
        bob.press(data[label], number)
        assert bob.screen.toasts[-1] == STALE
    assert kept(engine) == before


def test_two_cannot_take_the_same_and_a_double_tap_moves_once(
    case: Talker, bob: Talker, practice: Practice, engine: Engine
) -> None:
    eve = named(practice, 1005, "Eve")
    ask(case)
    bobs, number = bob.newest.card.rows[0][0].data, bob.newest.message_id
    case.press(encode(Action.HAND_OVER, "send", member(eve).id, "only"), case.newest.message_id)
    assert case.screen.toasts[-1] == STALE
    eve.press(bobs, 1)  # forged
    assert eve.screen.toasts[-1] == STALE
    case.tap("Withdraw")
    ask(case, "Eve")
    bob.press(bobs, number)
    assert bob.screen.toasts[-1] == STALE
    data, number = eve.newest.card.rows[0][0].data, eve.newest.message_id
    eve.press(data, number)
    before = kept(engine)
    eve.press(data, number)
    assert eve.screen.toasts[-1] == STALE
    assert kept(engine) == before
    assert owners(engine) == {member(eve).id}


@pytest.mark.parametrize("who", ["herself", "supervisor", "locked", "blocked", "unknown"])
def test_only_a_colleague_who_can_look_after_them_is_asked(
    case: Talker, bob: Talker, sam: Talker, practice: Practice, engine: Engine, who: str
) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    chosen = {"herself": member(case).id, "supervisor": member(kim).id, "unknown": 99}.get(who, member(bob).id)
    if who == "locked":
        lock(sam, bob)
    if who == "blocked":
        keep(practice, lambda work: work.people.set_blocked(bob.user_id, practice.now))
    case.say("/settings")
    before = kept(engine)
    case.press(encode(Action.HAND_OVER, "send", chosen, "only"), case.newest.message_id)
    assert case.screen.toasts[-1] == STALE
    assert kept(engine) == before


def test_an_administrator_hands_over_for_a_locked_therapist_and_for_no_other(
    case: Talker, bob: Talker, sam: Talker, engine: Engine
) -> None:
    on(sam, member(case), Does.MOVED, member(bob).id)
    assert sam.screen.toasts[-1] == STALE
    assert member(case).id in owners(engine)
    person = lock(sam, case)
    sam.talk(
        (Tap("Hand over her clients"), "Who takes over from Ana?"),
        (Tap("Bob"), "Hand 4 clients (1 of them closed), 3 open referrals from Ana to Bob?"),
        (Tap("Hand over"), "4 clients of Ana went to Bob, who is told now."),
    )
    assert owners(engine) == {member(bob).id}
    assert plain(bob.newest.card).splitlines()[0] == "4 clients of Ana are with you now."
    assert "went to Bob" not in screens(case)
    on(sam, person, Does.MOVED, member(bob).id)
    assert sam.screen.toasts[-1] == STALE


def test_an_administrator_who_is_a_therapist_hands_nobody_over_to_herself(
    case: Talker, sam: Talker, practice: Practice, engine: Engine
) -> None:
    on(sam, member(sam), Does.GIVE, Role.THERAPIST)
    person = lock(sam, case)
    on(sam, person, Does.TO)
    assert "To you yourself another administrator hands over." in sam.text
    before = kept(engine)
    for does in (Does.CHOOSE, Does.MOVED):
        on(sam, person, does, member(sam).id)
        assert sam.screen.toasts[-1] == STALE
    assert kept(engine) == before
    assert "B2" not in seen(sam)
    sue = named(practice, 1004, "Sue", Role.ADMINISTRATOR)
    on(sue, person, Does.MOVED, member(sam).id)
    assert "4 clients of Ana are with you now." in seen(sam)


def test_a_locked_members_wish_stands_no_more(case: Talker, bob: Talker, sam: Talker, engine: Engine) -> None:
    ask(case)
    data, number = bob.newest.card.rows[0][0].data, bob.newest.message_id
    person = lock(sam, case)
    assert bob.text.startswith("Ana’s wish to hand her clients to you does not stand any more.")
    bob.press(data, number)
    assert bob.screen.toasts[-1] == STALE
    case.say(line_for(sam, person))  # and she would have to ask anew
    bob.press(data, number)
    assert bob.screen.toasts[-1] == STALE
    assert member(case).id in owners(engine)


def test_what_she_wrote_stays_hers_to_have_and_nobody_is_named_in_an_export(case: Talker, bob: Talker) -> None:
    case.talk(("/reflect C7", "four short"), (Tap("Begin"), "1 of 4"), (PRIVATE, "2 of 4"), (Tap("Stop here"), "yours"))
    ask(case)
    bob.talk((Tap("Take over"), "4 clients of Ana are with you now."))
    mine, theirs = data_of(case), data_of(bob)
    assert mine["clients"] == []
    assert [one["answers"] for one in mine["reflections"]] == [[PRIVATE]]
    assert PRIVATE not in str(theirs)
    told = [one for client in theirs["clients"] for one in client["history"] if one["kind"] == "handed_over"]
    assert [(one["by"], one["detail"]) for one in told] == [("another", None)] * 4
    assert "C7" not in str(mine)
    assert PRIVATE not in exported(case, "Without reflections")["data.json"]


def test_a_colleague_who_is_locked_does_not_take_over_and_another_is_asked(
    case: Talker, bob: Talker, sam: Talker, practice: Practice, engine: Engine
) -> None:
    ask(case)
    data, number = bob.newest.card.rows[0][0].data, bob.newest.message_id
    person = lock(sam, bob)
    assert "Bob does not take over now." in screens(case)
    bob.say(line_for(sam, person))
    bob.press(data, number)
    assert bob.screen.toasts[-1] == STALE
    assert owners(engine) == {member(case).id}
    named(practice, 1005, "Eve")
    ask(case, "Eve")


def test_erased_by_who_has_her_now_it_tells_nobody_of_what_another_wrote_and_leaves_her_screen(
    case: Talker, bob: Talker
) -> None:
    case.talk(("/reflect F9", "four short"), (Tap("Begin"), "1 of 4"), (PRIVATE, "2 of 4"), (Tap("Stop here"), "yours"))
    case.talk(("/reflect F9", "Only you see that"), (Tap("Read it"), PRIVATE))
    ask(case)
    bob.talk((Tap("Take over"), "4 clients of Ana are with you now."), ("/erase F9", "Erase F9 for good?"))
    assert "reflection" not in bob.text
    bob.talk((Tap("Erase F9 for good"), "F9 is erased"))
    assert PRIVATE not in screens(case)
