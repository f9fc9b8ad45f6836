"""What becomes of one's referrals, in words: under the picture, in its place, and where one of its panels says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo

from bot.wording.card import Card
from bot.wording.directory.services import KINDS
from bot.wording.referrals.barriers import SHORT
from bot.wording.referrals.referral import STATES
from bot.wording.text import bold, code, day, listed, plain, short_day, shortened
from referrals.trends import FEW, SPANS, WEEKS, Contact, Followed, Trends, since

RULE = f"Fewer than {FEW} are said, not drawn."
MAX_CAPTION = 1024  # characters, of Telegram
_ON_DAY = {0: "on the same day", 1: "after one day"}
_WITHIN = {0: "on the same day", 1: "within one day"}


def caption(figures: Trends, now: datetime, zone: tzinfo) -> str:
    """All that the picture shows, for who cannot see it, and that it can be passed on. Without markup."""
    head = f"Your referrals, {day(now.astimezone(zone).date())}, in words."
    leaving = "There is no client’s code in it. Unlike a card it can be forwarded and saved."
    return shortened("\n".join([head, *_lines(figures, now, zone), leaving]), MAX_CAPTION)


def in_words(figures: Trends, now: datetime, zone: tzinfo) -> Card:
    """The same as a card, where there is too little to be drawn."""
    said = [bold("Your referrals, in words"), *map(plain, _lines(figures, now, zone))]
    return Card("\n".join([*said, f"There is no picture yet. {RULE}"]))


def nothing() -> Card:
    return Card(f"Nothing to show yet. Your first line: {code('C7 psych eval, DBT group, housing')}")


def not_made() -> Card:
    return Card("The picture could not be made. Please ask once more: /trends. Where everything stands: /status")


def first_contact(contact: Contact) -> str:
    """For how many it was made, after how long, and for how many not."""
    made = len(contact.days)
    if not (made or contact.waiting or contact.ended):
        return "nothing logged"
    how = f", half {half_within(contact)} ({_spans(contact)})" if made >= FEW else _each(contact)
    parts = [f"made for {made}{how}"]
    parts += [f"not yet for {contact.waiting}"] if contact.waiting else []
    parts += [f"{contact.ended} ended before"] if contact.ended else []
    return "; ".join(parts)


def half_within(contact: Contact) -> str:
    """Half of those in touch were so ... (there are some)."""
    days = contact.half_within or 0
    return _WITHIN.get(days, f"within {days} days")


def went(followed: Iterable[Followed]) -> str:
    """Each kind with its denominator."""
    return ", ".join(f"{KINDS[one.kind].lower()} {of(one)}" for one in followed) or "nothing logged"


def of(one: Followed) -> str:
    """3 of 7"""
    return f"{one.went} of {one.logged}"


def by_week(weeks: Mapping[date, int]) -> str:
    """One number a week, oldest first."""
    numbers = ", ".join(map(str, weeks.values())) if any(weeks.values()) else "none"
    return f"{numbers} in the {WEEKS} weeks from {short_day(min(weeks))}, the last one not over"


def counts(named: Mapping[str, int]) -> str:
    """agreed 4; booked 2"""
    return "; ".join(f"{name} {count}" for name, count in named.items())


def _lines(figures: Trends, now: datetime, zone: tzinfo) -> list[str]:
    standing = {STATES[state]: count for state, count in figures.standing.items()}
    barriers = {SHORT[barrier].lower(): count for barrier, count in figures.barriers.items()}
    return [
        f"Now: {counts(standing) or 'nothing open'}.",
        f"Since {day(since(now).astimezone(zone).date())}:",
        f"· first contact {first_contact(figures.contact)}",
        f"· the client went: {went(figures.followed)}",
        f"· in the way: {counts(barriers) or 'nothing named'}",
        f"Messages from me: {by_week(figures.weeks)}.",
    ]


def _each(contact: Contact) -> str:
    each = [_ON_DAY.get(days, f"after {days} days") for days in contact.days]
    return f", {listed(each)}" if each else ""


def _spans(contact: Contact) -> str:
    edges = [f"to day {last}" for last in SPANS] + ["later"]
    return ", ".join(f"{edge}: {count}" for edge, count in zip(edges, contact.spans, strict=True))
