"""Examples of what `bot.wording.new_referral` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording import new_referral
from referrals.model import Service, ServiceKind
from tests.unit.bot.examples.samples import LONG, SEEN, SERVICE, Arguments, Say

CLIENTS = [replace(SEEN, id=number, code=f"AB{number}") for number in range(1, 101)]
SERVICES = [replace(LONG, id=number, kind=kind) for number, kind in enumerate([*ServiceKind] * 3)]
CHOICES: list[list[Service]] = [[], [SERVICE], [SERVICE, LONG]]

EXAMPLES: dict[Say, list[Arguments]] = {
    new_referral.which_client: [
        (CLIENTS[:count], page) for count, page in ((0, 0), (1, 0), (24, 0), (100, 0), (100, 4), (100, 9))
    ],
    new_referral.which_service: [
        ("C7", chosen, SERVICES[:count], fresh) for chosen in CHOICES for count in (0, 6, 30) for fresh in (True, False)
    ],
    new_referral.which_of_kind: [
        ("C7", chosen, SERVICES[:count], kind, page)
        for kind in ServiceKind
        for chosen in CHOICES
        for count, page in ((0, 0), (1, 0), (8, 0), (30, 1), (30, 3), (30, 9))
    ],
}
