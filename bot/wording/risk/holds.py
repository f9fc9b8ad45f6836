"""What would be enough for now, which danger a service reduces, and what rests. Serves clinical rule "holds"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import heading, undo
from bot.wording.risk.risk import KINDS, back_tap
from bot.wording.text import bold, code
from referrals.client import Client
from referrals.model import Referral
from referrals.risk import RiskKind

_REDUCES = Phrases(
    {
        RiskKind.SELF: N_("Reduces: self"),
        RiskKind.OTHERS: N_("Reduces: others"),
        RiskKind.DEPENDENT: N_("Reduces: child or dependent adult"),
        RiskKind.VIOLENCE: N_("Reduces: violence at home"),
        RiskKind.MEDICAL: N_("Reduces: medical or withdrawal"),
    }
)


def mark_options(client: Client, referrals: Sequence[Referral], change_id: int | None = None) -> Card:
    """Which services would be enough for now, and which danger each reduces: the therapist's judgement, by taps."""
    last = _last(client, change_id)
    if not referrals:
        line = code(_("{code} psych eval", code=client.code))
        nothing = _("{code} has nothing open to mark. To log a service: {line}", code=bold(client.code), line=line)
        return Card(nothing, (last,))
    which = _(
        "{code}: which of these would be enough for now? Those you mark come in the order of the client's own "
        "readiness. A crisis line is always shown and never enough alone.",
        code=bold(client.code),
    )
    reduces = _("“Reduces” names the danger a service reduces: it then stays first and is never put on hold.")
    rows = tuple((_mark(client, referral), _reduces(referral)) for referral in referrals)
    return Card(f"{which}\n{reduces}", (*rows, last))


def which_danger(client: Client, referral: Referral) -> Card:
    taps = [Button(label, encode(Action.REDUCES, referral.id, kind)) for kind, label in KINDS.items()]
    none = Button(_("None of these"), encode(Action.REDUCES, referral.id, "none"))
    return Card(
        _("{referral}: which danger does it reduce?", referral=heading(client.code, referral)),
        (*((tap,) for tap in taps), (none, Button(_("Back"), encode(Action.SUFFICIENT, client.id)))),
    )


def choose_holds(client: Client, referrals: Sequence[Referral], change_id: int | None = None) -> Card:
    """What rests while it is acute: the therapist's decision, one tap each."""
    said = _(
        "{code}: a tap changes it. What rests is not counted and not asked about; its dates stay in sight.",
        code=bold(client.code),
    )
    return Card(said, (*((_hold(client, referral),) for referral in referrals), _last(client, change_id)))


def _hold(client: Client, referral: Referral) -> Button:
    name = named(referral.service)
    label = _("Resting: {service}", service=name) if referral.held else _("Goes on: {service}", service=name)
    return Button(label, encode(Action.HOLD, client.id, referral.id, 0 if referral.held else 1))


def _mark(client: Client, referral: Referral) -> Button:
    mark = "✓ " if referral.sufficient else ""
    return Button(
        f"{mark}{named(referral.service)}",
        encode(Action.SUFFICIENT, client.id, referral.id, 0 if referral.sufficient else 1),
    )


def _reduces(referral: Referral) -> Button:
    said = _REDUCES[referral.reduces] if referral.reduces else _("Reduces …")
    return Button(said, encode(Action.REDUCES, referral.id))


def _last(client: Client, change_id: int | None) -> tuple[Button, ...]:
    return (back_tap(client),) if change_id is None else (back_tap(client), undo(change_id))
