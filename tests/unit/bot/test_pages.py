"""The pages for whoever watches: what they say, when they say no, and that no word of anybody's is on them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from bot.leading import Leader
from bot.turn import Handler, Turn
from bot.watching.looking import Looking
from bot.watching.readiness import Limits
from bot.watching.tally import EXPIRED, Outcome
from bot.watching.watch import Watch
from bot.web.pages import Pages
from bot.wording.card import Card
from storage.outages import StorageUnavailableError
from storage.store import Store
from tests.storage.practice import ALICE_CHAT, on_sqlite
from tests.unit.bot.fakes import NearStore, Refusal, StoppedClock
from tests.unit.bot.house import House
from tests.unit.bot.post import Post

WORDS = {*Outcome, EXPIRED, "sent", "later", "uncertain", "blocked", "dead", "token", "failed", "database", "telegram"}
WORDS |= {"unreachable", "unreadable", "given_up", "undelivered", "backup", "erasures"}


class Leads(Leader):
    """Leads under a fence of the test's, or does not."""

    def __init__(self, fence: int | None) -> None:
        self._fence = fence

    @property
    def fence(self) -> int | None:
        return self._fence


@asynccontextmanager
async def served(
    store: Store, watch: Watch, *, fence: int | None = 3, limits: Limits | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    looking = Looking(store, StoppedClock(), Leads(fence), watch.signs, limits or Limits(), webhook=False)
    app = Starlette(routes=Pages(looking, watch, store).routes())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        yield client
    looking.close()


async def numbers(store: Store, watch: Watch) -> dict[str, float]:
    """What `/metrics` says, by name and labels."""
    async with served(store, watch) as client:
        page = (await client.get("/metrics")).text
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in page.splitlines() if line[0] != "#"}


async def test_it_is_alive_and_ready_and_nothing_else_is_there(store: Store) -> None:
    async with served(store, Watch()) as client:
        assert [(await client.get(path)).status_code for path in ("/healthz", "/readyz", "/metrics")] == [200] * 3
        assert [(await client.get(path)).status_code for path in ("/", "/docs", "/readyz/x", "/healthz?x=1")] == [
            404,
            404,
            404,
            200,
        ]
        said = (await client.get("/readyz")).json()
    assert (said["ready"], said["leads"], said["fence"]) == (True, True, 3)
    assert said["database"]["answered_in"] > 0
    assert said["inbox"] == {"open": 0, "oldest": None}


async def test_a_database_that_does_not_answer_is_no_reason_not_to_be_alive(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(*_asked: Any) -> None:
        raise StorageUnavailableError("away")

    monkeypatch.setattr("bot.watching.looking.look", look)
    async with served(store, Watch()) as client:
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["amiss"]) == (503, ["database"])
        assert (await client.get("/healthz")).status_code == 200
        page = (await client.get("/metrics")).text
    assert "followthrough_database_answers 0.0" in page
    assert "followthrough_inbox_open NaN" in page


async def test_one_that_takes_too_long_is_not_waited_for_and_not_asked_twice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, answers = [], asyncio.Event()

    async def slow(_self: Looking) -> None:
        looks.append(1)
        await answers.wait()

    monkeypatch.setattr(Looking, "_look", slow)
    async with served(store, Watch(), limits=Limits(database=timedelta(0))) as client:
        said = await asyncio.gather(*(client.get("/readyz") for _ in range(5)))
        assert ({one.status_code for one in said}, len(looks)) == ({503}, 1)
        answers.set()


@on_sqlite
async def test_a_database_that_takes_nothing_is_noticed_and_so_is_its_return(near: NearStore) -> None:
    def fails(_work: object) -> None:
        raise StorageUnavailableError("locked")

    limits = Limits(failing=timedelta(0))
    async with served(near, Watch(), limits=limits) as client:
        for _try in range(2):
            with pytest.raises(StorageUnavailableError):
                near.run_here(fails)
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["amiss"]) == (503, ["writing"])
        near.run_here(lambda work: work.inbox.newest())
        assert (await client.get("/readyz")).status_code == 200
        assert "followthrough_database_errors_total 2.0" in (await client.get("/metrics")).text


async def test_a_busy_run_is_counted_with_no_word_of_anybodys(house: House, post: Post, route: Any) -> None:
    """Every outcome, a failing delivery, and text that would be seen anywhere."""
    watch = Watch()
    kinds: list[Handler] = [_done, _refused, house.fails(99)]
    async with house.open(watch=watch) as turns:
        for handler in kinds:
            turns._application.handlers.clear()
            route(handler)
            waiting = house.line(text="Q77 dbt canary")
            watch.tally.came([waiting], 0.0)
            await turns.take(waiting, handler, None)
    watch.tally.set_aside()
    post.watch = watch
    post.next_start()
    post.telegram.next_answers(ALICE_CHAT, Refusal(502), Refusal(403), Refusal(400, "Bad Request: canary"))
    post.write(ALICE_CHAT, "Q77", "Q77", "Q77")
    async with post.delivering():
        pass
    watch.answered(429, None)
    said = await numbers(house.store, watch)
    assert {f'followthrough_updates_total{{outcome="{one}"}}': 1.0 for one in Outcome}.items() <= said.items()
    assert said["followthrough_update_seconds_count"] == 3.0
    assert said["followthrough_turn_seconds_count"] == 3.0
    assert said["followthrough_retries_total"] >= 1.0
    assert said["followthrough_floods_total"] == 1.0
    assert {fate for fate in ("sent", "uncertain", "blocked", "dead") if said[_sends(fate)] >= 1.0} == {
        "sent",
        "uncertain",
        "blocked",
        "dead",
    }
    assert labels(watch.registry) <= WORDS


def _sends(fate: str) -> str:
    return f'followthrough_sends_total{{fate="{fate}"}}'


def labels(registry: CollectorRegistry) -> set[str]:
    """Every value of every label, save the limits of the histograms' buckets."""
    samples = [sample for family in registry.collect() for sample in family.samples]
    return {value for sample in samples for name, value in sample.labels.items() if name != "le"}


def _done(turn: Turn) -> None:
    turn.say(Card("done"))


def _refused(turn: Turn) -> None:
    turn.refuse()
