"""The bell: whoever writes to the outbox rings it, whoever sends answers (`Store.answering`).

Within one process it is heard with the commit. Between processes it is PostgreSQL's LISTEN and NOTIFY, on a connection
apart; on a file there is one process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import URL, text

from storage.engine import REACHING

log = structlog.get_logger()

RING = text("NOTIFY outbox")
_RETRY_SECONDS = 1.0


async def listen(url: URL, ring: Callable[[], None]) -> None:
    """Calls `ring` whenever something was committed to the outbox, until cancelled. Rings once it hears again, too."""
    import psycopg  # noqa: PLC0415 - of no use on SQLite, and nine megabytes

    reaching = {name: str(value) for name, value in REACHING.items()}
    address = url.set(drivername="postgresql").update_query_dict(reaching).render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute("LISTEN outbox")
                ring()
                async for _ in connection.notifies():
                    ring()
        except psycopg.Error as error:
            log.warning("the bell is out of reach", error=error)
        await asyncio.sleep(_RETRY_SECONDS)
