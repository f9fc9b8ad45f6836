"""`python -m bot move`: the practice goes to another database, from SQLite to PostgreSQL or back."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import URL, Engine

from bot.cli.keeping_work import bars
from bot.cli.work import complaints, read_settings, refuse
from bot.wording import moving as says
from storage.engine import DatabaseUrlError, database_url, open_engine
from storage.keeping.moving.carry import move as carry
from storage.keeping.moving.compare import DifferentRowError
from storage.keeping.moving.ends import RefusedMoveError

_DIFFERENT = 1


def move(
    from_: Annotated[str | None, typer.Option("--from", help=says.FROM_HELP)] = None,
    to: Annotated[str | None, typer.Option(help=says.TO_HELP)] = None,
) -> None:
    """Move to another database, while no bot runs. Example: python -m bot move --to postgresql://bot@localhost/practice"""
    settings = read_settings()
    if from_ is None and to is None:
        refuse(says.WHERE)
    old = _address("--from", from_) if from_ is not None else settings.url
    new = _address("--to", to) if to is not None else settings.url
    with complaints():
        cipher = settings.cipher()
    source, target = open_engine(old, cipher), open_engine(new, cipher)
    try:
        counts = _carried(source, target)
    except RefusedMoveError as error:
        refuse(says.not_moved(error.end, error.why))
    except DifferentRowError as error:
        typer.echo(says.different(error.table, error.row_id, error.amiss), err=True)
        raise typer.Exit(_DIFFERENT) from None
    finally:
        source.dispose()
        target.dispose()
    typer.echo(says.moved(counts, _shown(new), new == settings.url))


def _carried(source: Engine, target: Engine) -> Counter[str]:
    """Shows how far it has come; says where it begins anew."""
    with bars() as progress:
        bar = progress.add_task(says.CARRYING, total=None)

        def expect(steps: int, again: bool) -> None:
            progress.update(bar, total=steps)
            if again:
                progress.console.print(says.ANEW)

        return carry(source, target, datetime.now(UTC), expect, lambda steps: progress.advance(bar, steps))


def _address(option: str, text: str) -> URL:
    try:
        return database_url(text)
    except DatabaseUrlError as error:
        refuse(says.no_address(option, str(error)))


def _shown(url: URL) -> str:
    return url.set(drivername=url.get_backend_name()).render_as_string()
