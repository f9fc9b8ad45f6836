"""What was erased after a backup was taken stays erased when it is put back; a hold set since goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.backup.erasures import keep_erasures
from storage.erasures import ErasureEntry, ErasureList
from storage.privacy_rows import Erased
from storage.store import Store
from tests.keeping.conftest import Desk, taken
from tests.keeping.rows import COUNT, UID, lying
from tests.storage.practice import NOW, raw

ERASED = "client code 2 “äß"


class TestErased:
    """What was erased after the backup was taken stays erased."""

    AT = NOW + timedelta(days=1)  # after the rows of the tests were made

    def codes(self, desk: Desk) -> list[str]:
        return [row["code"] for row in lying(desk.engine)["client"]]

    def restored(self, desk: Desk, backup: Path, *entries: ErasureEntry, practice: str = UID) -> str:
        keep_erasures(ErasureList(practice, entries), desk.backups)
        result = desk.run("restore", str(backup), "--yes")
        assert result.exit_code == 0, result.output
        return result.output

    def test_by_the_list_beside_it(self, desk: Desk, backup: Path) -> None:
        entry = ErasureEntry(70, self.AT, Erased.CLIENT, 2)
        assert "gone through again: 1." in self.restored(desk, backup, entry)
        assert ERASED not in self.codes(desk)
        noted = [(row["id"], row["row_id"], row["what"]) for row in lying(desk.engine)["erasure"]]
        assert noted[COUNT:] == [(70, 2, "client")], "the next backup's restore needs it, too"

    def test_by_the_list_in_the_usual_folder(self, desk: Desk, backup: Path) -> None:
        elsewhere = desk.folder / "disk" / backup.name
        elsewhere.parent.mkdir()
        backup.rename(elsewhere)
        self.restored(desk, elsewhere, ErasureEntry(70, self.AT, Erased.CLIENT, 2))
        assert ERASED not in self.codes(desk)

    def test_by_the_database_itself_where_the_list_lacks_it(self, desk: Desk, backup: Path) -> None:
        raw(
            desk.engine,
            "INSERT INTO erasure (id, at, what, row_id) VALUES (70, :at, 'client', 2)",
            at=f"{self.AT:%Y-%m-%d %H:%M:%S}.000000",
        )
        self.restored(desk, backup)
        assert ERASED not in self.codes(desk)

    def test_also_under_a_hold(self, desk: Desk) -> None:
        raw(desk.engine, "UPDATE practice SET hold_since = '2026-11-25'")
        self.restored(desk, taken(desk), ErasureEntry(70, self.AT, Erased.CLIENT, 2))
        assert ERASED not in self.codes(desk)

    def test_what_the_backup_knows_to_be_erased_is_not_gone_through(self, desk: Desk, backup: Path) -> None:
        store = Store(desk.reopened())
        known = store.run_here(lambda work: work.erasures.all())
        store.close()
        assert len(known.entries) == COUNT
        assert "gone through" not in self.restored(desk, backup, *known.entries)

    def test_a_newer_row_with_the_same_id_is_told_by_the_instant(self, desk: Desk, backup: Path) -> None:
        entry = ErasureEntry(70, NOW - timedelta(days=1), Erased.CLIENT, 2)  # before any client of the tests was made
        self.restored(desk, backup, entry)
        assert ERASED in self.codes(desk)

    def test_another_practices_entries_are_not_ours(self, desk: Desk, backup: Path) -> None:
        self.restored(desk, backup, ErasureEntry(70, self.AT, Erased.CLIENT, 2), practice="another")
        assert ERASED in self.codes(desk)


@pytest.mark.parametrize(("then", "now", "left"), [(None, "2026-11-25", True), ("2026-11-25", None, True)])
def test_a_hold_is_not_lifted_by_a_restore(desk: Desk, then: str | None, now: str | None, left: bool) -> None:
    hold = text("UPDATE practice SET hold_since = CAST(:at AS TIMESTAMP), hold_by = 2")
    if desk.engine.dialect.name == "sqlite":
        hold = text("UPDATE practice SET hold_since = :at, hold_by = 2")
    with desk.engine.begin() as connection:
        connection.execute(hold, {"at": then})
    path = taken(desk)
    with desk.engine.begin() as connection:
        connection.execute(hold, {"at": now})
    desk.engine.dispose()
    assert desk.run("restore", str(path), "--yes").exit_code == 0
    (row,) = lying(desk.engine)["practice"]
    assert (row["hold_since"] is not None, row["hold_by"]) == (left, 2)


def test_whoever_was_locked_or_left_since_stays_out(desk: Desk) -> None:
    raw(desk.engine, "UPDATE member SET locked_at = NULL, left_at = NULL")
    path = taken(desk)
    raw(desk.engine, "UPDATE member SET locked_at = '2026-11-25 00:00:00.000000' WHERE id = 1")
    raw(desk.engine, "UPDATE member SET left_at = '2026-11-26 00:00:00.000000', telegram_id = -2 WHERE id = 2")
    desk.engine.dispose()
    assert desk.run("restore", str(path), "--yes").exit_code == 0
    found = {row["id"]: (row["locked_at"] is not None, row["left_at"]) for row in lying(desk.engine)["member"]}
    assert found == {1: (True, None), 2: (True, None)} | dict.fromkeys(set(found) - {1, 2}, (False, None))


def test_an_account_that_was_hers_then_and_is_not_now_stays_out(desk: Desk) -> None:
    raw(desk.engine, "UPDATE member SET locked_at = NULL, left_at = NULL")
    path = taken(desk)
    raw(desk.engine, "UPDATE member SET telegram_id = 777 WHERE id = 1")  # locked, and signed in with another phone
    desk.engine.dispose()
    assert desk.run("restore", str(path), "--yes").exit_code == 0
    found = {row["id"]: row["locked_at"] is not None for row in lying(desk.engine)["member"]}
    assert found == {number: number == 1 for number in found}


def test_a_code_that_may_have_been_used_since_opens_nothing(desk: Desk) -> None:
    raw(desk.engine, "UPDATE invite SET used_at = NULL, used_by = NULL, revoked_at = NULL, reusable = FALSE")
    path = taken(desk)
    raw(desk.engine, "UPDATE invite SET used_at = '2026-11-25 00:00:00.000000', used_by = 1")
    desk.engine.dispose()
    assert desk.run("restore", str(path), "--yes").exit_code == 0
    assert [row for row in lying(desk.engine)["invite"] if row["revoked_at"] is None] == []
