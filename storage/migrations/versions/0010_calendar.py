"""Calendar: what was handed out as a file, so that the next one can change and cancel it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("was", _WHEN, nullable=True),
        sa.Column("starts_at", _WHEN, nullable=False),
        sa.Column("ends_at", _WHEN, nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", _WHEN, nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_calendar_owner_id")),
        _gone("client"),
        _gone("referral"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_uid")),
        sqlite_autoincrement=True,
    )
    for columns in (["owner_id", "ends_at"], ["ends_at"], ["client_id"], ["referral_id"]):
        op.create_index(op.f(f"ix_calendar_{'_'.join(columns)}"), "calendar", columns)


def _gone(table: str) -> sa.ForeignKeyConstraint:
    column, name = f"{table}_id", op.f(f"fk_calendar_{table}_id")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="SET NULL")
