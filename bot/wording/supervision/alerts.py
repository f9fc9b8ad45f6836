"""An acute case told to others. Nobody asked for these messages: their first line says neither risk nor service."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.risk.risk import DANGER, RISK_KINDS
from bot.wording.text import bold, moment, plain
from referrals.client import Client


def tell(alert_id: int, therapist: str, client: Client, zone: tzinfo) -> Card:
    """To whoever is asked to take it up; `zone` is the reader's own."""
    who = plain(therapist) or _("a therapist of your practice")
    since = client.safety.since
    if since is None:
        logged = _("{code} is logged acute", code=bold(client.code))
    else:
        logged = _("{code} is logged acute since {moment}", code=bold(client.code), moment=moment(since, zone))
    kind = f" · {RISK_KINDS[client.safety.kind]}" if client.safety.kind else ""
    please = _("Please get in touch with the therapist yourself; this chat carries no more than the code.")
    return Card(
        f"{_('{who} asks for you now.', who=who)}\n{_(DANGER)}\n{logged}{kind}. {please}",
        ((Button(_("I have it"), encode(Action.ALERT, alert_id)),),),
    )


def you_have_it(therapist: str, client: Client) -> Card:
    if not therapist:
        return Card(_("You have {code}. The therapist is told so.", code=bold(client.code)))
    return Card(_("You have {code}. {name} is told so.", code=bold(client.code), name=plain(therapist)))


def somebody_has_it(who: str, client: Client) -> Card:
    return Card(_("{code}: {name} has it.", code=bold(client.code), name=plain(who) or _("a colleague")))


def answered(who: str, client: Client, at: datetime, zone: tzinfo) -> Card:
    """To the therapist."""
    has_it = _(
        "{code}: {name} has it since {moment}.",
        code=bold(client.code),
        name=plain(who) or _("a colleague"),
        moment=moment(at, zone),
    )
    return Card(f"{_('Somebody answered you.')}\n{has_it}", ((_all_of_it(client),),))


def nobody_yet(client: Client) -> Card:
    """To the therapist, once everybody was told and nobody took it up."""
    call = _("Nobody has answered yet. Call your supervisor or on-call yourself, now.")
    return Card(f"{call}\n{_('{code}: I go on telling them.', code=bold(client.code))}", ((_all_of_it(client),),))


def somebody_else_is_asked(who: str, client: Client) -> Card:
    """To the therapist: who had it cannot look after it any more."""
    next_one = _(
        "{name} cannot be reached by this bot any more. {code}: I tell the next one; call your supervisor or on-call "
        "yourself, too.",
        name=plain(who) or _("Who had it"),
        code=bold(client.code),
    )
    return Card(f"{_('Somebody else is asked for you now.')}\n{next_one}", ((_all_of_it(client),),))


def _all_of_it(client: Client) -> Button:
    return Button(_("{code}: all of it", code=client.code), encode(Action.SAFETY, client.id))


def handed_over() -> Card:
    """To who was told: the case is with another therapist, whose own people are told."""
    return Card(_("Handed over: another therapist has this case now. Nothing is asked of you here."))


def stood_down(client: Client) -> Card:
    return Card(_("{code} is not logged acute any more. Nothing is asked of you here.", code=bold(client.code)))


def withdrawn() -> Card:
    return Card(_("Withdrawn: it was logged by mistake. Nothing is asked of you here."))


def erased() -> Card:
    """What others were told shrinks to this once the therapist erased the client."""
    return Card(_("Erased by the therapist who logged it. Nothing is asked of you here."))


def mine_already() -> str:
    return _("You have it already.")


def has_it_already(who: str) -> str:
    return _("{name} has it already.", name=who) if who else _("A colleague has it already.")


def over() -> str:
    return _("It is over: not logged acute any more.")
