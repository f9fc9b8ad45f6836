"""The bot and the sandbox as processes of their own, over HTTP: what a person would run, and what can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import httpx

from referrals.model import Role
from tests.e2e.forked import Process, start, start_afresh

TOKEN = "1000000001:sandbox-token-of-no-value-aaaaaaaaaaa"  # pragma: allowlist secret
ANA = 1001
_BREATH = 0.02  # seconds


class House:
    """One sandbox and one bot on one database. `start` may follow `kill` as often as a test likes.

    `afresh` if the bot and its commands are to do their imports themselves, as where a person starts them.
    """

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.program = "bot"
        self.afresh = False
        self.log = folder / "bot.log"
        self._sandbox, self.address = _sandbox(folder / "sandbox")
        self.control = httpx.Client(base_url=f"{self.address}/sandbox/", timeout=60)
        self.environment = _plain_environment() | {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.address,
            "DATABASE_URL": database_url,
            "FIELD_KEY_FILE": str(folder / "followthrough.key"),
            "BACKUP_DIR": str(folder / "backups"),
            "SANDBOX_CLOCK_URL": f"{self.address}/sandbox/clock",
            "PACING": "off",
            "HTTP_PORT": "0",
            "LEASE_SECONDS": "2",
        }
        self.bot: Process | subprocess.Popen[str] | None = None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs `python -m bot` to its end."""
        words = ["bot", *arguments]
        with TemporaryFile("w+") as said, TemporaryFile("w+") as complained:
            code = self._begun("command", words, said, complained).wait(60)
            said.seek(0)
            complained.seek(0)
            return subprocess.CompletedProcess(words, code, said.read(), complained.read())

    def found(self) -> str:
        """Founds the practice by the command line; returns the first invite's code."""
        done = self.command("init", "--name", "Harbour", "--zone", "America/New_York", "--approved-by", "the director")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().rsplit("start=", 1)[-1]

    def invite(self, role: Role) -> str:
        return self.command("invite", "--role", role).stdout.strip().rsplit("start=", 1)[-1]

    def start(self) -> None:
        with self.log.open("a") as log:
            self.bot = self._begun("bot", [self.program, "run"], log, log)

    def kill(self) -> None:
        """As the machine would without asking."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """As a person would; returns the exit code."""
        return self._end(signal.SIGTERM)

    def start_and_come_aboard(self, user: int = ANA) -> None:
        """Founds the practice, starts the bot, and takes a therapist in by the first button of each question."""
        code = self.found()
        self.start()
        self.come_aboard(code, user)

    def come_aboard(self, code: str, user: int = ANA) -> None:
        """Answers each question by its first button."""
        self.say(f"/start {code}", user)
        for _question in range(3):
            newest = [message for message in self.messages(user) if message["buttons"]][-1]
            self.press(newest["message_id"], newest["buttons"][0][0], user)

    def say(self, text: str, user: int = ANA, *, wait: bool = True) -> None:
        self._post("say", user=user, text=text)
        if wait:
            self.idle()

    def press(self, message_id: int, label: str, user: int = ANA) -> None:
        self._post("press", user=user, message_id=message_id, label=label)
        self.idle()

    def tap(self, label: str, user: int = ANA) -> None:
        """Presses the newest button with this label."""
        for message in reversed(self.messages(user)):
            if any(label in row for row in message["buttons"]):
                self.press(message["message_id"], label, user)
                return
        raise AssertionError(f"no button says {label!r}")

    def move(self, *, wait: bool = True, **how: Any) -> None:
        self._post("clock", **how)
        if wait:
            self.idle()

    def fault(self, **how: Any) -> None:
        self._post("fault", **how)

    def update(self, raw: dict[str, Any]) -> None:
        """Hands over an update that the sandbox does not look at."""
        self._post("update", update=raw, unchecked=True)

    def idle(self, seconds: int = 30) -> None:
        answer = self.control.get("idle", params={"timeout": seconds})
        assert answer.status_code == 200, f"{answer.text}\n{self.log.read_text()[-4000:]}"

    def messages(self, user: int = ANA) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control.get("chat", params={"user": user}).json()["messages"]
        return found

    def said(self, user: int = ANA) -> list[str]:
        """What the bot's messages say now, oldest first."""
        return [m["text"] for m in self.messages(user) if m["from"] == "bot" and not m["deleted"]]

    def until(self, wanted: Callable[[], bool], seconds: float = 30) -> None:
        """Looks again and again, with a breath between, or looking would take what it waits for the processor."""
        give_up = time.monotonic() + seconds
        while not wanted():
            assert time.monotonic() < give_up, self.log.read_text()[-4000:]
            time.sleep(_BREATH)

    def polls(self) -> int:
        return sum(call["method"] == "getUpdates" for call in self.calls())

    def unacknowledged(self) -> int:
        """How many updates Telegram still holds for the bot."""
        answer = httpx.get(f"{self.address}/bot{TOKEN}/getWebhookInfo").json()
        return int(answer["result"]["pending_update_count"])

    def calls(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control.get("calls").json()["calls"]
        return found

    def close(self) -> None:
        if self.bot is not None:
            self.kill()
        self.control.close()
        self._sandbox.terminate()
        self._sandbox.wait(10)

    def _begun(self, kind: str, words: list[str], stdout: IO[str], stderr: IO[str]) -> Process | subprocess.Popen[str]:
        if self.afresh:
            return start_afresh(words, self.environment, stdout, stderr)
        return start(kind, words, self.environment, stdout, stderr)

    def _post(self, what: str, **body: Any) -> None:
        answer = self.control.post(what, json=body)
        assert answer.status_code == 200, answer.text

    def ended(self) -> int:
        """Waits until the bot has ended by itself; returns its exit code."""
        assert self.bot is not None
        code = self.bot.wait(timeout=30)
        self.bot = None
        return code

    def _end(self, how: signal.Signals) -> int:
        assert self.bot is not None
        self.bot.send_signal(how)
        return self.ended()


def _plain_environment() -> dict[str, str]:
    """The machine's, without any setting of ours."""
    ours = {"BOT_TOKEN", "DATABASE_URL", "FIELD_KEY", "FIELD_KEY_FILE", "TELEGRAM_API_URL", "WEBHOOK_URL", "PACING"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def free_port() -> int:
    """A port nobody listens at now."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def _sandbox(folder: Path) -> tuple[Process | subprocess.Popen[str], str]:
    """One that runs, and its address."""
    words = ["sandbox", "--port", "0", "--data", str(folder)]
    reading, writing = os.pipe()
    with os.fdopen(reading) as said, os.fdopen(writing, "w") as stdout:
        process = start("sandbox", words, os.environ, stdout)
        return process, said.readline().split()[-1]
