"""Who comes in after a restore: whoever did before it, by the account that was hers then, and by no old invite."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.keeping.backup.erasures import keep_erasures
from storage.privacy_rows import Erased
from storage.rights.erasures import ErasureEntry, ErasureList
from storage.store import Store
from tests.keeping.conftest import Desk, taken
from tests.keeping.rows import UID, lying
from tests.storage.practice import NOW, raw

LOST, NEW, OTHER = 555_001, 555_002, 555_003


@pytest.fixture
def aboard(desk: Desk) -> Desk:
    """Everybody is aboard; the first one's account is that of a phone she will lose."""
    raw(desk.engine, "UPDATE member SET locked_at = NULL, left_at = NULL")
    account(desk.engine, 1, LOST)
    raw(desk.engine, "UPDATE invite SET reusable = :no, used_at = NULL, revoked_at = NULL, expires_at = :late", **OPEN)
    return desk


OPEN = {"no": False, "late": "2999-01-01 00:00:00.000000"}


def account(engine: Engine, member_id: int, telegram_id: int) -> None:
    raw(engine, "UPDATE member SET telegram_id = :account WHERE id = :id", account=telegram_id, id=member_id)


def put_back(desk: Desk, path: Path) -> dict[int, tuple[int, bool]]:
    """Whose account each member's is after the restore, and whether it opens anything."""
    desk.engine.dispose()
    result = desk.run("restore", str(path), "--yes")
    assert result.exit_code == 0, result.output
    return {row["id"]: (row["telegram_id"], row["locked_at"] is None) for row in lying(desk.engine)["member"]}


def test_a_lost_phone_opens_nothing_though_the_backup_is_older(aboard: Desk) -> None:
    path = taken(aboard)
    account(aboard.engine, 1, NEW)  # locked, and signed in anew
    assert put_back(aboard, path)[1] == (NEW, True)


def test_also_where_an_account_went_from_one_to_another(aboard: Desk) -> None:
    account(aboard.engine, 2, OTHER)
    path = taken(aboard)
    raw(aboard.engine, "UPDATE member SET left_at = '2026-11-26 00:00:00.000000', telegram_id = -2 WHERE id = 2")
    account(aboard.engine, 1, OTHER)
    found = put_back(aboard, path)
    assert found[1] == (OTHER, True)
    assert found[2] == (-2, False), "no account is hers any more"


def test_no_invite_opens_anything_that_was_used_or_revoked_since(aboard: Desk) -> None:
    path = taken(aboard)
    raw(aboard.engine, "UPDATE invite SET used_at = '2026-11-26 00:00:00.000000', used_by = 2 WHERE id = 1")
    raw(aboard.engine, "UPDATE invite SET revoked_at = '2026-11-26 00:00:00.000000' WHERE id = 2")
    raw(aboard.engine, "DELETE FROM invite WHERE id = 3")
    raw(aboard.engine, "UPDATE member SET telegram_id = 5000 + id")
    put_back(aboard, path)
    assert [row["id"] for row in lying(aboard.engine)["invite"] if row["revoked_at"] is None] == []


def test_one_that_was_open_stays_open(aboard: Desk) -> None:
    path = taken(aboard)
    put_back(aboard, path)
    assert [row["revoked_at"] for row in lying(aboard.engine)["invite"]] == [None] * 3


def test_clients_of_one_who_erased_herself_can_be_handed_over_once_more(aboard: Desk) -> None:
    """She had handed them over since, so they were not erased; with her gone nobody would look after them."""
    path = taken(aboard)
    keep_erasures(ErasureList(UID, (ErasureEntry(70, NOW + timedelta(days=1), Erased.MEMBER, 2),)), aboard.backups)
    put_back(aboard, path)
    store = Store(aboard.reopened())
    person = store.run_here(lambda work: work.people.by_id(2))
    clients = store.run_here(lambda work: work.handovers.load(2).clients)
    store.close()
    (row,) = (row for row in lying(aboard.engine)["member"] if row["id"] == 2)
    assert clients == 1
    assert person is not None, "an administrator finds her"
    assert (person.locked, person.called, person.telegram_id, row["supervision"]) == (True, "", -2, None)
