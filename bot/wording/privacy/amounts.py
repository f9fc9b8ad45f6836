"""How much there is of what can be had as a file, or erased: counts within a sentence."""

from __future__ import annotations

from bot.wording.language import _, _n


def clients(count: int) -> str:
    return _n("one client", "{count} clients", count) if count else _("no client")


def referrals(count: int) -> str:
    return _n("one referral", "{count} referrals", count) if count else _("no referral")


def reflections(count: int) -> str:
    return _n("one reflection", "{count} reflections", count) if count else _("no reflection")


def entries(count: int) -> str:
    return _n("one entry of history", "{count} entries of history", count) if count else _("no entries of history")


def on_the_way(count: int) -> str:
    """Of messages that were not sent yet: at least one."""
    return _n("one message on the way", "{count} messages on the way", count)
