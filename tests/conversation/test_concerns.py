"""An administrator is told what needs a person: once, in reach, and with nothing about a client in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.intake.screening import keep
from bot.intake.updates import receive
from bot.keeping import FRESH, Keeper, see_to_backups
from bot.people import concerns
from bot.turns import _failed
from bot.wording.people.taps import Does
from referrals.model import Role
from storage.concern_rows import ConcernKind
from storage.inbox import MAX_ATTEMPTS
from storage.privacy_rows import Erased, ErasureRow
from storage.work import UnitOfWork
from tests.conversation.people.house import line_for, lock, member, named, on
from tests.conversation.talk import Practice, Talker, plain

TOLD = "This needs somebody."


@pytest.fixture
def ana(practice: Practice) -> Talker:
    return named(practice, 1001, "Ana")


@pytest.fixture
def sam(practice: Practice) -> Talker:
    return named(practice, 1003, "Sam", Role.ADMINISTRATOR)


@pytest.fixture
def kim(practice: Practice) -> Talker:
    """Another administrator."""
    return named(practice, 1004, "Kim", Role.ADMINISTRATOR)


def begin(practice: Practice, kind: ConcernKind = ConcernKind.BACKUP, about: int = 0) -> None:
    practice.store.run_here(lambda work: concerns.begin(work, kind, practice.now, about))
    practice.deliver()


def shut_out(practice: Practice, who: Talker) -> None:
    practice.store.run_here(lambda work: concerns.shut_out(work, who.user_id, practice.now))
    practice.deliver()


def told(talker: Talker) -> list[str]:
    return [plain(shown.card) for shown in talker.screen.messages.values() if TOLD in shown.card.html]


def needs(talker: Talker) -> list[str]:
    cards = [plain(shown.card) for shown in talker.screen.messages.values()]
    return [card for card in cards if card.startswith("Needs somebody")]


def open_now(practice: Practice) -> list[ConcernKind]:
    return [one.kind for one in practice.store.run_here(lambda work: work.concerns.open())]


def test_every_administrator_is_told_once_for_as_long_as_it_goes_on(
    practice: Practice, ana: Talker, sam: Talker, kim: Talker
) -> None:
    for _hour in range(3):
        begin(practice)
    assert [len(told(one)) for one in (ana, sam, kim)] == [0, 1, 1]
    practice.store.run_here(lambda work: work.concerns.end(ConcernKind.BACKUP, practice.now))
    begin(practice)
    assert len(told(sam)) == 2


def test_a_member_out_of_reach_is_named_and_it_ends_when_she_speaks(
    practice: Practice, ana: Talker, sam: Talker
) -> None:
    ana.say("C7 dbt")
    for _message in range(2):
        shut_out(practice, ana)
    (card,) = told(sam)
    assert card.startswith("This needs somebody. Ana cannot be reached")
    assert "C7" not in card
    assert open_now(practice) == [ConcernKind.UNREACHABLE]
    ana.say("/status")
    assert open_now(practice) == []
    shut_out(practice, ana)
    assert len(told(sam)) == 2


def test_that_a_stranger_or_a_locked_member_is_out_of_reach_concerns_nobody(
    practice: Practice, ana: Talker, sam: Talker
) -> None:
    lock(sam, ana)
    shut_out(practice, ana)
    practice.store.run_here(lambda work: concerns.shut_out(work, 4711, practice.now))
    assert (told(sam), open_now(practice)) == ([], [])


def test_of_an_administrator_out_of_reach_the_others_hear_and_she_hears_nothing(
    practice: Practice, sam: Talker, kim: Talker
) -> None:
    shut_out(practice, sam)
    begin(practice)
    assert ([len(told(one)) for one in (sam, kim)], "Sam cannot be reached" in told(kim)[0]) == ([0, 2], True)


def test_who_was_out_of_reach_hears_what_is_open_when_she_is_back(practice: Practice, sam: Talker) -> None:
    shut_out(practice, sam)
    with capture_logs() as logs:
        begin(practice)
    assert ("no administrator can be told", ConcernKind.BACKUP) in [(one["event"], one["concern"]) for one in logs]
    sam.say("/members")
    assert [card.split("\n")[0] for card in needs(sam)] == ["Needs somebody: no fresh backup (since Wed 18 Nov)"]


def test_who_has_just_come_hears_it_and_a_therapist_does_not(practice: Practice) -> None:
    begin(practice)
    administrator, therapist = practice.person(6, Role.ADMINISTRATOR), practice.person(7)
    assert [len(needs(one)) for one in (administrator, therapist)] == [1, 0]


def test_who_gains_the_role_hears_it(practice: Practice, ana: Talker, sam: Talker) -> None:
    begin(practice)
    on(sam, member(ana), Does.GIVE, Role.ADMINISTRATOR.value)
    assert len(needs(ana)) == 1
    kim = practice.person(8)
    kim.say(f"/start {practice.invite(Role.ADMINISTRATOR)}")
    assert len(needs(kim)) == 1


def test_who_signs_in_again_hears_it_and_is_within_reach(practice: Practice, sam: Talker, kim: Talker) -> None:
    shut_out(practice, kim)
    lock(sam, kim)
    begin(practice)
    kim.say(line_for(sam, member(kim)))
    assert [card.split("\n")[0] for card in needs(kim)] == ["Needs somebody: no fresh backup (since Wed 18 Nov)"]


def test_nothing_open_is_nothing_said(practice: Practice, sam: Talker) -> None:
    shut_out(practice, sam)
    sam.say("/practice")
    assert needs(sam) == []
    assert "Needs somebody" not in sam.text


def test_the_practices_page_says_what_needs_a_person_now(practice: Practice, ana: Talker, sam: Talker) -> None:
    begin(practice)
    shut_out(practice, ana)
    sam.say("/practice")
    assert "Needs somebody: no fresh backup (since Wed 18 Nov) · Ana cannot be reached (since" in sam.text


def test_an_update_that_cannot_be_read_is_told_of_once(practice: Practice, sam: Talker) -> None:
    for number in (901, 902):
        raw = {"update_id": number, "message": {"message_id": "C7", "chat": "canary"}}
        received = receive(raw, practice.now)
        assert received is not None
        practice.store.run_here(lambda work, one=(raw, received): keep(work, 1, [one], practice.now))  # type: ignore[misc] # mypy cannot infer a lambda's defaults
    practice.deliver()
    (card,) = told(sam)
    assert "could not be read" in card
    assert "canary" not in card


def test_a_line_given_up_after_its_last_try_is_told_of(practice: Practice, ana: Talker, sam: Talker) -> None:
    message = ana.message(text="C7 dbt")
    (waiting,) = practice.keep({"update_id": 903, "message": message})
    for _try in range(MAX_ATTEMPTS):
        assert told(sam) == []
        practice.store.run_here(lambda work: _failed(work, waiting, False, practice.now))
        practice.deliver()
    (card,) = told(sam)
    assert "Three tries" in card
    assert "C7" not in card


def see(practice: Practice, days: float) -> None:
    """The newest backup is so many days old."""
    newest = practice.now - FRESH / 8 * days
    practice.store.run_here(lambda work: see_to_backups(work, newest, practice.now))
    practice.deliver()


def test_an_old_backup_is_told_of_until_there_is_a_new_one(practice: Practice, sam: Talker) -> None:
    for days in (7, 9, 10):
        see(practice, days)
    assert (len(told(sam)), open_now(practice)) == (1, [ConcernKind.BACKUP])
    see(practice, 0)
    assert open_now(practice) == []


def test_a_try_that_came_to_nothing_is_not_made_good_by_an_earlier_backup(practice: Practice, sam: Talker) -> None:
    begin(practice)
    see(practice, 1)
    assert (len(told(sam)), open_now(practice)) == (1, [ConcernKind.BACKUP])


def test_a_young_practice_needs_no_backup_yet(practice: Practice, sam: Talker) -> None:
    for after, expected in ((FRESH, 0), (FRESH * 1.01, 1)):
        at = practice.now + after
        practice.store.run_here(lambda work, now=at: see_to_backups(work, None, now))  # type: ignore[misc]
        practice.deliver()
        assert len(told(sam)) == expected


async def test_a_list_that_cannot_be_written_is_told_of_until_it_can(
    practice: Practice, sam: Talker, tmp_path: Path
) -> None:
    def erased(work: UnitOfWork) -> None:
        work._session.add(ErasureRow(at=practice.now, what=Erased.CLIENT, row_id=7))

    practice.store.run_here(erased)
    folder = tmp_path / "backups"
    folder.write_bytes(b"")  # a file where the folder should be
    keeper = Keeper(practice.store, folder)
    for _hour in range(2):
        await keeper.keep_erasures(practice.now)
    practice.deliver()
    assert (len(told(sam)), open_now(practice)) == (1, [ConcernKind.ERASURES])
    folder.unlink()
    await keeper.keep_erasures(practice.now)
    assert open_now(practice) == []
    assert json.loads((folder / "erasures").read_text())["row_id"] == 7
