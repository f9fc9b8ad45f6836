"""Supervision: who supervises whom, reflections, decisions, conditions of therapy, and who is told of an acute case"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)
_GOES_ON = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _what_stands()
    _links()
    _cases()
    _conditions()
    _alerts()


def _what_stands() -> None:
    op.add_column("practice", sa.Column("limits", sa.JSON(), nullable=True))
    op.add_column("practice", sa.Column("cover_id", sa.Integer(), nullable=True))
    op.add_column("practice", sa.Column("on_call_id", sa.Integer(), nullable=True))
    op.add_column("practice", sa.Column("alert_minutes", sa.Integer(), nullable=False, server_default="15"))
    op.add_column("member", sa.Column("called", sa.LargeBinary(), nullable=True))
    op.add_column("member", sa.Column("tells_acute", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("client", sa.Column("raised_line", sa.LargeBinary(), nullable=True))
    op.add_column("client", sa.Column("put_off_until", _WHEN, nullable=True))
    op.add_column("invite", sa.Column("supervisor_id", sa.Integer(), nullable=True))
    op.add_column("invite", sa.Column("supervision", sa.String(32), nullable=True))
    with op.batch_alter_table("invite") as table:
        table.alter_column("role", existing_type=sa.String(), nullable=True)


def _links() -> None:
    op.create_table(
        "supervises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("since", _WHEN, nullable=False),
        sa.Column("ended_at", _WHEN, nullable=True),
        _references("supervises", "supervisor_id", "member"),
        _references("supervises", "therapist_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervises")),
        sqlite_autoincrement=True,
    )
    _one_that_goes_on("ix_supervises_now", "supervises", "therapist_id", "kind")
    op.create_index(op.f("ix_supervises_supervisor_id"), "supervises", ["supervisor_id"])


def _cases() -> None:
    _of_client(
        "stall_answer",
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("because", sa.String(32), nullable=False),
        sa.Column("own_words", sa.LargeBinary(), nullable=True),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("until", _WHEN, nullable=True),
    )
    _of_client(
        "reflection",
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("shared", sa.LargeBinary(), nullable=True),
        sa.Column("begun_at", _WHEN, nullable=False),
        sa.Column("shared_at", _WHEN, nullable=True),
    )
    _of_client(
        "decision",
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=True),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("told_at", _WHEN, nullable=True),
        _references("decision", "referral_id", "referral", ondelete="CASCADE"),
        _references("decision", "recorded_by", "member"),
    )


def _conditions() -> None:
    _of_client(
        "condition",
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("offered", sa.LargeBinary(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("decided_at", _WHEN, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("ended_at", _WHEN, nullable=True),
        _references("condition", "referral_id", "referral", ondelete="CASCADE"),
        _references("condition", "recorded_by", "member"),
    )
    _one_that_goes_on("ix_condition_now", "condition", "referral_id")


def _alerts() -> None:
    _of_client(
        "alert",
        sa.Column("begun_at", _WHEN, nullable=False),
        sa.Column("rung", sa.String(32), nullable=True),
        sa.Column("next_at", _WHEN, nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", _WHEN, nullable=True),
        sa.Column("ended_at", _WHEN, nullable=True),
        _references("alert", "taken_by", "member"),
        by_client=False,
    )
    _one_that_goes_on("ix_alert_now", "alert", "client_id")
    op.create_index("ix_alert_next_at", "alert", ["next_at"])
    op.create_table(
        "telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(32), nullable=False),
        sa.Column("outbox_id", sa.BigInteger(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        _references("telling", "alert_id", "alert", ondelete="CASCADE"),
        _references("telling", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_telling_alert_id"), "telling", ["alert_id"])
    op.create_index(op.f("ix_telling_outbox_id"), "telling", ["outbox_id"])


def _of_client(table: str, *more: sa.schema.SchemaItem, by_client: bool = True) -> None:
    """A table of rows that belong to one client of one therapist, and go with the client."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        *more,
        _references(table, "owner_id", "member"),
        _references(table, "client_id", "client", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=True,
    )
    if by_client:
        op.create_index(op.f(f"ix_{table}_client_id"), table, ["client_id"])


def _references(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _one_that_goes_on(name: str, table: str, *columns: str) -> None:
    op.create_index(name, table, list(columns), unique=True, postgresql_where=_GOES_ON, sqlite_where=_GOES_ON)
