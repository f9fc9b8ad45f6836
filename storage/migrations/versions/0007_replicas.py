"""Replicas: who leads and until when; what needs a person; a chat's oldest open update is found at once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)
_OPEN = sa.text("state = 'open'")
_GOES_ON = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.add_column("runner", sa.Column("holder", sa.String(), nullable=True))
    op.add_column("runner", sa.Column("until", _WHEN, nullable=True))
    op.drop_index("ix_inbox_open", table_name="inbox")
    op.create_index("ix_inbox_open", "inbox", ["chat_id", "id"], postgresql_where=_OPEN, sqlite_where=_OPEN)
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("since", _WHEN, nullable=False),
        sa.Column("ended_at", _WHEN, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_concern_open", "concern", ["kind", "about"], unique=True, postgresql_where=_GOES_ON, sqlite_where=_GOES_ON
    )
