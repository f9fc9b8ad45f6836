"""Barriers: those reported are found without reading all that ever happened to a client"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    names_one = sa.text("CAST(detail AS TEXT) LIKE '%\"barrier\"%'")
    op.create_index(
        "ix_event_barrier", "event", ["client_id", "id"], postgresql_where=names_one, sqlite_where=names_one
    )
