"""How Alembic reaches the database: by the connection that `storage.migrate` hands it."""

from __future__ import annotations

from alembic import context

import storage.people_rows
import storage.privacy_rows
import storage.supervision_rows
import storage.traffic  # noqa: F401 - their tables belong to the database too
from storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    on_version_apply=context.config.attributes.get("applied"),
)
with context.begin_transaction():
    context.run_migrations()
