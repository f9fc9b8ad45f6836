"""`/trends`: her own figures as a picture, as a card while they are few, and nobody else's."""

from __future__ import annotations

import pytest

from bot.wording.chart import Chart, Panel
from referrals.model import Role
from tests.conversation.supervised import linked
from tests.conversation.talk import At, Practice, Talker, Tap


@pytest.fixture
def busy(ana: Talker) -> Talker:
    """Six referrals, five of them in touch after two days; one client went."""
    for code in ("B1", "B2", "B3", "B4", "B5", "B6"):
        ana.talk((f"{code} housing", "noted"))
    ana.do(At("20 Nov 12:00"))
    for code in ("B1", "B2", "B3", "B4", "B5"):
        ana.talk((f"{code} contacted", "contacted"))
    ana.talk(("B1 booked today", "booked"), ("B1 went", "went"), ("B2 can't wait", "in the way"))
    return ana


def picture(talker: Talker) -> Chart:
    talker.say("/trends")
    return talker.screen.pictures[-1]


def panel(talker: Talker, heading: str) -> Panel:
    (found,) = [one for one in picture(talker).panels if one.heading.startswith(heading)]
    return found


def bars(one: Panel) -> dict[str, str]:
    return {bar.label: bar.value for bar in one.bars}


def test_with_nothing_logged_there_is_nothing_to_show(ana: Talker) -> None:
    ana.talk(("/trends", "Nothing to show yet. Your first line: C7"))
    assert ana.screen.pictures == []


def test_a_few_are_said_and_not_drawn(ana: Talker) -> None:
    ana.talk(("C7 dbt, housing", "noted"), ("C7 contacted dbt", "contacted"), ("C7 can't cost housing", "in the way"))
    ana.talk(("/trends", "Now: suggested 1; contacted 1."))
    for said in (
        "first contact made for 1, on the same day; not yet for 1",
        "the client went: Skills group 0 of 1, Housing 0 of 1",
        "in the way: Cost 1",
        "There is no picture yet. Fewer than 5 in all are said, not drawn.",
    ):
        assert said in ana.text
    assert ana.screen.pictures == []


def test_enough_are_a_picture_whose_caption_says_the_same(busy: Talker) -> None:
    shown = picture(busy)
    assert bars(panel(busy, "Where they stand")) == {"Suggested": "1", "Contacted": "4"}
    contact = panel(busy, "Days to first contact")
    assert bars(contact) == {
        "In the first week": "5", "In the second": "0", "In weeks 3 and 4": "0", "Later": "0", "Not yet": "1",
    }  # fmt: skip
    assert contact.said == "Half of them within 2 days."
    assert bars(panel(busy, "Went")) == {"Housing": "1 of 6"}
    assert panel(busy, "In the way").said == "The wait 1."
    for said in (
        "Now: suggested 1; contacted 4.",
        "first contact made for 5, half within 2 days",
        "the client went: Housing 1 of 6",
        "in the way: The wait 1",
        "can be forwarded and saved",
    ):
        assert said in shown.caption


def test_what_was_undone_is_not_in_it(busy: Talker) -> None:
    busy.talk(("B6 contacted", "contacted"))
    assert "Not yet" not in bars(panel(busy, "Days to first contact"))
    busy.talk((Tap("Undo"), "Undone"))
    assert bars(panel(busy, "Days to first contact"))["Not yet"] == "1"


def test_messages_nobody_asked_for_are_counted_by_week(busy: Talker) -> None:
    busy.talk(("B1 housing", "noted"), ("B1 mon 2pm weekly", "next on"))
    before = sum(int(bar.value) for bar in panel(busy, "Messages").columns)
    busy.do(At("30 Nov 18:00"))
    columns = panel(busy, "Messages").columns
    assert [bar.label for bar in columns][-2:] == ["23", "30"]
    assert sum(int(bar.value) for bar in columns) > before


def test_no_code_and_no_name_is_on_it(busy: Talker) -> None:
    shown = str(picture(busy))
    assert not [code for code in ("B1", "B2", "B6", "Subsidised", "Somebody") if code in shown]


@pytest.mark.usefixtures("busy")
def test_nothing_of_others_is_in_it(bob: Talker) -> None:
    bob.talk(("/trends", "Nothing to show yet"), ("D4 dbt", "noted"), ("/trends", "Now: suggested 1."))
    assert "housing" not in bob.text


def test_a_supervisor_has_none(busy: Talker, practice: Practice) -> None:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, busy)
    kim.talk(("/trends", "belongs to another role"))
    assert kim.screen.pictures == []


def test_asked_for_twice_before_it_came_it_comes_once(busy: Talker, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(busy.practice, "deliver", lambda: None)
        busy.say("/trends")
        busy.say("/trends")
    busy.practice.deliver()
    assert len(busy.screen.pictures) == 1


def test_what_is_erased_meanwhile_is_not_in_it(busy: Talker, monkeypatch: pytest.MonkeyPatch) -> None:
    busy.talk(("/erase B1", "for good?"))
    with monkeypatch.context() as slow:
        slow.setattr(busy.practice, "deliver", lambda: None)
        busy.say("/trends")
        busy.tap("Erase B1 for good")
    busy.practice.deliver()
    assert "the client went: Housing 0 of 5" in busy.screen.pictures[-1].caption
