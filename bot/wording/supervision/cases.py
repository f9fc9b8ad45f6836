"""Cases for supervision, each with its reason in words. The first line shows on lock screens and names none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import _, _n
from bot.wording.referrals.referral import BARRIERS, in_rows
from bot.wording.settings.taps import Setting, opens
from bot.wording.text import bold, listed, moment, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.stalled import Pattern, Stall
from referrals.supervisors import SupervisionKind
from storage.person import Person

LONGEST_SHARED = 1000  # characters of a reflection, as Telegram's HTML counts them; what is longer is not shared
_SHOWN = 8
_REASONS = 2  # of one case; its page has the rest
_TAPS_A_ROW = 4
_REFLECTIONS_A_ROW = 3


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A client, why she is one for supervision, and the referrals that `stalls` speak of, by id."""

    client: Client
    stalls: Sequence[Stall]
    referrals: dict[int, Referral]


@dataclass(frozen=True, slots=True)
class SeenCase:
    """A supervisee's case as her supervisor may see it; `shared` is all she may read of a reflection."""

    therapist: Person
    kind: SupervisionKind
    case: CaseShown
    meets_at: datetime | None
    shared: str | None


def eve(cases: Sequence[CaseShown], meets_at: datetime | None, now: datetime, zone: tzinfo) -> Card:
    """The day before; `cases` in the order of need, `meets_at` (UTC) when supervision is, None without a slot."""
    if meets_at is None:
        asks = _n(
            "One case to talk over, when you next can. When is your supervision? It can be set below.",
            "{count} cases to talk over, when you next can. When is your supervision? It can be set below.",
            len(cases),
        )
        slot = opens(Setting.SUPERVISION, _("Set the slot"))
        return Card("\n".join([asks, *_told(cases)]), (*_pages(cases), (slot, all_cases_tap())))
    later = Button(_("Not this week"), encode(Action.CASE, "later"))
    return Card(
        "\n".join([_when(cases, meets_at, now, zone), *_told(cases)]),
        (*_reflect(cases), (paper_tap(), later), (all_cases_tap(),)),
    )


def _when(cases: Sequence[CaseShown], meets_at: datetime, now: datetime, zone: tzinfo) -> str:
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    local = meets_at.astimezone(zone)
    if local.date() == tomorrow:
        return _n(
            "Supervision tomorrow {time}. One case:",
            "Supervision tomorrow {time}. {count} cases:",
            len(cases),
            time=f"{local:%H:%M}",
        )
    return _n(
        "Supervision on {moment}. One case:",
        "Supervision on {moment}. {count} cases:",
        len(cases),
        moment=moment(meets_at, zone),
    )


def paper_tap() -> Button:
    return Button(_("Agenda as PDF"), encode(Action.AGENDA))


def all_cases_tap() -> Button:
    return Button(_("All cases"), encode(Action.CASE))


def soon(cases: Sequence[CaseShown], meets_at: datetime, zone: tzinfo) -> Card:
    """An hour before: what there is to talk over, in as few words as it takes."""
    codes = listed(bold(case.client.code) for case in cases)
    at = _("Supervision at {time}: {codes}.", time=f"{meets_at.astimezone(zone):%H:%M}", codes=codes)
    asks = _("Two minutes for yourself before it?")
    return Card(f"{at}\n{asks}", (*_reflect(cases), (paper_tap(), all_cases_tap())))


def _told(cases: Sequence[CaseShown]) -> list[str]:
    lines = [line(case) for case in cases[:_SHOWN]]
    if len(cases) > _SHOWN:
        lines.append(and_more(cases[_SHOWN:]))
    return lines


def and_more(cases: Sequence[CaseShown]) -> str:
    """Those for which there is no line."""
    codes = ", ".join(plain(case.client.code) for case in cases)
    return _n("and {count} more: {codes}", "and {count} more: {codes}", len(cases), codes=codes)


def _pages(cases: Sequence[CaseShown]) -> tuple[tuple[Button, ...], ...]:
    return in_rows([Button(c.client.code, encode(Action.CASE, c.client.id)) for c in cases[:_SHOWN]], _TAPS_A_ROW)


def _reflect(cases: Sequence[CaseShown]) -> tuple[tuple[Button, ...], ...]:
    """A reflection is about one client; of several the taps say which."""
    one = len(cases) == 1
    taps = [
        Button(
            _("Reflect first") if one else _("Reflect: {code}", code=c.client.code),
            encode(Action.REFLECT, "new", c.client.id),
        )
        for c in cases[:_SHOWN]
    ]
    return in_rows(taps, _REFLECTIONS_A_ROW)


def line(case: CaseShown) -> str:
    """One case in a line: the two reasons that weigh most."""
    why = "; ".join(reasons(case)[:_REASONS])
    own = f": {plain(case.client.raised_line)}" if case.client.raised_line else ""
    return f"{bold(case.client.code)}  {why or _('you noted it for supervision')}{own}"


def reasons(case: CaseShown) -> list[str]:
    """Why it is a case, in words; a pile of which nothing moved is not told once more for each."""
    piled = any(stall.pattern is Pattern.NONE_MOVED for stall in case.stalls)
    return [reason(s, case) for s in case.stalls if not (piled and s.pattern is Pattern.NO_MOVEMENT)]


def reason(stall: Stall, case: CaseShown) -> str:
    if stall.pattern is Pattern.NONE_MOVED:
        return _none_moved(stall)
    name = plain(named(case.referrals[stall.referral_ids[0]].service))
    match stall.pattern:
        case Pattern.SAFETY_WITHOUT_CONTACT:
            return _no_contact(name, stall)
        case Pattern.CONDITION_DECLINED:
            return _("{service}: a condition of therapy, declined", service=name)
        case Pattern.REVIEW_DUE:
            return _("{service}: a condition of therapy, to be looked at again", service=name)
        case Pattern.REJECTION:
            return _("{service}: heard as being sent away", service=name)
        case Pattern.SAME_BARRIER:
            barrier = f" ({BARRIERS[stall.barrier]})" if stall.barrier else ""
            return _("{service}: the same barrier twice", service=name) + barrier
        case Pattern.READINESS_FALLING:
            was, now = stall.readiness_from, stall.readiness_to
            return _("{service}: readiness {was} to {now}", service=name, was=was, now=now)
        case _:
            return _no_movement(name, stall)


def _none_moved(stall: Stall) -> str:
    open_ones = len(stall.referral_ids)
    if stall.sessions:
        return _n(
            "{open} open, none moved in {count} session",
            "{open} open, none moved in {count} sessions",
            stall.sessions,
            open=open_ones,
        )
    return _n(
        "{open} open, none moved in {count} day", "{open} open, none moved in {count} days", stall.days, open=open_ones
    )


def _no_contact(name: str, stall: Stall) -> str:
    if stall.sessions:
        return _n(
            "{service}: no contact yet, in {count} session",
            "{service}: no contact yet, in {count} sessions",
            stall.sessions,
            service=name,
        )
    return _n(
        "{service}: no contact yet, in {count} day",
        "{service}: no contact yet, in {count} days",
        stall.days,
        service=name,
    )


def _no_movement(name: str, stall: Stall) -> str:
    if stall.sessions:
        return _n(
            "{service}: no movement in {count} session",
            "{service}: no movement in {count} sessions",
            stall.sessions,
            service=name,
        )
    return _n(
        "{service}: no movement in {count} day", "{service}: no movement in {count} days", stall.days, service=name
    )
