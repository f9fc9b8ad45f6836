"""`python -m tests.faults.soak --kills 200 --seed 1`: many kills at boundaries drawn by the seed, on both databases."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from tests.conftest import PostgresServer, SqliteFiles
from tests.e2e.house import House
from tests.faults.boundaries import BOUNDARIES
from tests.faults.killing import Killing, passing_of

_A_HOUSE = 20  # kills in one house, before another is built on the other database


def main(
    kills: Annotated[int, typer.Option(help="How many.", min=1)] = 200,
    seed: Annotated[int, typer.Option(help="The same one draws the same kills.")] = 1,
) -> None:
    """Ends with code 1, and the oracle's complaint, at the first thing that is not as it must be."""
    random = Random(seed)
    server = PostgresServer()
    try:
        with tempfile.TemporaryDirectory() as folder:
            files = SqliteFiles(Path(folder))
            done = 0
            while done < kills:
                databases: SqliteFiles | PostgresServer = server if (done // _A_HOUSE) % 2 else files
                few = min(_A_HOUSE, kills - done)
                _one_house(databases, random, range(done + 1, done + few + 1))
                done += few
    finally:
        server.stop()
    typer.echo(f"{kills} kills, seed {seed}: nothing lost, nothing doubled")


def _one_house(databases: SqliteFiles | PostgresServer, random: Random, numbers: range) -> None:
    url = databases.migrated()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), url.render_as_string(hide_password=False))
        try:
            killing = Killing(house)
            for number in numbers:
                began, boundary = time.monotonic(), random.choice(BOUNDARIES)
                passing = passing_of(boundary, random)
                said = f"{number:4}  {url.get_backend_name():10}  {boundary}, passing {passing}"
                again = _died(killing, boundary, passing, said)
                typer.echo(f"{said}: {again} said again so far, {time.monotonic() - began:.1f} s")
        finally:
            house.close()
    databases.drop(url)


def _died(killing: Killing, boundary: str, passing: int, said: str) -> int:
    try:
        return killing.die(boundary, passing)
    except AssertionError as error:
        typer.echo(f"{said}: {error}", err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    typer.run(main)
