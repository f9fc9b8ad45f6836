"""`make audit`: what is pinned, looked up in the public list of known vulnerabilities.

Exit codes: 0 every package was looked up and none is known to be vulnerable · 1 one is · 3 the list was out of reach
for some of them, which is said and is not the same as good.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"
VULNERABLE, NOT_LOOKED_UP = 1, 3


def main() -> int:
    found = subprocess.run(
        [sys.executable, "-m", "pip_audit", "-r", LOCK, "--disable-pip", "--progress-spinner", "off", "-f", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    return report(json.loads(found.stdout or '{"dependencies": []}')["dependencies"])


def report(dependencies: list[dict[str, Any]]) -> int:
    """Says what came of it; returns the exit code."""
    looked_up = [one for one in dependencies if "skip_reason" not in one]
    vulnerable = [one for one in looked_up if one["vulns"]]
    for one in vulnerable:
        print(f"VULNERABLE {one['name']} {one['version']}: {', '.join(v['id'] for v in one['vulns'])}")  # noqa: T201 - what it is for
    missing = len(dependencies) - len(looked_up)
    if missing or not dependencies:
        print(f"NOT AUDITED: {missing} of {len(dependencies)} packages could not be looked up from this machine")  # noqa: T201
    else:
        print(f"{len(looked_up)} packages looked up, {len(vulnerable)} vulnerable")  # noqa: T201
    if vulnerable:
        return VULNERABLE
    return NOT_LOOKED_UP if missing or not dependencies else 0


if __name__ == "__main__":
    sys.exit(main())
