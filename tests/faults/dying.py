"""`python -m tests.faults.dying run`: the bot as it is, killed where a test says so (boundaries.py)."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

from tests.faults.boundaries import watch

if __name__ == "__main__":
    folder = Path(os.environ["BOUNDARIES"])
    watch(folder / "orders", folder / "passed")
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
