"""Risk, said carefully: the danger line first, then what is there to do. Serves clinical rule "acute"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _, _c
from bot.wording.referrals.referral import as_logged, names, undo
from bot.wording.risk.care import step_taps, steps_said
from bot.wording.risk.lines import Lines, shown
from bot.wording.risk.risk import (
    CHART,
    DANGER,
    KINDS,
    WHO_COVERS,
    Heard,
    asked,
    cover_taps,
    down_tap,
    level,
    level_taps,
    missed_tap,
    ready,
    told,
    with_dates,
)
from bot.wording.text import bold, code, moment, plain, shortened
from referrals.client import Client
from referrals.model import Referral
from referrals.risk import DUTY_MAY_BE_DUE, Risk, RiskKind

DUTY = N_("A duty to report or protect may be due today. Ask your supervisor now; do not wait for this bot.")

_DANGER_TO = Phrases(
    {
        RiskKind.SELF: N_("to self"),
        RiskKind.OTHERS: N_("to others"),
        RiskKind.DEPENDENT: N_("to a child or dependent adult"),
        RiskKind.VIOLENCE: N_("violence at home"),
        RiskKind.MEDICAL: N_("medical or withdrawal"),
    }
)
_SHOWN = 3
_NOTE_CHARACTERS = 160


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
    """The first answer to an acute line: the danger line, one question, who was told. `noted` was logged with it."""
    question = (
        _("{code} is new to me; acute is noted. What kind of danger?", code=plain(client.code))
        if new
        else _("{code}: acute is noted. What kind of danger?", code=plain(client.code))
    )
    lines = [_(DANGER), *_noted(noted), question, told(client, heard, zone)]
    *rows, last = _kind_taps(client)
    return Card("\n".join(lines), (*rows, (*last, undo(change_id))))


def _kind_taps(client: Client) -> list[tuple[Button, ...]]:
    first, second, *others = (Button(label, encode(Action.RISK_KIND, client.id, kind)) for kind, label in KINDS.items())
    return [(first, second), *((one,) for one in others)]


def acute(view: View, change_id: int | None = None) -> Card:
    """The whole of an acute case on one screen: own steps, options, what rests, who was told, when I look again."""
    client, safety = view.client, view.client.safety
    kind = _DANGER_TO[safety.kind] if safety.kind else ""
    lines = [_(DANGER), " · ".join(filter(None, (bold(client.code), level(client, view.zone), kind)))]
    lines += _noted(view.noted)
    if safety.kind is None:
        lines.append(_("What kind of danger?"))
    if safety.kind in DUTY_MAY_BE_DUE:
        lines.append(_(DUTY))
    own = bold(_("First, in the therapy:"))
    lines.append(f"{own} {steps_said(client)}")
    lines += [*shown(view.lines), *_options(view), *_resting(view), _told_and_next(view)]
    if view.off_tomorrow:
        lines.append(_(WHO_COVERS))
    return Card("\n".join(lines), _acute_rows(view, change_id))


def elevated(view: View, change_id: int | None = None) -> Card:
    client, asked_at = view.client, view.client.safety.asked_at
    said = [f"{bold(client.code)} · {level(client, view.zone)}"]
    if asked_at:
        said.append(_("last asked {moment}", moment=moment(asked_at, view.zone)))
    lines = [_(DANGER), ", ".join(said), *_noted(view.noted), *shown(view.lines)]
    lines += [*_options(view), *_resting(view), _told_and_next(view)]
    acute_now = Button(_("Acute now"), encode(Action.LEVEL, client.id, Risk.ACUTE))
    rows = ((acute_now, down_tap(client)), (_options_tap(client), missed_tap(client)), *_last_row(client, change_id))
    return Card("\n".join(lines), rows)


def nothing_logged(view: View, change_id: int | None = None) -> Card:
    """The page of a client of whom nothing is logged, which says nothing of how she is."""
    client = view.client
    lines = [f"{bold(client.code)}: {asked(client, view.zone)}.", *shown(view.lines), *_resting(view)]
    typed = (code(_("{code} acute", code=client.code)), code(_("{code} elevated", code=client.code)))
    lines.append(_("To log it: {acute} or {elevated}", acute=typed[0], elevated=typed[1]))
    nothing = Button(_("Asked today, nothing to log"), encode(Action.LEVEL, client.id, Risk.NONE_LOGGED))
    rows = (level_taps(client), (nothing,), (_options_tap(client),), *_last_row(client, change_id))
    return Card("\n".join(lines), rows)


def _noted(referrals: Sequence[Referral]) -> list[str]:
    """What one line said of services beside the risk: all of it is kept, so all of it is said."""
    if not referrals:
        return []
    first = referrals[0]
    note = [_("note: {note}", note=plain(shortened(first.note, _NOTE_CHARACTERS)))] if first.note else []
    logged = _("Logged with it: {services}", services=names(referrals))
    return [f"{' · '.join([logged, *as_logged(first), *note])}."]


def _options(view: View) -> list[str]:
    if view.options:
        first, *others = view.options
        comes, then = _c("of services in order", "next"), _c("of services in order", "then")
        said = [f"{comes}  {bold(named(first.service))}{ready(first)}"]
        said += [f"{then}  {bold(named(other.service))}{ready(other)}" for other in others[: _SHOWN - 1]]
        if more := others[_SHOWN - 1 :]:
            said.append(f"{then}  {names(more)}")
        return said
    if not view.unmarked:
        return []
    which = names(view.unmarked)
    return [_("Which of {services} would be enough for now? Mark it under “Options”.", services=which)]


def _resting(view: View) -> list[str]:
    said = []
    if view.resting:
        on_hold = bold(_("On hold, uncounted:"))
        said.append(f"{on_hold} {with_dates(view.resting, view.zone)}.")
    if view.would_rest:
        rest = with_dates(view.would_rest, view.zone)
        said.append(_("<b>To rest while this is acute,</b> if you agree: {services}.", services=rest))
    return said


def _told_and_next(view: View) -> str:
    return f"{told(view.client, view.heard, view.zone)} {_next_look(view)} {_(CHART)}"


def _next_look(view: View) -> str:
    if view.client.check_at is None:
        return ""
    client_code, on = plain(view.client.code), moment(view.client.check_at, view.zone)
    if not view.client.safety.acute:
        return _("I will ask about {code} on {moment}.", code=client_code, moment=on)
    return _(
        "I will ask about {code} on {moment}, the next morning, then daily until it is stood down.",
        code=client_code,
        moment=on,
    )


def _acute_rows(view: View, change_id: int | None) -> tuple[tuple[Button, ...], ...]:
    client = view.client
    steps = step_taps(client)
    rows = [] if client.safety.kind else _kind_taps(client)
    rows += [(steps[0], steps[1]), (steps[2], steps[3])]
    if view.would_rest:
        rows.append((Button(_("Let these rest"), encode(Action.HOLD, client.id)),))
    rows.append((_options_tap(client), Button(_("On hold"), encode(Action.HOLD, client.id, "choose"))))
    rows.append((down_tap(client), missed_tap(client)))
    if view.off_tomorrow:
        rows.append(cover_taps(client))
    return (*rows, *_last_row(client, change_id))


def _last_row(client: Client, change_id: int | None) -> tuple[tuple[Button, ...], ...]:
    page = Button(client.code, encode(Action.OPEN_CLIENT, client.id, "page"))
    return ((page, undo(change_id)),) if change_id is not None else ((page,),)


def _options_tap(client: Client) -> Button:
    return Button(_("Options"), encode(Action.SUFFICIENT, client.id))
