"""What no bot on this machine can be faster than: the disk's commit, and its databases' own."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

import psycopg

_PAGE = b"x" * 4096
_BODY = "Agreed: grief group, starts in two weeks. " * 3


def medians(seconds: float, once: Callable[[], None]) -> float:
    """Of how long one takes, in seconds, done again and again for so long."""
    took, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        once()
        took.append(time.perf_counter() - began)
    return median(took)


def fsync(place: Path, seconds: float) -> float:
    """Seconds for a page that is written and kept by the disk in `place`."""
    with (place / "fsync").open("wb", buffering=0) as file:

        def once() -> None:
            file.write(_PAGE)
            os.fdatasync(file.fileno())

        return medians(seconds, once)


def sqlite_commit(place: Path, seconds: float, synchronous: str = "FULL") -> float:
    """Seconds for one row inserted and committed by the bare driver."""
    with closing(sqlite3.connect(place / f"floor-{synchronous}.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, body TEXT)")

        def once() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO line (body) VALUES (?)", (_BODY,))
            connection.execute("COMMIT")

        return medians(seconds, once)


def postgres_commit(address: str, seconds: float) -> float:
    """The same in a PostgreSQL, one round trip for each of the three statements."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE floor_line (id serial PRIMARY KEY, body text)")

        def once() -> None:
            with connection.transaction():
                connection.execute("INSERT INTO floor_line (body) VALUES (%s)", (_BODY,))

        return medians(seconds, once)
