"""Making a practice: its key, its directory of services, its first way in."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from referrals.starter import STARTER_SERVICES
from storage.crypto import new_key
from storage.work import UnitOfWork


def make_key_file(path: Path) -> None:
    """Writes a fresh field key, readable by its owner only. Raises FileExistsError rather than replace one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(new_key() + "\n")


def found_practice(work: UnitOfWork, name: str, zone: ZoneInfo, approved_by: str, now: datetime) -> None:
    """Begins the practice with the starter set of services."""
    work.people.found(name, zone, approved_by, now)
    work.directory.begin(STARTER_SERVICES)
