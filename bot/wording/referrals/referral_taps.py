"""The taps on a referral's page, by where it stands."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button
from bot.wording.language import N_, Phrases, _, _c
from bot.wording.referrals.choice import change_button
from bot.wording.referrals.referral import in_rows, report, stands
from referrals.client import Client
from referrals.model import Hold, Referral, State, Step

_ONWARD = (Step.AGREED, Step.CONTACTED, Step.WAITLISTED, Step.BOOKED, Step.WENT)
# What is worth a tap in each state; of the others the ways on, save the one just gone.
_FIRST = {
    State.SCHEDULED: (Step.WENT, Step.MISSED, Step.BOOKED),
    State.WAITLISTED: (Step.BOOKED, Step.WENT, Step.WAITLISTED),
}
_GONE = {State.AGREED: Step.AGREED, State.CONTACTED: Step.CONTACTED}
_ANOTHER_DAY = Phrases(
    {
        (State.SCHEDULED, Step.BOOKED): N_("Another day"),
        (State.WAITLISTED, Step.WAITLISTED): N_("Expected day"),
    }
)
_STANDS_IN_THE_WAY = (Step.NOT_READY, Step.BARRIER, Step.DECLINED)
_ENDS = (Step.UNAVAILABLE, Step.DROPPED)


def taps(client: Client, referral: Referral, more: bool, options: bool) -> tuple[tuple[Button, ...], ...]:
    """None but the way back where the work has ended; `more` and `options` as on the page."""
    home = Button(_("Back"), encode(Action.OPEN_CLIENT, client.id))
    if not client.active:
        return ((home,),)
    if not referral.open:
        return ((Button(_("Reopen"), encode(Action.REOPEN, referral.id)), home),)
    return _more(referral, options=options) if more else _main(client, referral)


def _main(client: Client, referral: Referral) -> tuple[tuple[Button, ...], ...]:
    at_risk = (
        (Button(_c("the page about risk", "Safety"), encode(Action.SAFETY, client.id)),)
        if client.safety.at_risk
        else ()
    )
    changes = ((change_button(referral),),) if referral.hold is Hold.CHOICE else ()
    state = stands(referral)
    first = _FIRST.get(state) or tuple(step for step in _ONWARD if step is not _GONE.get(state))
    return (
        *in_rows([report(referral, step, _ANOTHER_DAY.get((state, step))) for step in first], 3),
        tuple(report(referral, step) for step in _STANDS_IN_THE_WAY),
        (
            Button(_("How to say it"), encode(Action.SAY_IT, referral.id)),
            Button(_("Readiness"), encode(Action.READY, referral.id)),
            Button(_c("an if-then plan", "Plan"), encode(Action.PLAN, referral.id)),
        ),
        *changes,
        (
            *at_risk,
            Button(_("More"), encode(Action.REFERRAL, referral.id, "more")),
            Button(_("Back"), encode(Action.OPEN_CLIENT, client.id)),
        ),
    )


def _more(referral: Referral, options: bool) -> tuple[tuple[Button, ...], ...]:
    choose = (Button(_("Options for the same need"), encode(Action.CHOICE, referral.id)),) if options else ()
    state = stands(referral)
    elsewhere = [s for s in _ONWARD if state in _FIRST and s not in _FIRST[state] and s is not Step.AGREED]
    rows = (
        tuple(report(referral, step) for step in elsewhere),
        (
            Button(_("Purposes"), encode(Action.PURPOSES, referral.id)),
            Button(_("Put first"), encode(Action.FIRST, referral.id)),
            Button(_("How was it heard?"), encode(Action.HEARD, referral.id)),
        ),
        choose,
        (
            Button(_("Consent"), encode(Action.CONSENT, referral.id)),
            Button(_("Word back"), encode(Action.WORD_BACK, referral.id)),
            Button(_("As a condition"), encode(Action.CONDITION, referral.id)),
        ),
        tuple(report(referral, step) for step in _ENDS),
        (Button(_("Back"), encode(Action.REFERRAL, referral.id)),),
    )
    return tuple(row for row in rows if row)
