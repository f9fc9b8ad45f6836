"""Files that matter: whole on the disk or not there, and readable by their owner only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

OWNER_ONLY = 0o600
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW


@contextmanager
def written(path: Path, *, fresh: bool = False) -> Iterator[IO[bytes]]:
    """A file under this name, mode 600, for as long as it is written; on the disk in the end.

    Raises OSError; if it must be `fresh`, FileExistsError where one is there.
    """
    with os.fdopen(os.open(path, _WRITE | (os.O_EXCL if fresh else os.O_TRUNC), OWNER_ONLY), "wb") as file:
        os.fchmod(file.fileno(), OWNER_ONLY)
        yield file
        file.flush()
        os.fsync(file.fileno())


def append(path: Path, content: bytes) -> None:
    """Adds to a file, mode 600, made if it is not there; on the disk in the end. Raises OSError."""
    with os.fdopen(os.open(path, _WRITE | os.O_APPEND, OWNER_ONLY), "ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def replace_file(path: Path, content: bytes) -> None:
    """The file has the new content or the old one, whatever happens in between; its owner stays. Raises OSError."""
    target = path.resolve()  # where the name is a link, the file behind it
    beside = target.with_name(f"{target.name}.new")
    with written(beside) as file:
        file.write(content)
        with contextlib.suppress(FileNotFoundError):
            same_owner(file.fileno(), target)
    beside.replace(target)
    sync_folder(target.parent)


def same_owner(descriptor: int, other: Path) -> None:
    """Gives an open file to whoever owns the other one: an administrator's command must not lock the bot out."""
    owner, mine = other.stat(), os.fstat(descriptor)
    if (owner.st_uid, owner.st_gid) != (mine.st_uid, mine.st_gid):
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


def sync_folder(folder: Path) -> None:
    """Puts on the disk which names the folder holds. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
