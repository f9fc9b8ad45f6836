"""Her cases for supervision: all of them, and one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import in_rows, undo
from bot.wording.risk.risk import asked
from bot.wording.settings.taps import Setting, opens
from bot.wording.supervision import slot as slot_wording
from bot.wording.supervision.cases import CaseShown, all_cases_tap, and_more, line, paper_tap, reasons
from bot.wording.supervision.conditions import review_rows, standing
from bot.wording.text import bold, code, day, listed, moment, plain
from referrals.client import Client
from referrals.supervisors import Because, Condition, SupervisionKind

LATER, STAYS, WITH_A_LINE = "later", "stays", "line"
BECAUSE = Phrases(
    {
        Because.MOVING: N_("It is moving, I had not logged it"),
        Because.WAIT_KNOWN: N_("The wait is known and planned"),
        Because.OWN_PACE: N_("It goes at the client’s own pace"),
    }
)
KINDS = Phrases({SupervisionKind.CLINICAL: N_("clinical"), SupervisionKind.GROUP: N_("group")})
_SHOWN = 8
_TAPS_A_ROW = 4
_REASONS = 4


def all_cases(
    cases: Sequence[CaseShown], meets_at: datetime | None, supervisors: Mapping[SupervisionKind, str], zone: tzinfo
) -> Card:
    """`supervisors` are those on the bot, by name; `meets_at` (UTC) the next supervision, None without a slot."""
    when = _("Supervision {moment}", moment=moment(meets_at, zone)) if meets_at else _("Supervision: no slot yet")
    lines = [f"{bold(when)} · {_with_whom(supervisors)}"]
    lines += [line(case) for case in cases[:_SHOWN]]
    if len(cases) > _SHOWN:
        lines.append(and_more(cases[_SHOWN:]))
    if not cases:
        lines.append(_("Nothing has stalled, and you noted nothing. Any client’s page can be noted for supervision."))
    taps = in_rows([Button(c.client.code, encode(Action.CASE, c.client.id)) for c in cases[:_SHOWN]], _TAPS_A_ROW)
    paper = ((paper_tap(), _later(None)),) if cases else ()
    slot = opens(Setting.SUPERVISION, _("The slot"))
    moves = (slot_wording.tap(),) if meets_at else ()
    return Card("\n".join(lines), (*taps, *paper, (*moves, slot), (Button(_("My supervisor"), encode(Action.LINK)),)))


def one_case(
    case: CaseShown, conditions: Sequence[Condition], alone: bool, zone: tzinfo, change_id: int | None
) -> Card:
    """`alone` where no clinical supervisor is on the bot, and what becomes of a condition is hers to report."""
    client = case.client
    head = [bold(client.code), asked(client, zone)]
    if client.raised_at:
        head.append(_("for supervision since {day}", day=day(client.raised_at.astimezone(zone).date())))
    lines = [" · ".join(head), *reasons(case)[:_REASONS]]
    lines += [standing(one) for one in conditions]
    lines.append(_("Your line: {line}", line=plain(client.raised_line)) if client.raised_line else "")
    still = (Button(_("Not stalled, because…"), encode(Action.NOT_STALLED, client.id)),) if case.stalls else ()
    reviews = review_rows(client, conditions) if alone else ()
    rows = (
        *reviews,
        (Button(_("Reflect first"), encode(Action.REFLECT, "new", client.id)), _line_tap(client)),
        (*still, _later(client)),
        (Button(_("What was decided"), encode(Action.DECIDE, client.id)), *((undo(change_id),) if change_id else ())),
        (
            Button(_("Open {code}", code=client.code), encode(Action.OPEN_CLIENT, client.id)),
            all_cases_tap(),
        ),
    )
    return Card("\n".join(filter(None, lines)), rows)


def no_case(client: Client, change_id: int | None) -> Card:
    taps = (all_cases_tap(), *((undo(change_id),) if change_id else ()))
    return Card(_("{code} is not a case for the next supervision.", code=bold(client.code)), (taps,))


def ask_line(client: Client) -> Card:
    asks = _(
        "{code} for supervision: your question in one line. Codes only; your supervisor reads it.",
        code=bold(client.code),
    )
    return Card(f"{asks}\n{_('Or {command}.', command=code('/cancel'))}")


def ask_because(client: Client) -> Card:
    """Whatever is answered is respected until something changes."""
    taps = [(Button(label, encode(Action.NOT_STALLED, client.id, because)),) for because, label in BECAUSE.items()]
    asks = _("{code} has not stalled, because… A tap, or type it in a line.", code=bold(client.code))
    return Card(asks, tuple(taps))


def respected(client: Client, change_id: int) -> Card:
    return Card(
        _(
            "{code}: understood. I leave it out of supervision until something about it changes; what is open I ask "
            "about as ever.",
            code=bold(client.code),
        ),
        ((undo(change_id), all_cases_tap()),),
    )


def put_off(clients: Sequence[Client], change_id: int) -> Card:
    codes = listed(bold(client.code) for client in clients)
    return Card(
        _("{codes}: not this week. Back before the supervision after it, if there is still reason.", codes=codes),
        ((undo(change_id), all_cases_tap()),),
    )


def stays(client: Client) -> Card:
    return Card(_("{code} stays for the next supervision.", code=bold(client.code)), ((all_cases_tap(),),))


def answered_below(client: Client) -> Card:
    return Card(_("{code}: see below.", code=plain(client.code)))


def _with_whom(supervisors: Mapping[SupervisionKind, str]) -> str:
    if not supervisors:
        return _("your supervisor is not on this bot")
    return listed(f"{plain(name) or _('your supervisor')} ({KINDS[kind]})" for kind, name in supervisors.items())


def _line_tap(client: Client) -> Button:
    label = _("Change the line") if client.raised_line else _("Add a line")
    return Button(label, encode(Action.CASE, WITH_A_LINE, client.id))


def _later(client: Client | None) -> Button:
    return Button(_("Not this week"), encode(Action.CASE, LATER, *([client.id] if client else [])))
