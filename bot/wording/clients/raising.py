"""A case for supervision, noted and taken back."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.referrals.referral import undo
from bot.wording.risk.risk import CHART
from bot.wording.supervision.page import WITH_A_LINE
from bot.wording.text import bold, code
from referrals.client import Client


def raised(client: Client, seen: bool, change_id: int) -> Card:
    """What becomes of a case for supervision belongs into the chart; `seen` where a supervisor is on the bot."""
    back = Button(_("Take it back"), encode(Action.RAISE, client.id, "off"))
    line = Button(_("Add a line"), encode(Action.CASE, WITH_A_LINE, client.id))
    who = _("Your supervisor sees it on her agenda.") if seen else _("Nobody was told by this bot.")
    said = _("{code} is noted for supervision; {page} shows it.", code=bold(client.code), page=code("/supervision"))
    return Card(f"{said} {who}\n{_(CHART)}", ((line, back), (undo(change_id),)))


def not_raised(client: Client, change_id: int) -> Card:
    return Card(_("{code} is not noted for supervision any more.", code=bold(client.code)), ((undo(change_id),),))


def raised_already(client: Client) -> str:
    return _("{code} is noted for supervision already.", code=client.code)


def not_raised_already(client: Client) -> str:
    return _("{code} is not noted for supervision.", code=client.code)
