"""The load's own end and the bots as processes, each with its token, all on this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import psutil

from bench.load.offering import Asked, Heard

ROOT = Path(__file__).parents[2]
BESIDE = ROOT / ".venv/beside/bin/python"
_START_SECONDS = 60.0
_STOP_SECONDS = 15.0
_numbers = count(1)


class BenchError(Exception):
    """A process or an answer was not as it must be: whatever was measured, it counts for nothing."""


def free_port() -> int:
    """A port nobody listens at now."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


class Telegram:
    """The load's own end, in its process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        self.address = self._process.stdout.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ready(self, token: str, doors: Sequence[str] = ()) -> None:
        """Returns once the bot asks for updates. Raises BenchError."""
        self._ask(f"/ready/{token}", list(doors), _START_SECONDS)

    def offer(self, token: str, asked: Asked) -> Heard:
        """Returns once all that was offered is answered, or will not be. Raises BenchError."""
        return Heard(**self._ask(f"/offer/{token}", asdict(asked), asked.seconds + 120))

    def _ask(self, path: str, body: Any, seconds: float) -> Any:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=seconds)
        try:
            connection.request("POST", path, json.dumps(body))
            answer = connection.getresponse()
            return json.loads(answer.read())
        except OSError as error:
            raise BenchError(f"no answer to {path.split('/')[1]}") from error
        finally:
            connection.close()


class Bot:
    """One bot, of one process or several."""

    def __init__(self, log: Path) -> None:
        number = next(_numbers)
        self.token = f"{1_000_000_000 + number}:a-token-of-no-value-{number:020}"
        self.log = log
        self._processes: list[psutil.Popen] = []

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    @property
    def process_ids(self) -> list[int]:
        return [process.pid for process in self._processes]

    def start(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """One more process of it."""
        with self.log.open("a") as log:
            started = psutil.Popen(command, cwd=ROOT, env=plain(environment or {}), stdout=log, stderr=log)
        self._processes.append(started)

    def cpu_seconds(self) -> float:
        """Of all its processes together, in their own code and in the machine's for them."""
        used = [process.cpu_times() for process in self._processes]
        return float(sum(one.user + one.system for one in used))

    def until(self, wanted: Callable[[], bool]) -> None:
        """Looks every now and then. Raises BenchError when it takes too long, or a process has ended."""
        give_up = time.monotonic() + _START_SECONDS
        while not wanted():
            if time.monotonic() > give_up or any(process.poll() is not None for process in self._processes):
                raise BenchError(f"the bot did not come up:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def ended(self) -> None:
        """Waits until its processes have ended by themselves. Raises BenchError unless all is well."""
        if any(process.wait(_START_SECONDS) for process in self._processes):
            raise BenchError(self.log.read_text()[-3000:])

    def stop(self) -> None:
        """As a person would; what does not end is ended."""
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        _, late = psutil.wait_procs(self._processes, _STOP_SECONDS)
        for slow in late:
            slow.kill()
        self._processes = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def rival(telegram: Telegram, log: Path, name: str, *arguments: str) -> Bot:
    """A bare echo of `bench/rivals`, in the rivals' environment; `raw` in our own."""
    bot = Bot(log)
    python = sys.executable if name == "raw" else str(BESIDE)
    bot.start([python, "-m", f"bench.rivals.{name}", telegram.address, bot.token, *arguments])
    telegram.ready(bot.token)
    return bot


def plain(settings: Mapping[str, str]) -> dict[str, str]:
    """The machine's environment without any setting of ours, and these."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | dict(settings)
