"""Ways in: made by taps, opened once, revoked, and never found by trying."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.actions import Action, encode
from referrals.model import Role
from storage.invites import MOST_OPEN, TooManyInvitesError
from tests.conversation.people.house import (
    NOTHING,
    STALE,
    invite_line,
    keep,
    kept,
    lock,
    member,
    member_id,
    named,
    seen,
)
from tests.conversation.supervised import invited, linked
from tests.conversation.talk import Practice, Talker, Tap
from tests.storage.practice import raw


@pytest.mark.parametrize(
    ("tap", "role", "licensed"),
    [
        ("Trainee", Role.THERAPIST, False),
        ("Licensed", Role.THERAPIST, True),
        ("Supervisor", Role.SUPERVISOR, False),
        ("Administrator", Role.ADMINISTRATOR, False),
    ],
)
def test_each_kind_of_invite_brings_somebody_of_that_kind(
    sam: Talker, practice: Practice, tap: str, role: Role, licensed: bool
) -> None:
    sam.talk(("/invite", "Whom do you invite?"), (Tap(tap), "single use, good for seven days"))
    new = practice.person(3000, aboard=False)
    new.talk((invite_line(sam), "1 of 3"))
    assert (member(new).roles, member(new).licensed) == (frozenset({role}), licensed)


@pytest.mark.parametrize("line", ["/invite", "/members", "/lock"])
def test_only_an_administrator_has_these_commands(ana: Talker, practice: Practice, line: str) -> None:
    ana.talk((line, "belongs to another role"))
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    kim.talk((line, "belongs to another role"))
    assert line not in plain_help(ana)


def plain_help(talker: Talker) -> str:
    talker.say("/help")
    return talker.text


def test_the_open_ones_are_listed_with_their_maker_and_can_be_revoked(sam: Talker, practice: Practice) -> None:
    sam.talk(("/invite", "Whom"), (Tap("Supervisor"), "/start"))
    line = invite_line(sam)
    sam.say("/invite")
    (label,) = [one for one in sam.buttons() if one.startswith("Open invites")]
    sam.talk((Tap(label), "supervisor · by Sam · until Wed 25 Nov 16:10"))
    sam.talk((Tap("Revoke 1"), "No invite is open."))
    practice.person(3000, aboard=False).talk((line, NOTHING))


def test_a_second_press_on_revoke_says_so(sam: Talker) -> None:
    sam.talk(("/invite", "Whom"), (Tap("Supervisor"), "/start"), ("/invite", "Whom"))
    (label,) = [one for one in sam.buttons() if one.startswith("Open invites")]
    sam.tap(label)
    data, number = sam.newest.card.rows[0][0].data, sam.newest.message_id
    sam.press(data, number)
    sam.press(data, number)
    assert sam.screen.toasts[-1] == STALE


def test_a_wrong_a_used_a_revoked_and_an_expired_code_are_answered_alike(sam: Talker, practice: Practice) -> None:
    used, revoked, expired = (
        keep(practice, lambda work: work.invites.make(Role.THERAPIST, practice.now)) for _ in "123"
    )
    practice.person(3000, aboard=False).say(f"/start {used}")
    keep(practice, lambda work: work.invites.revoke(work.invites.open(practice.now)[0].id, practice.now))
    strangers = [practice.person(4000 + number, aboard=False) for number in range(4)]
    strangers[0].say("/start wrong")
    strangers[1].say(f"/start {used}")
    strangers[2].say(f"/start {revoked}")
    practice.now += timedelta(days=8)
    strangers[3].say(f"/start {expired}")
    assert {one.text for one in strangers} == {NOTHING}
    assert all(len(one.screen.messages) == 1 for one in strangers)
    assert "3000" not in seen(sam)


def test_no_more_than_twenty_of_one_maker_stand_open(sam: Talker, practice: Practice) -> None:
    me = member(sam).id
    for _ in range(MOST_OPEN):
        keep(practice, lambda work: work.invites.make(Role.THERAPIST, practice.now, made_by=me))
    sam.talk(("/invite", "Whom"), (Tap("Trainee"), "20 invites of yours are open."))
    with pytest.raises(TooManyInvitesError):
        keep(practice, lambda work: work.invites.make(Role.THERAPIST, practice.now, made_by=me))
    keep(practice, lambda work: work.invites.revoke(work.invites.open(practice.now)[0].id, practice.now))
    sam.talk(("/invite", "Whom"), (Tap("Trainee"), "Pass this line on"))


def test_a_supervisors_invites_are_counted_too(practice: Practice) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    for _ in range(MOST_OPEN):
        invited(kim)
    kim.talk(("/team", "Nobody is linked"), (Tap("Invite a supervisee"), "20 invites of yours are open."))
    practice.now += timedelta(days=7)
    invited(kim)


def tries(talker: Talker, count: int) -> None:
    for number in range(count):
        talker.say(f"/start wrong{number}")


def test_after_five_codes_that_opened_nothing_not_even_a_right_one_opens(practice: Practice, engine: Engine) -> None:
    right, stranger = practice.invite(), practice.person(3000, aboard=False)
    tries(stranger, 5)
    before = kept(engine)
    stranger.talk((f"/start {right}", NOTHING))
    assert kept(engine) == before
    practice.now += timedelta(minutes=59)
    stranger.talk((f"/start {right}", NOTHING))
    practice.now += timedelta(minutes=60)
    stranger.talk((f"/start {right}", "1 of 3"))


def test_four_that_opened_nothing_do_no_harm_and_another_account_none_at_all(practice: Practice) -> None:
    stranger = practice.person(3000, aboard=False)
    tries(stranger, 4)
    stranger.talk((f"/start {practice.invite()}", "1 of 3"))
    tries(practice.person(3001, aboard=False), 6)
    practice.person(3002, aboard=False).talk((f"/start {practice.invite()}", "1 of 3"))


def test_a_members_tries_count_as_well(ana: Talker, practice: Practice) -> None:
    tries(ana, 5)
    ana.talk((f"/start {practice.invite(Role.SUPERVISOR)}", "You are aboard already."))
    assert member(ana).roles == {Role.THERAPIST}
    practice.now += timedelta(hours=1)
    ana.say(f"/start {practice.invite(Role.SUPERVISOR)}")
    assert member(ana).roles == {Role.THERAPIST, Role.SUPERVISOR}


def test_a_code_that_opened_nothing_is_refused_for_the_audit(practice: Practice, engine: Engine) -> None:
    stranger = practice.person(3000, aboard=False)
    stranger.say("/start wrong")
    stranger.say("/start")
    verbs = [row.verb for row in raw(engine, "SELECT verb FROM audit WHERE chat_id = 3000 ORDER BY id")]
    assert verbs == ["refused", "asked"]


def test_the_demos_invites_open_again_and_again(practice: Practice) -> None:
    code = keep(practice, lambda work: work.invites.make(Role.THERAPIST, practice.now, reusable=True))
    for number in (3000, 3001):
        practice.person(number, aboard=False).talk((f"/start {code}", "1 of 3"))


def test_an_invite_of_a_supervisor_who_is_none_any_more_links_nobody(
    ana: Talker, sam: Talker, practice: Practice
) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    line = invited(kim)
    keep(practice, lambda work: work.members.set_roles(member_id(work, kim.user_id), [Role.THERAPIST]))
    ana.talk((line, "Nothing was changed."))
    lock(sam, kim)
    ana.press(encode(Action.INVITE, "revoke", 1), ana.newest.message_id)
    assert "another role" in ana.screen.toasts[-1]


def test_a_trainee_who_comes_to_be_licensed_by_an_invite_has_her_supervisor_told_as_before(
    ana: Talker, sam: Talker, practice: Practice
) -> None:
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    linked(kim, ana)
    sam.talk(("/invite", "Whom do you invite?"), (Tap("Licensed"), "/start"))
    ana.say(invite_line(sam))
    assert (member(ana).licensed, member(ana).tells_acute) == (True, True)
    ana.say("C7 acute")
    assert "C7 is logged acute" in seen(kim)
    sam.talk(("/invite", "Whom do you invite?"), (Tap("Licensed"), "/start"))
    new = practice.person(3000, aboard=False)
    new.say(invite_line(sam))
    assert (member(new).licensed, member(new).tells_acute) == (True, False)
