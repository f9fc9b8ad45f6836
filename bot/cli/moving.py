"""`python -m bot move`: the practice goes to another database, from SQLite to PostgreSQL or back."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import URL, Engine

from bot.cli.answers import Moved
from bot.cli.bars import bar
from bot.cli.command import App
from bot.cli.ending import Exit, Why
from bot.cli.speaking import answer, print_line, refuse
from bot.cli.work import complaints, read_settings
from bot.wording import moving as says
from storage.engine import DatabaseUrlError, database_url, open_engine
from storage.keeping.moving.carry import move as carry
from storage.keeping.moving.compare import DifferentRowError
from storage.keeping.moving.ends import RefusedMoveError
from storage.keeping.moving.ends import Why as Unmoved

moving = App()
_REASON = {
    Unmoved.RUNS: Why.BUSY,
    Unmoved.AWAY: Why.DATABASE,
    Unmoved.DAMAGED: Why.DAMAGED,
    Unmoved.OTHER_KEY: Why.KEY,
    Unmoved.NEWER: Why.NEWER,
    Unmoved.NO_PRACTICE: Why.PRACTICE,
    Unmoved.BEHIND: Why.OLDER,
}  # whatever else is declined


@moving.command(answers=Moved, progress=True)
def move(
    from_: Annotated[str | None, typer.Option("--from", help=says.FROM_HELP)] = None,
    to: Annotated[str | None, typer.Option(help=says.TO_HELP)] = None,
) -> None:
    """Move to another database, while no bot runs.

    Example: python -m bot move --from sqlite:///followthrough.db

    Example: python -m bot move --to postgresql://bot@localhost/practice
    """
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
        refuse(says.not_moved(error.end, error.why), _REASON.get(error.why, Why.DECLINED))
    except DifferentRowError as error:
        refuse(says.different(error.table, error.row_id, error.amiss), Why.DIFFERENT, Exit.FOUND)
    finally:
        source.dispose()
        target.dispose()
    result = Moved(to=_shown(new), is_set=new == settings.url, rows=dict(counts))
    answer(result, says.moved(counts, result.to, result.is_set))


def _carried(source: Engine, target: Engine) -> Counter[str]:
    """Shows how far it has come; says where it begins anew."""
    with bar(says.CARRYING) as shown:

        def expect(steps: int, again: bool) -> None:
            shown.expect(steps)
            if again:
                print_line(says.ANEW, beside=True)

        return carry(source, target, datetime.now(UTC), expect, shown.advance)


def _address(option: str, text: str) -> URL:
    try:
        return database_url(text)
    except DatabaseUrlError as error:
        refuse(says.no_address(option, str(error)))


def _shown(url: URL) -> str:
    return url.set(drivername=url.get_backend_name()).render_as_string()
