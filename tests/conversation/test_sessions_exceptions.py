"""A session that is once at another time, or not at all; a pause, and its end."""

from __future__ import annotations

from datetime import datetime

from storage.store import Store
from tests.conversation.talk import NEW_YORK, At, Practice, Talker, Tap


def seen(ana: Talker) -> Talker:
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"))
    return ana


def test_a_session_moved_once_takes_its_question_along(ana: Talker) -> None:
    seen(ana).talk(
        ("C7 moved to wed 3pm", "C7: the session of Tue 24 Nov 14:00 is once on Wed 25 Nov 15:00."),
        ("C7", "I will ask around the session on Wed 25 Nov 15:00."),
        (At("25 Nov 14:30"), "C7 at 15:00."),
        (At("25 Nov 15:50"), "How did it go with C7?"),
        (Tap("Did not come up"), "Tue 1 Dec 14:00"),
    )


def test_a_session_moved_to_a_day_keeps_its_hour_and_says_so(ana: Talker) -> None:
    seen(ana).talk(
        ("C7 moved thu", "C7: the session of Tue 24 Nov 14:00 is once on Thu 19 Nov 14:00, at the same hour."),
        ("C7", "C7 · Tue 14:00"),
        (Tap("Undo"), "Undone"),
        ("C7 moved to thu 26 nov", "is once on Thu 26 Nov 14:00, at the same hour."),
        ("C7 moved 27 nov", "the session of Thu 26 Nov 14:00 is once on Fri 27 Nov 14:00, at the same hour."),
    )


def test_a_brief_that_fell_due_for_a_session_moved_since_is_not_said(practice: Practice, ana: Talker) -> None:
    """As when the bot was away as it fell due, or in the seconds until the next look."""
    seen(ana).talk(("C8 dbt", "noted"), ("C8 tue 2pm weekly", "next on Tue 24 Nov 14:00"))
    practice.now = datetime(2026, 11, 24, 13, 30, 1, tzinfo=NEW_YORK)
    ana.say("C7 moved thu")
    practice.tick()
    assert "C8 at 14:00" in ana.text
    assert "C7" not in ana.text


def test_the_hour_stays_though_the_clocks_change_between(store: Store) -> None:
    """Summer time ends on 1 November 2026 in New York."""
    practice = Practice(store, datetime(2026, 10, 28, 16, 10, tzinfo=NEW_YORK))
    seen_in_october = practice.person(1001)
    seen_in_october.talk(
        ("C7 dbt", "noted"),
        ("C7 tue 2pm weekly", "next on Tue 3 Nov 14:00"),
        ("C7 moved fri", "the session of Tue 3 Nov 14:00 is once on Fri 30 Oct 14:00, at the same hour."),
    )


def test_a_day_without_an_hour_is_not_taken_where_it_would_be_no_move(ana: Talker) -> None:
    seen(ana).talk(
        ("C7 moved today", "C7: Wed 18 Nov 14:00 is over. Nothing was changed. For another hour: C7 moved to 2026"),
        ("C7 moved tue", "C7 has a session on Tue 24 Nov 14:00 already. Nothing was changed. For another hour:"),
        ("C7 tue 2pm, thu 2pm weekly", "next on Thu 19 Nov 14:00"),
        ("C7 moved to tue", "C7 has a session on Tue 24 Nov 14:00 already."),
        ("C7", "I will ask around the session on Thu 19 Nov 14:00."),
        ("C7 moved to 2026-11-18 17:00", "is once on Wed 18 Nov 17:00."),
    )


def test_in_spanish_too(luz: Talker) -> None:
    luz.talk(
        ("C7 dbt", "C7"),
        ("C7 pasa al jueves", "Aún no conozco las horas de sesión de C7."),
        ("C7 mar 14h semanal", "24 nov 14:00"),
        ("C7 pasa al jueves", "es por una vez el jue 19 nov 14:00, a la misma hora."),
        (Tap("Deshacer"), "Deshecho"),
        ("C7 pasa al martes", "C7 ya tiene sesión el mar 24 nov 14:00. No cambió nada."),
    )


