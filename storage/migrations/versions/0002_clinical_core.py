"""The clinical core: risk, holds, consent, readings, the directory's details

Tables that others point at are altered in place: to make one anew, as a batch does on SQLite, would drop the rows
that hang on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)
_WORD = sa.String(32)


def upgrade() -> None:
    _add("practice", _nullable(region=sa.String(), own_line=sa.LargeBinary(), missed_procedure=sa.LargeBinary()))
    _add("practice", _nullable(lines_confirmed_at=_WHEN, lines_confirmed_by=sa.Integer()))
    _add("member", [_given("licensed", sa.Boolean(), sa.false())])
    _add("invite", [_given("licensed", sa.Boolean(), sa.false())])
    _add("event", _nullable(detail=sa.JSON(none_as_null=True), change_id=sa.Integer()))
    _services()
    _clients()
    _referrals()
    _nudges()


def _services() -> None:
    _add("service", [_given("kind", _WORD, "other"), _given("retired", sa.Boolean(), sa.false())])
    _add("service", _nullable(contact=sa.LargeBinary(), wait_weeks=sa.Integer(), note=sa.LargeBinary()))
    _add("service", _nullable(external_id=sa.String(), imported=sa.LargeBinary()))
    op.create_index(op.f("ix_service_external_id"), "service", ["external_id"], unique=True)


def _clients() -> None:
    _add("client", [_given("risk", _WORD, "none_logged"), _given("care_steps", sa.JSON(), "[]")])
    _add("client", _nullable(risk_kind=_WORD, risk_since=_WHEN, risk_asked_at=_WHEN, return_at=_WHEN, check_at=_WHEN))
    _add("client", _nullable(hospital=_WORD, hospital_on=sa.Date(), consenter=_WORD, goals=sa.LargeBinary()))
    _add("client", _nullable(region=sa.String(), load_asked_at=_WHEN, raised_at=_WHEN, raised_for=_WORD))
    _add("client", _nullable(closed_at=_WHEN, closed_because=_WORD))


def _referrals() -> None:
    _add("referral", [_given("readings", sa.JSON(), "[]"), _given("sufficient", sa.Boolean(), sa.false())])
    _add("referral", _nullable(plan=sa.LargeBinary(), expected_on=sa.Date(), reduces=_WORD, wished_at=_WHEN))
    _add("referral", _nullable(first_at=_WHEN, first_because=_WORD, heard=_WORD, heard_at=_WHEN))
    _add("referral", _nullable(consent=_WORD, consent_until=sa.Date(), word_back=_WORD, word_back_at=_WHEN))
    _add("referral", _nullable(hold=_WORD, held_state=_WORD, held_at=_WHEN, option_of=sa.Integer()))
    _add("referral", _nullable(revisit_on=sa.Date(), carried_by=_WORD))
    _carry_readiness_over()
    for column in ("readiness", "readiness_guess"):
        op.execute(f"ALTER TABLE referral DROP COLUMN {column}")


def _nudges() -> None:
    """SQLite makes this table anew; how far it had counted goes with it, for an old button must not reach a new row."""
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    count = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'nudge'")
    counted = connection.execute(count).scalar() if on_sqlite else None
    with op.batch_alter_table("nudge", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("referral_id", existing_type=sa.Integer(), nullable=True)
    if counted is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'nudge'"))
        go_on = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('nudge', :counted)")
        connection.execute(go_on, {"counted": counted})


def _carry_readiness_over() -> None:
    """One number was kept before; when it was told was not, so it counts from the last move."""
    referral = sa.table(
        "referral", *(sa.column(name) for name in ("id", "readiness", "readiness_guess")),
        sa.column("moved_at", _WHEN), sa.column("readings", sa.JSON()),
    )  # fmt: skip
    connection = op.get_bind()
    for row in connection.execute(sa.select(referral).where(referral.c.readiness.is_not(None))).all():
        told = row.moved_at.replace(tzinfo=UTC) if row.moved_at.tzinfo is None else row.moved_at.astimezone(UTC)
        reading: list[Any] = [row.readiness, bool(row.readiness_guess), datetime.isoformat(told)]
        connection.execute(referral.update().where(referral.c.id == row.id).values(readings=[reading]))


def _add(table: str, columns: Iterable[sa.Column[Any]]) -> None:
    for column in columns:
        op.add_column(table, column)


def _nullable(**columns: sa.types.TypeEngine[Any]) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name, kind in columns.items()]


def _given(name: str, kind: sa.types.TypeEngine[Any], value: Any) -> sa.Column[Any]:
    """A column that old rows get `value` in; new ones are told."""
    return sa.Column(name, kind, nullable=False, server_default=value)
