"""kill -9 at a boundary, while three people type and tap, their messages fall due, and files are made.

`python -m tests.faults.soak` does it for as long as one likes; test_kill.py does each boundary once.
"""

from __future__ import annotations

import signal
import subprocess
from datetime import datetime, timedelta
from itertools import count
from random import Random

from tests.e2e.house import ANA, House
from tests.faults.boundaries import BOUNDARIES
from tests.faults.oracle import Oracle
from tests.faults.practice import CAT, PEOPLE, take_in

# Passed when a process begins, and not again: it dies in its start.
_AT_START = tuple(one for one in BOUNDARIES if one.endswith(("leading", "setMyCommands")))
# Passed once by what one round does; what each of three people does, it passes more often.
_ONCE = (*_AT_START, *(one for one in BOUNDARIES if one.endswith(("sendDocument", "a nudge", "an alert"))))
_PATIENCE = 20  # lines typed after a load, each waited for a second


def passing_of(boundary: str, random: Random) -> int:
    """At which passing of a round to die there."""
    return 1 if boundary in _ONCE else random.randint(1, 2)


def _in_the_morning(now: datetime) -> datetime:
    """The next ten o'clock in New York or so: late in a day, other things would come before what a round waits for."""
    return (now + timedelta(days=1)).replace(hour=15, minute=0)


class Killing:
    """A bot that is killed again and again, and the oracle beside it."""

    def __init__(self, house: House) -> None:
        """Founds the practice, and starts."""
        self._house = house
        house.program = "tests.faults.dying"
        house.environment["BOUNDARIES"] = str(house.folder)
        self._leap(_in_the_morning(datetime.fromisoformat(house.control.get("clock").json()["now"])))
        self._orders = house.folder / "orders"
        self._codes = (f"K{number}" for number in count(1))
        take_in(house)
        house.start()
        house.idle(60)
        self.oracle = Oracle(house)
        self._standing: dict[int, str] = {}
        for user, code in zip(PEOPLE, ("S1", "S2", "S3"), strict=True):
            self.oracle.new_client(code, user)
            self.oracle.sessions(code, "tue 2pm weekly", user)
        house.idle(60)

    def die(self, boundary: str, passing: int) -> int:
        """One round: killed there at that passing, started again, looked at; how much was said again so far."""
        self._prepare(boundary)
        spoken = self.oracle.spoken()
        self._order(f"{boundary}#{passing}")
        if boundary in _AT_START:
            self._house.kill()
            self.oracle.died()
            self._house.start()
            self._load()
        else:
            self._load()
        self._until_dead(boundary)
        self.oracle.died()
        self._order("")
        self._house.start()
        self.oracle.settle()
        if boundary.endswith("an alert"):
            self.oracle.takes_it_up(CAT)
            self.oracle.settle()
        else:
            assert self.oracle.spoken() > spoken, "what fell due was said"
        return self.oracle.look()

    def live(self) -> None:
        """A round in which nobody dies, and everything is done."""
        for boundary in ("before commit of an alert", "before sendDocument"):
            self._prepare(boundary)
            self._load()
            self.oracle.settle()
            if boundary.endswith("an alert"):
                self.oracle.takes_it_up(CAT)
                self.oracle.settle()
        self.oracle.look()

    def _prepare(self, boundary: str) -> None:
        """What must stand in the chats before; then it is a minute before the next message comes."""
        if boundary.endswith("an alert"):
            self.oracle.acute(next(self._codes), CAT)
            self.oracle.settle()
            self.oracle.told_again(CAT)
        self._leap(self._comes_next() - timedelta(minutes=1))
        self._standing = {user: self._new_client(user) for user in PEOPLE}
        if boundary.endswith("sendDocument"):
            self.oracle.offer_export()
        self.oracle.settle()

    def _load(self) -> None:
        """All at once: taps, lines, one that may not stay, a page; and the clock leaps to what comes next."""
        if self._house.messages(ANA)[-1]["text"].startswith("All that is yours here"):
            self.oracle.export()
        for user in PEOPLE:
            self.oracle.undo(self._standing[user], user)
            self._new_client(user)
            self.oracle.phone_number("K1", user)
        self._leap(self._comes_next())

    def _until_dead(self, boundary: str) -> None:
        """People go on typing until it happens."""
        assert self._house.bot is not None
        for _ in range(_PATIENCE):
            try:
                assert self._house.bot.wait(1) == -signal.SIGKILL
            except subprocess.TimeoutExpired:
                self._new_client(ANA)
            else:
                self._house.bot = None
                return
        raise AssertionError(f"{boundary} was not passed")

    def _comes_next(self) -> datetime:
        return datetime.fromisoformat(self._house.control.get("clock").json()["next_nudge"])

    def _leap(self, moment: datetime) -> None:
        self._house.control.post("clock", json={"to": moment.isoformat(), "jump": True})

    def _new_client(self, user: int) -> str:
        code = next(self._codes)
        self.oracle.new_client(code, user)
        return code

    def _order(self, order: str) -> None:
        """Written whole or not at all, for it may be read at any moment."""
        new = self._orders.with_name("new orders")
        new.write_text(order)
        new.replace(self._orders)