def test_a_session_left_out_asks_around_the_one_after(ana: Talker) -> None:
    seen(ana).talk(
        ("C7 cancelled", "C7: no session on Tue 24 Nov 14:00. Next on Tue 1 Dec 14:00."),
        ("C7", "I will ask around the session on Tue 1 Dec 14:00."),
        (At("1 Dec 13:30"), "C7 at 14:00."),
    )


def test_a_session_of_a_date_is_left_out_or_there_is_none(ana: Talker) -> None:
    seen(ana).talk(
        ("C7 cancelled 1 dec", "C7: no session on Tue 1 Dec 14:00. Next on Tue 24 Nov 14:00."),
        ("C7 cancelled 2 dec", "C7 has no session on Wed 2 Dec. Nothing was changed."),
        ("C7 cancelled 1 dec", "C7 has no session on Tue 1 Dec. Nothing was changed."),
    )


def test_a_pause_and_its_last_day(ana: Talker) -> None:
    seen(ana).talk(
        ("C7 paused until 7 dec", "C7: sessions pause until Mon 7 Dec. Next on Tue 8 Dec 14:00."),
        ("C7", "C7 · sessions pause until Mon 7 Dec ·"),
        (At("8 Dec 13:30"), "C7 at 14:00."),
    )


def test_a_pause_without_an_end_is_ended_by_a_line(ana: Talker) -> None:
    seen(ana).talk(
        ("C7 paused", "C7 resumes ends the pause; until then I ask by stage."),
        ("C7", "C7 · sessions pause ·"),
        ("C7 resumes", "C7: sessions go on. Next on Tue 24 Nov 14:00."),
        ("C7 resumes", "C7: sessions are not paused."),
    )


def test_each_of_these_is_undone(ana: Talker) -> None:
    seen(ana)
    for line in ("C7 moved to wed 3pm", "C7 cancelled", "C7 paused until 7 dec", "C7 paused"):
        ana.talk((line, "C7:"), (Tap("Undo"), "Undone"), ("C7", "I will ask around the session on Tue 24 Nov 14:00."))


def test_a_session_is_not_moved_to_what_has_passed(ana: Talker) -> None:
    seen(ana)
    for at in ("9am", "4:10pm"):  # it is 4:10 in the afternoon
        ana.say(f"C7 moved to today {at}")
        assert "Nothing was" in ana.text
    ana.talk(("C7", "I will ask around the session on Tue 24 Nov 14:00."))


def test_without_session_times_the_line_to_tell_them_is_said(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"))
    for line in ("C7 moved to wed 3pm", "C7 cancelled", "C7 paused", "C7 resumes"):
        ana.talk((line, "I know no session times of C7 yet."))


def test_nobody_moves_the_sessions_of_anothers_client(ana: Talker, bob: Talker) -> None:
    seen(ana)
    for line in ("C7 moved to wed 3pm", "C7 cancelled", "C7 paused", "C7 resumes"):
        bob.talk((line, "I know no C7 of yours."))
    ana.talk(("C7", "I will ask around the session on Tue 24 Nov 14:00."))


def test_a_rule_may_be_fortnightly_monthly_or_several_a_week(ana: Talker) -> None:
    ana.talk(
        ("C7 tue 2pm fortnightly", "every other Tuesday 14:00"),
        ("C7", "C7 · every other Tue 14:00 ·"),
        ("C7 tue 2pm monthly", "monthly"),
        ("C7", "C7 · monthly Tue 14:00 ·"),
        ("C7 mon 9am, thu 10am", "sessions Mondays 09:00 and Thursdays 10:00"),
        ("C7", "C7 · Mon 09:00 and Thu 10:00 ·"),
    )


def test_a_new_rule_forgets_what_was_different_once(ana: Talker) -> None:
    seen(ana).talk(("C7 paused", "pause"), ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"))
