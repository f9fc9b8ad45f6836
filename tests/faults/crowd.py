"""One therapist's practice, many times over: her rows copied under other numbers, in the database itself."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

APART = 1000  # between the ids of one copy and the next
_OWN = {"id", "owner_id", "client_id", "referral_id", "member_id"}
_TABLES = ("member", "client", "referral", "nudge")


def multiply(engine: Engine, telegram_id: int, copies: int) -> list[int]:
    """Copies the one therapist who is aboard; returns the Telegram ids of all, hers first."""
    with engine.begin() as connection:
        for table in _TABLES:
            columns = {name: _copied(table, name) for name in _columns(connection, table)}
            connection.execute(
                text(
                    f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of our own
                    f"SELECT {', '.join(columns.values())} FROM {table}, generate_series(1, :copies) AS copy"
                ),
                {"copies": copies},
            )
            connection.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))  # noqa: S608
        connection.execute(text("ANALYZE"))  # what a server does by itself, and the tests' does not
    return [telegram_id + number for number in range(copies + 1)]


def _columns(connection: Connection, table: str) -> list[str]:
    return [column["name"] for column in inspect(connection).get_columns(table)]


def _copied(table: str, column: str) -> str:
    if column in _OWN:
        return f"{table}.{column} + copy * {APART}"
    if column == "telegram_id":
        return f"{table}.{column} + copy"
    if (table, column) == ("nudge", "rule"):
        # "kind:id" or "kind:id:instant"; the id is the client's or the referral's.
        about = f"(split_part({table}.rule, ':', 2)::int + copy * {APART})"
        return f"regexp_replace({table}.rule, '^([a-z_]+):[0-9]+', '\\1:' || {about})"
    return f"{table}.{column}"
