"""Nothing during a session, together what falls due together, four a day: the therapist's day as she sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.wording.card import Card
from tests.conversation.talk import NEW_YORK, At, Practice, Talker, Tap, labels, plain

TUESDAY = {"C7": "tue 1pm", "B2": "tue 2pm", "D4": "tue 3pm"}


def weekly(ana: Talker, sessions: dict[str, str], services: str = "psych eval") -> None:
    for code, at in sessions.items():
        ana.talk((f"{code} {services}", "noted"), (f"{code} {at} weekly", "next on"))


def moment(local: str) -> datetime:
    return datetime.strptime(f"2026 {local}", "%Y %d %b %H:%M").replace(tzinfo=NEW_YORK).astimezone(UTC)


def arrivals(ana: Talker, until: str) -> list[tuple[str, str]]:
    """What comes unasked until then: local time and first line of each message."""
    came = []
    seen = set(ana.screen.messages)
    while (due := ana.practice.store.run_here(lambda work: work.nudges.next_due())) and due <= moment(until):
        ana.practice.move_to(due)
        for number in sorted(set(ana.screen.messages) - seen):
            local = ana.practice.now.astimezone(NEW_YORK)
            came.append((f"{local:%a %H:%M}", plain(ana.screen.messages[number].card).splitlines()[0]))
        seen = set(ana.screen.messages)
    ana.practice.move_to(moment(until))
    return came


def test_in_a_block_the_briefs_come_before_it_and_the_questions_after(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    assert arrivals(ana, "24 Nov 20:00") == [
        ("Tue 12:30", "Before your next sessions:"),
        ("Tue 15:50", "How did it go with C7, B2 and D4?"),
    ]


def test_a_gap_as_long_as_a_brief_needs_parts_two_blocks(ana: Talker) -> None:
    weekly(ana, {"C7": "tue 1pm", "B2": "tue 2:20pm"})
    assert arrivals(ana, "24 Nov 20:00") == [
        ("Tue 12:30", "C7 at 13:00. One thing to bring up:"),
        ("Tue 13:50", "2 things about B2 and C7:"),
        ("Tue 15:10", "How did it go with B2?"),
    ]


def test_what_falls_due_during_a_session_waits_for_its_end(ana: Talker) -> None:
    """F6 has no session times, so she is asked about by stage; the others' sessions stand in the way."""
    ana.talk(("F6 dbt", "noted"), ("C7 mon 4pm weekly", "next on"))
    assert arrivals(ana, "23 Nov 20:00") == [("Mon 16:50", "Any news of F6?")]


