"""`/settings`: each choice changes when the next message comes, and the client's page says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from referrals.model import Role
from tests.conversation.pages import STALE, rows
from tests.conversation.talk import NEW_YORK, At, Practice, Shown, Talker, Tap, labels


@pytest.fixture
def case(ana: Talker) -> Talker:
    """Ana's C7, who comes on Tuesdays: on 24 November next, asked about around that session."""
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"))
    return ana


def at(local: str) -> datetime:
    return datetime.strptime(f"2026 {local}", "%Y %d %b %H:%M").replace(tzinfo=NEW_YORK).astimezone(UTC)


def quiet_until(talker: Talker, local: str) -> None:
    """Nothing comes before that moment."""
    before = set(talker.screen.messages)
    talker.practice.move_to(at(local))
    assert set(talker.screen.messages) == before, talker.text


def choose(talker: Talker, setting: str, label: str) -> Shown:
    """Opens the settings and taps one choice; returns the card, which stays the same message."""
    talker.say("/settings")
    card = talker.newest
    talker.tap(setting)
    talker.tap(label)
    assert talker.newest is card
    assert labels(card.card)[-1] == "Back"
    return card


def holidays_of(practice: Practice, region: str | None) -> None:
    practice.store.run_here(lambda work: work.people.describe(holidays=region))


def test_the_page_shows_what_is_set_and_a_tap_for_each(ana: Talker) -> None:
    ana.talk(("/settings", "Your settings"))
    assert ana.text.splitlines()[1:] == [
        "Hours: Mon–Fri 9–18",
        "Time zone: America/New York",
        "Language: English",
        "Brief: 30 minutes before a session",
        "Session: 50 minutes, then I ask",
        "Messages: at most 4 a day",
        "Public holidays: your practice has named no region",
        "Supervision: no slot yet",
        "Pause: none",
        "Acute cases: your supervisor is told at once, if linked",
    ]
    card = ana.newest
    for setting in list(ana.buttons()):
        ana.tap(setting)
        assert ana.newest is card
        ana.talk((Tap("Back"), "Your settings"))


def test_a_shorter_lead_brings_the_brief_later(case: Talker) -> None:
    choose(case, "Brief", "15 min")
    case.talk((Tap("Back"), "Brief: 15 minutes before a session"))
    quiet_until(case, "24 Nov 13:44")
    case.talk((At("24 Nov 13:45"), "One thing to bring up"))


def test_a_longer_session_brings_the_question_later(case: Talker) -> None:
    choose(case, "Session", "90 min")
    case.talk((At("24 Nov 13:30"), "One thing to bring up"))
    quiet_until(case, "24 Nov 15:29")
    case.talk((At("24 Nov 15:30"), "How did it go with C7?"))


def test_of_one_message_a_day_the_second_waits_for_the_next(case: Talker) -> None:
    choose(case, "Messages a day", "1")
    case.talk((At("24 Nov 13:30"), "One thing to bring up"))
    quiet_until(case, "25 Nov 08:59")
    case.talk((At("25 Nov 09:00"), "How did it go with C7 on Tue 24 Nov?"))


@pytest.mark.parametrize("typed", [False, True])
def test_other_hours_bring_the_question_at_another_time(ana: Talker, typed: bool) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 booked fri 3pm", "how it went on Mon 23 Nov 09:00"))
    if typed:
        ana.talk(("/settings", "Your settings"), (Tap("Hours"), "Tap, or type them"))
        asked = ana.newest
        ana.talk(("whenever", "I did not find days and hours in that."), ("mon-thu 8-17:30", "Mon–Thu 8–17:30"))
        assert asked.card.html == "Working hours: see below."
    else:
        choose(ana, "Hours", "Mon–Fri 8–17")
    ana.talk(("C7", "I will ask how it went on Mon 23 Nov 08:00"))
    quiet_until(ana, "23 Nov 07:59")
    ana.talk((At("23 Nov 08:00"), "Did the client go?"))


def test_an_answer_in_words_after_back_is_no_answer(ana: Talker) -> None:
    ana.talk(("/settings", "Your"), (Tap("Hours"), "type them"), (Tap("Back"), "Your settings"))
    ana.talk(("mon-thu 8-17:30", "Which client?"), ("/settings", "Hours: Mon–Fri 9–18"))
    ana.talk((Tap("Hours"), "type them"), (Tap("Mon–Sat 9–18"), "Working hours: Mon–Sat 9–18"))
    ana.talk(("mon-thu 8-17:30", "Which client?"), ("/settings", "Hours: Mon–Sat 9–18"))


