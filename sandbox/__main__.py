"""`python -m sandbox`: a Telegram on this machine, for a bot to be pointed at."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from sandbox.server import DEFAULT_TOKEN, Sandbox
from sandbox.store import StoreInUseError


def main(
    port: Annotated[int, typer.Option(help="Loopback port; 0 takes a free one.")] = 8081,
    data: Annotated[Path | None, typer.Option(help="Directory to remember everything in.", file_okay=False)] = None,
    token: Annotated[str, typer.Option(help="The bot's token.")] = DEFAULT_TOKEN,
) -> None:
    """Serve the Bot API, the control API and the chat page until interrupted.

    Example: python -m sandbox --port 0 --data .sandbox

    Exit codes: 0 told to stop; 1 it cannot start, and says why; 2 a line that is none.
    """
    try:
        asyncio.run(_serve(port, data, token))
    except (StoreInUseError, OSError) as error:
        typer.echo(f"The sandbox cannot start: {error}", err=True)
        raise typer.Exit(1) from None


async def _serve(port: int, data: Path | None, token: str) -> None:
    sandbox = Sandbox(data, token)
    address = await sandbox.start(port=port)
    typer.echo(f"sandbox  {address}\ntoken    {token}")
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await stopping.wait()
    await sandbox.stop()


if __name__ == "__main__":
    typer.run(main)
