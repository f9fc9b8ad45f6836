"""At the machine: an account is locked, and its member signs in anew, when no administrator can do it in the chat."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot.cli.app import app
from bot.wording import console
from referrals.model import Role
from storage.store import Store
from tests.storage.practice import raw

ADMINISTRATOR = 1003


@pytest.fixture
def store(founded: Engine) -> Store:
    """A practice with its only administrator."""
    store, now = Store(founded), datetime.now(UTC)
    code = store.run_here(lambda work: work.invites.make(Role.ADMINISTRATOR, now))
    store.run_here(lambda work: work.invites.admit(code, ADMINISTRATOR, now))
    return store


def run(*words: str) -> Result:
    return CliRunner().invoke(app, [*words])


def test_even_the_only_administrator_is_locked_and_comes_back(store: Store) -> None:
    result = run("lock", "--telegram-id", str(ADMINISTRATOR))
    assert (result.exit_code, result.output.strip()) == (0, console.locked(ADMINISTRATOR))
    assert store.run_here(lambda work: work.people.by_telegram_id(ADMINISTRATOR)) is None
    found = re.search(r"/start (\S+)", run("invite", "--for", str(ADMINISTRATOR)).output)
    assert found
    now = datetime.now(UTC)
    admitted = store.run_here(lambda work: work.invites.admit(found.group(1), 5001, now))
    assert admitted is not None
    assert (admitted.was, admitted.was_locked) == (ADMINISTRATOR, True)
    back = store.run_here(lambda work: work.people.by_telegram_id(5001))
    assert back is not None
    assert back.roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("words", [("lock", "--telegram-id", "7"), ("invite", "--for", "7")])
@pytest.mark.usefixtures("store")
def test_somebody_who_is_not_aboard_is_named_and_nothing_happens(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.strip() == console.no_members([7])


def test_what_is_done_at_the_machine_is_told_as_that(store: Store) -> None:
    run("lock", "--telegram-id", str(ADMINISTRATOR))
    told = raw(store.engine, "SELECT DISTINCT deed FROM audit WHERE row_table = 'member' AND verb = 'changed'")
    assert [row.deed for row in told] == ["command line"]
