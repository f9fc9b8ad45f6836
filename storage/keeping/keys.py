"""The key file: one key a line, the first seals. It is replaced as a whole, or not at all."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from storage.crypto import RETIRED, FieldKey, read_keys
from storage.keeping.files import replace_file

KEPT = timedelta(days=30)  # as long as a backup that was sealed with it may be restored
_OTHERS = 0o077


def read_key_file(path: Path) -> list[FieldKey]:
    """Raises OSError, UnicodeDecodeError, FieldKeyError."""
    return read_keys(path.read_text())


def write_key_file(path: Path, keys: Sequence[FieldKey]) -> None:
    """Replaces the key file, which only its owner may read. Raises OSError, and then leaves the old one."""
    replace_file(path, "".join(f"{_line(key)}\n" for key in keys).encode())


def open_to_others(path: Path) -> bool:
    """Whether anybody but its owner may read or change a file. Raises OSError."""
    return bool(path.stat().st_mode & _OTHERS)


def retire(keys: Sequence[FieldKey], today: date) -> list[FieldKey]:
    """The first key, and the others as retired by today; without those that no backup worth restoring needs."""
    first, *older = keys
    retired = [FieldKey(key.secret, key.retired or today) for key in older]
    return [first, *(key for key in retired if key.retired and today - key.retired <= KEPT)]


def _line(key: FieldKey) -> str:
    text = base64.urlsafe_b64encode(key.secret).decode()
    return f"{text} {RETIRED} {key.retired.isoformat()}" if key.retired else text
