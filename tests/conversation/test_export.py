"""`/export`: one file of all that is hers and nothing of others; erased and read back it is the same again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from bot.exchange.holdings import own
from bot.exchange.rows import Listed, read_list
from bot.exchange.spreadsheets import BOM
from referrals.model import Role, State
from storage.engine import open_engine
from storage.rights.importing import read_archive
from storage.store import Store
from storage.work import UnitOfWork
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.conversation.supervised import linked, raise_case
from tests.conversation.talk import NEW_YORK, At, Practice, Talker, Tap
from tests.conversation.test_languages import spanish


@pytest.fixture
def kim(ana: Talker, practice: Practice) -> Talker:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, ana)
    return kim


def exported(talker: Talker, tap: str = "Send it") -> dict[str, str]:
    """The files of a fresh export, as text."""
    talker.talk(("/export", "All that is yours here"), (Tap(tap), "on its way"))
    with zipfile.ZipFile(io.BytesIO(talker.screen.files[-1][1])) as archive:
        names = [name for name in archive.namelist() if not name.endswith(".xlsx")]
        return {name: archive.read(name).decode() for name in names}


def data_of(talker: Talker) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exported(talker)["data.json"])
    return found


def a_year(ana: Talker) -> None:
    ana.talk(("C7 psych eval, dbt, housing #living // =after the holidays", "noted"), ("C7 tue 2pm weekly", "next on"))
    ana.talk(("C7 moved to wed 3pm", "C7"), ("C7 ready 7 for dbt", "ready 7"), ("C7 can't wait housing", "C7"))
    ana.talk(("C7 booked psych eval 3 dec 10:15", "booked"), ("C7 declined dbt until 3 jan", "C7"))
    ana.talk(
        ("C7 goals: sleep through", "C7"), ("B2 legal aid", "noted"), ("B2 agreed", "agreed"), (Tap("Undo"), "Undone")
    )
    raise_case(ana)
    ana.talk(("/supervision", "C7"), (Tap("C7"), "C7"), (Tap("What was decided"), "decide"), (Tap("Go on"), "go on"))
    ana.talk(("/reflect C7", "four short"), (Tap("Begin"), "1 of 4"), ("I dread Tuesdays", "2 of 4"))
    ana.talk((Tap("Stop here"), "yours"), ("B2 goodbye", "Who carries"), (Tap("The client"), "goodbye"))
    ana.talk((At("25 Nov 16:00"), "How did it go"))


def test_the_card_says_what_is_in_it_and_that_it_can_be_passed_on(ana: Talker) -> None:
    a_year(ana)
    ana.talk(("/export", "2 clients with 4 referrals"))
    for said in ("one reflection", "Telegram carries the file", "it can be passed on and saved", "nothing of others"):
        assert said in ana.text
    assert ana.buttons() == ["Send it", "Not now", "Without reflections"]
    ana.talk((Tap("Not now"), "No file was made."))
    assert ana.screen.files == []


def test_a_file_may_leave_and_says_so(ana: Talker) -> None:
    exported(ana)
    assert "This file can be forwarded and saved: mind where it goes." in ana.screen.files[0][0]


def test_without_reflections_there_are_none_in_it(ana: Talker) -> None:
    a_year(ana)
    assert "I dread Tuesdays" in exported(ana)["data.json"]
    assert "I dread Tuesdays" not in str(exported(ana, "Without reflections"))


def test_erased_and_read_back_it_is_the_same(ana: Talker, practice: Practice) -> None:
    a_year(ana)
    before = data_of(ana)
    for code in ("C7", "B2"):
        ana.talk((f"/erase {code}", "for good?"), (Tap(f"Erase {code} for good"), "is erased"))
    text = json.dumps(before)
    me = practice.store.run_here(lambda work: work.people.by_telegram_id(1001))
    assert me is not None
    result = practice.store.run_here(lambda work: work.importing.take_in(read_archive(text, practice.now), me.id))
    assert (result.taken, result.left_alone, result.services, result.by_others) == (["B2", "C7"], [], [], 0)
    after = data_of(ana)
    assert after.pop("exported_at") == before.pop("exported_at")
    assert after == before
    ana.talk(("C7", "Psychiatric evaluation"), (Tap("History"), "C7"))


def test_read_into_an_empty_database_and_exported_again_it_is_the_same(
    ana: Talker, databases: SqliteFiles | PostgresServer
) -> None:
    """On both engines; her settings and her account are hers there already, and are not read back."""
    a_year(ana)
    before = data_of(ana)
    url = databases.migrated()
    engine = open_engine(url, CIPHER)
    there = Practice(Store(engine), ana.practice.now)
    again = there.person(1001)
    now = there.now

    def take_in(work: UnitOfWork) -> None:
        me = work.people.by_telegram_id(1001)
        assert me is not None
        work.importing.take_in(read_archive(json.dumps(before), now), me.id)

    there.store.run_here(take_in)
    after = data_of(again)
    there.store.close()
    engine.dispose()
    databases.drop(url)
    for name in ("format", "version", "services", "clients", "reflections"):
        assert after[name] == before[name]
    assert len(before["clients"]) == 2


def test_tables_and_fhir_are_of_the_same_referrals(ana: Talker) -> None:
    a_year(ana)
    files = exported(ana)
    whole = json.loads(files["referrals.fhir.json"])
    kinds = [entry["resource"]["resourceType"] for entry in whole["entry"]]
    assert kinds.count("ServiceRequest") == kinds.count("Task") == 4
    head, *rows = csv.reader(io.StringIO(files["history.csv"].removeprefix(BOM)))
    happened = [dict(zip(head, row, strict=True)) for row in rows]
    about_referrals = [one for one in happened if one["service"]]
    assert len(about_referrals) == kinds.count("Provenance")
    assert {one["by"] for one in happened} == {"you"}
    assert "after the holidays" in files["referrals.fhir.json"], "her own words are hers to have"


def test_tables_are_in_her_own_language_under_names_that_stay(practice: Practice) -> None:
    """Read back by a list, a word is understood in whatever language it was written."""
    luz = spanish(practice, 1011)
    luz.talk(("C7 dbt", "C7"), ("C7 waitlisted", "C7"), ("/export", "Todo lo tuyo"))
    luz.press(luz.newest.card.rows[0][0].data, luz.newest.message_id)
    with zipfile.ZipFile(io.BytesIO(luz.screen.files[-1][1])) as archive:
        content = archive.read("referrals.csv")
        task = json.loads(archive.read("referrals.fhir.json"))["entry"][1]["resource"]
    head, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert head[:4] == ["code", "service", "kind", "state"]
    assert row[3] == task["businessStatus"]["text"] != "on the waitlist"
    assert task["businessStatus"]["coding"][0]["code"] == "waitlisted"
    (read,) = read_list(content, practice.now, NEW_YORK)
    assert isinstance(read, Listed)
    assert read.told.state is State.WAITLISTED


def test_whoever_was_locked_since_she_asked_gets_nothing(ana: Talker) -> None:
    store, now = ana.practice.store, ana.practice.now
    me = store.run_here(lambda work: work.people.by_telegram_id(1001))
    assert me is not None
    assert store.look_here(lambda work: own(work, me.id, now)).own
    store.run_here(lambda work: work.members.lock(me.id, now))
    with pytest.raises(LookupError):
        store.look_here(lambda work: own(work, me.id, now))


def test_nothing_of_others_is_in_it(ana: Talker, bob: Talker, kim: Talker) -> None:
    bob.talk(("D4 dbt // the sister knows", "noted"))
    a_year(ana)
    files = str(exported(ana))
    assert "D4" not in files
    assert "sister" not in files
    assert "D4" in str(exported(bob))
    kim_files = exported(kim)
    assert json.loads(kim_files["data.json"])["clients"] == []


def test_who_else_recorded_something_is_not_named(ana: Talker, kim: Talker) -> None:
    ana.talk(("C7 dbt", "noted"))
    raise_case(ana)
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"), (Tap("Answer in a line"), "line"), ("Try once more", "C7"))
    (client,) = data_of(ana)["clients"]
    assert [one["recorded_by"] for one in client["decisions"]] == ["another"]
    assert {"owner", "another"} >= {one["by"] for one in client["history"]}


def test_the_same_holdings_make_the_same_file(ana: Talker) -> None:
    a_year(ana)
    exported(ana)
    exported(ana)
    assert ana.screen.files[0][1] == ana.screen.files[1][1]


def test_pressed_twice_before_it_came_it_comes_once(ana: Talker, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.say("/export")
    data, message_id = ana.newest.card.rows[0][0].data, ana.newest.message_id
    with monkeypatch.context() as slow:
        slow.setattr(ana.practice, "deliver", lambda: None)
        for _press in range(2):
            ana.press(data, message_id)
    ana.practice.deliver()
    assert len(ana.screen.files) == 1


def test_the_table_is_for_people_and_no_cell_is_a_formula(ana: Talker) -> None:
    a_year(ana)
    head, *rows = csv.reader(io.StringIO(exported(ana)["referrals.csv"].removeprefix(BOM)))
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["code"] for row in table] == ["B2", "C7", "C7", "C7"]
    assert [row["service"] for row in table][:3] == ["Legal aid", "Psychiatric evaluation", "DBT group"]
    assert table[1]["appointment"] == "2026-12-03 10:15"
    assert table[2]["readiness"] == "7"
    assert {row["note"] for row in table} <= {"", "'=after the holidays"}
    assert "'=after the holidays" in {row["note"] for row in table}


def test_what_was_undone_is_not_in_it(ana: Talker) -> None:
    a_year(ana)
    b2 = data_of(ana)["clients"][0]
    assert [event["kind"] for event in b2["history"]] == ["suggested", "parted", "goodbye"]
