"""Nothing heavy is imported before it is used: what runs for months holds only what it runs on."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from types import ModuleType

import pytest

import storage.work
from bot import warming
from bot.cli import run
from bot.warming import LATER
from storage.work import IMPORTING

_ROOT = Path(__file__).parents[3]
# `python -m bot run` to its first poll, and beyond it to where all is there that a first message needs. Telegram is a
# function here: what is asked for, and that is all, is answered.
_RUN = """
import asyncio, json, os, signal, sys
from importlib import import_module
from types import ModuleType

ANSWERS = {"getMe": {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot"}}

def there():
    print(json.dumps(sorted(name for name, module in sys.modules.items() if module is not None)), flush=True)

async def do_request(self, url, *_arguments, **_named):
    method = url.partition("?")[0].rpartition("/")[2]
    if method == "getUpdates":
        there()
        await asyncio.Event().wait()
    return 200, json.dumps({"ok": True, "result": ANSWERS.get(method, True)}).encode()

def settled():
    there()
    os.kill(os.getpid(), signal.SIGTERM)

def run_bot():
    del sys.modules["bot.cli.run"]
    run = import_module("bot.cli.run").run_bot
    import_module("bot.request").AiohttpRequest.do_request = do_request
    import_module("bot.app").settled = settled
    return run()

sys.modules["bot.cli.run"] = ModuleType("bot.cli.run")
sys.modules["bot.cli.run"].run_bot = run_bot
sys.argv = ["bot", "run"]
import_module("bot.__main__")
"""
# By what each is for, and so when a bot that runs comes to need it.
HEAVY = {
    "bot.turns": "the first update",
    "bot.handlers": "the first update",
    "bot.intake.screening": "the first update",
    "referrals.grammar": "the first update",
    "referrals.identifiers": "the first update",
    "bot.scheduling.due": "the first tick",
    "storage.planned": "the first tick",
    "apscheduler": "the first tick",
    "bot.delivery.documents": "a file to send",
    "typst": "a page for supervision",
    "PIL": "a chart",
    "icalendar": "a file for a calendar",
    "storage.rights.archive": "the format of an export",
    "bot.paper.archive": "an export",
    "bot.exchange": "an export",
    "fhir": "nobody: an export has it in a process of its own",
    "xlsxwriter": "nobody, likewise",
    "alembic": "a database that is behind",
    "psycopg": "PostgreSQL",
    "greenlet._greenlet": "nobody: SQLAlchemy's asyncio is not used",
    "holidays": "a practice that keeps public holidays",
    "phonenumbers": "a line with eight or nine digits",
    "stdnum": "a line with nine digits or more",
    "rapidfuzz": "a word with a slip",
    "confusable_homoglyphs": "letters of another script",
    "uvicorn": "HTTP_PORT",
    "starlette": "HTTP_PORT",
    "anyio": "HTTP_PORT",
    "pydantic": "the other commands",
    "typer": "the other commands",
    "click": "the other commands",
    "rich": "the other commands",
    "pygments": "the other commands",
    "bot.demo": "the demo",
    "sandbox": "the demo",
    "httpx._client": "nobody: requests are made by bot.request",
}


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """The modules of a bot that runs: at its first poll, and once it is warm."""
    folder = tmp_path_factory.mktemp("practice")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(_ROOT),
        "BOT_TOKEN": "1:a-token-of-no-value",
        "HTTP_PORT": "0",
    }
    about = ["--name", "Elm Street", "--zone", "America/New_York", "--approved-by", "the director"]
    for command in (["-m", "bot", "init", *about], ["-c", _RUN]):
        done = subprocess.run(
            [sys.executable, *command], cwd=folder, env=environment, check=True, capture_output=True, text=True
        )
    return [set(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def imported(stages: list[set[str]]) -> set[str]:
    """The modules of a bot that asks for updates for the first time."""
    return stages[0]


def test_the_bot_is_there(imported: set[str]) -> None:
    assert {"bot.app", "bot.intake.polling", "bot.delivery.courier", "storage.store"} <= imported


def test_what_a_first_message_needs_is_there_soon_after(stages: list[set[str]]) -> None:
    """Imported while the poll waits: whoever speaks first does not."""
    assert {*LATER, "bot.handlers.capture", "referrals.grammar"} <= stages[1]


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_heavy_waits_until_it_is_used(imported: set[str], name: str) -> None:
    assert name not in imported, f"it is for {HEAVY[name]}"


def test_collecting_goes_on_before_anything_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is halted while modules are made; what waits for Telegram, perhaps for days, must not gather garbage."""
    collects: list[bool] = []

    def begin(main: Coroutine[None, None, int]) -> int:
        collects.append(gc.isenabled())
        main.close()
        return 0

    monkeypatch.setattr(run, "read_settings", lambda: None)
    monkeypatch.setattr(run, "in_store", lambda *_, **__: None)
    monkeypatch.setattr("bot.cli.run.asyncio.run", begin)
    gc.disable()
    try:
        run.run_bot()
    finally:
        gc.unfreeze()
        gc.enable()
    assert collects == [True]


def test_a_bot_without_a_request_object_says_what_it_lacks() -> None:
    """python-telegram-bot's own client is left out; nothing may fall back on it unseen."""
    made = "from bot.lean import keep_lean; keep_lean(); import telegram; telegram.Bot('1:x')"
    done = subprocess.run([sys.executable, "-c", made], cwd=_ROOT, check=False, capture_output=True, text=True)
    assert "a request object must be given" in done.stderr


def test_one_thread_imports_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that meet in a package wait for each other for ever; Python finds out, and one of them fails."""
    held: list[bool] = []

    def import_module(_name: str) -> ModuleType:
        held.append(IMPORTING._is_owned())  # type: ignore[attr-defined]  # not in its stub
        return ModuleType("nothing")

    monkeypatch.setattr("bot.warming._warm", [])
    monkeypatch.setattr("bot.warming.import_module", import_module)
    monkeypatch.setattr("storage.work.import_module", import_module)
    warming.import_all()
    with pytest.raises(AttributeError):
        storage.work._imported.__wrapped__("storage.nudges", "Nudges")
    assert held == [True] * (len(LATER) + 1)
