"""`/pause`: nothing comes but looks at acute risk; on the first working day back one message gathers what waited."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.risk import Cover
from storage.people_rows import Member
from tests.conversation.pages import STALE
from tests.conversation.talk import At, Practice, Talker, Tap, plain
from tests.conversation.test_settings import at, quiet_until

NOTHING_COMES = "Nothing comes meanwhile, save looks after clients at acute risk, which go on every day."


def kept(talker: Talker) -> tuple[object, ...]:
    """What the database holds of her pause."""
    columns = Member.away_from, Member.away_until, Member.away_cover
    with Session(talker.practice.store.engine) as session:
        return tuple(session.execute(select(*columns).where(Member.telegram_id == talker.user_id)).one())


def came(talker: Talker, since: set[int]) -> list[str]:
    """The first lines of what came after those messages."""
    return [plain(s.card).splitlines()[0] for n, s in sorted(talker.screen.messages.items()) if n not in since]


@pytest.fixture
def case(ana: Talker) -> Talker:
    """C7 comes on Tuesdays; A1 and B2 had appointments on Friday and are asked about on Monday morning."""
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"))
    ana.talk(("A1 housing", "noted"), ("A1 booked fri 3pm", "how it went on Mon 23 Nov 09:00"))
    ana.talk(("B2 legal aid", "noted"), ("B2 booked fri 4pm", "how it went on Mon 23 Nov 09:00"))
    return ana


def test_over_a_pause_nothing_comes_and_then_one_message(case: Talker) -> None:
    case.talk(("/pause 30 nov", "Paused: your first day back is Mon 30 Nov."))
    assert NOTHING_COMES in case.text
    assert "On Mon 30 Nov one message gathers the questions that waited." in case.text
    case.talk(("C7", "I will ask around the session on Tue 1 Dec 14:00"), ("A1", "went on Mon 30 Nov 09:00"))
    before = set(case.screen.messages)
    quiet_until(case, "30 Nov 08:59")
    case.practice.move_to(at("30 Nov 12:00"))
    assert len(came(case, before)) == 1
    assert "A1" in case.text
    assert "B2" in case.text
    case.talk((At("1 Dec 13:30"), "One thing to bring up"))


def test_looks_at_acute_risk_go_on_every_day_of_a_pause(case: Talker) -> None:
    case.talk(("K4 acute", "What kind"), ("/pause until 23 nov", "At acute risk: K4."))
    before = set(case.screen.messages)
    case.practice.move_to(at("23 Nov 08:59"))
    assert came(case, before) == ["Your look after K4:"] * 5  # the same day, then Thursday to Sunday
    case.practice.move_to(at("23 Nov 12:00"))
    assert len(came(case, before)) == 7  # the look of the day, and what waited


def test_a_look_at_elevated_risk_waits_for_the_day_back(ana: Talker) -> None:
    ana.talk(("E5 elevated", "I will ask about E5 on Wed 25 Nov 16:10."), ("/pause 30 nov", "At elevated risk: E5."))
    quiet_until(ana, "30 Nov 08:59")
    ana.talk((At("30 Nov 09:00"), "Your look after E5:"))


def test_a_pause_to_come_leaves_the_days_before_it_alone(case: Talker) -> None:
    case.talk(
        ("/pause 24 nov - 1 dec", "Paused from Tue 24 Nov: your first day back is Tue 1 Dec."),
        ("/settings", "Pause: from Tue 24 Nov, back on Tue 1 Dec"),
        (At("23 Nov 09:00"), "Did the client go?"),
        ("C7", "I will ask around the session on Tue 1 Dec 14:00"),
    )
    quiet_until(case, "1 Dec 08:59")


def test_who_covers_is_asked_and_nobody_is_told(case: Talker) -> None:
    case.talk(
        ("K4 acute", "What kind"),
        ("E5 dbt !elevated", "elevated since"),
        ("/pause 30 nov", "At acute risk: K4.\nAt elevated risk: E5.\nWho covers meanwhile?"),
        (Tap("A colleague"), "Who covers: a colleague. Tell them yourself: nobody was told by this bot."),
    )
    assert kept(case)[2] is Cover.COLLEAGUE
    assert case.buttons()[:3] == ["On-call", "✓ A colleague", "I stay reachable"]
    case.talk(
        (Tap("I stay reachable"), "Who covers: you stay reachable."), ("/pause", "Who covers: you stay reachable.")
    )
    assert "nobody was told" not in case.text


def test_by_taps_alone(ana: Talker) -> None:
    for label, back in (
        ("Until tomorrow", "Thu 19 Nov"),
        ("Until Monday", "Mon 23 Nov"),
        ("A week", "Wed 25 Nov"),
        ("Two weeks", "Wed 2 Dec"),
    ):
        ana.talk(("/pause", "until when?"))
        card = ana.newest
        ana.talk((Tap(label), f"Paused: your first day back is {back}."))
        assert ana.newest is card
        ana.talk((Tap("I am back"), "Welcome back."), ("/settings", "Pause: none"))
        assert kept(ana) == (None, None, None)


def test_another_date_is_typed(ana: Talker) -> None:
    ana.talk(("/pause", "until when?"), (Tap("Another date"), "type 14 dec for the first day back"))
    asked = ana.newest
    ana.talk(
        ("soon", "I do not find those days in the calendar. Nothing was changed."),
        ("1 nov", "That date has passed. Nothing was changed."),
        ("14 dec - 7 dec", "The first day back comes after the first day away. Nothing was changed."),
        ("today", "The first day back comes after the first day away."),
    )
    assert kept(ana) == (None, None, None)
    ana.talk(("7-14 dec", "Paused from Mon 7 Dec: your first day back is Mon 14 Dec."))
    assert asked.card.html == "Pause: see below."
    ana.talk(("21 dec", "Which client?"))


@pytest.mark.parametrize("typed", ["14 dec - 7 dec", "1 nov", "soon", "14 dec 3pm"])
def test_days_that_cannot_be_change_nothing(ana: Talker, typed: str) -> None:
    ana.talk((f"/pause {typed}", "Nothing was changed."), ("/settings", "Pause: none"))


def test_after_back_a_date_is_no_answer(ana: Talker) -> None:
    ana.talk(("/pause", "until when?"), (Tap("Another date"), "type"), (Tap("Back"), "until when?"))
    ana.talk(("14 dec", "Which client?"), (Tap("Another date"), "type"))
    ana.talk((Tap("Back"), "until when?"), (Tap("Back"), "Your settings"), (Tap("Pause"), "until when?"))
    assert kept(ana) == (None, None, None)


def test_while_paused_it_can_be_changed_and_ended(case: Talker) -> None:
    case.talk(("/pause 30 nov", "Mon 30 Nov"), (Tap("On-call"), "on-call"))
    case.practice.move_to(at("19 Nov 10:00"))
    case.talk(
        ("/pause", "Paused: your first day back is Mon 30 Nov."),
        (Tap("Change"), "Now: from Wed 18 Nov, back on Mon 30 Nov."),
        (Tap("A week"), "Paused: your first day back is Thu 26 Nov."),
    )
    assert [str(day) for day in kept(case)[:2]] == ["2026-11-18", "2026-11-26"]
    assert "Who covers meanwhile?" in case.text  # other days may need somebody else
    case.talk(
        ("C7", "I will ask around the session on Tue 1 Dec 14:00"),
        ("/pause", "Paused"),
        (Tap("I am back"), "Welcome back."),
        ("C7", "I will ask around the session on Tue 24 Nov 14:00"),
        (At("23 Nov 09:00"), "Did the client go?"),
    )


def test_what_waited_comes_at_once_to_whoever_is_back_early(case: Talker) -> None:
    case.talk(("/pause 30 nov", "Mon 30 Nov"))
    quiet_until(case, "25 Nov 10:00")
    case.talk((Tap("I am back"), "Welcome back."))
    before = set(case.screen.messages)
    case.practice.move_to(at("25 Nov 10:05"))
    assert len(came(case, before)) == 1
    assert "A1" in case.text
    assert "B2" in case.text


def test_a_pause_whose_days_have_passed_is_over_by_itself(ana: Talker) -> None:
    ana.talk(("/pause 23 nov", "Mon 23 Nov"), ("/settings", "Pause: from Wed 18 Nov, back on Mon 23 Nov"))
    ana.practice.move_to(at("22 Nov 23:30"))
    ana.talk(("/pause", "Paused: your first day back is Mon 23 Nov."))
    card = ana.newest
    ana.practice.move_to(at("23 Nov 00:30"))
    ana.talk(("/settings", "Pause: none"))
    for label in ("I am back", "On-call"):
        data = next(button.data for row in card.card.rows for button in row if button.label == label)
        ana.press(data, card.message_id)
        assert ana.screen.toasts[-1] == STALE
    ana.talk(("/pause", "until when?"))


def test_a_pause_to_come_can_be_called_off(ana: Talker) -> None:
    ana.talk(("/pause 7 dec - 14 dec", "Paused from Mon 7 Dec"), (Tap("Call it off"), "All goes on as before."))
    assert kept(ana) == (None, None, None)


def test_a_second_tap_on_the_same_days_keeps_who_covers(ana: Talker) -> None:
    ana.say("/pause")
    card = ana.newest
    week = next(button.data for row in card.card.rows for button in row if button.label == "A week")
    ana.press(week, card.message_id)
    ana.tap("On-call")
    before = kept(ana)
    ana.press(week, card.message_id)
    assert kept(ana) == before
    ana.tap("✓ On-call")
    assert kept(ana) == before
    assert "Who covers: on-call." in ana.text


def test_a_card_about_an_earlier_pause_touches_no_later_one(ana: Talker) -> None:
    ana.say("/pause 30 nov")
    old = ana.newest
    ana.say("/pause 7 dec - 14 dec")
    before = kept(ana)
    for label in ("On-call", "I am back"):
        data = next(button.data for row in old.card.rows for button in row if button.label == label)
        ana.press(data, old.message_id)
        assert ana.screen.toasts[-1] == STALE
        assert kept(ana) == before


FORGED = """away away: away:nonsense away:1 away:cover away:over away:over:2026-11-18:2026-11-30
away:cover:2026-11-18:2026-12-14:nobody away:cover:2026-11-18:2026-12-14 away:cover:2026-12-14:2026-11-18:on_call
away:cover:2026-11-18:2027-12-14:on_call away:cover:x:y:on_call away:until:9999-12-31"""


@pytest.mark.parametrize("data", FORGED.split())
def test_forged_taps_change_nothing(ana: Talker, data: str) -> None:
    ana.say("/pause 14 dec")
    before, card = kept(ana), ana.newest.card
    ana.press(data, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert (kept(ana), ana.newest.card) == (before, card)


def test_a_tap_of_another_members_ends_nothing_of_hers(ana: Talker, bob: Talker) -> None:
    ana.say("/pause 14 dec")
    before, card = kept(ana), ana.newest
    for row in card.card.rows:
        for button in row:
            bob.press(button.data, card.message_id)
    assert (kept(ana), kept(bob)) == (before, (None, None, None))
    assert ana.newest.card == card.card


def test_a_pause_is_hers_alone(case: Talker, practice: Practice) -> None:
    bob = practice.person(1002)
    bob.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"))
    case.talk(("/pause 30 nov", "Mon 30 Nov"))
    bob.talk((At("24 Nov 13:30"), "One thing to bring up"), ("/pause", "until when?"))
