"""Erasing again what a restored backup would bring back."""

from __future__ import annotations

from storage.erasures import ErasureEntry
from storage.work import UnitOfWork


def erase_again(work: UnitOfWork, entry: ErasureEntry) -> None:
    """Erases what the entry names, if it was there before the entry's instant."""
    work.erasing.erase_again(entry.what, entry.row_id, entry.at)
