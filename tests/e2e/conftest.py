"""A house of processes for each test, on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.e2e.house import House


@pytest.fixture
def house(tmp_path: Path, url: URL) -> Iterator[House]:
    """Sandbox running, bot not started, database migrated and without a practice."""
    house = House(tmp_path, url.render_as_string(hide_password=False))
    yield house
    house.close()
