"""Reflections: in which message of her own chat the words of one stand"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reflection", sa.Column("shown_in", sa.BigInteger(), nullable=True))
