"""Every table of the memory, and which of its columns are sealed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Table

import storage.calendar_rows
import storage.concern_rows
import storage.people_rows
import storage.privacy_rows
import storage.supervision_rows
import storage.traffic  # noqa: F401 - their tables belong to the memory too
from storage.crypto import EncryptedText
from storage.models import Base

# In an order in which each may be filled: what a row points at comes before it.
TABLES: Mapping[str, Table] = {table.name: table for table in Base.metadata.sorted_tables}


def sealed_columns(name: str) -> tuple[str, ...]:
    """The names of a table's sealed columns."""
    return tuple(column.name for column in TABLES[name].columns if isinstance(column.type, EncryptedText))
