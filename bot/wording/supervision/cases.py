"""Cases for supervision, each with its reason in words. The first line shows on lock screens and names none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
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
_PAPER = Button("Agenda as PDF", encode(Action.AGENDA))
_ALL = Button("All cases", encode(Action.CASE))


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
    count = "One case" if len(cases) == 1 else f"{len(cases)} cases"
    if meets_at is None:
        asks = f"{count} to talk over, when you next can. When is your supervision? It can be set below."
        return Card(
            "\n".join([asks, *_told(cases)]), (*_pages(cases), (opens(Setting.SUPERVISION, "Set the slot"), _ALL))
        )
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    local = meets_at.astimezone(zone)
    when = f"tomorrow {local:%H:%M}" if local.date() == tomorrow else f"on {moment(meets_at, zone)}"
    later = Button("Not this week", encode(Action.CASE, "later"))
    return Card(
        "\n".join([f"Supervision {when}. {count}:", *_told(cases)]),
        (*_reflect(cases), (_PAPER, later), (_ALL,)),
    )


def soon(cases: Sequence[CaseShown], meets_at: datetime, zone: tzinfo) -> Card:
    """An hour before: what there is to talk over, in as few words as it takes."""
    codes = listed(bold(case.client.code) for case in cases)
    return Card(
        f"Supervision at {meets_at.astimezone(zone):%H:%M}: {codes}.\nTwo minutes for yourself before it?",
        (*_reflect(cases), (_PAPER, _ALL)),
    )


def _told(cases: Sequence[CaseShown]) -> list[str]:
    lines = [line(case) for case in cases[:_SHOWN]]
    if len(cases) > _SHOWN:
        lines.append(f"and {len(cases) - _SHOWN} more: {', '.join(plain(c.client.code) for c in cases[_SHOWN:])}")
    return lines


def _pages(cases: Sequence[CaseShown]) -> tuple[tuple[Button, ...], ...]:
    return in_rows([Button(c.client.code, encode(Action.CASE, c.client.id)) for c in cases[:_SHOWN]], _TAPS_A_ROW)


def _reflect(cases: Sequence[CaseShown]) -> tuple[tuple[Button, ...], ...]:
    """A reflection is about one client; of several the taps say which."""
    one = len(cases) == 1
    taps = [
        Button("Reflect first" if one else f"Reflect: {c.client.code}", encode(Action.REFLECT, "new", c.client.id))
        for c in cases[:_SHOWN]
    ]
    return in_rows(taps, _REFLECTIONS_A_ROW)


def line(case: CaseShown) -> str:
    """One case in a line: the two reasons that weigh most."""
    why = "; ".join(reasons(case)[:_REASONS])
    own = f": {plain(case.client.raised_line)}" if case.client.raised_line else ""
    return f"{bold(case.client.code)}  {why or 'you noted it for supervision'}{own}"


def reasons(case: CaseShown) -> list[str]:
    """Why it is a case, in words; a pile of which nothing moved is not told once more for each."""
    piled = any(stall.pattern is Pattern.NONE_MOVED for stall in case.stalls)
    return [reason(s, case) for s in case.stalls if not (piled and s.pattern is Pattern.NO_MOVEMENT)]


def reason(stall: Stall, case: CaseShown) -> str:
    if stall.pattern is Pattern.NONE_MOVED:
        return f"{len(stall.referral_ids)} open, none moved {_meanwhile(stall)}"
    name = plain(named(case.referrals[stall.referral_ids[0]].service))
    match stall.pattern:
        case Pattern.SAFETY_WITHOUT_CONTACT:
            return f"{name}: no contact yet, {_meanwhile(stall)}"
        case Pattern.CONDITION_DECLINED:
            return f"{name}: a condition of therapy, declined"
        case Pattern.REVIEW_DUE:
            return f"{name}: a condition of therapy, to be looked at again"
        case Pattern.REJECTION:
            return f"{name}: heard as being sent away"
        case Pattern.SAME_BARRIER:
            barrier = f" ({BARRIERS[stall.barrier]})" if stall.barrier else ""
            return f"{name}: the same barrier twice{barrier}"
        case Pattern.READINESS_FALLING:
            return f"{name}: readiness {stall.readiness_from} to {stall.readiness_to}"
        case _:
            return f"{name}: no movement {_meanwhile(stall)}"


def _meanwhile(stall: Stall) -> str:
    if stall.sessions:
        return f"in {stall.sessions} {'session' if stall.sessions == 1 else 'sessions'}"
    return f"in {stall.days} {'day' if stall.days == 1 else 'days'}"
