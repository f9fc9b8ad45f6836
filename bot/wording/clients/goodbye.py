"""Parting from a client: what is asked before it, who carries what on, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.client import Page
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import in_rows, names, standing, undo
from bot.wording.risk.risk import CHART, DANGER, asked
from bot.wording.text import bold, code, day, plain
from referrals.client import Client, Closing
from referrals.model import Carrier, Referral
from referrals.risk import TalkedOver

_CARRIERS = Phrases(
    {
        Carrier.CLIENT: N_("The client"),
        Carrier.NEXT_THERAPIST: N_("The next therapist"),
        Carrier.CASE_MANAGER: N_("The case manager"),
        Carrier.PROVIDER: N_("The provider"),
        Carrier.NOBODY: N_("Nobody"),
    }
)
CARRIES = Phrases(
    {
        Carrier.CLIENT: N_("the client carries it on"),
        Carrier.NEXT_THERAPIST: N_("the next therapist carries it on"),
        Carrier.CASE_MANAGER: N_("the case manager carries it on"),
        Carrier.PROVIDER: N_("the provider carries it on"),
        Carrier.NOBODY: N_("nobody carries it on"),
    }
)
_SHOWN = 8
_TALKED = Phrases(
    {
        TalkedOver.SUPERVISOR: N_("Supervisor"),
        TalkedOver.ON_CALL: N_("On-call"),
        TalkedOver.NOT_YET: N_("Not yet"),
    }
)


def talked_over(client: Client, zone: tzinfo) -> Card:
    """At risk nobody parts alone."""
    taps = tuple(Button(label, encode(Action.GOODBYE, client.id, word)) for word, label in _TALKED.items())
    said = _("A goodbye now is one for supervision. Talked over with?")
    return Card(f"{_(DANGER)}\n{bold(client.code)} · {asked(client, zone)}. {said}", (taps, (_leave(client),)))


def not_talked_over(client: Client, zone: tzinfo) -> Card:
    rows = (
        (
            Button(_("Bring to supervision"), encode(Action.RAISE, client.id, "on")),
            Button(_("Safety"), encode(Action.SAFETY, client.id)),
        ),
    )
    said = _(
        "{code} stays open · {asked}. Nothing was closed; the looks go on. Once it is talked over: {line}",
        code=bold(client.code),
        asked=asked(client, zone),
        line=code(_("{code} goodbye", code=client.code)),
    )
    return Card(f"{_(DANGER)}\n{said}", rows)


def who_carries(client: Client, referral: Referral, more: int, now: datetime, zone: tzinfo) -> Card:
    """One question for each open referral; nothing is kept before the last answer."""
    taps = [Button(label, encode(Action.CARRY, referral.id, carrier)) for carrier, label in _CARRIERS.items()]
    last = [_("Nothing is closed before the last answer.")]
    last += [_("{count} more after this.", count=more)] if more else []
    lines = [
        _("Goodbye to {code}. Who carries this on?", code=bold(client.code)),
        f"{bold(named(referral.service))} · {standing(referral, now, zone)}",
        " ".join(last),
    ]
    return Card("\n".join(lines), (*in_rows(taps, 2), (_leave(client),)))


def sure(client: Client) -> Card:
    close = Button(_("Close {code}", code=client.code), encode(Action.GOODBYE, client.id, "sure"))
    said = _("Goodbye to {code}. Nothing is open to be carried on.", code=bold(client.code))
    return Card(said, ((close, _leave(client)),))


def parted(client: Client, referrals: Sequence[Referral], change_id: int) -> Card:
    lines = [
        _(
            "{code} · goodbye. Nothing is asked about {client} any more.",
            code=bold(client.code),
            client=plain(client.code),
        )
    ]
    lines += [f"{plain(named(r.service))} · {CARRIES[r.carried_by or Carrier.NOBODY]}" for r in referrals[:_SHOWN]]
    lines += [_("and {names}", names=names(referrals[_SHOWN:]))] if referrals[_SHOWN:] else []
    lines.append(_(CHART))
    return Card("\n".join(lines), ((Button(client.code, encode(Action.OPEN_CLIENT, client.id)), undo(change_id)),))


def closed(shown: Page) -> Card:
    """The page of a client the work with whom has ended: who carries what, and the way back."""
    client = shown.client
    died = client.closed_because is Closing.DIED
    lines = [f"{bold(client.code)} · {_ended(client, shown.zone)}"]
    carried = [r for r in shown.ended if r.carried_by]
    lines += [f"{plain(named(r.service))} · {CARRIES[r.carried_by]}" for r in carried[:_SHOWN] if r.carried_by]
    lines += [_("and {names}", names=names(carried[_SHOWN:]))] if carried[_SHOWN:] else []
    lines.append(_("Nothing is asked about {code}.", code=plain(client.code)))
    back = Button(_("Noted by mistake") if died else _("Take up again"), encode(Action.TAKE_UP, client.id))
    return Card("\n".join(lines), ((back, Button(_("History"), encode(Action.HISTORY, client.id))),))


def _ended(client: Client, zone: tzinfo) -> str:
    on = day(client.closed_at.astimezone(zone).date()) if client.closed_at else ""
    if client.closed_because is Closing.DIED:
        return _("died, noted on {day}", day=on) if on else _("died, noted")
    return _("goodbye on {day}", day=on) if on else _("goodbye")


def still_closed(client: Client, danger: bool, zone: tzinfo) -> Card:
    """A line about a client the work with whom has ended changes nothing; one of risk leads with the danger line."""
    back = Button(_("Take up again"), encode(Action.TAKE_UP, client.id))
    lead = f"{_(DANGER)}\n" if danger else ""
    if client.closed_at:
        said = _(
            "{code} is closed since {day}. Nothing was noted. Once taken up again, send it anew.",
            code=bold(client.code),
            day=day(client.closed_at.astimezone(zone).date()),
        )
    else:
        said = _("{code} is closed. Nothing was noted. Once taken up again, send it anew.", code=bold(client.code))
    return Card(f"{lead}{said}", ((back,),))


def taken_up(client: Client, parted: Sequence[Referral], change_id: int) -> Card:
    lines = [_("{code} is taken up again.", code=bold(client.code))]
    if parted:
        line = code(_("{code} reopen", code=client.code))
        lines.append(_("Ended then: {names}. To bring one back: {line} and its name.", names=names(parted), line=line))
    taps = (Button(client.code, encode(Action.OPEN_CLIENT, client.id)), undo(change_id))
    return Card("\n".join(lines), (taps,))


def _leave(client: Client) -> Button:
    return Button(_("Not now"), encode(Action.OPEN_CLIENT, client.id))
