"""`python -m tests.e2e.nursery KIND`: does the imports of a bot, a command or a sandbox, and forks for each order.

What is forked is a process like any other, with its own number, environment and files, which begins where the imports
end: half of its first second, for hundreds of processes that tests start. `tests.e2e.forked` gives the orders.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import signal
import socket
import sys

from bot.lean import keep_lean

# By kind: what such a process imports by itself, at once or when it is first needed.
_MODULES = {
    "bot": ("bot.cli.run", "bot.running", "psycopg", "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite"),
    "command": ("bot.cli.app", "bot.demo.play", "psycopg", "sqlalchemy.dialects.postgresql"),
    "sandbox": ("sandbox.server", "typer"),
}


def next_order(orders: socket.socket) -> dict[str, object]:
    """Returns in a process of its own for each order; in this one never, but ends once nobody can order any more."""
    while True:
        length, files, _flags, _address = socket.recv_fds(orders, 4, 3)
        if not length:
            os._exit(0)
        order = json.loads(_exactly(orders, int.from_bytes(length, "big")))
        report, *outputs = files
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            child = os.fork()
            orders.close()
            if child:
                _tell_of(child, report)
            os.close(report)
            for number, file in enumerate(outputs, 1):
                os.dup2(file, number)
                os.close(file)
            return dict(order)
        for file in files:
            os.close(file)


def _exactly(orders: socket.socket, length: int) -> bytes:
    read = b""
    while len(read) < length:
        read += orders.recv(length - len(read))
    return read


def _tell_of(child: int, report: int) -> None:
    """Its number at once, and how it ended once it has. Does not return."""
    os.write(report, child.to_bytes(4, "big"))
    _, status = os.waitpid(child, 0)
    os.write(report, status.to_bytes(4, "big"))
    os._exit(0)


def _prepare(kind: str) -> None:
    if kind == "bot":
        keep_lean()  # as it does itself
    for name in _MODULES[kind]:
        importlib.import_module(name)


def _become(order: dict[str, object]) -> None:
    program, arguments, environment = order["program"], order["arguments"], order["environment"]
    assert isinstance(program, str)
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _prepare(sys.argv[1])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    _become(next_order(socket.socket(fileno=int(sys.argv[2]))))
