"""What every load bench is asked on the command line."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.running.practice import workplace


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: `slices` of `seconds` each, on so many therapists with so many clients."""

    seconds: float
    slices: int
    therapists: int
    clients: int
    quick: bool = False
    only: str = ""
    profile: bool = False


def size(doc: str | None, *, seconds: float, slices: int, profile: bool = False) -> Size:
    """Reads the command line; `--quick` is over in seconds, and its figures mean nothing."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=seconds, help="of one slice")
    parser.add_argument("--slices", type=int, default=slices, help="of each contender; they take turns")
    parser.add_argument("--therapists", type=int, default=64)
    parser.add_argument("--clients", type=int, default=25, help="of each therapist")
    parser.add_argument("--quick", action="store_true", help="whether it works at all: seconds, and no figures")
    if profile:
        parser.add_argument(
            "--only", default="", help="contenders whose name holds this, and the one they stand beside"
        )
        parser.add_argument("--profile", action="store_true", help="what takes the time in our bot, instead")
    asked = parser.parse_args()
    if asked.quick:
        return Size(0.5, 1, 2, 3, quick=True)
    more = {"only": asked.only, "profile": asked.profile} if profile else {}
    return Size(asked.seconds, asked.slices, asked.therapists, asked.clients, **more)


def show(asked: Size, measure: Callable[[ExitStack, Size, Path], Table], width: int) -> None:
    """Measures in a directory that is gone afterwards, and prints the table, so many characters wide."""
    place = workplace()
    try:
        with ExitStack() as stack:
            Console(width=width).print(measure(stack, asked, place))
    finally:
        shutil.rmtree(place)
