"""Risk, said carefully: the danger line first, then what is there to do. Serves clinical rule "acute"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import as_logged, names, undo
from bot.wording.risk.risk import (
    CHART,
    DANGER,
    KINDS,
    LEVELS,
    WHO_COVERS,
    Heard,
    asked,
    cover_taps,
    down_tap,
    missed_tap,
    ready,
    told,
    with_dates,
)
from bot.wording.text import bold, code, moment, plain, shortened
from referrals.client import Client
from referrals.crisis_lines import CrisisLine, dated
from referrals.model import Referral
from referrals.risk import DUTY_MAY_BE_DUE, CareStep, Risk, RiskKind

DUTY = "A duty to report or protect may be due today. Ask your supervisor now; do not wait for this bot."

_DANGER_TO = {
    RiskKind.SELF: "to self",
    RiskKind.OTHERS: "to others",
    RiskKind.DEPENDENT: "to a child or dependent adult",
    RiskKind.VIOLENCE: "violence at home",
    RiskKind.MEDICAL: "medical or withdrawal",
}

_STEPS = {
    CareStep.SAFETY_PLAN: "Safety plan",
    CareStep.MEANS_SAFETY: "Means safety",
    CareStep.SOONER_SESSION: "Sooner session",
    CareStep.SUPERVISOR: "Supervisor told",
}

_SAID = {CareStep.SUPERVISOR: "your supervisor"}
# What the same step is called where the danger is of another kind.
_STEPS_BY_KIND = {
    (RiskKind.OTHERS, CareStep.SAFETY_PLAN): "Plan to protect others",
    (RiskKind.DEPENDENT, CareStep.SAFETY_PLAN): "Plan for who is with them",
    (RiskKind.DEPENDENT, CareStep.MEANS_SAFETY): "Means out of reach",
    (RiskKind.VIOLENCE, CareStep.SAFETY_PLAN): "Plan to leave and be reached",
    (RiskKind.VIOLENCE, CareStep.MEANS_SAFETY): "Weapons asked about",
    (RiskKind.MEDICAL, CareStep.SAFETY_PLAN): "Plan until a doctor sees C",
    (RiskKind.MEDICAL, CareStep.MEANS_SAFETY): "Substances out of reach",
}

_SHOWN = 3
_LINES = 2
_NOTE_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Lines:
    """What is known of crisis lines where the client usually is; `own` is the practice's own, shown first."""

    confirmed: bool
    own: str | None
    region: str | None
    known: Sequence[CrisisLine]
    today: date


@dataclass(frozen=True, slots=True)
class View:
    """A client at risk, with all a card about her may say. `would_rest` is not held yet: the therapist confirms it."""

    client: Client
    lines: Lines
    options: Sequence[Referral]
    resting: Sequence[Referral]
    would_rest: Sequence[Referral]
    unmarked: Sequence[Referral]
    zone: tzinfo
    off_tomorrow: bool = False
    noted: Sequence[Referral] = ()
    heard: Sequence[Heard] = ()


def ask_kind(
    client: Client, new: bool, noted: Sequence[Referral], heard: Sequence[Heard], change_id: int, zone: tzinfo
) -> Card:
    """The first answer to an acute line: the danger line, and one question. `noted` was logged with it."""
    told_now = f"\n{told(client, heard, zone)}" if heard else ""
    met = f"{plain(client.code)} is new to me; " if new else f"{plain(client.code)}: "
    kinds = [Button(label, encode(Action.RISK_KIND, client.id, kind)) for kind, label in KINDS.items()]
    return Card(
        "\n".join([DANGER, *_noted(noted), f"{met}acute is noted. What kind of danger?{told_now}"]),
        ((kinds[0], kinds[1]), (kinds[2],), (kinds[3],), (kinds[4], undo(change_id))),
    )


def acute(view: View, change_id: int | None = None) -> Card:
    """The whole of an acute case on one screen: own steps, options, what rests, who was told, when I look again."""
    client, safety = view.client, view.client.safety
    kind = f" · {_DANGER_TO[safety.kind]}" if safety.kind else ""
    since = f" since {moment(safety.since, view.zone)}" if safety.since else ""
    lines = [DANGER, f"{bold(client.code)} · acute{since}{kind}"]
    lines += _noted(view.noted)
    if safety.kind in DUTY_MAY_BE_DUE:
        lines.append(DUTY)
    lines.append(f"{bold('First, in the therapy:')} {_steps_said(client)}")
    lines += _crisis_lines(view.lines)
    lines += _options(view)
    lines += _resting(view)
    lines.append(f"{told(client, view.heard, view.zone)} {_next_look(view)} {CHART}")
    if view.off_tomorrow:
        lines.append(WHO_COVERS)
    return Card("\n".join(lines), _acute_rows(view, change_id))


def elevated(view: View, change_id: int | None = None) -> Card:
    client, safety = view.client, view.client.safety
    since = f" since {moment(safety.since, view.zone)}" if safety.since else ""
    asked = f", last asked {moment(safety.asked_at, view.zone)}" if safety.asked_at else ""
    lines = [DANGER, f"{bold(client.code)} · elevated{since}{asked}", *_noted(view.noted), *_crisis_lines(view.lines)]
    lines += [*_options(view), *_resting(view)]
    lines.append(f"{told(client, view.heard, view.zone)} {_next_look(view)} {CHART}")
    level = Button("Acute now", encode(Action.LEVEL, client.id, Risk.ACUTE))
    rows = ((level, down_tap(client)), (_options_tap(client), missed_tap(client)), *_last_row(client, change_id))
    return Card("\n".join(lines), rows)


