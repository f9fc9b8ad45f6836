"""What a supervisor reads: the agenda, one case, her supervisees by counts. No ranking, no more than was raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _, _n
from bot.wording.referrals.referral import details, in_rows
from bot.wording.risk.risk import CHART, asked
from bot.wording.supervision.cases import LONGEST_SHARED, SeenCase, reasons
from bot.wording.supervision.conditions import review_rows, word_from
from bot.wording.supervision.conditions import standing as condition_line
from bot.wording.supervision.linking import INVITE, end_tap
from bot.wording.supervision.page import KINDS
from bot.wording.text import bold, code, moment, plain, shortened
from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Condition, Decision, SupervisionKind

LINE, CONDITION = "line", "condition"
DECISIONS = Phrases(
    {
        Decision.GO_ON.value: N_("Go on"),
        Decision.ORDER.value: N_("Change the order"),
        Decision.LET_GO.value: N_("Let one go"),
        Decision.PAUSE.value: N_("Pause"),
    }
)
_FOR_HER = Phrases(
    {
        Decision.GO_ON: N_("go on as it is"),
        Decision.ORDER: N_("change the order"),
        Decision.LET_GO: N_("let one go"),
        Decision.PAUSE: N_("leave it alone for a while"),
    }
)
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
        return Card(_("No case is raised. Your supervisees: {team}", team=code("/team")))
    ordered = sorted(seen, key=lambda one: (one.meets_at or now, one.therapist.called))
    lines = [f"{bold(_('Agenda'))} · {_cases(len(seen))}"]
    lines += [_line(one, zone) for one in ordered[:_SHOWN]]
    if len(seen) > _SHOWN:
        lines.append(_("and {count} more, once these are answered", count=len(seen) - _SHOWN))
    taps = [
        Button(f"{shortened(_name(one), 12)} {one.case.client.code}", encode(Action.SUPERVISEE, one.case.client.id))
        for one in ordered[:_SHOWN]
    ]
    paper = Button(_("Agenda as PDF"), encode(Action.AGENDA, "team"))
    return Card("\n".join(lines), (*in_rows(taps, _TAPS_A_ROW), (paper, Button(_("My team"), encode(Action.TEAM)))))


def team(supervisees: Sequence[Supervisee], start: int, zone: tzinfo) -> Card:
    """So many from `start` on, in the order in which they came."""
    invites = (
        Button(_("Invite a supervisee"), encode(Action.LINK, INVITE)),
        Button(_("For the group"), encode(Action.LINK, INVITE, SupervisionKind.GROUP)),
    )
    if not supervisees:
        return Card(_("Nobody is linked with you yet. An invite for each, below."), (invites,))
    shown = supervisees[start : start + _SHOWN]
    lines = [f"{bold(_('Your supervisees'))}: {len(supervisees)}"]
    lines += [_supervisee(one, zone) for one in shown]
    ends = [end_tap(one.link_id, shortened(one.called, 16)) for one in shown]
    more = ((Button(_("More"), encode(Action.TEAM, start + _SHOWN)),),) if len(supervisees) > start + _SHOWN else ()
    to_agenda = (Button(_("Agenda"), encode(Action.SUPERVISEE)),)
    return Card("\n".join(lines), (*more, to_agenda, *in_rows(ends, 2), invites))


def _supervisee(one: Supervisee, zone: tzinfo) -> str:
    who = f"{plain(one.called) or _('a therapist')} ({KINDS[one.kind]})"
    meets = moment(one.meets_at, zone) if one.meets_at else ""
    return " · ".join(filter(None, (who, _cases(one.raised), meets)))


def case(
    seen: SeenCase, open_ones: Sequence[Referral], conditions: Sequence[Condition], now: datetime, zone: tzinfo
) -> Card:
    """One raised case: why, what is open in its order, her line, what she shared."""
    client = seen.case.client
    lines = [f"{bold(client.code)} · {plain(_name(seen))} · {asked(client, zone)}", *reasons(seen.case)[:3]]
    lines += [f"{bold(named(one.service))}  {details(one, now, zone)}" for one in open_ones[:_OPEN_SHOWN]]
    if len(open_ones) > _OPEN_SHOWN:
        lines.append(_("and {count} more open", count=len(open_ones) - _OPEN_SHOWN))
    lines += [condition_line(one) for one in conditions]
    lines.append(_("Her line: {line}", line=plain(client.raised_line)) if client.raised_line else "")
    lines.append(_("Shared: {words}", words=plain(shortened(seen.shared, LONGEST_SHARED))) if seen.shared else "")
    return Card("\n".join(filter(None, lines)), _case_rows(seen, conditions))


def _case_rows(seen: SeenCase, conditions: Sequence[Condition]) -> tuple[tuple[Button, ...], ...]:
    number = seen.case.client.id
    decisions = [Button(label, encode(Action.SUPERVISEE, number, what)) for what, label in DECISIONS.items()]
    condition = Button(_("Condition of therapy"), encode(Action.SUPERVISEE, number, CONDITION))
    clinical = (condition,) if seen.kind is SupervisionKind.CLINICAL else ()
    return (
        (Button(_("Answer in a line"), encode(Action.SUPERVISEE, number, LINE)),),
        *in_rows([*decisions, *clinical], 2),
        *(review_rows(seen.case.client, conditions) if clinical else ()),
        (Button(_("Agenda"), encode(Action.SUPERVISEE)),),
    )


def ask_line(seen: SeenCase) -> Card:
    code_, name = bold(seen.case.client.code), plain(_name(seen))
    return Card(_("Your line on {code} to {name}. Codes only.", code=code_, name=name))


def answered_below(seen: SeenCase) -> Card:
    return Card(_("{code}: see below.", code=plain(seen.case.client.code)))


def line_sent(seen: SeenCase, line: str) -> Card:
    sent = _(
        "Sent to {name} on {code}: {line}",
        name=plain(_name(seen)),
        code=bold(seen.case.client.code),
        line=plain(line),
    )
    return Card(sent, ((_back(seen),),))


def decision_sent(seen: SeenCase, what: Decision) -> Card:
    """Going on is done; the rest is hers to do."""
    said = [
        f"{bold(seen.case.client.code)}: {_FOR_HER[what]}.",
        _("{name} is told.", name=plain(_name(seen))),
    ]
    if what is not Decision.GO_ON:
        said.append(_("She carries it out, and the case then leaves your agenda."))
    return Card(
        " ".join([*said, _(CHART)]),
        ((Button(_("Agenda"), encode(Action.SUPERVISEE)),),),
    )


def said_already(seen: SeenCase) -> str:
    return _("{name} was told already.", name=_name(seen))


def line_for_her(supervisor: str, client: Client, line: str) -> Card:
    """Nobody asked for it, so the first line says nothing of anybody."""
    return Card(
        f"{word_from(supervisor)}\n{bold(client.code)}: {plain(line)}",
        ((Button(_("The case"), encode(Action.CASE, client.id)),),),
    )


def decision_for_her(supervisor: str, client: Client, what: Decision) -> Card:
    does = Button(_("Do it"), encode(Action.DECIDE, client.id, what))
    taps = (does,) if what is not Decision.GO_ON else ()
    decided = _("{code}, decided: {what}.", code=bold(client.code), what=_FOR_HER[what])
    opens = Button(_("Open {code}", code=client.code), encode(Action.OPEN_CLIENT, client.id))
    return Card(f"{word_from(supervisor)}\n{decided} {_(CHART)}", ((*taps, opens),))


def _line(seen: SeenCase, zone: tzinfo) -> str:
    why = next(iter(reasons(seen.case)), _("raised by hand"))
    return f"{_when(seen, zone)}{plain(_name(seen))} · {bold(seen.case.client.code)}  {why}"


def _back(seen: SeenCase) -> Button:
    return Button(_("Back"), encode(Action.SUPERVISEE, seen.case.client.id))


def _name(seen: SeenCase) -> str:
    return seen.therapist.called or _("a therapist")


def _when(seen: SeenCase, zone: tzinfo) -> str:
    return f"{moment(seen.meets_at, zone)} · " if seen.meets_at else ""


def _cases(count: int) -> str:
    return _n("one case", "{count} cases", count) if count else _("no case")
