"""`python -m bot run`, `demo`, `migrate`, `doctor`, `completion`: the bot itself, tried, run and looked at."""

from __future__ import annotations

import asyncio
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import numbers
from bot.cli.answers import Examined, Migrated
from bot.cli.bars import bar, waiting
from bot.cli.command import App
from bot.cli.completing import completion
from bot.cli.ending import Exit
from bot.cli.speaking import answer
from bot.cli.work import complaints, in_store, read_settings
from bot.wording import console

starting = App()
starting.command()(completion)


@starting.command()
def run() -> None:
    """Run the bot with the settings in the environment and .env.

    Example: python -m bot run
    """
    from bot.cli.run import run_bot  # noqa: PLC0415 - the other commands need none of it

    raise typer.Exit(run_bot())


@starting.command()
def demo(
    port: Annotated[
        int, typer.Option(help="Loopback port of the page; 0 takes a free one.", callback=numbers.port)
    ] = 8077,
    data: Annotated[Path | None, typer.Option(help="Keep everything in this folder; else it goes at the end.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    empty: Annotated[bool, typer.Option("--empty", help="Start with nobody aboard, without the story.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON once all is ready, nothing else.")
    ] = False,
    bot_api: Annotated[str | None, typer.Option(help="Let the bot reach the sandbox by this address.")] = None,
) -> None:
    """Try it on this machine: sandbox, bot and chat page, no token.

    Example: python -m bot demo --port 0 --data .demo
    """
    from bot.demo.play import Demo, play  # noqa: PLC0415

    show = webbrowser.open if browser and not json else None
    with complaints():
        asyncio.run(play(Demo(port=port, data=data, empty=empty, as_json=json, bot_api=bot_api), show))


@starting.command(answers=Migrated, progress=True)
def migrate() -> None:
    """Bring the database to this version's shape; `run` does it, too.

    Example: python -m bot migrate
    """
    from storage.migrate import newest_revision  # noqa: PLC0415 - a database is not needed for help

    settings, steps = read_settings(), 0

    with bar(console.MIGRATING) as shown:

        def expect(count: int) -> None:
            nonlocal steps
            steps = count
            shown.expect(count)

        in_store(settings, lambda work: work.people.practice(), expect=expect, advance=shown.advance)
    answer(Migrated(steps=steps, revision=newest_revision()), console.UP_TO_DATE)


@starting.command(answers=Examined)
def doctor() -> None:
    """Check settings, database, token and clock, a line each.

    Example: python -m bot doctor

    Example: python -m bot doctor --json
    """
    from bot.cli.doctor import examine, report  # noqa: PLC0415

    with waiting(console.ASKING_TELEGRAM):
        findings = asyncio.run(examine())
    report(findings)
    raise typer.Exit(Exit.DONE if all(one.good for one in findings) else Exit.FOUND)
