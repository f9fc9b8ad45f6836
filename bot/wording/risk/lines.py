"""Crisis lines, each with how it is reached and where that was read. Serves clinical rule "crisis lines"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.wording.language import NC_, _, _c
from bot.wording.text import bold, plain, short_day
from referrals.crisis_lines import CrisisLine, dated

_CONTEXT = "crisis line"
# How the lines of `referrals.crisis_lines` are reached, for the translators; a number that is not here stays English.
_REACH = (
    NC_("crisis line", "call or text 988"),
    NC_("crisis line", "for veterans: call 988 and press 1, or text 838255"),
    NC_("crisis line", "call 800-799-7233, or text START to 88788"),
    NC_("crisis line", "call or text 1-800-422-4453; it advises and takes no reports"),
    NC_("crisis line", "call 1-800-222-1222"),
    NC_("crisis line", "call 116 123"),
    NC_("crisis line", "call 0808 2000 247"),
    NC_("crisis line", "call 13 11 14, or text 0477 13 11 14"),
    NC_("crisis line", "call 1800RESPECT, or text 0458 737 732"),
    NC_("crisis line", "call or text 1737"),
    NC_("crisis line", "call 0800 111 0 111"),
    NC_("crisis line", "call 3114"),
)
_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Lines:
    """What is known of crisis lines where the client usually is; `own` is the practice's own, shown first."""

    confirmed: bool
    own: str | None
    region: str | None
    known: Sequence[CrisisLine]
    today: date


def reach(line: CrisisLine) -> str:
    """How it is reached. Without markup, and not escaped."""
    return _c(_CONTEXT, line.reach)


def source(line: CrisisLine, today: date) -> str:
    """Where that was read, with the day; `today` (where the reader is) tells whether that is long ago."""
    said = [plain(line.source), f"{short_day(line.checked_on)} {line.checked_on.year}"]
    return ", ".join([*said, _("over a year ago: try it")] if dated(line, today) else said)


def shown(lines: Lines) -> tuple[str, ...]:
    """The few that fit a card, a line each; where there are none, that is said."""
    label = bold(_("Crisis line:"))
    if not lines.confirmed:
        use = _("the practice's list is not confirmed by its administrator yet; use the one you know.")
        return (f"{label} {use}",)
    own = (_("{line} (the practice's own)", line=plain(lines.own)),) if lines.own else ()
    known = (_line(line, lines.today) for line in _fitting(lines.known)[: _AT_MOST - len(own)])
    return tuple(f"{label} {said}" for said in (*own, *known)) or (f"{label} {_none(lines.region)}",)


def _line(line: CrisisLine, today: date) -> str:
    return f"{plain(line.name)}, {plain(reach(line))} ({source(line, today)})"


def _fitting(known: Sequence[CrisisLine]) -> list[CrisisLine]:
    """Those for this kind of danger, and the first of those for any."""
    return [line for line in known if line.kinds] + [line for line in known if not line.kinds][:1]


def _none(region: str | None) -> str:
    if region:
        return _("none is known to me for {region}. No number is made up here; ask the practice.", region=plain(region))
    return _("none is known to me for where the client is. No number is made up here; ask the practice.")
