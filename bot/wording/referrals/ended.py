"""What a line names has ended: said, and offered to be opened again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import _
from bot.wording.referrals.referral import since
from bot.wording.text import bold, plain, shortened
from referrals.model import Referral

_SHOWN = 5
_NAME = 30  # characters


def has_ended(client_code: str, over: Sequence[Referral], now: datetime, zone: tzinfo, notes: bool) -> Card:
    """`over` are those the line may mean; `notes` whether the tap notes the line as well."""
    lines = [_("{code}: that has ended. Nothing was noted.", code=bold(client_code))]
    lines += [f"{plain(named(one.service))} · {since(one, now, zone)}" for one in over[:_SHOWN]]
    lines.append(_("A tap opens it again and notes your line.") if notes else _("A tap opens it again."))
    return Card("\n".join(lines), tuple((_reopen(one),) for one in over[:_SHOWN]))


def _reopen(referral: Referral) -> Button:
    label = _("Reopen {service}", service=shortened(named(referral.service), _NAME))
    return Button(label, encode(Action.CHOOSE_REFERRAL, referral.id))
