"""What becomes of one's referrals, in words: under the picture, in its place, and where one of its panels says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo

from bot.wording.card import Card
from bot.wording.directory.services import KINDS
from bot.wording.language import _, _n
from bot.wording.referrals.barriers import SHORT
from bot.wording.referrals.referral import STATES
from bot.wording.text import bold, code, day, listed, plain, short_day, shortened
from referrals.trends import FEW, SPANS, WEEKS, Contact, Followed, Trends, since

MAX_CAPTION = 1024  # characters, of Telegram


def caption(figures: Trends, now: datetime, zone: tzinfo) -> str:
    """All that the picture shows, for who cannot see it, and that it can be passed on. Without markup."""
    head = _("Your referrals, {day}, in words.", day=day(now.astimezone(zone).date()))
    leaving = _("There is no client’s code in it. Unlike a card it can be forwarded and saved.")
    said = shortened("\n".join([head, *_lines(figures, now, zone)]), MAX_CAPTION - len(leaving) - 1)
    return f"{said}\n{leaving}"


def rule() -> str:
    """What is said and not drawn."""
    return _("Fewer than {few} in all are said, not drawn.", few=FEW)


def in_words(figures: Trends, now: datetime, zone: tzinfo) -> Card:
    """The same as a card, where there is too little to be drawn."""
    said = [bold(_("Your referrals, in words")), *map(plain, _lines(figures, now, zone))]
    return Card("\n".join([*said, f"{_('There is no picture yet.')} {rule()}"]))


def nothing() -> Card:
    line = code(_("C7 psych eval, DBT group, housing"))
    return Card(_("Nothing to show yet. Your first line: {line}", line=line))


def not_made() -> Card:
    return Card(_("The picture could not be made. Please ask once more: /trends. Where everything stands: /status"))


def first_contact(contact: Contact) -> str:
    """For how many it was made, after how long, and for how many not."""
    if not (contact.days or contact.waiting or contact.ended):
        return _("nothing logged")
    parts = [_made(contact)]
    parts += [_("not yet for {count}", count=contact.waiting)] if contact.waiting else []
    parts += [_n("{count} ended before", "{count} ended before", contact.ended)] if contact.ended else []
    return "; ".join(parts)


def half_within(contact: Contact) -> str:
    """Half of those in touch were so ... (there are some)."""
    days = contact.half_within or 0
    return _n("within one day", "within {count} days", days) if days else _("on the same day")


def went(followed: Iterable[Followed]) -> str:
    """Each kind with its denominator."""
    return ", ".join(f"{KINDS[one.kind]} {of(one)}" for one in followed) or _("nothing logged")


def of(one: Followed) -> str:
    """3 of 7"""
    return _("{went} of {logged}", went=one.went, logged=one.logged)


def by_week(weeks: Mapping[date, int]) -> str:
    """One number a week, oldest first."""
    first = short_day(min(weeks))
    if not any(weeks.values()):
        return _("none in the {weeks} weeks from {day}, the last one not over", weeks=WEEKS, day=first)
    numbers = ", ".join(map(str, weeks.values()))
    return _(
        "{numbers} in the {weeks} weeks from {day}, the last one not over", numbers=numbers, weeks=WEEKS, day=first
    )


def counts(counted: Mapping[str, int]) -> str:
    """agreed 4; booked 2"""
    return "; ".join(f"{name} {count}" for name, count in counted.items())


def _lines(figures: Trends, now: datetime, zone: tzinfo) -> list[str]:
    standing = {STATES[state]: count for state, count in figures.standing.items()}
    barriers = {SHORT[barrier]: count for barrier, count in figures.barriers.items()}
    return [
        _("Now: {standing}.", standing=counts(standing) or _("nothing open")),
        _("Since {day}:", day=day(since(now).astimezone(zone).date())),
        _("· first contact {contact}", contact=first_contact(figures.contact)),
        _("· the client went: {kinds}", kinds=went(figures.followed)),
        _("· in the way: {barriers}", barriers=counts(barriers) or _("nothing named")),
        _("Messages from me: {weeks}.", weeks=by_week(figures.weeks)),
    ]


def _made(contact: Contact) -> str:
    count = len(contact.days)
    if count >= FEW:
        within, spans = half_within(contact), _spans(contact)
        return _("made for {count}, half {within} ({spans})", count=count, within=within, spans=spans)
    if not count:
        return _("made for none")
    each = [_n("after one day", "after {count} days", days) if days else _("on the same day") for days in contact.days]
    return _("made for {count}, {each}", count=count, each=listed(each))


def _spans(contact: Contact) -> str:
    """Only stretches of days in which there was one."""
    *within, later = contact.spans
    said = [
        _("to day {day}: {count}", day=day_, count=count) for day_, count in zip(SPANS, within, strict=True) if count
    ]
    return ", ".join([*said, *([_("later: {count}", count=later)] if later else [])])
