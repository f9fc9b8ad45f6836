"""Programs that tests ask about what is deployed, and how to get them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_PLACES = (Path(sys.executable).parent, ROOT / "build/debian/usr/bin")


def tool(name: str) -> str:
    """Where a program is. Without it the test is not passed."""
    found = shutil.which(name) or next((str(place / name) for place in _PLACES if (place / name).exists()), None)
    if found is None:
        pytest.fail(f"{name} is missing: `make deploy-tools` gets it, or says how")
    return found


def passes(name: str, *arguments: str | Path, **environment: str) -> str:
    """Runs a program, which must be content; returns what it printed."""
    done = subprocess.run(
        [tool(name), *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
