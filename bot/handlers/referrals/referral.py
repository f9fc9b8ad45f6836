"""One referral's page, choosing it among a client's, and the reports made there."""

from __future__ import annotations

from bot.handlers.referrals import finding, follow_up, progress
from bot.turn import Turn, allows
from bot.wording.referrals import referral_page as wording
from bot.wording.referrals.referral import stands
from referrals.client import Client
from referrals.consent import permission
from referrals.lifecycle import Report
from referrals.model import Referral, Role, Step
from referrals.order import in_order


@allows(Role.THERAPIST)
def page(turn: Turn) -> None:
    """The pressed card becomes the referral's page; with "more", the same with its rarer taps."""
    found = finding.tapped(turn)
    if found is None:
        turn.refuse()
    else:
        finding.leave(turn, found[1])
        _show(turn, *found, more=turn.said.arguments[1:] == ("more",))


@allows(Role.THERAPIST)
def update(turn: Turn) -> None:
    """Which of a client's referrals: the only open one at once, else a choice in their order."""
    client = turn.caseload.client_by_id(turn.said.id())
    if client is None:
        turn.refuse()
        return
    everything = turn.caseload.referrals(client.id)
    open_ones = in_order(one for one in everything if one.open)
    ended = sorted((one for one in everything if not one.open), key=lambda one: one.moved_at, reverse=True)
    if turn.said.arguments[1:] == ("ended",):
        turn.edit(wording.ended_ones(client, ended, turn.now, turn.member.zone))
    elif len(open_ones) == 1 and not ended:
        _show(turn, client, open_ones[0], more=False)
    else:
        turn.edit(wording.open_ones(client, open_ones, len(ended), turn.now, turn.member.zone))


@allows(Role.THERAPIST)
def report(turn: Turn) -> None:
    """A report by tap. It names the state its page showed: on a page that is behind, it has had its day."""
    found = finding.still_open(turn)
    if found is None:
        return
    client, referral = found
    step, state = (*turn.said.arguments[1:3], "", "")[:2]
    if step not in list(Step) or state != stands(referral) or _asked_here(turn, referral):
        turn.refuse()
    elif step == Step.BARRIER:
        follow_up.ask_barrier(turn, client, referral, None, not_ready=False)
    else:
        progress.take_report(turn, client, referral, Report(Step(step)))


def _asked_here(turn: Turn, referral: Referral) -> bool:
    """Whether this very card asks for more about a report already: a second tap must not report again."""
    kinds = (follow_up.WHEN, follow_up.DAY, follow_up.BARRIER)
    return any((turn.question(kind) or {}).get("referral") == referral.id for kind in kinds)


def _show(turn: Turn, client: Client, referral: Referral, *, more: bool) -> None:
    stands = permission(referral, client, turn.member.hours.local_date(turn.now))
    beside = [one for one in turn.caseload.referrals(client.id) if one.open and one.id != referral.id]
    of_client = turn.work.cases(turn.member.id).conditions(client.id)
    condition = next((one for one in of_client if one.referral_id == referral.id), None)
    turn.edit(wording.page(client, referral, stands, turn.now, turn.member.zone, more, bool(beside), condition))