@pytest.mark.parametrize("typed", [False, True])
def test_another_zone_moves_the_hours_and_not_the_sessions(case: Talker, typed: bool) -> None:
    case.talk(("B2 housing", "noted"), ("B2 booked fri 3pm", "how it went on Mon 23 Nov 09:00"))
    if typed:
        case.talk(("/settings", "Your settings"), (Tap("Time zone"), "type a city"))
        case.talk(("Atlantis", "I know no time zone called Atlantis."), ("Los Angeles", "America/Los Angeles"))
    else:
        choose(case, "Time zone", "America/Los Angeles")
    assert "Session times stay as they were typed, in the zone in which they were typed." in case.text
    case.talk(("C7", "Tue 24 Nov 11:00"))
    case.talk(("B2", "I will ask how it went on Mon 23 Nov 09:00"))
    quiet_until(case, "23 Nov 11:59")
    case.talk((At("23 Nov 12:00"), "Did the client go?"))
    case.talk((At("24 Nov 13:30"), "One thing to bring up"))


def test_supervision_is_an_hour_in_which_nothing_arrives(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 booked fri 3pm", "how it went on Mon 23 Nov 09:00"))
    ana.talk(("/settings", "Your settings"), (Tap("Supervision"), "Type it"))
    ana.talk(("hm", "I did not find a day and a time in that."), ("mon 9am weekly", "Supervision: Mondays 09:00"))
    ana.talk(("C7", "I will ask how it went on Mon 23 Nov 09:50"))
    choose(ana, "Supervision", "No slot")
    ana.tap("✓ No slot")
    assert ana.text == "Supervision: no slot yet"
    ana.talk(("C7", "I will ask how it went on Mon 23 Nov 09:00"), (At("23 Nov 09:00"), "Did the client go?"))


@pytest.fixture
def thursdays(ana: Talker) -> Talker:
    """A practice in the United States, and a C7 who comes on Thursdays; Thanksgiving is 26 November."""
    holidays_of(ana.practice, "US")
    ana.practice.move_to(at("23 Nov 10:00"))
    ana.say("C7 dbt")
    return ana


def test_on_a_public_holiday_nothing_comes(thursdays: Talker) -> None:
    thursdays.talk(
        ("/settings", "Public holidays: kept; next Thanksgiving Day, Thu 26 Nov"),
        ("C7 thu 2pm weekly", "next on Thu 3 Dec 14:00"),
        ("C7", "I will ask around the session on Thu 3 Dec 14:00"),
    )
    quiet_until(thursdays, "3 Dec 13:29")
    thursdays.talk((At("3 Dec 13:30"), "One thing to bring up"))


def test_whoever_works_on_holidays_is_asked_on_them(thursdays: Talker) -> None:
    thursdays.talk(("C7 thu 2pm weekly", "next on Thu 3 Dec 14:00"))
    choose(thursdays, "Public holidays", "Work on them")
    assert thursdays.text.splitlines() == [
        "Public holidays: not kept. I come on these days as on any other.",
        "Thanksgiving Day, Thu 26 Nov, is the next (US).",
    ]
    thursdays.talk(("C7", "I will ask around the session on Thu 26 Nov 14:00"))
    choose(thursdays, "Public holidays", "Keep them")
    thursdays.talk(("C7", "I will ask around the session on Thu 3 Dec 14:00"))
    choose(thursdays, "Public holidays", "Work on them")
    quiet_until(thursdays, "26 Nov 13:29")
    thursdays.talk((At("26 Nov 13:30"), "One thing to bring up"))


def test_without_a_region_there_is_nothing_to_choose(ana: Talker) -> None:
    for region in (None, "US-XX"):
        holidays_of(ana.practice, region)
        ana.talk(
            ("/settings", "Public holidays: your practice has named no region"), (Tap("Public holidays"), "I know")
        )
        assert ana.buttons() == ["Back"]
        ana.press("set:hol:off", ana.newest.message_id)
        assert ana.screen.toasts[-1] == STALE


@pytest.mark.parametrize(
    ("setting", "label"),
    [
        ("Hours", "Every day 8–20"),
        ("Time zone", "Europe/Berlin"),
        ("Brief", "60 min"),
        ("Session", "45 min"),
        ("Messages a day", "2"),
        ("Public holidays", "Work on them"),
    ],
)
def test_a_choice_is_marked_and_can_be_made_again(case: Talker, setting: str, label: str) -> None:
    holidays_of(case.practice, "US")
    card = choose(case, setting, label)
    [marked] = [name for name in labels(card.card) if name.startswith("✓")]
    assert marked == f"✓ {label}"
    before, shown = rows(case), card.card
    case.tap(marked)
    assert (rows(case), card.card) == (before, shown)
    assert case.screen.toasts[-1] == ""


FORGED = """set set: set:nonsense set:lead:-5 set:lead:0 set:lead:1 set:lead:31 set:lead:15x set:lead:１５ set:length:0
set:length:1440 set:most:0 set:most:99 set:most:-1 set:hours:01234:9 set:hours:9:9:9 set:hours:01234:18:9
set:hours:0123:1:2 set:zone: set:zone:../../etc/passwd set:zone:Mars set:hol:maybe set:slot:x set:slot:mon:9
set:lead: set:most: set:hours:"""


@pytest.mark.parametrize("data", FORGED.split())
def test_what_was_never_offered_changes_nothing(case: Talker, data: str) -> None:
    holidays_of(case.practice, "US")
    case.say("/settings")
    before, card = case.text, case.newest
    case.press(data, card.message_id)
    assert case.screen.toasts[-1] == STALE
    assert case.text == before
    case.say("/settings")
    assert case.text == before


def test_a_tap_changes_the_settings_of_her_who_taps(case: Talker, bob: Talker) -> None:
    choose(case, "Brief", "60 min")
    card = case.newest
    before, cards = case.text, len(bob.screen.messages)
    bob.press("set:lead:15", card.message_id)
    assert case.newest.card == card.card
    assert len(bob.screen.messages) == cards + 1
    case.talk(("/settings", "Brief: 60 minutes before a session"), (At("24 Nov 13:00"), "One thing to bring up"))
    bob.talk(("/settings", "Brief: 15 minutes before a session"))
    assert before != case.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("São Paulo", "America/Sao Paulo"),
        ("bogotá", "America/Bogota"),
        ("EST", "I know no time zone called EST."),
        ("mst", "I know no time zone called mst."),
        ("factory", "I know no time zone called factory."),
    ],
)
def test_a_city_has_its_accents_and_letters_of_one_offset_are_no_place(ana: Talker, typed: str, answer: str) -> None:
    ana.talk(("/settings", "Your settings"), (Tap("Time zone"), "type a city"), (typed, answer))


