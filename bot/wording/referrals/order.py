"""Why a client's referrals stand in their order, in one sentence. Serves clinical rule "order"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.text import plain
from referrals.client import Client
from referrals.model import FirstBecause, Referral
from referrals.order import Reason, reason
from referrals.risk import Risk

_RISK = Phrases(
    {
        Risk.ACUTE: N_("acute is logged"),
        Risk.ELEVATED: N_("elevated is logged"),
        Risk.NONE_LOGGED: N_("nothing at risk is logged"),
    }
)
_SAID = {
    Reason.HELD: N_("what rests"),
    Reason.SAFETY: N_("{service} reduces danger or steadies a crisis"),
    Reason.THERAPIST: N_("you put {service} first"),
    Reason.STABILITY: N_("{service} steadies the living situation"),
    Reason.WISH: N_("{code}’s own wish"),
    Reason.READINESS: N_("{code}’s own readiness"),
    Reason.AGE: N_("what has waited longest"),
}
_PUT_FIRST = {
    FirstBecause.INFORMS_OTHERS: N_("you put {service} first because it informs the others"),
    FirstBecause.SOONEST_RELIEF: N_("you put {service} first because it brings the soonest relief"),
    FirstBecause.CLIENT_ASKED: N_("you put {service} first because the client asked for it"),
    FirstBecause.SUPERVISION: N_("you put {service} first because it came out of supervision"),
}


def why_this_order(client: Client, open_ones: Sequence[Referral]) -> str:
    """`open_ones` in order, without those that rest; empty where there is nothing to put in order."""
    if len(open_ones) < 2:
        return ""
    reasons = list(dict.fromkeys(map(reason, open_ones)))
    if Reason.READINESS in reasons and Reason.AGE in reasons:  # whoever was not asked stands in the middle
        reasons.remove(Reason.AGE)
    firsts = {reason(r): r for r in reversed(open_ones)}
    first, *others = [_phrase(why, firsts[why], plain(client.code)) for why in reasons]
    for other in others:
        first = _("{these}; then {other}", these=first, other=other)
    return _("Why this order: {risk}; {reasons}.", risk=_RISK[client.safety.level], reasons=first)


def _phrase(why: Reason, first: Referral, client_code: str) -> str:
    said = _SAID[why]
    if why is Reason.THERAPIST and first.first_because:
        said = _PUT_FIRST.get(first.first_because, said)
    return _(said, service=plain(named(first.service)), code=client_code)
