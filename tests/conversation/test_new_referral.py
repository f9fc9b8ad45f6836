"""New clients and new referrals: by taps alone, and codes that may tell who it is."""

from __future__ import annotations

from referrals.codes import parse_code
from storage.changes import UNDO_FOR
from tests.conversation.talk import At, Talker, Tap

STALE = "This button has had its day. Nothing was changed."


def test_at_most_five_taps_from_new_to_a_saved_single_referral(ana: Talker) -> None:
    """The command counts as the first of them; the farthest service is one that nobody has used yet."""
    ana.say("C7 dbt")
    taps: list[str | Tap | At] = ["/new", Tap("C7"), Tap("Others …"), Tap("Job support"), Tap("Save")]
    answers = ["for whom?", "what do you recommend?", "Others:", "Save, or add another.", "C7: one referral noted."]
    assert len(taps) <= 5
    ana.talk(*zip(taps, answers, strict=True))
    ana.talk(("C7", "Job support"))


def test_what_is_recommended_most_is_one_tap_nearer(ana: Talker) -> None:
    ana.talk(("C7 legal aid", "noted"), ("B2 legal aid", "noted"), ("D4 dbt", "noted"), ("/new", "for whom?"))
    ana.tap("D4")
    assert ana.buttons()[0] == "Legal aid"
    ana.talk((Tap("Legal aid"), "D4: Legal aid. Save"), (Tap("Save"), "D4: one referral noted."))
    assert ana.buttons() == ["Purposes", "Safety", "Readiness", "Bring to supervision", "Undo"]


def test_several_services_are_saved_together_and_undone_together(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("/new", "for whom?"),
        (Tap("C7"), "C7: what do you recommend?"),
        (Tap("Case management"), "C7: Case management. Save"),
        (Tap("Benefits help"), "C7: Case management and Benefits help. Save"),
    )
    assert "DBT group" not in ana.buttons()  # open already
    ana.talk((Tap("Save"), "C7: two referrals noted."), (Tap("Undo"), "Undone"))
    ana.say("C7")
    assert "Case management" not in ana.text


def test_a_new_client_gets_a_free_code_that_tells_nothing(ana: Talker) -> None:
    ana.talk(("/clients", "No clients yet."), (Tap("New client"), "Nothing is kept before Save."))
    code = ana.text.split(":")[0]
    assert parse_code(code)
    ana.talk(("/status", "Nothing logged yet."), (Tap("Another code"), "what do you recommend?"))
    ana.talk((Tap("Benefits help"), "Benefits help. Save"), (Tap("Save"), "is new to me. One referral noted."))


def test_saving_twice_saves_once(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("/new", "for whom?"), (Tap("C7"), "recommend"), (Tap("Benefits help"), "Save"))
    save = ana.newest.card.rows[0][0].data
    ana.tap("Save")
    ana.press(save, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("/status", "Open 2"))


def test_an_old_card_of_new_answers_no_newer_one(ana: Talker) -> None:
    """Not even one that asks the same of another client: what was chosen for C7 is not B2's."""
    ana.talk(("C7 dbt", "noted"), ("B2 dbt", "noted"), ("/new", "for whom?"), (Tap("C7"), "C7: what do you recommend?"))
    old = ana.newest
    ana.talk(("/new", "for whom?"), (Tap("B2"), "B2: what do you recommend?"))
    ana.press(old.card.rows[0][0].data, old.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert ana.text.startswith("B2: what do you recommend?")


def test_nobody_saves_for_anothers_client(ana: Talker, bob: Talker) -> None:
    ana.say("C7 dbt")
    bob.say("/new")
    bob.press("new:c:1", bob.newest.message_id)
    assert bob.screen.toasts[-1] == STALE
    bob.talk(("/status", "Nothing logged yet."))


def test_a_code_like_initials_is_turned_away_and_another_offered_by_one_tap(ana: Talker) -> None:
    ana.say("JD84 dbt, housing #living by 3 dec // after the holidays")
    assert ana.text.startswith("JD84 looks like initials with a date, which may tell who it is. Nothing was noted.")
    label = _use(ana)
    ana.talk((Tap(label), f"{label.removeprefix('Use ')} is new to me. Two referrals noted."))
    assert "Note: after the holidays" in ana.text
    assert "wanted by Thu 3 Dec" in ana.text
    ana.talk(("JD84", "I know no JD84 of yours."), (Tap("Undo"), "Undone"))


def test_session_times_and_risk_begin_no_client_like_initials_either(ana: Talker) -> None:
    ana.say("JD84 tue 2pm weekly")
    assert "JD84 looks like initials" in ana.text
    ana.talk((Tap(_use(ana)), "sessions Tuesdays 14:00"))
    ana.say("AB12 acute")
    assert ana.text.startswith("Danger now?")
    assert "AB12 looks like initials" in ana.text
    ana.talk((Tap(_use(ana)), "acute is noted. What kind of danger?"))


def test_the_code_that_was_offered_goes_on(ana: Talker) -> None:
    ana.say("AB12 dbt")
    code = _use(ana).removeprefix("Use ")
    ana.talk((Tap(_use(ana)), f"{code} is new to me."), (f"{code} housing", f"{code}: one referral noted."))


def test_a_client_known_by_such_a_code_keeps_it(ana: Talker) -> None:
    member = ana.practice.store.run_here(lambda work: work.people.by_telegram_id(ana.user_id))
    assert member is not None
    ana.practice.store.run_here(lambda work: work.caseload(member.id).add_client("JD84", ana.practice.now))
    ana.talk(("JD84 dbt", "JD84: one referral noted."))


def test_the_offer_is_bound_to_its_card_and_to_its_code(ana: Talker) -> None:
    ana.say("JD84 dbt")
    old = ana.newest
    another = next(data for data in ("code:Z99", "code:Y98") if data != old.card.rows[0][0].data)  # offered at random
    ana.press(another, old.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.say("AB12 housing")
    ana.press(ana.newest.card.rows[0][0].data, old.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("/status", "Nothing logged yet."))


def test_referrals_logged_with_danger_lead_with_it(ana: Talker) -> None:
    ana.say("C7 dbt !acute")
    assert ana.text.startswith("Danger now?")
    ana.talk((Tap("Undo"), "Undone"), ("C7", "I know no C7 of yours."))
    ana.talk(("C7 dbt !acute", "What kind"), (Tap("Self"), "acute since"), ("/status", "Open 1"))
    ana.practice.now += UNDO_FOR
    ana.say("C8 some unknown thing !elevated")
    assert ana.text.startswith("Danger now?")
    assert "C8 elevated" in ana.text


def _use(ana: Talker) -> str:
    return next(label for label in ana.buttons() if label.startswith("Use "))
