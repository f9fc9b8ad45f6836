"""`python -m bot invite`, `lock`: ways in and out, from the machine the bot runs on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import numbers
from bot.cli.answers import Invited, Locked
from bot.cli.bars import waiting
from bot.cli.command import App
from bot.cli.speaking import answer, refuse
from bot.cli.work import in_store, must_be_founded, read_settings
from bot.wording import console
from referrals.model import Role

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.work import UnitOfWork

people = App()


@people.command(answers=Invited)
def invite(
    role: Annotated[Role, typer.Option(help="Whom it is for.")] = Role.THERAPIST,
    licensed: Annotated[bool, typer.Option(help="A licensed therapist, who may stand a risk down alone.")] = False,
    member: Annotated[int | None, typer.Option("--for", help=console.FOR_HELP, callback=numbers.telegram_id)] = None,
) -> None:
    """Print a new invite.

    Example: python -m bot invite --role supervisor

    Example: python -m bot invite --for 1003
    """
    settings = read_settings()

    def make(work: UnitOfWork) -> str | None:
        must_be_founded(work)
        if member is None:
            return work.invites.make(role, datetime.now(UTC), licensed=licensed)
        person = work.members.of_account(member)
        return work.invites.sign_in(person.id, datetime.now(UTC)) if person else None

    code = in_store(settings, make)
    if code is None:
        refuse(console.no_members([member or 0]))
    bot = bot_name(settings)
    if member is None:
        answer(way_in(code, bot, role), console.invite(code, role, bot))
    else:
        answer(way_in(code, bot, None, member), console.sign_in(code, bot))


@people.command(answers=Locked)
def lock(telegram_id: Annotated[int, typer.Option(help=console.LOCK_HELP, callback=numbers.telegram_id)]) -> None:
    """Lock an account whose phone is lost: it opens nothing.

    Example: python -m bot lock --telegram-id 1001
    """
    from bot.people import accounts  # noqa: PLC0415

    def shut(work: UnitOfWork) -> bool:
        must_be_founded(work)
        found = work.members.of_account(telegram_id)
        person = work.members.fresh(found.id) if found else None
        if person is not None and not person.locked:
            accounts.lock(work, person, datetime.now(UTC))
        return person is not None

    if not in_store(read_settings(), shut):
        refuse(console.no_members([telegram_id]))
    answer(Locked(telegram_id=telegram_id), console.locked(telegram_id))


def way_in(code: str, bot: str | None, role: Role | None, telegram_id: int | None = None) -> Invited:
    """A way in as a script reads it."""
    return Invited(code=code, link=console.link(code, bot) if bot else None, role=role, telegram_id=telegram_id)


def bot_name(settings: Settings) -> str | None:
    """The bot's user name, for a link; None without a token or without the internet."""
    from bot.cli.doctor import bot_name as asked  # noqa: PLC0415

    with waiting(console.ASKING_TELEGRAM):
        return asyncio.run(asked(settings)) if settings.bot_token else None
