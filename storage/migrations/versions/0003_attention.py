"""Attention: when a message goes out beside when it was due, how a person wants to be reminded, days off"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    _members()
    _nudges()
    op.add_column("practice", sa.Column("holidays", sa.String(), nullable=True))
    op.add_column("referral", sa.Column("remind_at", _WHEN, nullable=True))
    op.execute("ALTER TABLE outbox DROP COLUMN nudge_id")


def _members() -> None:
    for name, minutes in (("lead_minutes", "30"), ("session_minutes", "50"), ("ceiling", "4")):
        op.add_column("member", sa.Column(name, sa.Integer(), nullable=False, server_default=minutes))
    op.add_column("member", sa.Column("keeps_holidays", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("member", sa.Column("away_from", sa.Date(), nullable=True))
    op.add_column("member", sa.Column("away_until", sa.Date(), nullable=True))
    op.add_column("member", sa.Column("away_cover", sa.String(32), nullable=True))


def _nudges() -> None:
    """What was planned goes when it was due, until it is arranged anew; when the others went out is not known."""
    for name in ("urgent", "delayed"):
        op.add_column("nudge", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("nudge", sa.Column("sent_at", _WHEN, nullable=True))
    op.add_column("nudge", sa.Column("answered_in", sa.Integer(), nullable=True))
    op.add_column("nudge", sa.Column("send_at", _WHEN, nullable=True))
    op.execute("UPDATE nudge SET send_at = due_at")
    op.execute("UPDATE nudge SET sent_at = due_at WHERE state <> 'planned'")
    op.drop_index("ix_nudge_due", "nudge")
    _require_send_at()
    planned = sa.text("state = 'planned'")
    op.create_index("ix_nudge_send", "nudge", ["send_at"], postgresql_where=planned, sqlite_where=planned)
    op.create_index(op.f("ix_nudge_owner_id_sent_at"), "nudge", ["owner_id", "sent_at"])
    op.create_index(op.f("ix_nudge_outbox_id"), "nudge", ["outbox_id"])


def _require_send_at() -> None:
    """SQLite makes this table anew; how far it had counted goes with it, for an old button must not reach a new row."""
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    count = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'nudge'")
    counted = connection.execute(count).scalar() if on_sqlite else None
    with op.batch_alter_table("nudge", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("send_at", existing_type=_WHEN, nullable=False)
    if counted is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'nudge'"))
        go_on = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('nudge', :counted)")
        connection.execute(go_on, {"counted": counted})
