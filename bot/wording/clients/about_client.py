"""What is rarely changed of a client: her goals, who consents, where she usually is; and how to type the rest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.client import CONSENTERS
from bot.wording.language import N_, _
from bot.wording.referrals.referral import undo
from bot.wording.risk.risk import DANGER, level_taps
from bot.wording.text import bold, code, plain, shortened
from referrals.client import Client

_SESSION_LINES = (
    N_("{code} tue 2pm weekly"),
    N_("{code} moved to wed 3pm"),
    N_("{code} cancelled"),
    N_("{code} paused until 7 jan"),
)
_HOSPITAL_LINES = (N_("{code} admitted"), N_("{code} discharged today"))


def more(client: Client, region: str | None, change_id: int | None = None) -> Card:
    """`region` is the practice's own, where the client has none of her own."""
    who = plain(client.code)
    lines = [
        f"{bold(client.code)} · {_('more')}",
        _("Goals: {goals}", goals=plain(client.goals) if client.goals else _("not noted")),
        _("Consent: {who}", who=_(CONSENTERS[client.consenter], code=who) if client.consenter else _("not noted")),
        _("Usually in: {where} (crisis lines follow it)", where=_where(client, region)),
        _("Sessions: {lines}", lines=_lines(client, _SESSION_LINES)),
        _("Hospital: {lines}", lines=_lines(client, _HOSPITAL_LINES)),
    ]
    rows = (
        (
            Button(_("Goals"), encode(Action.GOALS, client.id)),
            Button(_("Who consents"), encode(Action.CONSENTER, client.id)),
        ),
        (Button(_("Where"), encode(Action.REGION, client.id)), Button(_("Goodbye"), encode(Action.GOODBYE, client.id))),
    )
    back = Button(_("Back"), encode(Action.OPEN_CLIENT, client.id))
    return Card("\n".join(lines), (*rows, (back, undo(change_id)) if change_id else (back,)))


def _where(client: Client, region: str | None) -> str:
    if client.region:
        return plain(client.region)
    return _("{region}, as the practice", region=plain(region)) if region else _("as the practice")


def _lines(client: Client, lines: Sequence[str]) -> str:
    return ", ".join(code(_(line, code=client.code)) for line in lines)


def ask_goals(client: Client) -> Card:
    said = [_("What does {code} want of the therapy? Type it in a few words, without names.", code=bold(client.code))]
    said += [_("Now: {goals}", goals=plain(client.goals))] if client.goals else []
    said.append(_("/cancel leaves it."))
    return Card("\n".join(said), ((Button(_("Back"), encode(Action.MORE, client.id)),),))


def goals_too_long(longest: int) -> Card:
    return Card(_("That is longer than I keep: {count} characters at most. A few words are enough.", count=longest))


def goals_set(client: Client, danger: bool, change_id: int) -> Card:
    lead = f"{_(DANGER)}\n" if danger else ""
    goals = plain(shortened(client.goals, 200)) if client.goals else _("none noted")
    levels = (level_taps(client),) if danger else ()
    said = _("{code} · goals: {goals}", code=bold(client.code), goals=goals)
    return Card(f"{lead}{said}", (*levels, (undo(change_id),)))


def ask_region(client: Client) -> Card:
    return Card(
        _(
            "Where is {code} usually? Type two letters, such as {one} or {other}: crisis lines follow it.",
            code=bold(client.code),
            one=code("US"),
            other=code("DE"),
        ),
        (
            (Button(_("As the practice"), encode(Action.REGION, client.id, "none")),),
            (Button(_("Back"), encode(Action.MORE, client.id)),),
        ),
    )


def region_unknown() -> Card:
    said = _("Two letters, please, such as {one} or {other}. /cancel leaves it.", one=code("US"), other=code("DE"))
    return Card(said)
