"""`/calendar`: what the file says, what the next one changes and cancels, and what neither ever names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from referrals.model import Role
from tests.conversation.people.test_handover import ask
from tests.conversation.supervised import linked
from tests.conversation.talk import At, Practice, Talker, Tap
from tests.conversation.test_erase import erase
from tests.unit.ics import Shown, read

TUESDAY = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # 14:00 in New York
WEEK = timedelta(weeks=1)


@pytest.fixture
def kim(practice: Practice) -> Talker:
    return practice.person(2001, Role.SUPERVISOR)


@pytest.fixture
def case(ana: Talker) -> Talker:
    """C7 on Tuesdays at two, with a psychiatric evaluation on 3 December at 15:00; no slot for supervision."""
    ana.talk(
        ("C7 psych eval, housing #crisis // sleeps in the car", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        ("C7 booked psych eval 3 dec 3pm", "3 Dec"),
    )
    return ana


def handed(talker: Talker) -> list[Shown]:
    """A new file, read back."""
    before = len(talker.screen.calendars)
    talker.say("/calendar")
    assert len(talker.screen.calendars) == before + 1
    return read(talker.screen.calendars[-1][1])


def of(events: list[Shown], title: str) -> list[Shown]:
    return [event for event in events if event.title == title]


def test_it_has_her_sessions_and_appointments_in_codes_alone(case: Talker) -> None:
    events = handed(case)
    sessions = of(events, "C7 session")
    assert [event.starts for event in sessions] == [TUESDAY + WEEK * number for number in range(12)]
    assert {event.ends - event.starts for event in sessions} == {timedelta(minutes=50)}
    (appointment,) = of(events, "C7 appointment")
    assert appointment.starts == datetime(2026, 12, 3, 20, 0, tzinfo=UTC)
    assert (appointment.blocks, {event.blocks for event in sessions}) == (False, {True})
    assert len(events) == 13
    content = case.screen.calendars[-1][1].lower()
    assert not any(words in content for words in (b"psych", b"housing", b"car", b"crisis", b"risk"))


def test_the_caption_says_how_it_is_opened_and_where_it_goes(case: Talker) -> None:
    case.say("/calendar")
    caption = case.screen.calendars[-1][0]
    assert caption.startswith("For your calendar until Wed 10 Feb: 12 sessions and one appointment. Codes only")
    for said in ("Open it on the phone", "copied to a company’s servers", "locked phone", "delete that calendar"):
        assert said in caption
    assert "Since the last file" not in caption


def test_the_same_again_is_the_same_file(case: Talker) -> None:
    first = handed(case)
    case.practice.now += timedelta(hours=1)
    assert handed(case) == first
    assert case.screen.calendars[0][1] == case.screen.calendars[1][1]


def test_a_session_moved_keeps_its_uid(case: Talker) -> None:
    first = handed(case)
    case.practice.now += timedelta(hours=1)
    case.talk(("C7 moved to wed 3pm", "is once on"))
    second = handed(case)
    changed = set(second) - set(first)
    assert [(event.starts, event.sequence) for event in changed] == [(datetime(2026, 11, 25, 20, 0, tzinfo=UTC), 1)]
    (moved,) = changed
    (was,) = [event for event in first if event.uid == moved.uid]
    assert (was.starts, moved.changed - was.changed) == (TUESDAY, timedelta(hours=1))
    assert "Since the last file: one changed." in case.screen.calendars[-1][0]


def test_what_was_cancelled_is_cancelled_until_it_is_over(case: Talker) -> None:
    (uid, *_) = [event.uid for event in handed(case)]
    case.talk(("C7 no session tue", "no session on"))
    for _file in range(2):
        (event,) = [event for event in handed(case) if event.uid == uid]
        assert (event.status, event.title, event.starts, event.sequence) == (
            "CANCELLED",
            "Cancelled: C7 session",
            TUESDAY,
            1,
        )
        assert not event.blocks
    case.do(At("25 Nov 09:00"))
    assert uid not in {event.uid for event in handed(case)}


def test_a_missed_appointment_stays_where_it_was_and_the_next_one_is_another(case: Talker) -> None:
    (first,) = of(handed(case), "C7 appointment")
    case.talk((At("4 Dec 12:00"), ""), ("C7 missed psych eval", ""), ("C7 booked psych eval 17 dec 3pm", "17 Dec"))
    (second,) = of(handed(case), "C7 appointment")
    assert (second.uid == first.uid, second.sequence) == (False, 0)
    assert "changed" not in case.screen.calendars[-1][0]


def test_undone_it_is_back_under_its_uid(case: Talker) -> None:
    first = handed(case)
    case.talk(("C7 no session tue", "no session on"))
    handed(case)
    case.tap("Undo")
    back = handed(case)
    assert [(event.uid, event.starts, event.status) for event in back] == [
        (event.uid, event.starts, "CONFIRMED") for event in first
    ]
    assert [event.sequence for event in back if event.starts == TUESDAY] == [2]


def test_what_was_never_handed_out_is_not_cancelled(case: Talker) -> None:
    case.talk(("C7 no session tue", "no session on"))
    assert {event.status for event in handed(case)} == {"CONFIRMED"}


def test_a_pause_an_absence_and_an_end_cancel_what_they_take(case: Talker) -> None:
    handed(case)
    case.talk(("C7 paused until 15 dec", "pause until"))
    paused = [event.starts for event in handed(case) if event.status == "CANCELLED"]
    assert paused == [TUESDAY + WEEK * number for number in range(3)]
    case.talk(("/pause 22 dec - 29 dec", "22 Dec"))
    away = {event.starts for event in handed(case) if event.status == "CANCELLED"} - set(paused)
    assert away == {TUESDAY + WEEK * 4}
    case.talk(("C7 died", ""))
    assert {event.status for event in handed(case)} == {"CANCELLED"}


def test_an_appointment_without_its_hour_is_a_day(case: Talker) -> None:
    case.talk(("C7 booked housing 9 dec", "9 Dec"))
    (event,) = [event for event in handed(case) if not isinstance(event.starts, datetime)]
    assert (event.title, event.starts, event.ends) == ("C7 appointment", date(2026, 12, 9), date(2026, 12, 10))


def test_an_appointment_moves_and_is_withdrawn_under_one_uid(case: Talker) -> None:
    (first,) = of(handed(case), "C7 appointment")
    case.talk(("C7 booked psych eval 4 dec 9am", "4 Dec"))
    (second,) = of(handed(case), "C7 appointment")
    assert (second.uid, second.sequence, second.starts) == (first.uid, 1, datetime(2026, 12, 4, 14, 0, tzinfo=UTC))
    case.talk(("C7 dropped psych eval", ""))
    (third,) = of(handed(case), "Cancelled: C7 appointment")
    assert (third.uid, third.sequence, third.status) == (first.uid, 2, "CANCELLED")


def test_of_an_erased_client_the_cancellation_names_nobody(case: Talker) -> None:
    first = handed(case)
    case.talk(("B2 thu 9am weekly", "next on"))
    erase(case)
    assert "the next file cancels, without the code" in case.text
    case.tap("Calendar")
    events = read(case.screen.calendars[-1][1])
    assert {event.uid for event in events if event.status == "CANCELLED"} == {event.uid for event in first}
    assert {event.title for event in events} == {"Cancelled", "B2 session"}
    assert b"C7" not in case.screen.calendars[-1][1]


def test_what_was_cancelled_with_her_code_is_cancelled_anew_without_it(case: Talker) -> None:
    """A calendar takes a new title for one that it has only with a higher number."""
    handed(case)
    case.talk(("C7 no session tue", "no session on"))
    (before,) = of(handed(case), "Cancelled: C7 session")
    erase(case)
    (after,) = [event for event in handed(case) if event.uid == before.uid]
    assert (after.title, after.status, after.sequence) == ("Cancelled", "CANCELLED", before.sequence + 1)


def test_asked_for_and_erased_before_it_came_she_is_not_in_it(case: Talker, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(case.practice, "deliver", lambda: None)
        case.say("/calendar")
        case.practice.store.run_here(lambda work: work.erasing.erase_client(1, 1, case.practice.now))
    case.practice.deliver()
    assert read(case.screen.calendars[-1][1]) == []


def test_handed_over_it_is_cancelled_here_and_stands_there(case: Talker, bob: Talker) -> None:
    first = handed(case)
    ask(case, "Somebody")
    bob.tap("Take over")
    events = handed(case)
    assert {(event.title, event.status) for event in events} == {("Cancelled", "CANCELLED")}
    theirs = handed(bob)
    assert [event.starts for event in of(theirs, "C7 session")] == [event.starts for event in of(first, "C7 session")]
    assert not {event.uid for event in theirs} & {event.uid for event in first}, "each has a calendar of her own"


def test_another_therapists_has_nothing_of_hers(case: Talker, bob: Talker) -> None:
    handed(case)
    bob.talk(("D4 wed 10am weekly", "next on"))
    assert {event.title for event in handed(bob)} <= {"D4 session", "Supervision"}


def test_supervision_stands_in_it_and_in_her_supervisors(case: Talker, kim: Talker, bob: Talker) -> None:
    linked(kim, case)
    case.talk(("/settings", "Your settings"), (Tap("Supervision"), ""), ("thu 10am weekly", "10:00"))
    hers = of(handed(case), "Supervision")
    assert hers[0].starts == datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
    kims = handed(kim)
    assert [(event.title, event.starts) for event in kims if event in of(kims, "Supervision")] == [
        ("Supervision", event.starts) for event in hers
    ]
    assert {event.title for event in kims} == {"Supervision"}, "and no code of anybody's"
    assert bob.screen.calendars == []
    kim.say("/team")
    kim.tap("End with Somebody")
    kim.tap("End it")
    assert {event.title for event in handed(kim)} == {"Cancelled: supervision"}


def test_the_card_that_changes_a_session_has_it_a_tap_away_once_she_has_one(case: Talker) -> None:
    case.talk(("C7 moved to wed 3pm", "is once on"))
    assert case.buttons() == ["Undo"]
    handed(case)
    for said in ("C7 moved to thu 3pm", "C7 no session thu", "C7 paused", "C7 resume", "C7 fri 2pm weekly"):
        case.say(said)
        assert case.buttons() == ["Undo", "Calendar"], said
    case.tap("Calendar")
    assert len(case.screen.calendars) == 2


def test_nothing_comes_by_itself(case: Talker) -> None:
    handed(case)
    case.talk(("C7 moved to wed 3pm", "is once on"))
    case.do(At("27 Nov 20:00"))
    assert len(case.screen.calendars) == 1


def test_without_anything_a_card_says_so(practice: Practice, kim: Talker) -> None:
    kim.say("/calendar")
    assert kim.text.startswith("There is nothing for a calendar yet.")
    admin = practice.person(3001, Role.ADMINISTRATOR)
    admin.say("/calendar")
    assert "There is nothing" not in admin.text, "and it is not hers to ask for"
    assert (kim.screen.calendars, admin.screen.calendars) == ([], [])


def test_asked_for_twice_before_it_came_it_comes_once(case: Talker, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(case.practice, "deliver", lambda: None)
        case.say("/calendar")
        case.say("C7 moved to wed 3pm")
        case.say("/calendar")
    case.practice.deliver()
    ((_, content),) = case.screen.calendars
    assert datetime(2026, 11, 25, 20, 0, tzinfo=UTC) in {event.starts for event in read(content)}


def test_whoever_has_no_file_hears_nothing_of_one_when_a_client_is_erased(case: Talker) -> None:
    erase(case)
    assert "calendar" not in case.text
    assert case.buttons() == []


def test_a_client_whose_taking_in_is_undone_is_cancelled(ana: Talker) -> None:
    ana.talk(("C7 tue 2pm weekly", "next on"))
    handed(ana)
    ana.tap("Undo")
    assert {(event.title, event.status) for event in handed(ana)} == {("Cancelled", "CANCELLED")}
