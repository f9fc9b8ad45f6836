"""A process that stands still in the midst of a turn: `python -m tests.faults.standing_still ADDRESS USER`.

It holds the row of one therapist, says so, and stops. Once it goes on, it says what became of its transaction.
"""

from __future__ import annotations

import os
import signal
import sys

from sqlalchemy import select, text

from bot.parts import STANDSTILL
from storage.crypto import FieldCipher, new_key
from storage.engine import database_url, open_engine
from storage.outages import StorageUnavailableError
from storage.people_rows import Member
from storage.store import Store
from storage.work import UnitOfWork


def stand_still(work: UnitOfWork, user: int) -> None:
    session = work._session
    session.scalars(select(Member.id).where(Member.telegram_id == user).with_for_update()).one()
    sys.stdout.write("held\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGSTOP)
    session.execute(text("SELECT 1"))


if __name__ == "__main__":
    cipher = FieldCipher.from_text(new_key())
    store = Store(open_engine(database_url(sys.argv[1]), cipher, standstill=STANDSTILL))
    try:
        store.run_here(lambda work: stand_still(work, int(sys.argv[2])))
    except StorageUnavailableError:
        sys.stdout.write("gave way\n")