def test_each_of_several_is_answered_by_its_own_tap(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    ana.talk(
        (At("24 Nov 15:50"), "1  C7 · Psychiatric evaluation · suggested 6 days ago"),
        (Tap("1 Agreed"), "C7 · Psychiatric evaluation: agreed"),
    )
    message = next(m for m in ana.screen.messages.values() if plain(m.card).startswith("How did it go with C7, B2"))
    assert "1  C7 · Psychiatric evaluation: agreed" in plain(message.card)
    assert labels(message.card) == [
        *("2 Agreed", "Booked", "Went", "More"),
        *("3 Agreed", "Booked", "Went", "More"),
        "Later",
    ]
    ana.talk(
        (Tap("More"), "How did it go with B2?"),
        (Tap("Not ready"), "What stands in the way?"),
        (Tap("Cost"), "in the way, cost"),
        ("D4 booked 4 dec 3pm", "booked for Fri 4 Dec 15:00"),
    )
    assert plain(message.card) == "C7, B2 and D4: all answered, thank you."
    assert labels(message.card) == []


def test_one_of_several_opened_and_left_is_as_it_was(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    ana.talk((At("24 Nov 15:50"), "How did it go"))
    before = ana.newest.card
    ana.talk((Tap("More"), "How did it go with C7?"), (Tap("Back to all"), "How did it go with C7, B2 and D4?"))
    assert ana.newest.card == before


def test_a_tap_on_one_of_several_pressed_twice_changes_nothing_more(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    ana.talk((At("24 Nov 15:50"), "How did it go"))
    shown = ana.newest
    agreed = shown.card.rows[0][0].data
    ana.press(agreed, shown.message_id)
    before = {number: m.card for number, m in ana.screen.messages.items()}
    ana.press(agreed, shown.message_id)
    assert {number: m.card for number, m in ana.screen.messages.items()} == before
    assert ana.screen.toasts[-1]


def test_nobody_opens_or_puts_off_the_questions_of_another(ana: Talker, practice: Practice) -> None:
    weekly(ana, TUESDAY)
    ana.talk((At("24 Nov 15:50"), "How did it go"))
    bob = practice.person(1002)
    for button in (ana.newest.card.rows[0][-1], ana.newest.card.rows[-1][0]):
        before = dict(bob.screen.messages)
        bob.press(button.data, bob.newest.message_id)
        assert dict(bob.screen.messages) == before
        assert bob.screen.toasts[-1]


def test_never_more_than_four_a_day_and_the_rest_comes_the_next_morning(ana: Talker) -> None:
    hours = {"C1": "tue 7am", "C2": "tue 9am", "C3": "tue 11am", "C4": "tue 1pm", "C5": "tue 3pm", "C6": "tue 5pm"}
    weekly(ana, hours)
    assert arrivals(ana, "25 Nov 20:00") == [
        ("Tue 06:30", "C1 at 07:00. One thing to bring up:"),
        ("Tue 07:50", "2 things about C2 and C1:"),
        ("Tue 09:50", "2 things about C3 and C2:"),
        ("Tue 11:50", "4 things about C4, C5, C6 and C3:"),
        ("Wed 09:00", "How did it go with C4, C5 and C6?"),
    ]


def test_what_is_shown_as_planned_moves_with_the_overflow(ana: Talker) -> None:
    weekly(ana, {"C1": "tue 7am", "C2": "tue 9am", "C3": "tue 11am", "C4": "tue 1pm", "C5": "tue 3pm"})
    ana.talk(
        (At("24 Nov 11:50"), "C5 at 15:00"),
        ("C5", "I will ask about the session of Tue 24 Nov on Wed 25 Nov 09:00."),
        ("/today", "Nothing more to come from me today."),
        (At("25 Nov 09:00"), "C5 on Tue 24 Nov"),
    )


def test_the_day_shows_what_is_still_to_come(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    arrivals(ana, "24 Nov 09:30")
    ana.talk(
        ("/today", "Still to come from me today: 12:30 (C7, B2 and D4) and 15:50 (C7, B2 and D4)."),
        (At("24 Nov 12:31"), "Before your next sessions:"),
        ("/today", "Still to come from me today: 15:50 (C7, B2 and D4)."),
    )


def test_after_a_downtime_one_message_marked_as_delayed(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    ana.talk(("F6 dbt", "noted"))
    seen = set(ana.screen.messages)
    ana.practice.now = moment("27 Nov 11:00")  # nobody ticked for a week
    ana.practice.tick()
    (came,) = (ana.screen.messages[number] for number in set(ana.screen.messages) - seen)
    lines = plain(came.card).splitlines()
    assert lines[0] == "Delayed: I could not send this in its time."
    assert "1  C7 on Tue 24 Nov · Psychiatric evaluation" in lines[2]
    assert "4  F6 · DBT group" in lines[5]


def test_after_a_downtime_that_ends_at_night_it_waits_for_the_morning(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    seen = set(ana.screen.messages)
    ana.practice.now = moment("24 Nov 23:00")
    ana.practice.tick()
    assert set(ana.screen.messages) == seen
    ana.talk((At("25 Nov 09:00"), "Delayed"))


def test_the_clock_stepped_back_says_nothing_twice(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    arrivals(ana, "24 Nov 20:00")
    seen = set(ana.screen.messages)
    for hours in (1, 24):
        ana.practice.now -= timedelta(hours=hours)
        ana.practice.tick()
    assert arrivals(ana, "30 Nov 08:00") == []
    assert set(ana.screen.messages) == seen


def test_unanswered_twice_a_question_waits_for_monday(ana: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("C7 wed 9am weekly", "next on"))
    came = arrivals(ana, "15 Dec 20:00")
    assert came == [
        ("Wed 08:30", "C7 at 09:00. One thing to bring up:"),
        ("Wed 09:50", "How did it go with C7?"),
        ("Wed 08:30", "C7 at 09:00. One thing to bring up:"),
        ("Wed 09:50", "How did it go with C7?"),
        ("Mon 09:00", "A new week. Any news of C7?"),
    ]
    ana.talk(
        (Tap("Agreed"), "agreed"),
        ("C7", "I will ask around the session on Wed 23 Dec 09:00."),
    )


def test_the_older_card_of_a_question_asked_again_gives_way(ana: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("C7 wed 9am weekly", "next on"), (At("25 Nov 09:50"), "How did it go"))
    first = ana.newest
    ana.talk((At("2 Dec 09:50"), "How did it go with C7?"))
    assert first.card == Card("C7 · <b>Psychiatric evaluation</b>: asked again below.")


def test_a_card_answered_by_a_line_gives_way(ana: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("C7 wed 9am weekly", "next on"), (At("25 Nov 09:50"), "How did it go"))
    asked = ana.newest
    ana.talk(("C7 agreed", "agreed"))
    assert plain(asked.card) == "C7 · Psychiatric evaluation: answered, thank you."


def test_undo_gives_an_answered_question_its_taps_back(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval", "noted"),
        ("C7 wed 9am weekly", "next on"),
        (At("25 Nov 09:50"), "How did it go with C7?"),
        (Tap("Went"), "went"),
        (Tap("Undo"), "How did it go with C7?"),
        (Tap("Agreed"), "agreed"),
    )


def test_undo_of_one_of_several_opens_that_one_again(ana: Talker) -> None:
    weekly(ana, TUESDAY)
    ana.talk((At("24 Nov 15:50"), "How did it go with C7, B2 and D4?"))
    message = ana.newest
    before = message.card
    ana.talk((Tap("1 Agreed"), "agreed"), (Tap("Undo"), "Undone"))
    assert message.card == before


def test_undo_of_a_line_opens_the_question_it_answered(ana: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("C7 wed 9am weekly", "next on"), (At("25 Nov 09:50"), "How did it go"))
    asked = ana.newest
    before = asked.card
    ana.talk(("C7 went", "went"), (Tap("Undo"), "Undone"))
    assert asked.card == before


def test_a_session_moved_once_takes_its_messages_along(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        ("C7 moved to 26 nov 3pm", "Thu 26 Nov 15:00"),
        ("C7", "I will ask around the session on Thu 26 Nov 15:00."),
    )
    assert arrivals(ana, "27 Nov 08:00") == [
        ("Thu 14:30", "C7 at 15:00. One thing to bring up:"),
        ("Thu 15:50", "How did it go with C7?"),
    ]


def test_a_session_left_out_brings_nothing_and_the_next_one_does(ana: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("C7 tue 2pm weekly", "next on"), ("C7 no session tue", "Tue 24 Nov"))
    assert arrivals(ana, "1 Dec 13:30") == [("Tue 13:30", "C7 at 14:00. One thing to bring up:")]
