"""`/erase`: named first, gone for good, refused where somebody may be in danger or a hold stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from referrals.model import Role
from tests.conftest import CIPHER
from tests.conversation.supervised import linked, raise_case, screens
from tests.conversation.talk import NEW_YORK, At, Practice, Talker, Tap, plain
from tests.conversation.test_reflection_leaks import SENTINEL, places
from tests.storage.practice import raw

OWN = "I dread Tuesdays"
STALE = "This button has had its day. Nothing was changed."
OF_CLIENTS = (
    "client", "referral", "event", "change", "nudge", "stall_answer", "decision", "condition", "reflection", "alert",
    "telling",
)  # fmt: skip


@pytest.fixture
def kim(ana: Talker, practice: Practice) -> Talker:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, ana)
    return kim


def left(engine: Engine) -> dict[str, int]:
    """How many rows there are of what hangs on clients."""
    counts = {table: len(raw(engine, f"SELECT id FROM {table}")) for table in OF_CLIENTS}  # noqa: S608 - names of ours
    return {table: count for table, count in counts.items() if count}


def a_full_case(ana: Talker, kim: Talker) -> None:
    """C7 with something in every table that hangs on a client."""
    ana.talk((f"C7 psych eval // {SENTINEL}", "noted"), ("C7 tue 2pm weekly", "next on"), ("C7 acute", "C7"))
    ana.talk(("C7 stand down", "Talked over"), (Tap("Supervisor"), "elevated"))
    ana.talk(("C7 stand down", "Talked over"), (Tap("Supervisor"), "no risk logged"))
    raise_case(ana)
    ana.talk(("/reflect C7", "four short"), (Tap("Begin"), "1 of 4"), (OWN, "2 of 4"), (Tap("Stop here"), "yours"))
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    ana.talk(("/supervision", "C7"), (Tap("C7"), "C7"), (Tap("What was decided"), "decide"), (Tap("Go on"), "go on"))
    ana.talk((At("24 Nov 15:00"), "How did it go"))


def erase(talker: Talker, code: str = "C7") -> None:
    talker.talk((f"/erase {code}", f"Erase {code} for good?"), (Tap(f"Erase {code} for good"), f"{code} is erased"))


def test_it_names_what_goes_and_what_stays_elsewhere(ana: Talker) -> None:
    ana.talk(("C7 dbt, housing", "noted"), ("/erase C7", "With it go 2 referrals and 2 entries of history."))
    for said in ("no Undo", "stays with Telegram until you clear it", "30 days", "stays noted, not what", "chart"):
        assert said in ana.text
    assert ana.buttons() == ["Erase C7 for good", "Leave it"]


def test_a_client_goes_with_all_that_hangs_on_her(ana: Talker, kim: Talker, engine: Engine) -> None:
    a_full_case(ana, kim)
    assert set(left(engine)) >= set(OF_CLIENTS) - {"stall_answer", "condition"}
    assert places(engine)
    erase(ana)
    assert left(engine) == {}
    assert places(engine) == set()
    assert [tuple(row) for row in raw(engine, "SELECT what, row_id FROM erasure")] == [("client", 1)]
    ana.talk(("C7", "I know no C7 of yours."), ("/undo", "nothing left to undo"))
    kim.talk(("/agenda", "No case is raised"))


def test_what_others_were_told_is_taken_from_their_screens(ana: Talker, kim: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("C7 acute", "C7"))
    assert "is logged acute" in screens(kim)
    ana.talk(("C7 stand down", "Talked over"), (Tap("Supervisor"), "elevated"))
    ana.talk(("C7 stand down", "Talked over"), (Tap("Supervisor"), "no risk logged"))
    assert "C7" in screens(kim)
    erase(ana)
    assert "Erased by the therapist who logged it." in screens(kim)
    assert "C7" not in screens(kim)


def test_the_others_stay(ana: Talker, bob: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("B2 housing", "noted"))
    bob.talk(("C7 legal aid", "noted"))
    erase(ana)
    ana.talk(("B2", "housing"))
    bob.talk(("C7", "Legal aid"))


def test_nobody_erases_what_is_anothers(ana: Talker, bob: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"))
    bob.talk(("/erase C7", "I know no C7 of yours."), ("B2 dbt", "noted"), ("/erase B2", "Erase B2 for good?"))
    for data in ("erase:c:1", "erase:c:1:sure", "erase:r:0:sure", "erase:me:0:sure"):
        bob.press(data, bob.newest.message_id)
        assert bob.screen.toasts[-1] == STALE
    assert left(engine)["client"] == 2


def test_nothing_is_erased_without_the_card_that_names_it(ana: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("B2 dbt", "noted"))
    for data in ("erase:c:1:sure", "erase:me:0:sure", "erase:r:0:sure"):
        ana.press(data, ana.newest.message_id)
        assert ana.screen.toasts[-1] == STALE
    ana.talk(("/erase C7", "Erase C7 for good?"))
    for data in ("erase:c:2:sure", "erase:me:0:sure"):  # that card named another
        ana.press(data, ana.newest.message_id)
        assert ana.screen.toasts[-1] == STALE
    old = ana.newest
    ana.talk(("/erase B2", "Erase B2 for good?"))
    ana.press("erase:c:1:sure", old.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert left(engine)["client"] == 2


def test_pressed_twice_it_erases_once(ana: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("/erase C7", "for good?"))
    data, message_id = ana.newest.card.rows[0][0].data, ana.newest.message_id
    ana.press(data, message_id)
    ana.press(data, message_id)
    assert ana.screen.toasts[-1] == STALE
    assert len(raw(engine, "SELECT id FROM erasure")) == 1


def test_left_it_stays(ana: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("/erase C7", "for good?"), (Tap("Leave it"), "Nothing was erased."))
    assert left(engine)["client"] == 1


def test_every_old_button_about_her_has_had_its_day(ana: Talker, kim: Talker, engine: Engine) -> None:
    a_full_case(ana, kim)
    old = [
        (talker, shown.message_id, button.data)
        for talker in (ana, kim)
        for shown in talker.screen.messages.values()
        for row in shown.card.rows
        for button in row
    ]
    erase(ana)
    assert len(old) > 20
    for talker, message_id, data in old:
        before = {number: shown.card for number, shown in talker.screen.messages.items()}
        talker.press(data, message_id)
        changed = [plain(m.card) for number, m in talker.screen.messages.items() if before.get(number) != m.card]
        assert not [card for card in changed if "C7" in card], data
        assert left(engine) == {}, data


@pytest.mark.parametrize(("line", "said"), [("C7 acute", "acute"), ("C7 elevated", "elevated")])
def test_while_risk_is_logged_nothing_is_erased(ana: Talker, engine: Engine, line: str, said: str) -> None:
    ana.talk(("C7 dbt", "noted"), (line, "C7"), ("/erase C7", "While risk is logged nothing about it is erased."))
    assert ana.text.startswith("Danger now?")
    assert said in ana.text
    assert left(engine)["client"] == 1


def test_nor_if_it_was_logged_after_the_question(ana: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("/erase C7", "for good?"))
    card = ana.newest
    raw(engine, "UPDATE client SET risk = 'acute'")
    ana.press(card.card.rows[0][0].data, card.message_id)
    assert "While risk is logged" in plain(ana.screen.messages[card.message_id].card)
    assert left(engine)["client"] == 1


def test_one_who_has_died_may_be_erased(ana: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 elevated", "C7"), ("C7 died", "C7"))
    erase(ana)
    assert left(engine) == {}


def test_what_waits_to_be_said_about_her_is_taken_back_and_the_rest_goes_on(
    ana: Talker, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on"), ("B2 housing", "noted"))
    ana.talk(("B2 tue 2pm weekly", "next on"))
    ana.practice.move_to(at("24 Nov 13:00"))
    ana.talk(("/erase C7", "for good?"))
    question = ana.newest
    with monkeypatch.context() as slow:
        slow.setattr(ana.practice, "deliver", lambda: None)
        ana.practice.move_to(at("24 Nov 13:30"))
        ana.say("C7 agreed")
        bodies = waiting(engine)
        assert any("C7" in body and "B2" in body for body in bodies), "one message is about both"
        ana.press(question.card.rows[0][0].data, question.message_id)
        assert not [body for body in waiting(engine) if "C7" in body and "is erased" not in body]
    ana.practice.deliver()
    assert "B2" in screens(ana)
    assert "agreed" not in screens(ana)


def test_what_waits_for_her_supervisor_is_taken_back_too(
    ana: Talker, kim: Talker, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood or a blocked network may keep it waiting; her supervisor's own questions go on."""
    kim.say(f"/start {kim.practice.invite(Role.THERAPIST)}")
    kim.talk(("C7 legal aid", "noted"), ("C7 tue 2pm weekly", "next on"))
    ana.talk((f"C7 psych eval // {SENTINEL}", "noted"))
    raise_case(ana)
    ana.practice.move_to(at("24 Nov 13:00"))
    kim.talk(("/agenda", "C7"))
    ana.talk(("/erase C7", "for good?"))
    question = ana.newest
    with monkeypatch.context() as slow:
        slow.setattr(ana.practice, "deliver", lambda: None)
        kim.tap("Somebody C7")
        kim.practice.move_to(at("24 Nov 13:30"))
        assert [body for body in waiting(engine) if "C7" in body and "Somebody" in body]
        ana.press(question.card.rows[0][0].data, question.message_id)
        assert not [body for body in waiting(engine) if "C7" in body and "Somebody" in body]
    before = len(kim.screen.messages)
    ana.practice.deliver()
    assert len(kim.screen.messages) == before + 1, "the question about her own client came"


