"""A practice that `init` founded, once for all commands that begin with one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from bot.cli.app import app
from storage.crypto import FieldCipher, new_key
from storage.engine import database_url, open_engine

KEY = new_key()


def _there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The command line is there now; returns the address of its database."""
    url = f"sqlite:///{folder}/practice.db"
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FIELD_KEY", KEY)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.delenv("BOT_TOKEN", raising=False)
    return url


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which it was founded."""
    folder = tmp_path_factory.mktemp("founded")
    with pytest.MonkeyPatch.context() as monkeypatch:
        _there(folder, monkeypatch)
        init = ["init", "--name", "Elm Street", "--zone", "America/New_York", "--approved-by", "the director"]
        assert CliRunner().invoke(app, init).exit_code == 0
    return folder


@pytest.fixture
def founded(founding: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A founded practice in a folder of its own, where the command line is, too."""
    shutil.copytree(founding, tmp_path, dirs_exist_ok=True)
    return open_engine(database_url(_there(tmp_path, monkeypatch)), FieldCipher.from_text(KEY))
