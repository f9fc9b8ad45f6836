"""Starting `python -m ...` as a person does, or forked from a process that has done the imports (`nursery.py`)."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
_STDERR = 2


class Process:
    """Of a process, what `subprocess.Popen` would know."""

    def __init__(self, name: str, report: int) -> None:
        """`report` is a pipe on which the number comes, and in the end the status."""
        self._name = name
        self._report = report
        self.returncode: int | None = None
        self.pid = self._told()

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._report], [], [], 0)[0]:
            self._ended()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired after so many seconds."""
        if self.returncode is None:
            if not select.select([self._report], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self._name, timeout or 0)
            self._ended()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _ended(self) -> None:
        self.returncode = os.waitstatus_to_exitcode(self._told())
        os.close(self._report)

    def _told(self) -> int:
        told = os.read(self._report, 4)
        assert len(told) == 4, f"nobody tells of {self._name} any more"
        return int.from_bytes(told, "big")


class Nursery:
    """One process of a kind, with its imports done, from which others are forked."""

    def __init__(self, kind: str) -> None:
        self._orders, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "tests.e2e.nursery", kind, str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])
        atexit.register(self._close)

    def fork(
        self, words: Sequence[str], environment: Mapping[str, str], stdout: IO[str], stderr: IO[str] | None = None
    ) -> Process:
        program, *arguments = words
        order = {"program": program, "arguments": arguments, "environment": dict(environment)}
        body = json.dumps(order).encode()
        report, theirs = os.pipe()
        files = [theirs, stdout.fileno(), stderr.fileno() if stderr else _STDERR]
        socket.send_fds(self._orders, [len(body).to_bytes(4, "big")], files)
        self._orders.sendall(body)
        os.close(theirs)
        return Process(" ".join(words), report)

    def _close(self) -> None:
        self._orders.close()
        self._process.wait()


_nursery = cache(Nursery)


def start(
    kind: str, words: Sequence[str], environment: Mapping[str, str], stdout: IO[str], stderr: IO[str] | None = None
) -> Process | subprocess.Popen[str]:
    """`python -m WORDS`, forked from a nursery of this kind, if nothing is asked of the interpreter itself."""
    mine = {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}
    if mine == {name: value for name, value in environment.items() if name.startswith("PYTHON")}:
        return _nursery(kind).fork(words, environment, stdout, stderr)
    return start_afresh(words, environment, stdout, stderr)


def start_afresh(
    words: Sequence[str], environment: Mapping[str, str], stdout: IO[str], stderr: IO[str] | None = None
) -> subprocess.Popen[str]:
    """The same as a person types it."""
    command = [sys.executable, "-m", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stdout, stderr=stderr, text=True)
