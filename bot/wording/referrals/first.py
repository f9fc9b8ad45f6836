"""What comes first, and why. Serves clinical rule "order": danger stays before every choice and every wish."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import back, heading, in_rows, order_now, undo, why
from bot.wording.text import bold, code, plain, quoted
from referrals.model import FirstBecause, Referral
from referrals.order import in_order

_LABELS = Phrases(
    {
        FirstBecause.INFORMS_OTHERS: N_("Informs the others"),
        FirstBecause.SOONEST_RELIEF: N_("Soonest relief"),
        FirstBecause.CLIENT_ASKED: N_("Client asked"),
        FirstBecause.SUPERVISION: N_("Supervision"),
        FirstBecause.NOT_SAID: N_("No reason"),
    }
)
_PUT_FIRST = {
    FirstBecause.INFORMS_OTHERS: N_("{referral}: put first, because it informs the others."),
    FirstBecause.SOONEST_RELIEF: N_("{referral}: put first, because it brings the soonest relief."),
    FirstBecause.CLIENT_ASKED: N_("{referral}: put first, because the client asked for it."),
    FirstBecause.SUPERVISION: N_("{referral}: put first, because it came out of supervision."),
    FirstBecause.NOT_SAID: N_("{referral}: put first."),
}
_DANGER_FIRST = N_("What reduces danger still comes before it.")


def ask(client_code: str, referral: Referral, someone_first: bool) -> Card:
    """`someone_first` when the usual order is set aside already."""
    taps = [Button(label, encode(Action.FIRST, referral.id, because)) for because, label in _LABELS.items()]
    usual = [_usual(referral)] if someone_first else []
    asked = _("{referral} first: why?", referral=heading(client_code, referral))
    return Card(f"{asked}\n{_(_DANGER_FIRST)}", (*in_rows(taps, 2), (*usual, back(referral))))


def put_first(client_code: str, referral: Referral, open_ones: Sequence[Referral], change_id: int) -> Card:
    because = referral.first_because or FirstBecause.NOT_SAID
    said = _(_PUT_FIRST[because], referral=heading(client_code, referral))
    return Card(
        f"{said}\n{order_now(open_ones)}\n{_(_DANGER_FIRST)}",
        ((_usual(referral),), (back(referral), undo(change_id))),
    )


def usual(client_code: str, referral: Referral, open_ones: Sequence[Referral], change_id: int) -> Card:
    said = _("{code}: back to the usual order.", code=plain(client_code))
    return Card(f"{said}\n{order_now(open_ones)}\n{_next(open_ones)}", ((back(referral), undo(change_id)),))


def wished(client_code: str, referral: Referral, open_ones: Sequence[Referral], change_id: int) -> Card:
    said = _(
        "{referral}: noted as {code}'s own wish.", referral=heading(client_code, referral), code=plain(client_code)
    )
    return Card(f"{said}\n{order_now(open_ones)}\n{_next(open_ones)}", ((back(referral), undo(change_id)),))


def wish_not_open(client_code: str, service: str) -> Card:
    said = _(
        "{code} wants {service}, which is not open yet. Nothing was noted.",
        code=plain(client_code),
        service=quoted(service),
    )
    log = _("To log it as a referral: {line}", line=code(f"{client_code} {service}"))
    return Card(f"{said}\n{log}")


def _next(open_ones: Sequence[Referral]) -> str:
    first = in_order(open_ones)[0]
    return _("{service} comes next: {why}.", service=bold(named(first.service)), why=why(first))


def _usual(referral: Referral) -> Button:
    return Button(_("Back to the usual order"), encode(Action.FIRST, referral.id, "usual"))
