"""The figures as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table

from bench.attention.figures import Asker, Figures, Spread
from bench.attention.stalled import Shown


def of_one(one: Figures) -> RenderableType:
    """One year, whole."""
    return Group(_askers(one), _details(one), _goals([one]))


def of_several(several: Sequence[Figures]) -> RenderableType:
    """A row a seed, and the goals by the worst of them."""
    table = Table("seed", "share of the better", "median", "p95", "most", "forgotten", "longest silence", "answered")
    for one in several:
        a_day = one.bot.a_day
        table.add_row(
            str(one.seed),
            f"{one.share_of_better:.2f}",
            f"{a_day.median:g}",
            f"{a_day.p95:g}",
            f"{a_day.most:g}",
            str(len(one.forgotten)),
            f"{one.longest_silence.days} days",
            _share(one.answered, one.questions),
        )
    return Group(table, _goals(several))


def _askers(one: Figures) -> Table:
    table = Table("", "messages", "a working day: median", "p95", "most", "on days off", title=f"Seed {one.seed}")
    for asker in (one.bot, *one.rivals):
        table.add_row(asker.name, *_counts(asker))
    table.add_section()
    table.add_row("followthrough / better of the two", f"{one.share_of_better:.2f}")
    table.add_row("  about referrals alone", f"{one.share_about_referrals:.2f}")
    return table


def _counts(asker: Asker) -> tuple[str, ...]:
    a_day = asker.a_day
    return str(asker.total), f"{a_day.median:g}", f"{a_day.p95:g}", f"{a_day.most:g}", str(asker.on_days_off)


def _details(one: Figures) -> Table:
    table = Table("followthrough", "", show_header=True)
    messages = one.bot.total + one.bot.on_days_off
    table.add_row("referrals followed", str(one.referrals))
    table.add_row("what stood in the messages", _counted(one.kinds))
    table.add_row("messages by what they held", _counted(one.together))
    table.add_row("messages with more than one thing", _share(one.merged, messages))
    table.add_row("questions about referrals, answered", f"{one.questions}, {_share(one.answered, one.questions)}")
    table.add_row("questions by where the referral stood", _counted(one.asked_of))
    table.add_row("looks after clients at risk", str(one.looks))
    table.add_row("days from “could be asked” to named", _days(one.waits))
    table.add_row("  with sessions", _days(one.waits_with_sessions))
    table.add_row("  without", _days(one.waits_without))
    table.add_row("longest without question or change", f"{one.longest_silence.days} days")
    table.add_row("forgotten", ", ".join(one.forgotten) or "none")
    table.add_row("on days off", _counted(one.days_off) or "none")
    table.add_row("on working days outside 9 to 18", _counted(one.odd_hours) or "none")
    if one.shown is not None:
        table.add_row("stalled cases shown at the next supervision", _shown(one.shown))
    return table


def _goals(several: Sequence[Figures]) -> Table:
    table = Table("goal", "holds" if len(several) == 1 else f"holds in so many of {len(several)} years")
    for place, (goal, _) in enumerate(several[0].goals):
        held = sum(one.goals[place][1] for one in several)
        verdict = "yes" if held == len(several) else "no"
        table.add_row(goal, verdict if len(several) == 1 else f"{held}: {verdict}")
    return table


def _shown(shown: Shown) -> str:
    return f"{_share(shown.shown, shown.stalled)} of {shown.stalled}"


def _counted(counted: Counter[str]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"


def _days(spread: Spread) -> str:
    return f"median {spread.median:.1f}, p95 {spread.p95:.1f}, most {spread.most:.1f} ({spread.count} times)"
