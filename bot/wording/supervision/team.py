"""What a supervisor reads: the agenda, one case, her supervisees by counts. No ranking, no more than was raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import details, in_rows
from bot.wording.risk.risk import CHART, asked
from bot.wording.supervision.cases import LONGEST_SHARED, SeenCase, reasons
from bot.wording.supervision.conditions import review_rows
from bot.wording.supervision.conditions import standing as condition_line
from bot.wording.supervision.linking import INVITE, end_tap
from bot.wording.supervision.page import KINDS
from bot.wording.text import bold, code, moment, plain, shortened
from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Condition, Decision, SupervisionKind

LINE, CONDITION = "line", "condition"
DECISIONS = {
    Decision.GO_ON.value: "Go on",
    Decision.ORDER.value: "Change the order",
    Decision.LET_GO.value: "Let one go",
    Decision.PAUSE.value: "Pause",
}
_FOR_HER = {
    Decision.GO_ON: "go on as it is",
    Decision.ORDER: "change the order",
    Decision.LET_GO: "let one go",
    Decision.PAUSE: "leave it alone for a while",
}
_PAPER = Button("Agenda as PDF", encode(Action.AGENDA, "team"))
_SHOWN = 8
_OPEN_SHOWN = 3
_TAPS_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Supervisee:
    """One of hers: by which link (id), what she is called, how many cases she brings, when they meet (UTC)."""

    link_id: int
    called: str
    kind: SupervisionKind
    raised: int
    meets_at: datetime | None


def agenda(seen: Sequence[SeenCase], now: datetime, zone: tzinfo) -> Card:
    """Whose case comes up next stands first."""
    if not seen:
        return Card(f"No case is raised. Your supervisees: {code('/team')}")
    ordered = sorted(seen, key=lambda one: (one.meets_at or now, one.therapist.called))
    lines = [f"{bold('Agenda')} · {_cases(len(seen))}"]
    lines += [_line(one, zone) for one in ordered[:_SHOWN]]
    if len(seen) > _SHOWN:
        lines.append(f"and {len(seen) - _SHOWN} more, once these are answered")
    taps = [
        Button(f"{shortened(_name(one), 12)} {one.case.client.code}", encode(Action.SUPERVISEE, one.case.client.id))
        for one in ordered[:_SHOWN]
    ]
    return Card("\n".join(lines), (*in_rows(taps, _TAPS_A_ROW), (_PAPER, Button("My team", encode(Action.TEAM)))))


def team(supervisees: Sequence[Supervisee], start: int, zone: tzinfo) -> Card:
    """So many from `start` on, in the order in which they came."""
    invites = (
        Button("Invite a supervisee", encode(Action.LINK, INVITE)),
        Button("For the group", encode(Action.LINK, INVITE, SupervisionKind.GROUP)),
    )
    if not supervisees:
        return Card("Nobody is linked with you yet. An invite for each, below.", (invites,))
    shown = supervisees[start : start + _SHOWN]
    lines = [f"{bold('Your supervisees')}: {len(supervisees)}"]
    lines += [
        f"{plain(one.called) or 'a therapist'} ({KINDS[one.kind]}) · {_cases(one.raised)}"
        f"{f' · {moment(one.meets_at, zone)}' if one.meets_at else ''}"
        for one in shown
    ]
    ends = [end_tap(one.link_id, shortened(one.called, 16)) for one in shown]
    more = ((Button("More", encode(Action.TEAM, start + _SHOWN)),),) if len(supervisees) > start + _SHOWN else ()
    return Card("\n".join(lines), (*more, (Button("Agenda", encode(Action.SUPERVISEE)),), *in_rows(ends, 2), invites))


def case(
    seen: SeenCase, open_ones: Sequence[Referral], conditions: Sequence[Condition], now: datetime, zone: tzinfo
) -> Card:
    """One raised case: why, what is open in its order, her line, what she shared."""
    client = seen.case.client
    lines = [f"{bold(client.code)} · {plain(_name(seen))} · {asked(client, zone)}", *reasons(seen.case)[:3]]
    lines += [f"{bold(named(one.service))}  {details(one, now, zone)}" for one in open_ones[:_OPEN_SHOWN]]
    if len(open_ones) > _OPEN_SHOWN:
        lines.append(f"and {len(open_ones) - _OPEN_SHOWN} more open")
    lines += [condition_line(one) for one in conditions]
    lines.append(f"Her line: {plain(client.raised_line)}" if client.raised_line else "")
    lines.append(f"Shared: {plain(shortened(seen.shared, LONGEST_SHARED))}" if seen.shared else "")
    return Card("\n".join(filter(None, lines)), _case_rows(seen, conditions))


def _case_rows(seen: SeenCase, conditions: Sequence[Condition]) -> tuple[tuple[Button, ...], ...]:
    number = seen.case.client.id
    decisions = [Button(label, encode(Action.SUPERVISEE, number, what)) for what, label in DECISIONS.items()]
    condition = Button("Condition of therapy", encode(Action.SUPERVISEE, number, CONDITION))
    clinical = (condition,) if seen.kind is SupervisionKind.CLINICAL else ()
    return (
        (Button("Answer in a line", encode(Action.SUPERVISEE, number, LINE)),),
        *in_rows([*decisions, *clinical], 2),
        *(review_rows(seen.case.client, conditions) if clinical else ()),
        (Button("Agenda", encode(Action.SUPERVISEE)),),
    )


def ask_line(seen: SeenCase) -> Card:
    return Card(f"Your line on {bold(seen.case.client.code)} to {plain(_name(seen))}. Codes only.")


def answered_below(seen: SeenCase) -> Card:
    return Card(f"{plain(seen.case.client.code)}: see below.")


def line_sent(seen: SeenCase, line: str) -> Card:
    return Card(
        f"Sent to {plain(_name(seen))} on {bold(seen.case.client.code)}: {plain(line)}",
        ((_back(seen),),),
    )


def decision_sent(seen: SeenCase, what: Decision) -> Card:
    """Going on is done; the rest is hers to do."""
    rest = "" if what is Decision.GO_ON else " She carries it out, and the case then leaves your agenda."
    return Card(
        f"{bold(seen.case.client.code)}: {_FOR_HER[what]}. {plain(_name(seen))} is told.{rest} {CHART}",
        ((Button("Agenda", encode(Action.SUPERVISEE)),),),
    )


def said_already(seen: SeenCase) -> str:
    return f"{_name(seen)} was told already."


def line_for_her(supervisor: str, client: Client, line: str) -> Card:
    """Nobody asked for it, so the first line says nothing of anybody."""
    return Card(
        f"Word from {plain(supervisor) or 'your supervisor'}.\n{bold(client.code)}: {plain(line)}",
        ((Button("The case", encode(Action.CASE, client.id)),),),
    )


def decision_for_her(supervisor: str, client: Client, what: Decision) -> Card:
    does = Button("Do it", encode(Action.DECIDE, client.id, what))
    taps = (does,) if what is not Decision.GO_ON else ()
    return Card(
        f"Word from {plain(supervisor) or 'your supervisor'}.\n{bold(client.code)}, decided: {_FOR_HER[what]}. {CHART}",
        ((*taps, Button(f"Open {client.code}", encode(Action.OPEN_CLIENT, client.id))),),
    )


def _line(seen: SeenCase, zone: tzinfo) -> str:
    why = next(iter(reasons(seen.case)), "raised by hand")
    return f"{_when(seen, zone)}{plain(_name(seen))} · {bold(seen.case.client.code)}  {why}"


def _back(seen: SeenCase) -> Button:
    return Button("Back", encode(Action.SUPERVISEE, seen.case.client.id))


def _name(seen: SeenCase) -> str:
    return seen.therapist.called or "a therapist"


def _when(seen: SeenCase, zone: tzinfo) -> str:
    return f"{moment(seen.meets_at, zone)} · " if seen.meets_at else ""


def _cases(count: int) -> str:
    return "one case" if count == 1 else f"{count} cases" if count else "no case"
