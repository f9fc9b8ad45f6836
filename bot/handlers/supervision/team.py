"""What a supervisor sees: her supervisees by counts, their raised cases, and what she can say to one.

Only raised cases of her own supervisees, and only what was shared (clinical rule "supervision"): whatever a tap says,
`bot.cases.seen_by` decides. Event: `decided` {what}, told of the supervisor.
"""

from __future__ import annotations

from typing import Any

from bot.cases import seen_by
from bot.handlers.supervision import conditions, page
from bot.handlers.supervision.deciding import close_case
from bot.people.telling import tell
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.supervision import team as wording
from bot.wording.supervision.cases import SeenCase
from referrals.model import Role
from referrals.order import in_order
from referrals.supervision import next_meeting
from referrals.supervisors import Decision

LINE = "supervisor_line"


@allows(Role.SUPERVISOR, Role.THERAPIST)
def agenda(turn: Turn) -> None:
    """`/agenda`: the raised cases of a supervisor's supervisees; a therapist's own."""
    if Role.SUPERVISOR in turn.member.roles:
        turn.edit(wording.agenda(seen_by(turn.work, turn.member, turn.now), turn.now, turn.member.zone))
    else:
        page.show(turn)


@allows(Role.SUPERVISOR)
def team(turn: Turn) -> None:
    """`/team`: how many cases each brings, and when; in the order in which they came, and no more than that."""
    seen = seen_by(turn.work, turn.member, turn.now)
    shown = []
    for link in turn.work.supervising.supervisees(turn.member.id):
        therapist = turn.work.people.by_id(link.therapist_id)
        if therapist is not None:
            raised = sum(one.therapist.id == therapist.id for one in seen)
            meets_at = next_meeting(therapist.habits, turn.now)
            shown.append(wording.Supervisee(link.id, therapist.called, link.kind, raised, meets_at))
    start = turn.said.id() if turn.said.is_tap else 0
    turn.edit(wording.team(shown, start, turn.member.zone))


@allows(Role.SUPERVISOR)
def case(turn: Turn) -> None:
    """One case, an answer in a line, or a decision."""
    seen = next(iter(seen_by(turn.work, turn.member, turn.now, turn.said.id())), None)
    said = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    if not turn.said.arguments:
        agenda(turn)
    elif seen is None:
        turn.refuse()
    elif not said:
        turn.edit(_card(turn, seen))
    elif said == wording.CONDITION:
        conditions.choose(turn)
    elif said == wording.LINE:
        turn.ask(LINE, wording.ask_line(seen), client=seen.case.client.id)
    elif said in wording.DECISIONS:
        _decide(turn, seen, Decision(said))
    else:
        turn.refuse()


def typed_line(turn: Turn, waiting: dict[str, Any]) -> None:
    """Her line goes to the therapist; the case stays on the agenda."""
    seen = next(iter(seen_by(turn.work, turn.member, turn.now, waiting["client"])), None)
    turn.settle_question()
    if seen is None:
        turn.say(trouble.gone())
        return
    line, client = turn.said.text.strip(), seen.case.client
    cases = turn.work.cases(seen.therapist.id)
    cases.decide(client.id, Decision.NOTE, turn.member.id, turn.now, line=line)
    turn.rewrite(waiting["card"], wording.answered_below(seen))
    turn.say(wording.line_sent(seen, line))
    tell(turn.work, seen.therapist, lambda: wording.line_for_her(turn.member.called, client, line), turn.now)


def _decide(turn: Turn, seen: SeenCase, what: Decision) -> None:
    """Going on closes the case at once; what changes her referrals the therapist does herself, by the taps she gets.

    Said once: the same decision again, while the case is still raised, tells her nothing new.
    """
    owner, client = seen.therapist, seen.case.client
    turn.work.people.lock(owner.id)
    cases, since = turn.work.cases(owner.id), client.raised_at or turn.now
    said = [(one.what, one.recorded_by) for one in cases.decisions(client.id) if one.at >= since]
    if (what, turn.member.id) in said:
        turn.toast = wording.said_already(seen)
        return
    told = what is not Decision.GO_ON and not owner.locked  # else it comes back with her next message
    cases.decide(client.id, what, turn.member.id, turn.now, told=told)
    if what is Decision.GO_ON:
        caseload = turn.work.caseload(owner.id, owner.habits.off, turn.member.id)
        client = close_case(turn.work, owner, caseload, client, what, turn.now)
        turn.work.nudges.replan(caseload, client, owner.habits, turn.now)
    turn.edit(wording.decision_sent(seen, what))
    tell(turn.work, owner, lambda: wording.decision_for_her(turn.member.called, client, what), turn.now)


def _card(turn: Turn, seen: SeenCase) -> Card:
    open_ones = in_order(one for one in seen.case.referrals.values() if one.open)
    conditions = turn.work.cases(seen.therapist.id).conditions(seen.case.client.id)
    return wording.case(seen, open_ones, conditions, turn.now, turn.member.zone)
