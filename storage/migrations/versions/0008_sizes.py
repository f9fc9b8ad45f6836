"""Sizes: what is asked for is found as fast among a million rows as among ten thousand"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PLANNED = "state = 'planned'"


def upgrade() -> None:
    op.drop_index("ix_nudge_send", table_name="nudge")
    _index("ix_nudge_send", "nudge", ["send_at", "id"], _PLANNED)
    _index("ix_nudge_planned", "nudge", ["owner_id", "client_id"], _PLANNED)
    _index("ix_nudge_answered", "nudge", ["sent_at"], "state = 'answered'")
    _index("ix_nudge_referral_id", "nudge", ["referral_id"], "referral_id IS NOT NULL")
    _index("ix_change_newest", "change", ["owner_id", "id"], "undone_at IS NULL")
    _index("ix_client_closed", "client", ["closed_at"], "closed_at IS NOT NULL")
    _index("ix_referral_unasked", "referral", ["moved_at"], "next_check_at IS NULL")
    _index("ix_inbox_set_aside", "inbox", ["state"], "state IN ('quarantined', 'failed')")
    _index("ix_outbox_target_id", "outbox", ["target_id"], "target_id IS NOT NULL")
    _index("ix_reflection_shown_in", "reflection", ["shown_in"], "shown_in IS NOT NULL")
    op.create_index(op.f("ix_alert_client_id"), "alert", ["client_id"])
    op.create_index(op.f("ix_decision_referral_id"), "decision", ["referral_id"])
    op.create_index(op.f("ix_condition_referral_id"), "condition", ["referral_id"])


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
