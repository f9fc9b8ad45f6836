"""An acute case told to others. Nobody asked for these messages: their first line says neither risk nor service."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.risk.risk import DANGER, KINDS
from bot.wording.text import bold, moment, plain
from referrals.client import Client


def tell(alert_id: int, therapist: str, client: Client, zone: tzinfo) -> Card:
    """To whoever is asked to take it up; `zone` is the therapist's."""
    who = plain(therapist) or "a therapist of your practice"
    since = f" since {moment(client.safety.since, zone)}" if client.safety.since else ""
    kind = f" · {KINDS[client.safety.kind].lower()}" if client.safety.kind else ""
    return Card(
        f"{who} asks for you now.\n{DANGER}\n{bold(client.code)} is logged acute{since}{kind}. "
        "Please get in touch with the therapist yourself; this chat carries no more than the code.",
        ((Button("I have it", encode(Action.ALERT, alert_id)),),),
    )


def you_have_it(therapist: str, client: Client) -> Card:
    return Card(f"You have {bold(client.code)}. {plain(therapist) or 'The therapist'} is told so.")


def somebody_has_it(who: str, client: Client) -> Card:
    return Card(f"{bold(client.code)}: {plain(who) or 'a colleague'} has it.")


def answered(who: str, client: Client, at: datetime, zone: tzinfo) -> Card:
    """To the therapist."""
    return Card(
        f"Somebody answered you.\n{bold(client.code)}: {plain(who) or 'a colleague'} has it since {moment(at, zone)}.",
        ((Button(f"{client.code}: all of it", encode(Action.SAFETY, client.id)),),),
    )


def nobody_yet(client: Client) -> Card:
    """To the therapist, once everybody was told and nobody took it up."""
    return Card(
        "Nobody has answered yet. Call your supervisor or on-call yourself, now.\n"
        f"{bold(client.code)}: I go on telling them.",
        ((Button(f"{client.code}: all of it", encode(Action.SAFETY, client.id)),),),
    )


def somebody_else_is_asked(who: str, client: Client) -> Card:
    """To the therapist: who had it cannot look after it any more."""
    return Card(
        f"Somebody else is asked for you now.\n{plain(who) or 'Who had it'} cannot be reached by this bot any more. "
        f"{bold(client.code)}: I tell the next one; call your supervisor or on-call yourself, too.",
        ((Button(f"{client.code}: all of it", encode(Action.SAFETY, client.id)),),),
    )


def handed_over() -> Card:
    """To who was told: the case is with another therapist, whose own people are told."""
    return Card("Handed over: another therapist has this case now. Nothing is asked of you here.")


def stood_down(client: Client) -> Card:
    return Card(f"{bold(client.code)} is not logged acute any more. Nothing is asked of you here.")


def withdrawn() -> Card:
    return Card("Withdrawn: it was logged by mistake. Nothing is asked of you here.")


def erased() -> Card:
    """What others were told shrinks to this once the therapist erased the client."""
    return Card("Erased by the therapist who logged it. Nothing is asked of you here.")


def mine_already() -> str:
    return "You have it already."


def has_it_already(who: str) -> str:
    return f"{who or 'A colleague'} has it already."


def over() -> str:
    return "It is over: not logged acute any more."