def test_an_appointment_without_its_hour_stays_on_its_day(case: Talker) -> None:
    """It stands at the day's start, which further west is the evening before."""
    case.talk(("C7 booked dbt 9 dec", "I will ask how it went on Thu 10 Dec 09:00."))
    for zone in ("America/Los Angeles", "Europe/Berlin", "America/New York"):
        choose(case, "Time zone", zone)
        case.talk(("C7", "booked for Wed 9 Dec"))


def test_whoever_has_no_caseload_has_hours_zone_and_language(practice: Practice) -> None:
    eve = practice.person(1003, Role.ADMINISTRATOR)
    eve.talk(("/settings", "Your settings"))
    assert eve.buttons() == ["Hours", "Time zone", "Language", "Leave the practice"]
    for data in ("set:lead:15", "set:hol:off", "away:week"):
        eve.press(data, eve.newest.message_id)
        assert eve.screen.toasts[-1] in {STALE, "That belongs to another role in your practice."}
    eve.talk((Tap("Hours"), "Working hours"), (Tap("Mon–Fri 8–17"), "Working hours: Mon–Fri 8–17"))


def test_before_the_first_three_questions_are_answered_those_come_first(practice: Practice) -> None:
    ana = practice.person(1001, aboard=False)
    ana.talk((f"/start {practice.invite()}", "1 of 3"), ("/settings", "1 of 3"), ("/pause 14 dec", "1 of 3"))
    for data in ("set:all", "set:lead:15", "set:hours", "away:week", "away:date"):
        ana.press(data, ana.newest.message_id)
        assert ana.screen.toasts[-1] == STALE
    ana.talk(("Chicago", "2 of 3"))


def test_strangers_have_no_settings(practice: Practice) -> None:
    stranger = practice.person(666, aboard=False)
    stranger.talk(("/settings", "Ask the practice for an invite"))
    stranger.press("set:lead:15", 1)
    assert "Ask the practice for an invite" in stranger.screen.toasts[-1]
