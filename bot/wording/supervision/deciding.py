"""What supervision decided, asked and noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _, _n
from bot.wording.referrals.referral import in_rows, next_ask, undo
from bot.wording.risk.risk import CHART, DANGER
from bot.wording.supervision.cases import CaseShown, all_cases_tap
from bot.wording.supervision.page import STAYS
from bot.wording.text import bold, plain, shortened
from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Decision
from referrals.timing import Planned

DECISIONS = Phrases(
    {
        Decision.GO_ON: N_("Go on"),
        Decision.ORDER: N_("Change the order"),
        Decision.CONDITION: N_("Condition of therapy"),
        Decision.LET_GO: N_("Let one go"),
        Decision.PAUSE: N_("Pause"),
        Decision.NOTE: N_("Note"),
    }
)
BELOW = "new"  # of several cases each is asked in a message of its own
WEEKS = (2, 4, 8)
_IN_WORDS = Phrases(
    {
        Decision.GO_ON: N_("go on as it is"),
        Decision.ORDER: N_("another order"),
        Decision.CONDITION: N_("a condition of therapy"),
        Decision.LET_GO: N_("let one go"),
        Decision.PAUSE: N_("leave it alone for a while"),
        Decision.NOTE: N_("a note"),
    }
)
_NAME = 40  # characters on a button
_TAPS_A_ROW = 2
_SHOWN = 8


def ask(cases: Sequence[CaseShown]) -> Card:
    """Once supervision is over; of several cases the taps open one after the other."""
    if len(cases) == 1:
        return ask_one(cases[0].client)
    taps = [Button(case.client.code, encode(Action.DECIDE, case.client.id, BELOW)) for case in cases[:_SHOWN]]
    return Card(_("What did you decide? One tap for each."), in_rows(taps, 4))


def ask_one(client: Client) -> Card:
    return Card(_("What did you decide for {code}?", code=bold(client.code)), decision_rows(client.id))


def decision_rows(client_id: int) -> tuple[tuple[Button, ...], ...]:
    taps = [Button(label, encode(Action.DECIDE, client_id, what)) for what, label in DECISIONS.items()]
    return (*in_rows(taps, _TAPS_A_ROW), (Button(_("Not talked about"), encode(Action.CASE, STAYS, client_id)),))


def ask_note(client: Client) -> Card:
    return Card(
        _(
            "{code}: what was decided, in one line? I bring it back with the next message about it.",
            code=bold(client.code),
        )
    )


def which_to_let_go(client: Client, open_ones: Sequence[Referral]) -> Card:
    """Letting go is an ending with a reason: it is no longer recommended."""
    return _which(client, open_ones, _("Which one is no longer recommended?"), Decision.LET_GO)


def which_condition(client: Client, open_ones: Sequence[Referral], reported: bool) -> Card:
    """`reported` where no supervisor on the bot can record it herself."""
    if client.safety.at_risk:
        first = _(
            "{code}: while risk is logged nothing is made a condition; what reduces the danger comes first.",
            code=bold(client.code),
        )
        return Card(f"{_(DANGER)}\n{first}", (_back(client),))
    taps = [
        (
            Button(
                shortened(named(one.service), _NAME),
                encode(Action.CONDITION, one.id, "report" if reported else "propose"),
            ),
        )
        for one in open_ones[:_SHOWN]
    ]
    says = (
        _("I record it as you report it.") if reported else _("Your supervisor records it; this notes your proposal.")
    )
    asks = _("{code}: which service does therapy depend on for a while?", code=bold(client.code))
    return Card(f"{asks} {says}", (*taps, _back(client)))


def ask_weeks(client: Client) -> Card:
    taps = tuple(
        Button(_n("{count} week", "{count} weeks", weeks), encode(Action.DECIDE, client.id, Decision.PAUSE, weeks))
        for weeks in WEEKS
    )
    said = _("{code}: how long do you leave it? Booked days and the client’s own stay.", code=bold(client.code))
    return Card(said, (taps, _back(client)))


def nothing_to_pause(client: Client) -> Card:
    if client.safety.acute:
        said = _("{code}: at acute risk nothing is left alone.", code=bold(client.code))
    else:
        said = _("{code}: nothing open waits to be asked about.", code=bold(client.code))
    return Card(said, (_back(client),))


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
    decided = _("{code}, decided: {what}.", code=bold(client.code), what=said(what, referral, line))
    lines = [decided, f"{next_ask(planned, zone)} {_(CHART)}"]
    first: tuple[tuple[Button, ...], ...] = ()
    if what is Decision.ORDER and len(open_ones) > 1:
        lines.append(_("Which one comes first now?"))
        first = tuple(
            (Button(shortened(named(one.service), _NAME), encode(Action.FIRST, one.id)),) for one in open_ones[:_SHOWN]
        )
    return Card("\n".join(lines), (*first, (undo(change_id), all_cases_tap())))


def said(what: Decision, referral: Referral | None, line: str | None) -> str:
    """A decision in a few words."""
    if what is Decision.NOTE and line:
        return plain(line)
    about = f" ({plain(named(referral.service))})" if referral else ""
    return f"{_IN_WORDS[what]}{about}"


def answered_below(client: Client) -> Card:
    return Card(_("{code}: see below.", code=plain(client.code)))


def _which(client: Client, open_ones: Sequence[Referral], asks: str, what: Decision) -> Card:
    taps = [
        (Button(shortened(named(one.service), _NAME), encode(Action.DECIDE, client.id, what, one.id)),)
        for one in open_ones[:_SHOWN]
    ]
    return Card(f"{bold(client.code)}: {asks}", (*taps, _back(client)))


def _back(client: Client) -> tuple[Button, ...]:
    return (Button(_("Back"), encode(Action.DECIDE, client.id)),)
