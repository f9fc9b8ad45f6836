"""A practice in a folder of its own, made once and copied: a therapist, a backup, a directory to take in."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.app import app
from bot.settings import VARIABLES
from referrals.model import Role
from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.keeping.backup.take import take
from storage.keeping.keys import read_key_file
from storage.store import Store

Run = Callable[..., Result]
THERAPIST = 1001


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    was = Path.cwd()
    os.chdir(folder)
    try:
        words = ["init", "--name", "Elm Street", "--zone", "America/New_York", "--approved-by", "the director"]
        assert CliRunner().invoke(app, words).exit_code == 0
        cipher = FieldCipher(*(key.secret for key in read_key_file(folder / "followthrough.key")))
        store, now = Store(open_engine(database_url("sqlite:///followthrough.db"), cipher)), datetime.now(UTC)
        code = store.run_here(lambda work: work.invites.make(Role.THERAPIST, now))
        store.run_here(lambda work: work.invites.admit(code, THERAPIST, now))
        take(store.engine, folder / "backups", now, lambda _: None, lambda _: None).rename(folder / "elm.backup")
        store.close()
    finally:
        os.chdir(was)
    (folder / "list.csv").write_text("code,service\r\nC7,legal aid\r\n")
    record = {"id": "s1", "name": "Law clinic", "status": "active"}
    (folder / "county.json").write_text(json.dumps({"contents": [record, {**record, "id": "s2"}]}))
    return folder


@pytest.fixture
def folder(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the practice is, and the command line, too."""
    for name in VARIABLES:
        monkeypatch.delenv(name.upper(), raising=False)
    shutil.copytree(template, tmp_path / "practice")
    monkeypatch.chdir(tmp_path / "practice")
    return tmp_path / "practice"


@pytest.fixture
def run(folder: Path) -> Run:  # noqa: ARG001 - where it runs
    return lambda *words: CliRunner().invoke(app, [*map(str, words)])
