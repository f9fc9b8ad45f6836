"""Examples of what `bot.wording.trouble` says."""

from __future__ import annotations

from bot.wording import trouble
from referrals.grammar import NotUnderstood, Trouble
from referrals.identifiers import IdentifierKind
from storage.changes import Undone
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import C7, LONG, NEW, REFERRALS, SERVICE, TYPED, Arguments, Say, each, many

EXAMPLES: dict[Say, list[Arguments]] = {
    trouble.not_understood: [
        (NotUnderstood(reason, fragment, "C7 psych eval"),) for reason in Trouble for fragment in (None, TYPED[:40])
    ],
    trouble.danger_line: [(), ("AB123",), *(("C7", client) for client in (C7, *AT_RISK))],
    trouble.danger_beside: [("C7",), ("AB123",), *(("C7", client) for client in (C7, *AT_RISK))],
    trouble.told: [("C7", ["what’s up with"]), ("C7", ["is moving to <b>Boston</b>", "wtf"])],
    trouble.unknown_services: [
        ("C7", [TYPED], [], ""),
        ("C7", [TYPED] * 12, [SERVICE, LONG, SERVICE], "C7 Tom & Co <housing>"),
        ("C7", ["dbbt"], [SERVICE], ""),
    ],
    trouble.no_such_client: each(["C7"]),
    trouble.no_open_referral: each(["C7"]),
    trouble.no_such_referral: [("C7", TYPED, many(1)), ("C7", "dbt", many(40))],
    trouble.already_ended: each(REFERRALS),
    trouble.not_booked: [("C7", NEW)],
    trouble.does_not_fit: each(REFERRALS, "C7"),
    trouble.looks_like: each(IdentifierKind),
    trouble.refused: each(IdentifierKind),
    trouble.not_text: [()],
    trouble.edited: [()],
    trouble.unknown_command: [()],
    trouble.stale_tap: [()],
    trouble.undone: each(Undone),
    trouble.taken_back: [
        (deeds, who)
        for who in (None, "C7")
        for deeds in ([], ["Legal aid · booked"], ["Housing &amp; co · recommended"] * 4)
    ],
    trouble.failed: [()],
    trouble.outage: [()],
    trouble.chosen: each(REFERRALS),
    trouble.one_of_these: [(many(2),), (many(40),)],
    trouble.gone: [()],
    trouble.which_referral: [("C7", many(2)), ("C7", many(40))],
}
