"""Nothing heavy is imported before it is used: what runs for months holds only what it runs on."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path

import pytest

from bot.cli import run

_ROOT = Path(__file__).parents[3]
# `python -m bot run` to where it would begin, with all that it is made of.
_RUN = """
import json, sys
from importlib import import_module
from types import ModuleType
def run_bot():
    del sys.modules["bot.cli.run"]
    import_module("bot.cli.run")
    import_module("bot.running")
    print(json.dumps(sorted(name for name, module in sys.modules.items() if module is not None)))
    return 0
sys.modules["bot.cli.run"] = ModuleType("bot.cli.run")
sys.modules["bot.cli.run"].run_bot = run_bot
sys.argv = ["bot", "run"]
import_module("bot.__main__")
"""
# By what each is for, and so when a bot that runs comes to need it.
HEAVY = {
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
    "holidays": "a practice that keeps public holidays",
    "phonenumbers": "a line with eight or nine digits",
    "stdnum": "a line with nine digits or more",
    "rapidfuzz": "a word with a slip",
    "confusable_homoglyphs": "letters of another script",
    "uvicorn": "HTTP_PORT",
    "starlette": "HTTP_PORT",
    "anyio": "HTTP_PORT",
    "typer": "the other commands",
    "click": "the other commands",
    "rich": "the other commands",
    "pygments": "the other commands",
    "bot.demo": "the demo",
    "sandbox": "the demo",
    "httpx._client": "nobody: requests are made by bot.request",
}


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """The modules of a bot that is about to run."""
    done = subprocess.run([sys.executable, "-c", _RUN], cwd=_ROOT, check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout))


def test_the_bot_is_there(imported: set[str]) -> None:
    assert {"bot.app", "bot.turns", "bot.delivery.courier", "storage.store", "referrals.grammar"} <= imported


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
