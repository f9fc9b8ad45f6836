"""What every command is: help with an example, `--json` where there is an answer, and an end without a traceback."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, cast

import typer
from typer.core import TyperCommand, TyperGroup

from bot.cli.ending import Exit, Why
from bot.cli.speaking import Manner, beside, print_trouble, refuse, speaking
from bot.wording import terminal

if TYPE_CHECKING:
    from pydantic import BaseModel

F = TypeVar("F", bound=Callable[..., Any])
_JSON, _QUIET = "--json", "--quiet"
_PYDANTICS = "Value error, "
_EXAMPLE = re.compile(r"\s*Examples?:\s*(python -m \S+(?: .*)?)$", re.MULTILINE)


class Command(TyperCommand):
    """Its docstring ends with a line `Example: python -m bot ...`, or several.

    `answers` is what `--json` prints, `each` if one a line; `progress` if it shows how far it has come.
    """

    answers: ClassVar[type[BaseModel] | None] = None
    each: ClassVar[bool] = False
    progress: ClassVar[bool] = False

    def __init__(self, name: str | None, *, help: str | None = None, epilog: str | None = None, **rest: Any) -> None:  # noqa: A002 - as Typer names it
        self.examples = [line.strip() for line in _EXAMPLE.findall(help or "")]
        rest["params"] = [
            *(rest.get("params") or []),
            *(_as_json() if self.answers else []),
            *(_quiet() if self.progress else []),
        ]
        said = "\n\n".join(filter(None, [epilog, terminal.examples(self.examples), terminal.EXIT_CODES]))
        super().__init__(name, help=_EXAMPLE.sub("", help or "").strip(), epilog=said, **rest)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with speaking(Manner(as_json=_JSON in args)):
            try:
                with beside():
                    return super().parse_args(ctx, args)
            except typer.Abort as abort:
                if isinstance(abort.__context__, KeyboardInterrupt):
                    refuse(terminal.CUT_SHORT, Why.CUT_SHORT, Exit.CUT_SHORT)
                refuse(terminal.NOBODY_TO_ASK, Why.USAGE)
            except typer.TyperException as error:
                error.message = error.message.removeprefix(_PYDANTICS)  # by which Typer reads a value
                if error.exit_code == Exit.MEND:  # a line that is none; Typer says it to a person
                    print_trouble(error.format_message(), Why.USAGE, Exit.MEND)
                raise

    def invoke(self, ctx: Any) -> Any:
        from bot.cli.work import complaints  # noqa: PLC0415 - settings and the database: help needs neither

        as_json, quiet = bool(ctx.params.pop("as_json", False)), bool(ctx.params.pop("quiet", False))
        with speaking(Manner(as_json=as_json or bool(ctx.params.get("json")), quiet=quiet or as_json)), complaints():
            try:
                return super().invoke(ctx)
            except BrokenPipeError:
                raise  # whoever read along has enough
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    refuse(terminal.PORT_TAKEN, Why.PORT)
                refuse(terminal.system(error.strerror or type(error).__name__, error.filename), Why.SYSTEM)
            except KeyboardInterrupt:
                refuse(terminal.CUT_SHORT, Why.CUT_SHORT, Exit.CUT_SHORT)


class Group(TyperGroup):
    """Commands under one name; one that is none is answered to a script as any trouble is."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except typer.TyperException as error:
            with speaking(Manner(as_json=_JSON in args)):
                print_trouble(error.format_message(), Why.USAGE, Exit.MEND)
            raise


class App(typer.Typer):
    """Makes every function of it a `Command`."""

    def __init__(self, **settings: Any) -> None:
        # A traceback with the values of its variables could show a code or a key.
        super().__init__(
            no_args_is_help=True,
            add_completion=False,
            pretty_exceptions_show_locals=False,
            **{"cls": Group, **settings},
        )

    def command(
        self,
        name: str | None = None,
        *,
        answers: type[BaseModel] | None = None,
        each: bool = False,
        progress: bool = False,
        **rest: Any,
    ) -> Callable[[F], F]:
        kind = type("Command", (Command,), {"answers": answers, "each": each, "progress": progress})
        return super().command(name, cls=kind, **rest)


def _as_json() -> list[Any]:
    def asked(as_json: Annotated[bool, typer.Option(_JSON, help=terminal.JSON_HELP)] = False) -> None:
        """Only its option is wanted."""

    return _options_of(asked)


def _quiet() -> list[Any]:
    def asked(quiet: Annotated[bool, typer.Option(_QUIET, help=terminal.QUIET_HELP)] = False) -> None:
        """Only its option is wanted."""

    return _options_of(asked)


def _options_of(function: Callable[..., None]) -> list[Any]:
    """Typer makes options of a function's signature only."""
    one = typer.Typer(add_completion=False)
    one.command()(function)
    return cast("list[Any]", typer.main.get_command(one).params)
