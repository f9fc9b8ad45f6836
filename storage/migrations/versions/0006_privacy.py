"""Privacy: who belongs, who did what, what was erased, what leaves when"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    _practice()
    for name in ("locked_at", "left_at"):
        op.add_column("member", sa.Column(name, _WHEN, nullable=True))
    for name in ("created_by", "member_id"):
        op.add_column("invite", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("invite", sa.Column("revoked_at", _WHEN, nullable=True))
    _audit()
    _erasure()
    _handover()


def _practice() -> None:
    op.add_column("practice", sa.Column("uid", sa.String(), nullable=True))
    op.add_column("practice", sa.Column("retention_months", sa.Integer(), nullable=False, server_default="24"))
    op.add_column("practice", sa.Column("hold_since", _WHEN, nullable=True))
    op.add_column("practice", sa.Column("hold_by", sa.Integer(), nullable=True))
    op.get_bind().execute(sa.text("UPDATE practice SET uid = :uid"), {"uid": secrets.token_hex(16)})


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("row_table", sa.String(), nullable=True),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_chat_id_at"), "audit", ["chat_id", "at"])
    op.create_index(op.f("ix_audit_verb_id"), "audit", ["verb", "id"])
    _append_only("audit")


def _append_only(table: str) -> None:
    """The database itself refuses, whoever asks: what was done stays told."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION append_only()"
    )


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sqlite_autoincrement=True,
    )


def _handover() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        *(sa.Column(name, _WHEN, nullable=name != "proposed_at") for name in _MOMENTS),
        sa.ForeignKeyConstraint(["from_id"], ["member.id"], name=op.f("fk_handover_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["member.id"], name=op.f("fk_handover_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sqlite_autoincrement=True,
    )
    for column in ("from_id", "to_id"):
        op.create_index(op.f(f"ix_handover_{column}"), "handover", [column])


_MOMENTS = ("proposed_at", "agreed_at", "declined_at", "withdrawn_at")
