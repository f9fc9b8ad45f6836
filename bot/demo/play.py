"""Starts sandbox and bot in one event loop, tells the story, and waits."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from bot.app import Followthrough
from bot.demo.script import scripts
from bot.demo.story import PEOPLE, ZONE, story_begins, tell
from bot.founding import found_practice, make_key_file
from bot.logs import set_up_logs
from bot.running import came_first, stop_on_signals
from bot.settings import LogFormat, LogLevel, Settings
from bot.wording import console
from bot.wording.language import languages, own_name
from referrals.model import Role
from sandbox.server import Sandbox
from storage.engine import open_engine
from storage.migrate import migrate
from storage.store import Store
from storage.work import UnitOfWork

_PRACTICE = "Harbour Street Counselling"
_APPROVED_BY = "the demo"
_REGION = "US"
_MISSED_PROCEDURE = "phone twice within the hour, then the emergency contact, then tell the supervisor"


@dataclass(frozen=True, slots=True)
class Demo:
    """How to play it. Without `data` everything is kept in a temporary folder, and goes at the end."""

    port: int
    data: Path | None
    empty: bool
    as_json: bool
    bot_api: str | None


async def play(demo: Demo, show: Callable[[str], Any] | None) -> None:
    """Runs until Ctrl-C or SIGTERM. `show` is given the page's address once all is ready."""
    set_up_logs(LogLevel.WARNING, LogFormat.CONSOLE)
    stopping = stop_on_signals()
    if not demo.as_json:
        typer.echo(console.DEMO_STARTS)
    async with AsyncExitStack() as last_to_first:
        data = demo.data or Path(last_to_first.enter_context(TemporaryDirectory(prefix="followthrough-")))
        data.mkdir(parents=True, exist_ok=True)
        begins = story_begins(datetime.now(UTC))
        sandbox = Sandbox(data / "sandbox", clock_start=None if demo.empty else begins)
        address = await sandbox.start(port=demo.port)
        last_to_first.push_async_callback(sandbox.stop)
        settings = _settings(data, sandbox, demo.bot_api or address, f"{address}/sandbox/clock")
        invites = _invites(settings, data / "invites.json", sandbox.clock.now)
        sandbox.page_settings.update(_page_settings(invites))
        bot = Followthrough(settings)
        last_to_first.push_async_callback(bot.stop)
        await bot.start()
        if not demo.empty and not sandbox.world.people:
            await tell(f"{address}/sandbox", invites[Role.THERAPIST], begins)
        _say_ready(demo, address, sandbox.token, invites)
        if show is not None:
            show(address)
        stopped = asyncio.create_task(stopping.wait())
        last_to_first.callback(stopped.cancel)
        await came_first(bot.ended.wait(), stopped)


def _settings(data: Path, sandbox: Sandbox, api: str, clock: str) -> Settings:
    key_file = data / "followthrough.key"
    if not key_file.exists():
        make_key_file(key_file)
    # Nothing of this machine's environment or .env: the demo touches no real bot and no real practice.
    return Settings(
        bot_token=sandbox.token,
        telegram_api_url=api,
        database_url=f"sqlite:///{data / 'followthrough.db'}",
        field_key_file=key_file,
        backup_dir=data / "backups",
        sandbox_clock_url=clock,
        pacing=False,
        http_port=0,
    )


def _invites(settings: Settings, kept: Path, now: datetime) -> dict[Role, str]:
    """The demo's three ways in, made once for a folder; any number of people may use each."""

    def found(work: UnitOfWork) -> dict[Role, str]:
        work.audit.by("demo", now)
        found_practice(work, _PRACTICE, ZONE, _APPROVED_BY, now)
        work.people.describe(region=_REGION, missed_procedure=_MISSED_PROCEDURE)
        work.people.confirm_lines(None, now)
        return {role: work.invites.make(role, now, reusable=True) for role in Role}

    if kept.exists():
        return {Role(role): code for role, code in json.loads(kept.read_text()).items()}
    store = Store(open_engine(settings.url, settings.cipher()))
    try:
        migrate(store.engine)
        invites = store.run_here(found)
    finally:
        store.close()
    kept.write_text(json.dumps(invites))
    return invites


def _page_settings(invites: dict[Role, str]) -> dict[str, Any]:
    people = [{"id": p.id, "name": p.name, "role": p.role.value, "invite": invites[p.role]} for p in PEOPLE]
    phones = [{"code": language, "name": own_name(language)} for language in languages()]
    return {"people": people, "zone": ZONE.key, "languages": phones, "stories": scripts(invites)}


def _say_ready(demo: Demo, address: str, token: str, invites: dict[Role, str]) -> None:
    if not demo.as_json:
        typer.echo(console.demo_ready(address))
        return
    ready = {
        "page": address,
        "control": f"{address}/sandbox",
        "api": address,
        "token": token,
        "pid": os.getpid(),
        "invites": {role.value: code for role, code in invites.items()},
    }
    typer.echo(json.dumps(ready))