def test_an_alert_about_anothers_client_of_the_same_code_is_not_taken_back(
    ana: Talker, kim: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim.say(f"/start {kim.practice.invite(Role.THERAPIST)}")
    kim.talk(("C7 legal aid", "noted"), ("/erase C7", "for good?"))
    question = kim.newest
    ana.talk(("C7 dbt", "noted"))
    with monkeypatch.context() as slow:
        slow.setattr(ana.practice, "deliver", lambda: None)
        ana.say("C7 acute")
        kim.press(question.card.rows[0][0].data, question.message_id)
    ana.practice.deliver()
    assert "asks for you now" in screens(kim)
    assert "C7 is erased" in screens(kim)


def test_a_half_answered_question_about_her_goes_too(ana: Talker, kim: Talker, engine: Engine) -> None:
    a_full_case(ana, kim)
    raise_case(ana)
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"), (Tap("Answer in a line"), "line"))
    ana.talk(("/erase C7", "for good?"), (Tap("Erase C7 for good"), "is erased"))
    assert raw(engine, "SELECT kind FROM draft") == []


def test_alone_it_asks_what_shall_go(ana: Talker) -> None:
    ana.talk(("/erase", "What shall go for good?"))
    assert ana.buttons() == ["Myself", "Leave it"]
    ana.talk(("C7 dbt", "noted"), ("/erase", "What shall go"), (Tap("A client"), "Erase which client?"))
    ana.talk((Tap("C7"), "Erase C7 for good?"), (Tap("Erase C7 for good"), "C7 is erased"))


def test_reflections_go_alone(ana: Talker, kim: Talker, engine: Engine) -> None:
    a_full_case(ana, kim)
    ana.talk(("/reflect C7", "reflection"), (Tap("Read it"), OWN))
    ana.talk(
        ("/erase", "What shall"), (Tap("My reflections"), "one reflection"), (Tap("Erase them for good"), "Erased:")
    )
    assert "reflection" not in left(engine)
    assert left(engine)["client"] == 1
    assert OWN not in screens(ana)
    assert [tuple(row) for row in raw(engine, "SELECT what, row_id FROM erasure")] == [("reflection", 1)]


def test_one_reflection_is_noted_as_erased_as_well(ana: Talker, kim: Talker, engine: Engine) -> None:
    a_full_case(ana, kim)
    ana.talk(("/reflect C7", "reflection"), (Tap("Erase it"), "cannot be brought back"))
    ana.talk((Tap("Erase it for good"), "erased"))
    assert [tuple(row) for row in raw(engine, "SELECT what, row_id FROM erasure")] == [("reflection", 1)]


def waiting(engine: Engine) -> list[str]:
    """What waits to be said, opened."""
    rows = raw(engine, "SELECT body FROM outbox WHERE body IS NOT NULL")
    return [CIPHER.open(bytes(row.body), "outbox|body") for row in rows]


def at(local: str) -> datetime:
    return datetime.strptime(f"2026 {local}", "%Y %d %b %H:%M").replace(tzinfo=NEW_YORK).astimezone(UTC)
