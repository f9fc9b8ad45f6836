"""What a watcher sees when the database is locked, or Telegram out of reach: not ready, and ready again after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import URL

from tests.e2e.forked import start
from tests.e2e.house import House
from tests.faults.test_database import locked

sqlite_only = pytest.mark.parametrize("backend", ["sqlite"])


class Watched(House):
    """A bot with pages, and with little patience."""

    def __init__(self, folder: Path, database_url: str) -> None:
        super().__init__(folder, database_url)
        port = unused_port()
        self.environment["HTTP_PORT"] = str(port)
        self.pages = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20)

    def start(self) -> None:
        with self.log.open("a") as log:
            self.bot = start("bot", ["tests.faults.impatient"], self.environment, log, log)

    def amiss(self) -> list[str]:
        answer = self.pages.get("/readyz")
        why: list[str] = answer.json()["amiss"]
        assert answer.status_code == (503 if why else 200)
        return why

    def close(self) -> None:
        self.pages.close()
        super().close()


@pytest.fixture
def watched(tmp_path: Path, url: URL) -> Iterator[Watched]:
    house = Watched(tmp_path, url.render_as_string(hide_password=False))
    house.start_and_come_aboard()
    house.until(lambda: house.amiss() == [])
    yield house
    house.close()


@sqlite_only
def test_a_locked_database_is_seen_and_so_is_its_return(watched: Watched) -> None:
    with locked(watched):
        watched.say("C7 dbt", wait=False)
        watched.until(lambda: "writing" in watched.amiss())
        assert watched.pages.get("/healthz").status_code == 200
        assert watched.pages.get("/readyz").json()["database"]["answered_in"] is not None, "it can still be read"
    watched.until(lambda: watched.amiss() == [])


@sqlite_only
def test_a_telegram_out_of_reach_is_seen_and_so_is_its_return(watched: Watched) -> None:
    watched.fault(method="getUpdates", status=502, times=1000)
    watched.until(lambda: watched.amiss() == ["polling"])
    assert watched.pages.get("/readyz").json()["telegram"]["polls"] is True
    watched.fault()
    watched.until(lambda: watched.amiss() == [])
    page = watched.pages.get("/metrics").text
    assert "followthrough_leads 1.0" in page
    assert 'followthrough_updates_total{outcome="done"}' in page
