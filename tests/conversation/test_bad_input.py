"""What is not understood: a clear sentence with the nearest valid line, nothing stored, nothing lost."""

from __future__ import annotations

import pytest

from referrals.grammar import NotUnderstood, read_line
from tests.conversation.talk import NEW_YORK, Talker


def stored(ana: Talker) -> tuple[int, int]:
    """How many clients and referrals there are."""

    def count(caseload_of: int) -> tuple[int, int]:
        return ana.practice.store.run_here(
            lambda work: (len(work.caseload(caseload_of).clients()), len(work.caseload(caseload_of).every_referral()))
        )

    member = ana.practice.store.run_here(lambda work: work.people.by_telegram_id(ana.user_id))
    assert member is not None
    return count(member.id)


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("C7 flurble", "I know no service called “flurble”. Nothing was noted."),
        ("C7 dbt, flurble", "I know no service called “flurble”. Nothing was noted."),
        ("C7 booked dbt 31 nov", "I do not find that date in the calendar."),
        ("C7 dbt by 30 feb", "I do not find that date in the calendar."),
        ("C7 dbt ready 12", "Readiness is a number from 0 to 10."),
        ("C7 dbt #urgent", "That tag is not one I know"),
        ("dbt", "Which client?"),
        ("hello there", "Which client?"),
        ("C7 C8 dbt", "Two codes in one line"),
        ("\N{THUMBS UP SIGN}\N{PARTY POPPER}", "I found no words to read in that."),
        ("x" * 5000, "That is longer than a line."),
        ("C7", "I know no C7 of yours."),
        ("C7 agreed", "I know no C7 of yours."),
        ("/frobnicate", "I do not know that command."),
        ("C7 flurble !acute", "Danger now? Leave this chat"),
        ("C7 not safe", "Danger now? Leave this chat"),
        ("suicidal today C7", "Danger now? Leave this chat"),
        ("she took an overdose", "Danger now? Leave this chat"),
        ("C7 can't", "I know no C7 of yours."),
        ("C7 wants dbt", "I know no C7 of yours."),
        ("C7 stand down", "I know no C7 of yours."),
        ("C7 goodbye", "I know no C7 of yours."),
        ("C7 goals: rest", "I know no C7 of yours."),
        ("C7 paused", "I know no C7 of yours."),
        ("C7 reopen dbt", "I know no C7 of yours."),
    ],
)
def test_it_says_what_it_missed_and_stores_nothing(ana: Talker, line: str, answered: str) -> None:
    ana.talk((line, answered))
    assert stored(ana) == (0, 0)
    assert len(ana.text) < 600


@pytest.mark.parametrize("line", ["C7 booked dbt 31 nov", "dbt", "C7 dbt ready 12", "C7 C8 dbt", "x" * 5000])
def test_the_nearest_line_it_offers_is_one_it_understands(ana: Talker, line: str) -> None:
    ana.say(line)
    offered = ana.newest.card.html.rsplit("<code>", 1)[1].removesuffix("</code>")
    assert not isinstance(read_line(offered, ana.practice.now, NEW_YORK), NotUnderstood)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("C7 call 555-123-4567", "a phone number"),
        ("C7 dbt // jane@example.org", "an e-mail address"),
        ("C7 dbt // born 4/12/1987", "a date of birth"),
    ],
)
def test_a_line_with_an_identifier_is_deleted_and_never_stored(ana: Talker, line: str, named: str) -> None:
    raw = ana.say(line)
    assert named in ana.text
    assert ana.screen.deleted == {raw["message"]["message_id"]}
    assert stored(ana) == (0, 0)


def test_a_photo_is_declined_and_deleted(ana: Talker) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    ana.send(message=ana.message(photo=photo, caption="C7 dbt"))
    assert "I take text lines only." in ana.text
    assert len(ana.screen.deleted) == 1


def test_an_edited_line_changes_nothing(ana: Talker) -> None:
    message = ana.message(text="C7 dbt", edit_date=int(ana.practice.now.timestamp()))
    ana.send(edited_message=message)
    assert "An edited line changes nothing here." in ana.text
    assert stored(ana) == (0, 0)


def test_a_service_already_open_is_not_logged_twice(ana: Talker) -> None:
    ana.talk(("C7 dbt", "One referral noted."), ("C7 DBT group", "C7 has DBT group open already; nothing was added."))
    assert stored(ana) == (1, 1)


def test_what_has_ended_moves_no_more(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "One referral noted."),
        ("C7 went", "went today"),
        ("C7 agreed dbt", "C7: that has ended. Nothing was noted."),
    )


def test_went_without_a_booking_counts_and_missed_does_not(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 missed dbt", "No appointment is noted for DBT group. Nothing was noted."))
