"""Work done in a process of its own, so that what it held in memory goes with it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_LONGEST_SECONDS = 60
# Whoever stops a service tells all its processes at once, so this one may be gone before the bot begins to end.
_STOPS = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


class ToldToStopError(Exception):
    """The process was told to stop. Nothing is amiss with the paper: it is to be made once more."""


def run_apart(module: str, told: bytes) -> bytes:
    """What `python -m module` answers to `told`.

    Raises ToldToStopError, and what `subprocess` raises where it fails or hangs.
    """
    try:
        made = subprocess.run(  # noqa: S603 - a module of ours
            [sys.executable, "-m", module],
            cwd=_ROOT,
            input=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it would quote what somebody wrote
            check=True,
            timeout=_LONGEST_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        if -error.returncode in _STOPS:
            raise ToldToStopError from error
        raise
    return made.stdout