def nothing_logged(view: View, change_id: int | None = None) -> Card:
    """The page of a client of whom nothing is logged, which says nothing of how she is."""
    client = view.client
    lines = [f"{bold(client.code)}: {asked(client, view.zone)}.", *_crisis_lines(view.lines), *_resting(view)]
    lines.append(f"To log it: {code(f'{client.code} acute')} or {code(f'{client.code} elevated')}")
    levels = tuple(Button(f"Log {word}", encode(Action.LEVEL, client.id, level)) for level, word in LEVELS.items())
    nothing = Button("Asked today, nothing to log", encode(Action.LEVEL, client.id, Risk.NONE_LOGGED))
    return Card("\n".join(lines), (levels, (nothing,), (_options_tap(client),), *_last_row(client, change_id)))


def _steps_said(client: Client) -> str:
    said = (
        f"{'✓ ' if step in client.safety.steps else ''}{_SAID.get(step) or _uncapital(_step(client, step))}"
        for step in CareStep
    )
    return " · ".join(said)


def _uncapital(words: str) -> str:
    return words[0].lower() + words[1:]


def _step(client: Client, step: CareStep) -> str:
    kind = client.safety.kind
    label = _STEPS_BY_KIND.get((kind, step), _STEPS[step]) if kind else _STEPS[step]
    return label.replace("sees C", f"sees {client.code}")


def _noted(referrals: Sequence[Referral]) -> list[str]:
    """What one line said of services beside the risk: all of it is kept, so all of it is said."""
    if not referrals:
        return []
    first = referrals[0]
    note = [f"note: {plain(shortened(first.note, _NOTE_CHARACTERS))}"] if first.note else []
    return [" · ".join([f"Logged with it: {names(referrals)}", *as_logged(first), *note]) + "."]


def _crisis_lines(lines: Lines) -> list[str]:
    label = bold("Crisis line:")
    if not lines.confirmed:
        return [f"{label} the practice's list is not confirmed by its administrator yet; use the one you know."]
    said = [f"{label} {plain(lines.own)} (the practice's own)"] if lines.own else []
    said += [f"{label} {_line(line, lines.today)}" for line in _fitting(lines.known)[: _LINES - len(said)]]
    where = plain(lines.region) if lines.region else "where the client is"
    return said or [f"{label} none is known to me for {where}. No number is made up here; ask the practice."]


def _fitting(known: Sequence[CrisisLine]) -> list[CrisisLine]:
    """Those for this kind of danger, and the first of those for any."""
    return [line for line in known if line.kinds] + [line for line in known if not line.kinds][:1]


def _line(line: CrisisLine, today: date) -> str:
    old = ", over a year ago: try it" if dated(line, today) else ""
    on = f"{line.checked_on.day} {line.checked_on:%b %Y}"
    return f"{plain(line.name)}, {plain(line.reach)} ({plain(line.source)}, {on}{old})"


def _options(view: View) -> list[str]:
    if view.options:
        first, *others = view.options
        said = [f"next  {bold(named(first.service))}{ready(first)}"]
        said += [f"then  {bold(named(other.service))}{ready(other)}" for other in others[: _SHOWN - 1]]
        if more := others[_SHOWN - 1 :]:
            said.append(f"then  {names(more)}")
        return said
    if view.unmarked:
        return [f"Which of {names(view.unmarked)} would be enough for now? Mark it under “Options”."]
    return []


def _resting(view: View) -> list[str]:
    said = [f"{bold('On hold, uncounted:')} {with_dates(view.resting, view.zone)}."] if view.resting else []
    if view.would_rest:
        said.append(f"{bold('To rest while this is acute,')} if you agree: {with_dates(view.would_rest, view.zone)}.")
    return said


def _next_look(view: View) -> str:
    if view.client.check_at is None:
        return ""
    then = ", the next morning, then daily until it is stood down" if view.client.safety.acute else ""
    return f"I will ask about {plain(view.client.code)} on {moment(view.client.check_at, view.zone)}{then}."


def _acute_rows(view: View, change_id: int | None) -> tuple[tuple[Button, ...], ...]:
    client = view.client
    steps = [
        Button(
            f"{_step(client, step)} ✓" if step in client.safety.steps else _step(client, step),
            encode(Action.CARE_STEP, client.id, step, 0 if step in client.safety.steps else 1),
        )
        for step in CareStep
    ]
    rows: list[tuple[Button, ...]] = [(steps[0], steps[1]), (steps[2], steps[3])]
    if view.would_rest:
        rows.append((Button("Let these rest", encode(Action.HOLD, client.id)),))
    rows.append((_options_tap(client), Button("On hold", encode(Action.HOLD, client.id, "choose"))))
    rows.append((down_tap(client), missed_tap(client)))
    if view.off_tomorrow:
        rows.append(cover_taps(client))
    return (*rows, *_last_row(client, change_id))


def _last_row(client: Client, change_id: int | None) -> tuple[tuple[Button, ...], ...]:
    page = Button(client.code, encode(Action.OPEN_CLIENT, client.id, "page"))
    return ((page, undo(change_id)),) if change_id is not None else ((page,),)


def _options_tap(client: Client) -> Button:
    return Button("Options", encode(Action.SUFFICIENT, client.id))
