"""`python -m bot import`, `retention`, and what `practice` says of both."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import data
from bot.cli.app import app
from bot.wording.privacy import data as wording
from referrals.model import Role
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import raw
from tests.unit.bot.examples.archives import AT, MEMBER, archive, client, referral
from tests.unit.test_practice_cli import store, therapist

__all__ = ["store"]  # a fixture


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def aboard(store: Store) -> Store:
    store.run_here(therapist)
    return store


def file_of(path: Path, text: str | bytes, name: str = "data.json") -> str:
    with zipfile.ZipFile(path / "export.zip", "w") as file:
        file.writestr(name, text)
    return str(path / "export.zip")


def codes(store: Store) -> list[str]:
    return [row.code for row in raw(store.engine, "SELECT code FROM client ORDER BY code")]


def test_an_export_is_read_back(aboard: Store, tmp_path: Path) -> None:
    due = client("C7", referrals=[referral(next_check_at=AT)])
    result = run("import", file_of(tmp_path, archive(due, client("B2"))), "--for", "1001")
    assert result.exit_code == 0, result.output
    assert "2 clients taken in: C7, B2." in result.output
    assert "New in the directory" not in result.output  # the starter set has it
    assert codes(aboard) == ["B2", "C7"]
    assert raw(aboard.engine, "SELECT id FROM nudge") != []
    again = run("import", file_of(tmp_path, archive(client("C7"))), "--for", "1001")
    assert "Left alone, for the codes are there already: C7." in again.output


def test_an_appointment_without_its_hour_stays_on_its_day_in_another_zone(aboard: Store, tmp_path: Path) -> None:
    at = "2026-12-08T15:00:00Z"  # the beginning of 9 December in Tokyo
    begins: dict[str, Any] = {"appointment_at": at, "next_check_at": at}
    day = referral(state="scheduled", appointment_timed=False, **begins)
    hour = referral(2, state="scheduled", **begins)
    text = archive(client(referrals=[day, hour]), member={**MEMBER, "zone": "Asia/Tokyo"})
    assert run("import", file_of(tmp_path, text), "--for", "1001").exit_code == 0
    kept = aboard.run_here(lambda work: work.caseload(therapist(work).id).every_referral())
    assert [(one.appointment_at, one.next_check_at) for one in kept] == [
        (datetime(2026, 12, 9, 5, tzinfo=UTC),) * 2,
        (datetime(2026, 12, 8, 15, tzinfo=UTC),) * 2,
    ]


def test_a_service_that_is_there_under_another_name_is_not_added_once_more(aboard: Store, tmp_path: Path) -> None:
    """Two that answer to one name would make every line that says it a question, for the whole practice."""
    names = ["legal  aid", "Ayuda legal", "Pottery", "pottery!", "¿?"]
    text = archive(
        client(referrals=[referral(number, service=name) for number, name in enumerate(names, 1)]),
        services=[{"name": name, "kind": "other", "in_house": False} for name in names],
    )
    result = run("import", file_of(tmp_path, text), "--for", "1001")
    assert "New in the directory: Pottery and ¿?." in result.output, result.output
    kept = aboard.run_here(lambda work: work.caseload(therapist(work).id).every_referral())
    assert [one.service.name for one in kept] == ["Legal aid", "Legal aid", "Pottery", "Pottery", "¿?"]


def test_a_dry_run_writes_nothing(aboard: Store, tmp_path: Path) -> None:
    services = [{"name": "Pottery", "kind": "other", "in_house": False}]
    text = archive(client(referrals=[referral(service="Pottery")]), services=services)
    result = run("import", file_of(tmp_path, text), "--for", "1001", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "New in the directory: Pottery." in result.output
    assert "A dry run: nothing was written." in result.output
    assert codes(aboard) == []
    assert raw(aboard.engine, "SELECT id FROM service WHERE name = 'Pottery'") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (archive(version=9), "it is no export of this version (version)"),
        (archive(client(risk="fine")), "it is broken (clients 1, risk)"),
        (archive(client(goals="mail me@example.com")), "could tell who a client is (client 1, goals)"),
    ],
)
def test_what_is_not_fit_is_one_sentence_and_changes_nothing(
    aboard: Store, tmp_path: Path, text: str, said: str
) -> None:
    result = run("import", file_of(tmp_path, text), "--for", "1001")
    assert (result.exit_code, codes(aboard)) == (2, [])
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "example" not in result.stderr


@pytest.mark.usefixtures("aboard")
def test_nor_is_what_is_no_archive_at_all(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    for path in (str(tmp_path / "notes.txt"), file_of(tmp_path, "{}", name="other.json")):
        result = run("import", path, "--for", "1001")
        assert result.exit_code == 2
        assert "it is broken (data.json). Nothing was written." in result.stderr


def encrypted(content: bytes) -> bytes:
    """A zip that says of its first file that it needs a password: a bit in its head, and in the list of files."""
    flagged = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flagged[flagged.index(mark) + place] |= 1
    return bytes(flagged)


def packed_strangely(content: bytes) -> bytes:
    """A zip whose file says it is deflated, and is not."""
    flagged = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        flagged[flagged.index(mark) + place] = zipfile.ZIP_DEFLATED
    return bytes(flagged)


@pytest.mark.parametrize("spoiled", [encrypted, packed_strangely])
def test_nor_is_one_that_cannot_be_unpacked(aboard: Store, tmp_path: Path, spoiled: Callable[[bytes], bytes]) -> None:
    path = Path(file_of(tmp_path, archive(client("C7"))))
    path.write_bytes(spoiled(path.read_bytes()))
    result = run("import", str(path), "--for", "1001")
    assert (result.exit_code, codes(aboard)) == (2, [])
    assert "it is broken (data.json). Nothing was written." in result.stderr


def test_nor_is_one_that_holds_no_text(aboard: Store, tmp_path: Path) -> None:
    result = run("import", file_of(tmp_path, archive(client("C7")).encode("utf-16")), "--for", "1001")
    assert (result.exit_code, codes(aboard)) == (2, [])
    assert "it is broken (data.json). Nothing was written." in result.stderr


def test_nor_is_one_that_unpacks_without_end(aboard: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = archive(client("C7"))
    path = file_of(tmp_path, text)
    monkeypatch.setattr(data, "_LARGEST", len(text) - 1)
    result = run("import", path, "--for", "1001")
    assert (result.exit_code, codes(aboard)) == (2, [])
    assert "it is broken (data.json). Nothing was written." in result.stderr
    monkeypatch.setattr(data, "_LARGEST", len(text))
    assert run("import", path, "--for", "1001").exit_code == 0


def test_it_is_for_a_therapist_aboard(aboard: Store, tmp_path: Path) -> None:
    aboard.run_here(supervisor)
    for number in ("2001", "4711"):
        result = run("import", file_of(tmp_path, archive(client())), "--for", number)
        assert (result.exit_code, result.stderr.strip()) == (2, wording.no_therapist(int(number)))
    assert codes(aboard) == []


def test_one_that_is_acute_is_told_like_any_other(aboard: Store, tmp_path: Path) -> None:
    aboard.run_here(lambda work: work.people.set_alerts(on_call_id=supervisor(work).id))
    run("import", file_of(tmp_path, archive(client(risk="acute", risk_kind="self"))), "--for", "1001")
    assert len(raw(aboard.engine, "SELECT id FROM telling")) == 1


def test_what_was_kept_long_enough_leaves(aboard: Store, tmp_path: Path) -> None:
    old = client("C7", closed_at="2020-01-01T00:00:00Z", closed_because="goodbye")
    run("import", file_of(tmp_path, archive(old, client("B2"))), "--for", "1001")
    dry = run("retention", "--dry-run")
    assert "1  closed clients, with all of theirs, the oldest of 2020-01-01" in dry.output
    assert codes(aboard) == ["B2", "C7"]
    assert run("practice", "--hold").output.strip() == wording.HOLD_SET
    held = run("retention")
    assert (held.exit_code, held.stderr.strip(), codes(aboard)) == (2, wording.ON_HOLD, ["B2", "C7"])
    assert run("practice", "--no-hold").output.strip() == wording.HOLD_ENDED
    assert run("practice", "--retention", "120").output.strip() == "Set: what has ended leaves after 120 months."
    assert wording.NOTHING_LEAVES in run("retention").output
    run("practice", "--retention", "36")
    assert "closed clients" in run("retention").output
    assert codes(aboard) == ["B2"]


def test_what_left_is_in_none_of_the_databases_files(aboard: Store, tmp_path: Path) -> None:
    """Also while a bot has it open, whose write-ahead file stays."""
    old = client("C7", closed_at="2020-01-01T00:00:00Z", closed_because="goodbye")
    run("import", file_of(tmp_path, archive(old)), "--for", "1001")
    raw(aboard.engine, "UPDATE client SET code = 'longgone'")
    with closing(sqlite3.connect(tmp_path / "practice.db")) as bot:
        bot.execute("SELECT code FROM client").fetchall()
        assert lying(tmp_path, b"longgone")
        assert run("retention").exit_code == 0
        assert not lying(tmp_path, b"longgone")


def lying(folder: Path, words: bytes) -> list[str]:
    """The files of the database that hold them."""
    return [path.name for path in folder.glob("practice.db*") if words in path.read_bytes()]


@pytest.mark.usefixtures("aboard")
@pytest.mark.parametrize("months", ["0", "121", "many"])
def test_a_time_nobody_means_is_not_set(months: str) -> None:
    assert run("practice", "--retention", months).exit_code == 2


def supervisor(work: UnitOfWork) -> Person:
    now = datetime.now(UTC)
    admitted = work.invites.admit(work.invites.make(Role.SUPERVISOR, now), 2001, now)
    assert admitted is not None
    return admitted.person
