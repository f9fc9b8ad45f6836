"""The practice's directory in the chat: by taps, in words, and by the way of a line that names what nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from referrals.client import Closing
from referrals.model import Role, Service, ServiceKind
from storage.work import UnitOfWork
from tests.conversation.talk import Practice, Shown, Talker, Tap, labels, plain

STALE = "This button has had its day. Nothing was changed."


def service(practice: Practice, name: str) -> Service:
    found = practice.store.run_here(lambda work: work.directory.called(name))
    assert found is not None
    return found


def there(practice: Practice, name: str) -> bool:
    return practice.store.run_here(lambda work: work.directory.called(name)) is not None


def data(shown: Shown, label: str) -> str:
    return next(button.data for row in shown.card.rows for button in row if button.label == label)


def open_page(ana: Talker, kind: str, name: str) -> None:
    ana.talk(("/services", "in the practice's directory"), (Tap(kind), ":"), (Tap(name), name))


def test_every_kind_and_every_service_is_a_tap_away(ana: Talker) -> None:
    ana.talk(
        ("/services", "16 services in the practice's directory. One directory for everybody."),
        (Tap("Housing · 2"), "Housing: 2."),
        (Tap("Emergency shelter"), "Emergency shelter · Housing · outside\nUsual wait: not known."),
        (Tap("All: Housing"), "Housing: 2."),
        (Tap("All kinds"), "16 services"),
    )
    assert {label.split(" · ")[0] for label in ana.buttons()} >= {"Crisis line", "Legal", "Peer support", "Medical"}


def test_a_service_is_amended_by_taps_and_each_change_says_what_was_before(ana: Talker) -> None:
    open_page(ana, "Skills group · 1", "DBT group")
    ana.talk(
        (Tap("Usual wait"), "how long is the usual wait? Now: not known."),
        (Tap("8 weeks"), "Usual wait: now about 8 weeks, before not known."),
        (Tap("Usual wait"), "Now: about 8 weeks."),
        (Tap("none"), "Usual wait: now none, before about 8 weeks."),
        (Tap("It is outside"), "Where: now outside, before in-house."),
        (Tap("Kind"), "what kind of service is it? Now: Skills group."),
        (Tap("Peer support"), "Kind: now Peer support, before Skills group."),
    )
    changed = service(ana.practice, "DBT group")
    assert (changed.wait_weeks, changed.in_house, changed.kind) == (0, False, ServiceKind.PEER_SUPPORT)


def test_a_change_is_put_back_for_ten_minutes(ana: Talker) -> None:
    before = service(ana.practice, "DBT group")
    open_page(ana, "Skills group · 1", "DBT group")
    ana.talk((Tap("It is outside"), "Where: now outside"), (Tap("Put back"), "Put back as it was before.\nDBT group"))
    assert service(ana.practice, "DBT group") == before
    ana.talk((Tap("It is outside"), "Where: now outside"))
    ana.practice.now += timedelta(minutes=10, seconds=1)
    ana.tap("Put back")
    assert ana.screen.toasts[-1] == "Undo works for ten minutes. A new line corrects it now."
    assert not service(ana.practice, "DBT group").in_house


def test_undo_takes_back_a_change_of_the_directory_too(ana: Talker) -> None:
    open_page(ana, "Skills group · 1", "DBT group")
    ana.talk((Tap("It is outside"), "now outside"), ("/undo", "Undone. All is as it was before."))
    assert service(ana.practice, "DBT group").in_house


def test_nobody_puts_back_what_another_changed(ana: Talker, bob: Talker) -> None:
    open_page(ana, "Skills group · 1", "DBT group")
    ana.tap("It is outside")
    bob.say("/services")
    bob.press(data(ana.newest, "Put back"), bob.newest.message_id)
    assert bob.screen.toasts[-1] == STALE
    assert not service(ana.practice, "DBT group").in_house


def test_put_back_reaches_no_change_of_a_client(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"))
    change_id = next(d for d in (b.data for row in ana.newest.card.rows for b in row) if d.startswith("undo")).split(
        ":"
    )[1]
    dbt = service(ana.practice, "DBT group")
    ana.press(f"sv:{dbt.id}:back:{change_id}", ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("C7", "DBT group"))


def test_a_name_that_was_taken_meanwhile_is_not_put_back(ana: Talker, bob: Talker) -> None:
    open_page(ana, "Legal · 1", "Legal aid")
    ana.talk((Tap("Name"), "Send the new name."), ("Law clinic", "Name: now Law clinic, before Legal aid."))
    bob.talk(("/services", "16"), (Tap("Add a service"), "called?"), ("Legal aid", "Added to the practice's directory"))
    ana.tap("Put back")
    assert ana.screen.toasts[-1].startswith("Something newer changed this.")
    assert service(ana.practice, "Law clinic").name == "Law clinic"


def test_pressing_twice_changes_once_and_leaves_put_back_there(ana: Talker) -> None:
    open_page(ana, "Skills group · 1", "DBT group")
    ana.tap("Usual wait")
    tap = data(ana.newest, "8 weeks")
    ana.press(tap, ana.newest.message_id)
    ana.press(tap, ana.newest.message_id)
    assert ana.screen.toasts[-1] == "It is so already."
    ana.talk((Tap("Put back"), "Usual wait: not known."))


def test_names_other_names_and_notes_are_told_in_words(ana: Talker) -> None:
    open_page(ana, "Legal · 1", "Legal aid")
    ana.talk(
        (Tap("Other names"), "Legal aid, other names: legal help, lawyer, attorney, tenant rights"),
        ("law clinic, Lawyer", "Other names: now law clinic, Lawyer, before legal help"),
        (Tap("Note"), "nothing yet"),
        ("mornings  only", "Note: now mornings only, before none."),
        (Tap("Note"), "mornings only"),
        ("-", "Note: now none, before mornings only."),
        (Tap("Contact"), "Here a phone number or an address is welcome"),
        ("ask at the front desk", "Contact: ask at the front desk"),
        (Tap("Name"), "Send the new name."),
        ("Law clinic", "Name: now Law clinic, before Legal aid."),
    )
    assert service(ana.practice, "Law clinic").aliases == ("Lawyer",)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("HOUSING", "“HOUSING” already means Subsidised housing programme. Nothing was changed."),
        ("dbt-group", "“dbt-group” already means DBT group. Nothing was changed."),
        ("Peer support", "“Peer support” is the name of a service already. Nothing was changed."),
        ("?!", "A name has at least a letter"),
        ("long " * 20, "at most 80 characters"),
    ],
)
def test_a_name_in_use_is_answered_plainly_and_the_question_stays(ana: Talker, answer: str, said: str) -> None:
    ana.talk(
        ("/services", "16"),
        (Tap("Add a service"), "What is the new service called?"),
        (answer, said),
        ("Equine therapy", "Added to the practice's directory: Equine therapy."),
    )
    assert service(ana.practice, "equine therapy").kind is ServiceKind.OTHER


def test_too_many_or_too_long_is_said(ana: Talker) -> None:
    open_page(ana, "Legal · 1", "Legal aid")
    ana.talk(
        (Tap("Other names"), "Send all of them"),
        (", ".join(f"law {chr(97 + n)}" for n in range(13)), "At most 12 other names."),
        ("dbt", "already means DBT group"),
    )
    open_page(ana, "Legal · 1", "Legal aid")
    ana.talk(
        (Tap("Note"), "Send one line."),
        ("word " * 80, "A note has at most 300 characters."),
    )
    assert service(ana.practice, "Legal aid").note is None


def test_a_service_is_retired_and_brought_back(ana: Talker) -> None:
    open_page(ana, "Legal · 1", "Legal aid")
    ana.talk(
        (Tap("Retire"), "Offered: now no, before yes."),
        ("C7 legal aid", "Retired in the directory: Legal aid. Nothing was noted."),
        ("/services", "15 services"),
        (Tap("Retired · 1"), "Retired: 1."),
        (Tap("Legal aid"), "Retired: kept where it was recommended, offered no more."),
        (Tap("Bring back"), "Offered: now yes, before no."),
        ("C7 legal aid", "noted"),
    )


def test_many_services_of_a_kind_are_paged(practice: Practice, ana: Talker) -> None:
    def grow(work: UnitOfWork) -> None:
        for letter in "abcdefghij":
            work.directory.add(f"Garden {letter}")

    practice.store.run_here(grow)
    ana.talk(("/services", "26"), (Tap("Other · 14"), "Other: 1 to 8 of 14."), (Tap("More"), "Other: 9 to 14 of 14."))
    ana.talk((Tap("Earlier"), "Other: 1 to 8 of 14."))


def test_a_supervisor_alone_neither_sees_nor_changes_the_directory(practice: Practice, ana: Talker) -> None:
    sue = practice.person(1003, Role.SUPERVISOR)
    sue.talk(("/services", "another role"))
    dbt = service(practice, "DBT group")
    for forged in (f"sv:{dbt.id}:place:0", f"sv:{dbt.id}:gone:1", "sv:0:new", f"sv:{dbt.id}:say:name", "svcs", "add"):
        sue.press(forged, sue.newest.message_id)
    ana.talk(("/services", "16"))
    assert service(practice, "DBT group") == dbt


def test_an_administrator_alone_amends_and_puts_back(practice: Practice) -> None:
    ada = practice.person(1004, Role.ADMINISTRATOR)
    open_page(ada, "Skills group · 1", "DBT group")
    ada.talk((Tap("It is outside"), "now outside"), (Tap("Put back"), "Put back as it was before."))
    ada.talk((Tap("Note"), "Send one line."), ("Tuesdays", "Note: now Tuesdays"))


@pytest.mark.parametrize(
    "forged",
    ["sv:1:wait:9999", "sv:1:wait:-5", "sv:1:kind:nonsense", "sv:1:place:maybe", "sv:1:gone:", "sv:1:say:password",
     "sv:1:drop", "sv:99999", "sv:x", "sv:0:keep", "svcs:nonsense", "svcs:housing:x", "add", "add:1", "add:x:y"],
)  # fmt: skip
def test_a_forged_tap_changes_nothing(practice: Practice, ana: Talker, forged: str) -> None:
    ana.say("/services")
    before = practice.store.run_here(lambda work: work.directory.services())
    ana.press(forged, ana.newest.message_id)
    assert practice.store.run_here(lambda work: work.directory.services()) == before
    if not forged.startswith("svcs:housing"):
        assert ana.screen.toasts[-1] == STALE


def test_words_about_danger_are_answered_as_such_and_kept_only_by_a_tap(ana: Talker) -> None:
    ana.talk(
        ("/services", "16"),
        (Tap("Add a service"), "called?"),
        ("Suicide prevention centre", "Danger now? Leave this chat"),
    )
    assert not there(ana.practice, "Suicide prevention centre")
    ana.talk((Tap("It is the name: keep it"), "Added to the practice's directory: Suicide prevention centre."))


def test_a_forged_tap_keeps_no_words_that_were_not_held(ana: Talker) -> None:
    ana.talk(("/services", "16"), (Tap("Add a service"), "called?"))
    ana.press("sv:0:keep", ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("Equine therapy", "Added to the practice's directory: Equine therapy."))


def test_words_for_a_service_that_is_gone_change_nothing(ana: Talker) -> None:
    ana.talk(("/services", "16"), (Tap("Add a service"), "called?"), ("Pottery", "Added to the practice's directory"))
    ana.talk((Tap("Note"), "Send one line."), ("/undo", "Undone."), ("Tuesdays", "not open any more"))
    assert not there(ana.practice, "Pottery")


def test_an_unknown_name_is_added_and_logged_by_one_tap(ana: Talker) -> None:
    ana.talk(
        ("C7 equine therapy", "I know no service called “equine therapy”. Nothing was noted."),
        (Tap("Add “equine therapy”"), "New in the practice's directory: equine therapy."),
    )
    assert "C7" in ana.text
    assert {"Undo", "Set its kind"} <= set(ana.buttons())
    new = service(ana.practice, "equine therapy")
    assert (new.kind, new.in_house, new.aliases) == (ServiceKind.OTHER, False, ())
    ana.talk(("C7", "equine therapy"), ("B2 Equine Therapy", "noted"))


def test_its_kind_is_a_tap_away(ana: Talker) -> None:
    ana.say("C7 equine therapy")
    ana.tap("Add “equine therapy”")
    ana.talk(
        (Tap("Set its kind"), "what kind of service is it? Now: Other."),
        (Tap("Skills group"), "Kind: now Skills group"),
    )


def test_undo_takes_back_the_referral_and_the_service(ana: Talker) -> None:
    ana.say("C7 equine therapy")
    ana.tap("Add “equine therapy”")
    ana.talk((Tap("Undo"), "Undone: equine therapy · recommended. All is as it was before."))
    assert not there(ana.practice, "equine therapy")
    ana.talk(("C7", "I know no C7 of yours."))


def test_undo_leaves_a_service_that_another_recommended_since(ana: Talker, bob: Talker) -> None:
    ana.say("C7 equine therapy")
    ana.tap("Add “equine therapy”")
    bob.talk(("D4 equine therapy", "noted"))
    ana.talk((Tap("Undo"), "Undone: equine therapy"))
    bob.talk(("D4", "equine therapy"))
    assert there(ana.practice, "equine therapy")


def test_the_whole_line_is_logged(ana: Talker) -> None:
    ana.say("C7 dbt, equine therapy #practice ready 6")
    ana.tap("Add “equine therapy”")
    ana.talk(("C7", "DBT group"))
    assert "equine therapy" in ana.text
    assert ana.text.count("recommended practice") + ana.text.count("ready 6") >= 2


def test_several_unknown_names_are_added_at_once(ana: Talker) -> None:
    ana.talk(
        ("C7 equine therapy, pottery", "“equine therapy” and “pottery”"),
        (Tap("Add all 2"), "equine therapy and pottery"),
    )
    assert there(ana.practice, "pottery")
    assert there(ana.practice, "equine therapy")


def test_a_near_one_is_taken_instead_by_a_tap(ana: Talker) -> None:
    ana.talk(("C7 family counsellors", "I know no service"))
    near = [label for label in ana.buttons() if "amily" in label and not label.startswith("Add")]
    assert near == ["Couples and family therapy"]
    ana.talk((Tap(near[0]), "C7"), ("C7", "Couples and family therapy"))
    assert not there(ana.practice, "family counsellors")


def test_a_retired_one_is_brought_back_by_a_tap(ana: Talker) -> None:
    open_page(ana, "Legal · 1", "Legal aid")
    ana.talk((Tap("Retire"), "Offered: now no"), ("C7 legal aid", "Retired in the directory"))
    ana.talk((Tap("Bring back “legal aid”"), "Legal aid"), ("C7", "Legal aid"))
    assert not service(ana.practice, "Legal aid").retired


def test_the_same_tap_again_and_an_old_card_add_nothing(ana: Talker) -> None:
    ana.say("C7 equine therapy")
    old = ana.newest
    ana.say("C8 pottery")
    ana.press("add", old.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert not there(ana.practice, "equine therapy")
    asked = ana.newest
    ana.tap("Add “pottery”")
    ana.press("add", asked.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("C8", "pottery"))
    assert ana.text.count("pottery") == 1


def test_only_what_was_offered_as_near_may_be_taken(practice: Practice, ana: Talker) -> None:
    ana.say("C7 equine therapy")
    far = service(practice, "Legal aid")
    ana.press(f"add:{far.id}", ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("C7", "I know no C7"))


def test_another_persons_question_cannot_be_answered(ana: Talker, bob: Talker) -> None:
    ana.say("C7 equine therapy")
    bob.say("/help")
    bob.press("add", bob.newest.message_id)
    assert bob.screen.toasts[-1] == STALE
    assert not there(ana.practice, "equine therapy")


def test_nothing_is_logged_for_a_client_whose_work_has_ended_meanwhile(practice: Practice, ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 equine therapy", "I know no service"))

    def end(work: UnitOfWork) -> None:
        caseload = work.caseload(1)
        (client,) = caseload.clients()
        closed = replace(client, closed_at=practice.now, closed_because=Closing.GOODBYE)
        caseload.save_client(closed, "closed", practice.now)

    practice.store.run_here(end)
    ana.tap("Add “equine therapy”")
    assert ana.screen.toasts[-1] == STALE
    assert not there(practice, "equine therapy")


@pytest.mark.parametrize("line", ["C7 wants to kill", "C7 pottery // may hurt somebody", "C7 overdose last night"])
def test_what_may_be_danger_is_never_offered(ana: Talker, line: str) -> None:
    ana.say(line)
    assert not [
        label for shown in ana.screen.messages.values() for label in labels(shown.card) if label.startswith("Add “")
    ]
    assert ana.practice.store.run_here(lambda work: len(work.directory.services())) == 16


def test_what_cannot_be_a_name_is_not_offered(ana: Talker) -> None:
    ana.say(f"C7 {'equine therapy ' * 8}")
    assert "I know no service" in plain(ana.newest.card)
    assert not [label for label in ana.buttons() if label.startswith("Add")]
