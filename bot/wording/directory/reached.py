"""How a crisis line is reached, in the language that is spoken: its name stays what it is called where it is."""

from __future__ import annotations

from bot.wording.language import NC_, _c
from referrals.crisis_lines import CrisisLine

_CONTEXT = "crisis line"
# The ways of `referrals.crisis_lines`, for the translators, who change no number and no word that is sent to one.
_WAYS = (
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


def reached(line: CrisisLine) -> str:
    """Without markup, and not escaped."""
    return _c(_CONTEXT, line.reach)
