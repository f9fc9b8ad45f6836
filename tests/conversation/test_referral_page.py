"""One referral's page: what it says, reports made on it, the questions they leave, the way back from an ending."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.actions import Action, encode
from referrals.client import Closing
from referrals.model import Barrier, Role, State
from storage.work import UnitOfWork
from tests.conversation.pages import STALE, find, history, kept, open_page, rows, twice, undone
from tests.conversation.talk import Talker, Tap, labels


@pytest.fixture
def ana(ana: Talker) -> Talker:
    """With one open referral, its page before her."""
    ana.say("C7 dbt #practice ready 6 by 3 mar // after the holidays")
    open_page(ana)
    return ana


def test_the_page_says_all_that_is_known_and_edits_the_card_pressed(ana: Talker) -> None:
    assert ana.text == (
        "C7 · DBT group · in-house\n"
        "Recommended practice\n"
        "Suggested today · wanted by Wed 3 Mar\n"
        "Ready 6\n"
        "Note: after the holidays\n"
        "C7 can call; you cannot yet: no consent to share is noted.\n"
        "Its place: by the client's own readiness."
    )
    assert ana.newest.edits == 1
    assert "after the holidays" not in "".join(m.card.html for m in ana.screen.messages.values() if m is not ana.newest)


def test_the_note_is_shown_on_no_other_card_than_the_page(ana: Talker) -> None:
    ana.tap("Agreed")
    assert "holidays" not in ana.text


def test_its_taps_fit_where_it_stands(ana: Talker) -> None:
    assert labels(ana.newest.card)[:5] == ["Agreed", "Contacted", "Waitlisted", "Booked", "Went"]
    ana.talk((Tap("Agreed"), "agreed today"))
    open_page(ana)
    assert "Agreed" not in ana.buttons()
    ana.talk((Tap("Booked"), "booked for when?"), ("fri 3pm", "booked for Fri 20 Nov 15:00"))
    open_page(ana)
    assert ana.buttons()[:3] == ["Went", "Did not go", "Another day"]


@pytest.mark.parametrize(
    ("label", "answered"),
    [
        ("Agreed", "agreed today"),
        ("Contacted", "contacted today"),
        ("Waitlisted", "on the waitlist. When may a place come?"),
        ("Booked", "booked for when?"),
        ("Went", "went today"),
        ("Not ready", "not ready yet. What stands in the way?"),
        ("Not now", "not now, the client's decision. A day to come back to it?"),
    ],
)
def test_a_report_by_tap_counts_once_and_is_undone_exactly(ana: Talker, label: str, answered: str) -> None:
    undone(ana, lambda: ana.talk((Tap(label), answered)))
    open_page(ana)
    twice(ana, label)


@pytest.mark.parametrize("label", ["Not available", "No longer recommended"])
def test_endings_that_ask_nothing_more(ana: Talker, label: str) -> None:
    open_page(ana, 1, "more")
    undone(ana, lambda: ana.talk((Tap(label), label.lower())))
    open_page(ana, 1, "more")
    twice(ana, label)
    assert kept(ana).ended_because in {"not_available", "no_longer_recommended"}


def test_a_page_that_is_behind_reports_nothing(ana: Talker) -> None:
    _, agreed = find(ana, "Agreed")
    ana.say("C7 contacted")
    ana.press(agreed, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert kept(ana).state is State.CONTACTED


def test_a_waitlisted_place_is_expected_by_tap_or_in_words(ana: Talker) -> None:
    ana.talk(
        (Tap("Waitlisted"), "When may a place come?"),
        (Tap("3 months"), "place expected about Thu 18 Feb"),
        (Tap("Undo"), "Undone"),
        ("C7 waitlisted", "When may a place come?"),
        ("some day", "I do not find that date in the calendar."),
        ("3 march", "place expected about Wed 3 Mar"),
    )
    assert kept(ana).expected_on == date(2027, 3, 3)
    assert "answered below" in [m.card.html.rsplit(": ", 1)[-1].rstrip(".") for m in ana.screen.messages.values()]
    assert history(ana)[0].detail == {"on": "2027-03-03"}


def test_an_expected_day_counts_once_and_undo_leaves_it_on_the_waitlist(ana: Talker) -> None:
    ana.tap("Waitlisted")
    undone(ana, lambda: ana.talk((Tap("9 months"), "place expected about Wed 18 Aug")))
    assert kept(ana).state is State.WAITLISTED
    ana.say("C7 waitlisted")
    twice(ana, "A month")


def test_the_day_said_with_the_report_is_not_asked_again(ana: Talker) -> None:
    ana.talk(("C7 waitlisted dbt until 3 march", "on the waitlist today"))
    assert kept(ana).expected_on == date(2027, 3, 3)


def test_a_day_is_not_kept_for_a_referral_that_has_moved_on(ana: Talker) -> None:
    ana.talk((Tap("Waitlisted"), "When may a place come?"))
    shown, month = find(ana, "A month")
    ana.talk(("C7 booked fri 3pm", "booked for Fri 20 Nov"))
    ana.press(month, shown.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert kept(ana).expected_on is None


def test_not_now_may_have_a_day_to_come_back_to_it(ana: Talker) -> None:
    ana.talk(
        (Tap("Not now"), "A day to come back to it?"),
        (Tap("In 3 months"), "not now, the client's decision. I will come back to it once, on Thu 18 Feb."),
    )
    assert kept(ana).revisit_on == date(2027, 2, 18)
    assert not kept(ana).open


def test_a_day_to_come_back_is_not_kept_for_what_was_taken_up_again(ana: Talker) -> None:
    ana.talk((Tap("Not now"), "A day to come back to it?"))
    shown, month = find(ana, "In a month")
    ana.talk(("C7 reopen dbt", "open again, from the start"))
    ana.press(month, shown.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("3 march", "What this was about is not open any more."))
    assert kept(ana).revisit_on is None


def test_enough_leaves_it_as_it_is_and_what_was_reported_can_still_be_undone(ana: Talker) -> None:
    ana.talk(
        (Tap("Not now"), "A day to come back to it?"),
        (Tap("Enough"), "not now, client's decision today"),
        ("next week", "Which client?"),
        (Tap("Undo"), "C7 is as it was before."),
    )
    assert kept(ana).state is State.SUGGESTED


def test_enough_leaves_no_question_on_its_card(ana: Talker) -> None:
    ana.tap("Not ready")
    shown, cost = find(ana, "Cost")
    ana.tap("Enough")
    ana.press(cost, shown.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert kept(ana).barrier is None


def test_looking_at_the_page_elsewhere_leaves_a_question_open(ana: Talker) -> None:
    ana.talk(("C7 booked", "booked for when?"), ("/clients", "client"))
    open_page(ana)
    ana.talk(("fri 3pm", "booked for Fri 20 Nov 15:00"))


def test_what_ended_can_be_taken_up_again_from_its_page(ana: Talker) -> None:
    ana.talk((Tap("Went"), "went today"))
    open_page(ana)
    assert ana.buttons() == ["Reopen", "Back"]
    undone(ana, lambda: ana.talk((Tap("Reopen"), "open again, from the start")))
    open_page(ana)
    twice(ana, "Reopen")
    assert [event.kind for event in history(ana)][:2] == ["reopened", "went"]


def test_what_is_open_anew_is_not_reopened_beside_it(ana: Talker) -> None:
    ana.talk((Tap("Went"), "went today"), ("C7 dbt", "noted"))
    open_page(ana, 1)
    ana.tap("Reopen")
    assert ana.screen.toasts[-1] == STALE
    assert not kept(ana).open


def test_reopening_by_line(ana: Talker) -> None:
    ana.talk(
        ("C7 housing", "noted"),
        ("C7 went dbt", "went today"),
        ("C7 dropped housing", "no longer recommended"),
        ("C7 reopen", "which one?"),
        (Tap("DBT group"), "DBT group: open again, from the start."),
        ("C7 reopen psych eval", "C7 has no ended referral like that. Ended: Subsidised housing programme."),
        ("C7 reopen housing", "Subsidised housing programme: open again"),
        ("D4 reopen housing", "I know no D4 of yours."),
    )


def test_choosing_among_a_clients_referrals(ana: Talker) -> None:
    ana.say("C7 housing #living")
    ana.press(encode(Action.UPDATE, 1), ana.newest.message_id)
    assert ana.text.splitlines()[0] == "C7: which one?"
    assert ana.buttons()[:2] == ["Subsidised housing programme", "DBT group"]
    ana.talk((Tap("DBT group"), "Recommended practice"), (Tap("Went"), "went today"))
    ana.press(encode(Action.UPDATE, 1), ana.newest.message_id)
    ana.talk((Tap("Ended (1)"), "DBT group · went today"), (Tap("DBT group"), "Went today"))


def test_of_one_open_referral_the_page_comes_at_once(ana: Talker) -> None:
    ana.press(encode(Action.UPDATE, 1), ana.newest.message_id)
    assert ana.text.startswith("C7 · DBT group · in-house")


def test_a_barrier_without_its_kind_is_asked_by_tap(ana: Talker) -> None:
    ana.talk(("C7 can't dbt", "What stands in the way?"))
    assert kept(ana).barrier is None
    undone(ana, lambda: ana.talk((Tap("The wait"), "in the way, the wait.")))
    ana.say("C7 can't dbt")
    twice(ana, "Language")
    assert kept(ana).barrier is Barrier.LANGUAGE
    assert (history(ana)[0].kind, history(ana)[0].detail) == ("barrier", {"barrier": "language"})


def test_a_barrier_of_one_of_several_is_asked_for_the_one_chosen(ana: Talker) -> None:
    ana.talk(
        ("C7 housing", "noted"),
        ("C7 can't", "which one?"),
        (Tap("Subsidised housing programme"), "Subsidised housing programme: What stands in the way?"),
        (Tap("Cost"), "in the way, cost."),
    )
    assert kept(ana, 2).barrier is Barrier.COST


def test_where_the_work_has_ended_there_is_nothing_to_tap(ana: Talker) -> None:
    ana.say("C7 housing")

    def close(work: UnitOfWork) -> None:
        person = work.people.by_telegram_id(ana.user_id)
        assert person is not None
        caseload = work.caseload(person.id)
        client = caseload.client_by_id(1)
        assert client is not None
        closed = replace(client, closed_at=ana.practice.now, closed_because=Closing.GOODBYE)
        caseload.save_client(closed, "goodbye", ana.practice.now)

    ana.practice.store.run_here(close)
    before = rows(ana)
    open_page(ana)
    assert ana.buttons() == ["Back"]
    for data in ("rep:1:agreed:suggested", "rdy:1", "pur:1", "plan:1", "say:1", "heard:1", "first:1", "first:1:usual"):
        ana.press(data, ana.newest.message_id)
        assert ana.screen.toasts[-1] == STALE
    for data in ("cons:1", "word:1", "who:1:adult", "pick:1", "bar:1", "again:1"):
        ana.press(data, ana.newest.message_id)
        assert ana.screen.toasts[-1] == STALE
    assert rows(ana) == before


@pytest.mark.parametrize(
    "data",
    ["rep:1:fly:suggested", "rep:1:went", "rep:1", "rep:1:went:agreed", "bar:1:cost", "day:1:3", "day:1", "bar:1:x"],
)
def test_forged_taps_change_nothing(ana: Talker, data: str) -> None:
    before = kept(ana)
    ana.press(data, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert kept(ana) == before


def test_another_therapist_reaches_no_page_and_reports_nothing(ana: Talker, bob: Talker) -> None:
    bob.say("B1 housing")
    card = bob.newest.card
    for data in ("r:1", "upd:1", "rep:1:agreed:suggested", "again:1", "bar:1", "enough:1"):
        bob.press(data, bob.newest.message_id)
        assert bob.screen.toasts[-1] == STALE
    assert bob.newest.card == card
    assert kept(ana).state is State.SUGGESTED


def test_a_supervisor_without_a_caseload_has_no_pages(ana: Talker) -> None:
    sam = ana.practice.person(1003, Role.SUPERVISOR)
    sam.press("r:1", sam.newest.message_id)
    assert sam.screen.toasts[-1] == "That belongs to another role in your practice."
