"""Are the bot's messages few, and is nothing forgotten?

One therapist, 25 clients, some 60 recommendations and what becomes of them, all drawn from a seed, are walked through a
year with the real bot: lines and taps go in as in a chat, and what appears on the screen unasked is counted. Two plain
ways to remind meet the same year and the same answers. The goals are printed as they come out; a year takes about a
minute. `python -m bench.attention --help`.
"""

from __future__ import annotations

import argparse

from rich.console import Console

from bench.attention import report
from bench.attention.figures import Figures, figures
from bench.attention.house import moved_in
from bench.attention.walk import Walk
from bench.attention.world import make_world
from bench.attention.year import LONGEST, Year


def run(seed: int, weeks: int = LONGEST, *, away: bool = False) -> Figures:
    """The figures of one seed over the first `weeks` of the year; `away` with two weeks of absence, told by /pause."""
    world = make_world(seed, Year(weeks, away))
    with moved_in() as phone:
        return figures(seed, world, Walk(world, phone).go())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.attention", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="the first, or only, seed")
    parser.add_argument(
        "--seeds", type=int, default=1, help="how many, each a year of its own; the worst is shown whole"
    )
    parser.add_argument("--weeks", type=int, default=LONGEST, choices=range(1, LONGEST + 1), metavar=f"1-{LONGEST}")
    parser.add_argument("--away", action="store_true", help="with two weeks of absence in August, told by /pause")
    asked = parser.parse_args()
    several = []
    console = Console(width=120)
    for seed in range(asked.seed, asked.seed + asked.seeds):
        several.append(run(seed, asked.weeks, away=asked.away))
        console.print(f"Seed {seed} walked.")
    console.print(report.of_one(max(several, key=_how_bad)))
    if asked.seeds > 1:
        console.print(report.of_several(several))


def _how_bad(one: Figures) -> tuple[int, float]:
    """The year with most goals missed; of those, the one with most messages by the better plain way's."""
    return sum(not holds for _, holds in one.goals), one.share_of_better


if __name__ == "__main__":
    main()
