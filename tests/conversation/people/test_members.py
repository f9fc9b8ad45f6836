"""Roles given and taken away, by an administrator; and what she may not do."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from bot.wording.people.taps import Does
from referrals.model import Role
from tests.conversation.people.house import STALE, keep, kept, lock, member, named, on
from tests.conversation.supervised import linked, screens
from tests.conversation.talk import Practice, Talker, Tap


def test_the_list_has_people_roles_and_what_is_out_of_the_ordinary(
    ana: Talker, bob: Talker, sam: Talker, practice: Practice
) -> None:
    keep(practice, lambda work: work.people.set_blocked(bob.user_id, practice.now))
    lock(sam, ana)
    sam.talk(
        ("/members", "Members: 3\nAna · therapist (trainee) · locked\nBob · therapist (trainee) · shut the bot out")
    )
    on(sam, member(ana), Does.REMOVED)
    sam.talk(("/members", "Members: 2\nBob"))


def test_more_than_a_page_is_turned(sam: Talker, practice: Practice) -> None:
    for number in range(9):
        named(practice, 3000 + number, f"P{number}")
    sam.talk(("/members", "Members: 10"), (Tap("More"), "P7"), (Tap("Earlier"), "Sam"))


def test_a_role_is_given_and_taken_and_she_hears_of_both(ana: Talker, sam: Talker) -> None:
    sam.talk(("/members", "Members"), (Tap("Ana"), "Roles: therapist (trainee)"), (Tap("Supervisor"), "and supervisor"))
    assert "you are a therapist and a supervisor now" in ana.text
    ana.talk(("/team", "Nobody is linked with you yet."))
    sam.talk((Tap("✓ Supervisor"), "Ana is not a supervisor any more?"), (Tap("Take it away"), "Roles: therapist"))
    ana.talk(("/team", "belongs to another role"))


def test_a_second_press_changes_nothing(ana: Talker, sam: Talker, engine: Engine) -> None:
    for does, role in ((Does.GIVE, Role.SUPERVISOR), (Does.TAKEN, Role.SUPERVISOR)):
        on(sam, member(ana), does, role)
        before = kept(engine)
        on(sam, member(ana), does, role)
        assert sam.screen.toasts[-1] == STALE
        assert kept(engine) == before


@pytest.mark.parametrize("does", list(Does))
def test_a_therapist_has_no_such_tap(ana: Talker, bob: Talker, engine: Engine, does: Does) -> None:
    before = kept(engine)
    for more in ((), (Role.ADMINISTRATOR,), (member(ana).id,)):
        on(ana, member(bob), does, *more)
        assert "another role" in ana.screen.toasts[-1]
    assert kept(engine) == before


def test_the_last_administrator_stays_one(sam: Talker, ana: Talker, practice: Practice, engine: Engine) -> None:
    on(sam, member(sam), Does.GIVE, Role.SUPERVISOR)
    before = kept(engine)
    for does, more in ((Does.TAKEN, (Role.ADMINISTRATOR,)), (Does.LOCKED, ()), (Does.REMOVED, ())):
        on(sam, member(sam), does, *more)
    sam.press("give:left", sam.newest.message_id)
    assert "You are the practice’s only administrator." in sam.text
    assert kept(engine) == before
    sue = named(practice, 1004, "Sue", Role.ADMINISTRATOR)
    lock(sam, sue)  # who cannot act is none either
    on(sam, member(sam), Does.TAKEN, Role.ADMINISTRATOR)
    assert Role.ADMINISTRATOR in member(sam).roles
    on(sam, member(ana), Does.GIVE, Role.ADMINISTRATOR)
    on(sam, member(sam), Does.TAKEN, Role.ADMINISTRATOR)
    assert Role.ADMINISTRATOR not in member(sam).roles


def test_an_only_role_is_not_taken(ana: Talker, sam: Talker) -> None:
    on(sam, member(ana), Does.TAKEN, Role.THERAPIST)
    assert "only role" in sam.screen.toasts[-1]


def test_a_supervisor_who_is_none_any_more_loses_her_supervisees_and_they_are_told(
    ana: Talker, sam: Talker, practice: Practice
) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    on(sam, member(kim), Does.GIVE, Role.THERAPIST)
    linked(kim, ana)
    on(sam, member(kim), Does.TAKE, Role.SUPERVISOR)
    assert "Her supervision of one person on this bot ends" in sam.text
    on(sam, member(kim), Does.TAKEN, Role.SUPERVISOR)
    assert "The supervision with Kim on this bot has ended." in screens(ana)
    anas = member(ana).id
    assert not keep(practice, lambda work: work.supervising.supervisors(anas))


def test_a_therapist_with_clients_keeps_her_role_until_they_are_handed_over(ana: Talker, sam: Talker) -> None:
    on(sam, member(ana), Does.GIVE, Role.SUPERVISOR)
    ana.say("C7 dbt")
    for does, more in ((Does.TAKEN, (Role.THERAPIST,)), (Does.REMOVED, ())):
        on(sam, member(ana), does, *more)
        assert "Ana has one client: she hands them over herself" in sam.text
    assert Role.THERAPIST in member(ana).roles
    assert "C7" not in screens(sam)


def test_licensed_and_back_again_with_what_follows_for_acute_cases(
    ana: Talker, sam: Talker, practice: Practice
) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    linked(kim, ana)
    on(sam, member(ana), Does.LICENSED)
    assert "In the practice you are noted as licensed now." in ana.text
    assert (member(ana).licensed, member(ana).tells_acute) == (True, True)
    anas = member(ana).id
    keep(practice, lambda work: work.people.set_tells_acute(anas, False))
    ana.say("C7 acute")
    assert "asks for you now" not in screens(kim)
    on(sam, member(ana), Does.TRAINEE)
    assert (member(ana).licensed, member(ana).tells_acute) == (False, True)
    assert "asks for you now" in screens(kim)
    on(sam, member(ana), Does.TRAINEE)
    assert sam.screen.toasts[-1] == STALE
