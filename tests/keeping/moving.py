"""Moving a practice, by the command line or past it, and what came of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine
from typer.testing import Result

from storage.engine import sqlite_file
from storage.keeping.moving import carry
from tests.keeping.conftest import Desk
from tests.keeping.rows import lying


def moved(desk: Desk, target: Engine) -> Result:
    """By the command line, from DATABASE_URL."""
    target.dispose()  # another file may come under its name
    return desk.run("move", "--to", target.url.render_as_string(hide_password=False))


def carried(source: Engine, target: Engine) -> None:
    target.dispose()
    carry.move(source, target, datetime.now(UTC), lambda *_: None, lambda _: None)


def last_line(result: Result) -> str:
    return result.stderr.strip().splitlines()[-1]


def nothing_in(target: Engine) -> bool:
    """Whether nobody would find a row there."""
    path = sqlite_file(target.url)
    return (path is not None and not path.exists()) or not any(lying(target).values())
