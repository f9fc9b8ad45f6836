"""What supervision decided, coming back with the next message about the client."""

from __future__ import annotations

from collections.abc import Sequence

from bot.wording.card import Card
from bot.wording.language import _
from bot.wording.supervision.conditions import told_row
from bot.wording.supervision.deciding import said
from bot.wording.text import bold
from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Condition, Decision


def reminded(
    card: Card,
    client: Client,
    decided: Sequence[tuple[Decision, Referral | None, str | None]],
    untold: Sequence[Condition],
) -> Card:
    """The card with what was decided (and its own line) below it, and a tap for each condition not told yet."""
    lines = [
        _("Decided in supervision for {code}: {what}.", code=bold(client.code), what=said(*one)) for one in decided
    ]
    rows = [told_row(client, one) for one in untold]
    return Card("\n".join([card.html, *lines]), (*card.rows, *rows))
