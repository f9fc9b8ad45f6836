"""The bot, and in its event loop a heart that beats every 5 ms; how late it was, and what ran meanwhile, as a line.

Started as `python -m bench.running.heartbeat`. Beside what comes from Telegram it makes documents, one after another,
as the courier would: agendas and exports.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from asyncio import events
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from heapq import nlargest
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MARK = "heartbeat: "
BEAT_SECONDS = 0.005
_FIRST_SECONDS = 2.0  # in which it starts, and nobody waits
_PAUSE_SECONDS = 0.1
_WORST = 5


@dataclass(slots=True)
class Beat:
    """Seconds by which one was late; of CPU, those the process used meanwhile, of which collecting, and those of the
    longest callback, which is `name`.
    """

    late: float
    cpu: float
    collecting: float
    callback: float
    name: str

    @property
    def blocked(self) -> float:
        """By the process itself: the rest of a delay was others', who had the core."""
        return min(self.late, self.cpu)


@dataclass(slots=True)
class Heart:
    """What it has felt so far."""

    beats: list[Beat]
    made: dict[str, list[float]]
    _longest: float = 0.0
    _name: str = ""
    _collecting: float = 0.0
    _began: float = 0.0

    def listen(self) -> None:
        """To every callback of the loop, and to every collection."""
        run = events.Handle._run

        def timed(handle: events.Handle) -> None:
            began = time.thread_time()
            run(handle)
            took = time.thread_time() - began
            if took > self._longest:
                self._longest, self._name = took, _named(handle)

        events.Handle._run = timed  # type: ignore[method-assign, assignment]  # the loop has no other place to listen at
        gc.callbacks.append(self._collected)

    async def beat(self) -> None:
        """Until cancelled."""
        while True:
            self._longest = self._collecting = 0.0
            began, used = time.perf_counter(), time.process_time()
            await asyncio.sleep(BEAT_SECONDS)
            late = time.perf_counter() - began - BEAT_SECONDS
            self.beats.append(Beat(late, time.process_time() - used, self._collecting, self._longest, self._name))

    def told(self) -> dict[str, Any]:
        worst = nlargest(_WORST, self.beats, key=lambda one: one.late)
        lates = sorted(one.late for one in self.beats)
        p99 = lates[int(len(lates) * 0.99)]
        blocked = max(one.blocked for one in self.beats)
        return {
            "beats": len(lates),
            "p99": p99,
            "blocked": blocked,
            "worst": [asdict(one) for one in worst],
            "made": self.made,
        }

    def _collected(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._began = time.thread_time()
        else:
            self._collecting += time.thread_time() - self._began


def heard(log: Path) -> dict[str, Any]:
    """What the last line in `log` tells."""
    line = next(line for line in reversed(log.read_text().splitlines()) if line.startswith(MARK))
    told: dict[str, Any] = json.loads(line.removeprefix(MARK))
    return told


def _named(handle: events.Handle) -> str:
    callback: Any = handle._callback  # type: ignore[attr-defined]  # not in its stub
    task = getattr(callback, "__self__", None)
    if isinstance(task, asyncio.Task):
        return str(getattr(task.get_coro(), "__qualname__", task))
    return str(getattr(callback, "__qualname__", callback))


async def _run() -> None:
    from bot.app import Followthrough  # noqa: PLC0415 - the parent reads the line, and need not load the bot
    from bot.lean import settled  # noqa: PLC0415
    from bot.logs import set_up_logs  # noqa: PLC0415
    from bot.running import stop_on_signals  # noqa: PLC0415
    from bot.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    set_up_logs(settings.log_level, settings.log_format)
    bot, stopping, heart = Followthrough(settings), stop_on_signals(), Heart([], {})
    await bot.start()
    settled()
    await asyncio.sleep(_FIRST_SECONDS)
    heart.listen()
    tasks = [asyncio.create_task(heart.beat()), asyncio.create_task(_documents(bot, heart))]
    await stopping.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    sys.stdout.write(f"\n{MARK}{json.dumps(heart.told())}\n")
    await bot.stop()


async def _documents(bot: Any, heart: Heart) -> None:
    from bot.delivery.documents import make  # noqa: PLC0415
    from bot.documents import Recipe  # noqa: PLC0415

    members = await bot.store.look(lambda work: [work.people.by_telegram_id(chat).id for chat in work.people.chats()])
    zone = ZoneInfo("America/New_York")
    while True:
        for member_id in members:
            now = datetime.now(UTC)
            for kind, recipe in (
                ("agenda", Recipe.agenda(member_id, False, now, zone, "")),
                ("export", Recipe.export(member_id, True, now, zone, "")),
            ):
                began = time.perf_counter()
                await make(bot.store, recipe.to_json())
                heart.made.setdefault(kind, []).append(time.perf_counter() - began)
                await asyncio.sleep(_PAUSE_SECONDS)


if __name__ == "__main__":
    asyncio.run(_run())
