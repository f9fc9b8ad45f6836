"""Directories of services in the Human Services Data Specification (HSDS) 3.0, as this practice can use them.

Reads text and rows, never files. What cannot be used is said with its place; what is no directory at all raises.
"""

from __future__ import annotations

from referrals.hsds.book import Added, Book, Known, Outcome, Told, Unchanged, Updated
from referrals.hsds.entries import read_json
from referrals.hsds.listing import Broken, BrokenDirectoryError, Listing, Reason, Skipped
from referrals.hsds.tables import RESOURCES, SERVICE_TABLE, read_tables, resource_paths

__all__ = [
    "RESOURCES",
    "SERVICE_TABLE",
    "Added",
    "Book",
    "Broken",
    "BrokenDirectoryError",
    "Known",
    "Listing",
    "Outcome",
    "Reason",
    "Skipped",
    "Told",
    "Unchanged",
    "Updated",
    "read_json",
    "read_tables",
    "resource_paths",
]
