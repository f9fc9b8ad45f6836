"""The picture of /trends, in the words and numbers that stand on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.wording.directory.services import KINDS
from bot.wording.language import N_, _, _n
from bot.wording.referrals.barriers import SHORT
from bot.wording.referrals.referral import STATES
from bot.wording.text import first_upper, short_day
from bot.wording.trends import by_week, caption, counts, first_contact, half_within, of, rule, went
from referrals.trends import FEW, Contact, Followed, Trends, since

_DRAWN = 6  # bars in one panel at most; what else there is, is said
_SPANS = (N_("In the first week"), N_("In the second"), N_("In weeks 3 and 4"), N_("Later"))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar `part` long, of `whole` where it is a share of something; `value` is what is written at its end."""

    label: str
    value: str
    part: int
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """One question, and its answer in bars, in columns side by side, or in words."""

    heading: str
    bars: tuple[Bar, ...] = ()
    columns: tuple[Bar, ...] = ()
    said: str = ""

    @property
    def drawn(self) -> bool:
        return bool(self.bars or self.columns)


@dataclass(frozen=True, slots=True)
class Chart:
    """All that stands on the picture, and the caption under it, which says the same in words."""

    title: str
    note: str
    panels: tuple[Panel, ...]
    caption: str

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw; else it is said on a card."""
        return any(panel.drawn for panel in self.panels)


def chart(figures: Trends, now: datetime, zone: tzinfo) -> Chart:
    """The picture, for one reader in her `zone`."""
    today, begin = now.astimezone(zone).date(), short_day(since(now).astimezone(zone).date())
    panels = (
        _standing(figures),
        _contact(figures.contact, begin),
        _followed(figures.followed, begin),
        _barriers(figures, begin),
        _weeks(figures.weeks),
    )
    note = f"{short_day(today)} {today.year}. {rule()}"
    return Chart(_("Your referrals"), note, panels, caption(figures, now, zone))


def _standing(figures: Trends) -> Panel:
    heading = _("Where they stand now")
    named = {first_upper(STATES[state]): count for state, count in figures.standing.items()}
    return _counted(heading, named, _("Nothing is open."))


def _contact(contact: Contact, begin: str) -> Panel:
    heading = _("Days to first contact, since {day}", day=begin)
    if len(contact.days) < FEW:
        return Panel(heading, said=_sentence(first_contact(contact)))
    bars = [Bar(_(label), str(count), count) for label, count in zip(_SPANS, contact.spans, strict=True)]
    waiting = [Bar(_("Not yet"), str(contact.waiting), contact.waiting)] if contact.waiting else []
    said = [_("Half of them {within}.", within=half_within(contact))]
    if contact.ended:
        said.append(_n("{count} ended before any contact.", "{count} ended before any contact.", contact.ended))
    return Panel(heading, (*bars, *waiting), said=" ".join(said))


def _followed(followed: Sequence[Followed], begin: str) -> Panel:
    heading = _("Went, of those logged since {day}", day=begin)
    drawn = [one for one in followed if one.logged >= FEW][:_DRAWN]
    others = [one for one in followed if one not in drawn]
    bars = tuple(Bar(KINDS[one.kind], of(one), one.went, one.logged) for one in drawn)
    said = _sentence(went(others)) if others or not drawn else ""
    return Panel(heading, bars, said=said)


def _barriers(figures: Trends, begin: str) -> Panel:
    heading = _("In the way, since {day}", day=begin)
    named = {SHORT[one]: count for one, count in figures.barriers.items()}
    return _counted(heading, named, _("Nothing was named."), _("For how many referrals each was named."))


def _weeks(weeks: Mapping[date, int]) -> Panel:
    heading = _("Messages from me, by week")
    if sum(weeks.values()) < FEW:
        return Panel(heading, said=_sentence(by_week(weeks)))
    columns = tuple(Bar(_column(monday), str(count), count) for monday, count in weeks.items())
    return Panel(heading, columns=columns, said=_("Weeks begin on Monday; the last one is not over."))


def _counted(heading: str, named: Mapping[str, int], none: str, note: str = "") -> Panel:
    """Counts of one kind: bars once they are enough together; of many kinds the first, and the others are said."""
    if sum(named.values()) < FEW:
        return Panel(heading, said=_sentence(counts(named)) if named else none)
    bars = tuple(Bar(label, str(count), count) for label, count in named.items())
    others = {bar.label: bar.part for bar in bars[_DRAWN:]}
    also = _sentence(counts(others)) if others else ""
    return Panel(heading, bars[:_DRAWN], said=f"{also} {note}".strip())


def _sentence(words: str) -> str:
    return f"{first_upper(words)}."


def _column(monday: date) -> str:
    """The day, and the month with the first Monday of it."""
    return short_day(monday) if monday.day <= 7 else str(monday.day)
