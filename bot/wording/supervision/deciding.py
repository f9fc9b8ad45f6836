"""What supervision decided, asked and noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import in_rows, next_ask, undo
from bot.wording.risk.risk import CHART, DANGER
from bot.wording.supervision.cases import CaseShown
from bot.wording.supervision.page import STAYS
from bot.wording.text import bold, plain, shortened
from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Decision
from referrals.timing import Planned

DECISIONS = {
    Decision.GO_ON: "Go on",
    Decision.ORDER: "Change the order",
    Decision.CONDITION: "Condition of therapy",
    Decision.LET_GO: "Let one go",
    Decision.PAUSE: "Pause",
    Decision.NOTE: "Note",
}
BELOW = "new"  # of several cases each is asked in a message of its own
WEEKS = (2, 4, 8)
_IN_WORDS = {
    Decision.GO_ON: "go on as it is",
    Decision.ORDER: "another order",
    Decision.CONDITION: "a condition of therapy",
    Decision.LET_GO: "let one go",
    Decision.PAUSE: "leave it alone for a while",
    Decision.NOTE: "a note",
}
_NAME = 40  # characters on a button
_TAPS_A_ROW = 2
_SHOWN = 8


def ask(cases: Sequence[CaseShown]) -> Card:
    """Once supervision is over; of several cases the taps open one after the other."""
    if len(cases) == 1:
        return ask_one(cases[0].client)
    taps = [Button(case.client.code, encode(Action.DECIDE, case.client.id, BELOW)) for case in cases[:_SHOWN]]
    return Card("What did you decide? One tap for each.", in_rows(taps, 4))


def ask_one(client: Client) -> Card:
    return Card(f"What did you decide for {bold(client.code)}?", decision_rows(client.id))


def decision_rows(client_id: int) -> tuple[tuple[Button, ...], ...]:
    taps = [Button(label, encode(Action.DECIDE, client_id, what)) for what, label in DECISIONS.items()]
    return (*in_rows(taps, _TAPS_A_ROW), (Button("Not talked about", encode(Action.CASE, STAYS, client_id)),))


def ask_note(client: Client) -> Card:
    return Card(f"{bold(client.code)}: what was decided, in one line? I bring it back with the next message about it.")


def which_to_let_go(client: Client, open_ones: Sequence[Referral]) -> Card:
    """Letting go is an ending with a reason: it is no longer recommended."""
    return _which(client, open_ones, "Which one is no longer recommended?", Decision.LET_GO)


def which_condition(client: Client, open_ones: Sequence[Referral], reported: bool) -> Card:
    """`reported` where no supervisor on the bot can record it herself."""
    if client.safety.at_risk:
        return Card(
            f"{DANGER}\n{bold(client.code)}: while risk is logged nothing is made a condition; what reduces the danger "
            "comes first.",
            (_back(client),),
        )
    taps = [
        (
            Button(
                shortened(named(one.service), _NAME),
                encode(Action.CONDITION, one.id, "report" if reported else "propose"),
            ),
        )
        for one in open_ones[:_SHOWN]
    ]
    says = "I record it as you report it." if reported else "Your supervisor records it; this notes your proposal."
    return Card(
        f"{bold(client.code)}: which service does therapy depend on for a while? {says}", (*taps, _back(client))
    )


def ask_weeks(client: Client) -> Card:
    taps = tuple(Button(f"{weeks} weeks", encode(Action.DECIDE, client.id, Decision.PAUSE, weeks)) for weeks in WEEKS)
    return Card(
        f"{bold(client.code)}: how long do you leave it? Booked days and the client’s own stay.", (taps, _back(client))
    )


def nothing_to_pause(client: Client) -> Card:
    why = "at acute risk nothing is left alone" if client.safety.acute else "nothing open waits to be asked about"
    return Card(f"{bold(client.code)}: {why}.", (_back(client),))


def kept(
    client: Client,
    what: Decision,
    referral: Referral | None,
    line: str | None,
    open_ones: Sequence[Referral],
    planned: Sequence[Planned],
    change_id: int,
    zone: tzinfo,
) -> Card:
    """A decision as understood; after a change of the order, a tap for each that may come first."""
    lines = [f"{bold(client.code)}, decided: {said(what, referral, line)}.", f"{next_ask(planned, zone)} {CHART}"]
    first: tuple[tuple[Button, ...], ...] = ()
    if what is Decision.ORDER and len(open_ones) > 1:
        lines.append("Which one comes first now?")
        first = tuple(
            (Button(shortened(named(one.service), _NAME), encode(Action.FIRST, one.id)),) for one in open_ones[:_SHOWN]
        )
    return Card("\n".join(lines), (*first, (undo(change_id), Button("All cases", encode(Action.CASE)))))


def said(what: Decision, referral: Referral | None, line: str | None) -> str:
    """A decision in a few words."""
    if what is Decision.NOTE and line:
        return plain(line)
    about = f" ({plain(named(referral.service))})" if referral else ""
    return f"{_IN_WORDS[what]}{about}"


def answered_below(client: Client) -> Card:
    return Card(f"{plain(client.code)}: see below.")


def _which(client: Client, open_ones: Sequence[Referral], asks: str, what: Decision) -> Card:
    taps = [
        (Button(shortened(named(one.service), _NAME), encode(Action.DECIDE, client.id, what, one.id)),)
        for one in open_ones[:_SHOWN]
    ]
    return Card(f"{bold(client.code)}: {asks}", (*taps, _back(client)))


def _back(client: Client) -> tuple[Button, ...]:
    return (Button("Back", encode(Action.DECIDE, client.id)),)
