"""A PostgreSQL database that served a test, made what it was before: no row, ids from one, nothing said to a session.

What cannot be made so is said, and the database is to be made anew: where a test changed a table or a trigger, or left
somebody connected.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, Row, text
from sqlalchemy.exc import DBAPIError

from storage.keeping.every_table import TABLES

_CATALOGUES = (
    "pg_attribute", "pg_attrdef", "pg_constraint", "pg_db_role_setting", "pg_enum", "pg_extension", "pg_index",
    "pg_namespace", "pg_proc", "pg_rewrite", "pg_trigger", "alembic_version",
)  # fmt: skip
# Whatever is made or changed has a newer number than all before; of what is gone there is one less.
_SHAPE = text(
    " UNION ALL ".join(f"SELECT count(*), max(xmin::text::bigint) FROM {name}" for name in _CATALOGUES)  # noqa: S608
)
_OTHERS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
_FILLED = text(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in TABLES))  # noqa: S608
_COUNTED = text("SELECT setval(seqrelid, seqstart, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) > 0")
_UNKNOWN = text("UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE oid = ANY(CAST(:names AS regclass[]))")
# DISCARD ALL would forget the statements that psycopg counts on as well.
_NOTHING_SAID = "CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ALL; UNLISTEN *; SELECT pg_advisory_unlock_all()"


def shape(connection: Connection) -> list[Row[Any]]:
    """Equal as long as nothing but rows came, changed or went."""
    return list(connection.execute(_SHAPE).all())


def emptied(engine: Engine, wanted: object) -> bool:
    """Whether the database is now as one that was just made, whose shape is `wanted`."""
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    if pool.checkedout() or pool.checkedin() > 1:
        return False
    try:
        with engine.begin() as connection:
            if connection.scalar(_OTHERS) or shape(connection) != wanted:
                return False
            connection.exec_driver_sql(_NOTHING_SAID)
            # Past foreign keys, and past the trigger by which the audit keeps what it was told.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            filled = connection.scalars(_FILLED).all()
            for name in filled:
                connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608
            connection.execute(_COUNTED)
        if filled:
            # Deleted rows would stay in the files, and the next ones come to lie in between.
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"VACUUM {', '.join(filled)}")
                # Or plans would be made for tables known to be empty, and kept while a test fills them.
                connection.execute(_UNKNOWN, {"names": [*filled]})
    except DBAPIError:  # no such database, or one that lets nobody in
        return False
    return True
