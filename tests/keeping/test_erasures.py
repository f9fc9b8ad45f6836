"""The list of what was erased: complete, added to only, kept at each occasion, and never in the bot's way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from storage.keeping.backup.erasures import DamagedListError, keep_erasures, read_erasures
from storage.privacy_rows import Erased, ErasureRow
from storage.rights.erasures import ErasureEntry, ErasureList
from storage.store import Store
from storage.work import UnitOfWork
from tests.keeping.conftest import Desk
from tests.storage.practice import NOW

FIRST = ErasureEntry(1, NOW, Erased.CLIENT, 7)
SECOND = ErasureEntry(2, NOW + timedelta(hours=1, microseconds=5), Erased.REFLECTION, 8)


def listed(*entries: ErasureEntry, practice: str = "ours") -> ErasureList:
    return ErasureList(practice, entries)


class TestTheList:
    def test_it_holds_ids_instants_and_words(self, tmp_path: Path) -> None:
        keep_erasures(listed(FIRST), tmp_path)
        assert json.loads((tmp_path / "erasures").read_text()) == {
            "id": 1, "at": "2026-11-24T20:00:00+00:00", "what": "client", "row_id": 7, "practice": "ours"
        }  # fmt: skip

    def test_it_gains_what_it_lacks_and_nothing_twice(self, tmp_path: Path) -> None:
        assert keep_erasures(listed(FIRST), tmp_path) == 1
        assert keep_erasures(listed(FIRST, SECOND), tmp_path) == 1
        assert keep_erasures(listed(FIRST, SECOND), tmp_path) == 0
        assert len((tmp_path / "erasures").read_text().splitlines()) == 2
        assert read_erasures([tmp_path], "ours") == [FIRST, SECOND]

    def test_what_a_database_has_lost_stays_on_it(self, tmp_path: Path) -> None:
        keep_erasures(listed(FIRST), tmp_path)
        keep_erasures(listed(SECOND), tmp_path)
        assert read_erasures([tmp_path], "ours") == [FIRST, SECOND]

    def test_only_its_owner_may_read_it(self, tmp_path: Path) -> None:
        keep_erasures(listed(FIRST), tmp_path / "backups")
        assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "backups" / "erasures").stat().st_mode & 0o777 == 0o600

    def test_nothing_is_made_where_there_is_nothing_to_keep(self, tmp_path: Path) -> None:
        assert keep_erasures(listed(), tmp_path / "backups") == 0
        assert not (tmp_path / "backups").exists()

    @pytest.mark.parametrize("left", range(0, 90, 11))
    def test_a_line_that_a_crash_cut_comes_once_more(self, tmp_path: Path, left: int) -> None:
        keep_erasures(listed(FIRST, SECOND), tmp_path)
        path = tmp_path / "erasures"
        first, second = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(first + second[:left])
        assert read_erasures([tmp_path], "ours") == [FIRST]
        keep_erasures(listed(FIRST, SECOND), tmp_path)
        assert read_erasures([tmp_path], "ours") == [FIRST, SECOND]

    def test_also_one_that_lacks_only_its_end(self, tmp_path: Path) -> None:
        keep_erasures(listed(FIRST), tmp_path)
        path = tmp_path / "erasures"
        path.write_bytes(path.read_bytes().rstrip(b"\n"))
        keep_erasures(listed(FIRST, SECOND), tmp_path)
        assert read_erasures([tmp_path], "ours") == [FIRST, SECOND]

    @pytest.mark.parametrize("line", ["{", "[]", "{}", '{"id": 1, "at": "soon"}', "words"])
    def test_a_line_that_is_none_is_named(self, tmp_path: Path, line: str) -> None:
        keep_erasures(listed(FIRST), tmp_path)
        with (tmp_path / "erasures").open("a") as file:
            file.write(f"{line}\n")
        with pytest.raises(DamagedListError) as raised:
            read_erasures([tmp_path], "ours")
        assert raised.value.number == 2

    def test_several_lists_are_read_as_one(self, tmp_path: Path) -> None:
        keep_erasures(listed(FIRST, SECOND), tmp_path / "one")
        keep_erasures(listed(FIRST), tmp_path / "two")
        keep_erasures(listed(ErasureEntry(3, NOW, Erased.MEMBER, 9), practice="theirs"), tmp_path / "two")
        folders = [tmp_path / "one", tmp_path / "two", tmp_path / "none", tmp_path / "two" / ".." / "one"]
        assert read_erasures(folders, "ours") == [FIRST, SECOND]


def erased(work: UnitOfWork, row_id: int = 7) -> None:
    work._session.add(ErasureRow(at=NOW, what=Erased.CLIENT, row_id=row_id))


def erased_by_statement(work: UnitOfWork) -> None:
    work._session.execute(insert(ErasureRow).values(at=NOW, what=Erased.CLIENT, row_id=7))


@pytest.mark.parametrize("erases", [erased, erased_by_statement])
def test_a_transaction_knows_whether_it_erased(store: Store, erases: Callable[[UnitOfWork], None]) -> None:
    def happened(work: UnitOfWork) -> bool:
        erases(work)
        work._session.flush()
        return work.erasures.happened

    assert store.run_here(happened)
    assert not store.run_here(lambda work: work.erasures.happened)
    assert len(store.run_here(lambda work: work.erasures.all()).entries) == 1


def test_a_backup_keeps_it(desk: Desk) -> None:
    desk.run("backup")
    lines = (desk.backups / "erasures").read_text().splitlines()
    assert [json.loads(line)["row_id"] for line in lines] == [1, 2, 3]
