"""What is rarely changed of a client: her goals, who consents, where she usually is; and how to type the rest."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.client import CONSENTERS
from bot.wording.referrals.referral import undo
from bot.wording.risk.risk import DANGER
from bot.wording.text import bold, code, plain, shortened
from referrals.client import Client


def more(client: Client, region: str | None, change_id: int | None = None) -> Card:
    """`region` is the practice's own, where the client has none of her own."""
    who = plain(client.code)
    where = (
        plain(client.region) if client.region else f"{plain(region)}, as the practice" if region else "as the practice"
    )
    consents = CONSENTERS[client.consenter].format(who) if client.consenter else "not noted"
    lines = [
        f"{bold(client.code)} · more",
        f"Goals: {plain(client.goals) if client.goals else 'not noted'}",
        f"Consent: {consents}",
        f"Usually in: {where} (crisis lines follow it)",
        f"Sessions: {code(f'{client.code} tue 2pm weekly')}, {code(f'{client.code} moved to wed 3pm')}, "
        f"{code(f'{client.code} cancelled')}, {code(f'{client.code} paused until 7 jan')}",
        f"Hospital: {code(f'{client.code} admitted')}, {code(f'{client.code} discharged today')}",
    ]
    rows = (
        (Button("Goals", encode(Action.GOALS, client.id)), Button("Who consents", encode(Action.CONSENTER, client.id))),
        (Button("Where", encode(Action.REGION, client.id)), Button("Goodbye", encode(Action.GOODBYE, client.id))),
    )
    back = Button("Back", encode(Action.OPEN_CLIENT, client.id))
    return Card("\n".join(lines), (*rows, (back, undo(change_id)) if change_id else (back,)))


def ask_goals(client: Client) -> Card:
    first = f"What does {bold(client.code)} want of the therapy? Type it in a few words, without names."
    held = f"\nNow: {plain(client.goals)}" if client.goals else ""
    return Card(f"{first}{held}\n/cancel leaves it.", ((Button("Back", encode(Action.MORE, client.id)),),))


def goals_too_long(longest: int) -> Card:
    return Card(f"That is longer than I keep: {longest} characters at most. A few words are enough.")


def goals_set(client: Client, danger: bool, change_id: int) -> Card:
    lead = f"{DANGER}\n" if danger else ""
    goals = plain(shortened(client.goals, 200)) if client.goals else "none noted"
    return Card(f"{lead}{bold(client.code)} · goals: {goals}", ((undo(change_id),),))


def ask_region(client: Client) -> Card:
    return Card(
        f"Where is {bold(client.code)} usually? Type two letters, such as {code('US')} or {code('DE')}: crisis lines "
        "follow it.",
        (
            (Button("As the practice", encode(Action.REGION, client.id, "none")),),
            (Button("Back", encode(Action.MORE, client.id)),),
        ),
    )


def region_unknown() -> Card:
    return Card(f"Two letters, please, such as {code('US')} or {code('DE')}. /cancel leaves it.")
