"""What was understood of a line that changed something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _, _n
from bot.wording.referrals.referral import REPORTS, as_logged, details, heading, names, next_ask, undo
from bot.wording.risk.risk import DANGER
from bot.wording.text import bold, code, first_upper, listed, plain, quoted, shortened
from referrals.client import Client
from referrals.model import Readiness, Referral, Service, Step
from referrals.timing import Planned

_SHOWN = 6
_NOTE_CHARACTERS = 160
_NAME = 30  # characters of a service's name on a button
# How many referrals, from one on.
_NUMBERS = (
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
)


@dataclass(frozen=True, slots=True)
class Logged:
    """What one line has logged. `open_before` are services it named that were open already.

    `many` is how many the load check is about, 0 when it is not put.
    """

    client: Client
    new_client: bool
    referrals: Sequence[Referral]
    open_before: Sequence[Service]
    planned: Sequence[Planned]
    note: str | None
    change_id: int
    many: int = 0


def logged(what: Logged, zone: tzinfo) -> Card:
    """One card for all the referrals of one line; what is kept of it is said, the note included."""
    client, referrals = what.client, what.referrals
    lines = [_how_many(what)]
    lines += [f"{number} {_logged_line(r)}" for number, r in enumerate(referrals[:_SHOWN], start=1)]
    if more := referrals[_SHOWN:]:
        lines.append(_("and {names}", names=names(more)))
    if what.open_before:
        open_before = listed(plain(named(service)) for service in what.open_before)
        lines.append(_("{services} was open before and stays as it was.", services=open_before))
    if what.note:
        lines.append(_("Note: {note}", note=plain(shortened(what.note, _NOTE_CHARACTERS))))
    lines += [_question(client, referrals), _load(what)]
    line = code(_("{code} tue 2pm weekly", code=client.code))
    ask_sessions = _("When are the sessions? For example: {line}", line=line)
    lines.append(next_ask(what.planned, zone) if client.sessions else ask_sessions)
    return Card("\n".join(filter(None, lines)), _logged_rows(what))


def _how_many(what: Logged) -> str:
    count, client_code = len(what.referrals), plain(what.client.code)
    number = _number(count)
    if not what.new_client:
        return _n(
            "{code}: {number} referral noted.",
            "{code}: {number} referrals noted.",
            count,
            code=client_code,
            number=number,
        )
    return _n(
        "{code} is new to me. {number} referral noted.",
        "{code} is new to me. {number} referrals noted.",
        count,
        code=client_code,
        number=first_upper(number),
    )


def _load(what: Logged) -> str:
    """That many at once may be too many; empty where they are not."""
    number = first_upper(_number(what.many))
    if not what.many:
        return ""
    if what.many == len(what.referrals):
        return _(
            "{number} at once can also say “this is a lot for me”. Supervision is a good place for that.", number=number
        )
    return _(
        "{number} open at once can also say “this is a lot for me”. Supervision is a good place for that.",
        number=number,
    )


def _question(client: Client, referrals: Sequence[Referral]) -> str:
    purpose = any(not referral.purposes for referral in referrals)
    one = len(referrals) == 1
    if client.safety.at_risk:
        if not purpose:
            return ""
        return _("What is it for?") if one else _("What are they for?")
    if not purpose:
        return _("Is anything unsafe?")
    return _("What is it for, and is anything unsafe?") if one else _("What are they for, and is anything unsafe?")


def _logged_rows(what: Logged) -> tuple[tuple[Button, ...], ...]:
    """Purposes and readiness are of the first referral logged; safety and supervision of the client."""
    client = what.client
    first = next((r for r in what.referrals if not r.purposes), what.referrals[0])
    rows = (
        Button(_("Purposes"), encode(Action.PURPOSES, first.id)),
        Button(_("Safety"), encode(Action.SAFETY, client.id)),
        Button(_("Readiness"), encode(Action.READY, first.id)),
    )
    why = "load" if what.many else "on"
    supervision = () if client.raised_at else (Button(_("Bring to supervision"), encode(Action.RAISE, client.id, why)),)
    return (rows, (*supervision, undo(what.change_id)))


def _number(number: int) -> str:
    return _(_NUMBERS[number - 1]) if 1 <= number <= len(_NUMBERS) else str(number)


def _logged_line(referral: Referral) -> str:
    place = _("in-house") if referral.service.in_house else _("outside")
    return " · ".join([bold(named(referral.service)), place, *as_logged(referral)])


def already_open(client: Client, services: Sequence[Service], note: bool = False) -> Card:
    """`note` where the line had one: it would have gone with a new referral."""
    said = _(
        "{code} has {services} open already; nothing was added. {line} shows where it stands.",
        code=plain(client.code),
        services=listed(plain(named(service)) for service in services),
        line=code(client.code),
    )
    return Card(f"{said} {_('The note was not kept.')}" if note else said)


def which_service(words: str, candidates: Sequence[Service], danger: bool) -> Card:
    """`danger` when the line spoke of risk: then it leads (clinical rule "danger line")."""
    rows = tuple((Button(named(service), encode(Action.CHOOSE_SERVICE, service.id)),) for service in candidates)
    lead = f"{_(DANGER)}\n" if danger else ""
    asked = _("{words}: which one? Nothing is noted until you choose.", words=quoted(words))
    return Card(f"{lead}{asked}", rows)


def meant(line: str, step: Step, about: Sequence[Referral]) -> Card:
    """A report that a line may have been, with a tap for each open referral it may be about."""
    asked = _("Did you mean {line}? Nothing is noted until you tap.", line=code(line))
    taps = tuple((_report(step, one),) for one in about)
    return Card(asked, (*taps, (Button(_("No, something else"), encode(Action.CHOOSE_SERVICE, 0)),)))


def _report(step: Step, referral: Referral) -> Button:
    label = f"{REPORTS[step]} · {shortened(named(referral.service), _NAME)}"
    return Button(label, encode(Action.CHOOSE_REFERRAL, referral.id))


def chosen(service: Service) -> Card:
    """What the question shrinks to once it was answered in words."""
    return Card(plain(named(service)))


def like_initials(client_code: str, free: str, danger: bool) -> Card:
    """A code that may be initials with a date is turned away, and another is offered for the same line."""
    lead = f"{_(DANGER)}\n" if danger else ""
    why = _(
        "{code} looks like initials with a date, which may tell who it is. Nothing was noted.", code=plain(client_code)
    )
    instead = _(
        "{code} is free: one tap notes the same line under it. Keep who it is in your practice's own records.",
        code=bold(free),
    )
    return Card(f"{lead}{why}\n{instead}", ((Button(_("Use {code}", code=free), encode(Action.CODE, free)),),))


# What was reported, where the state alone does not say it.
_REPORTED = Phrases({Step.MISSED: N_("did not go"), Step.NOT_READY: N_("not ready yet")})


def moved(
    client_code: str,
    step: Step,
    referral: Referral,
    planned: Sequence[Planned],
    change_id: int,
    now: datetime,
    zone: tzinfo,
    before: Referral | None = None,
) -> Card:
    """One line for what a report did, and when the bot comes back to it; `before` is the one asked about before it."""
    reported = f"{_REPORTED[step]} · " if step in _REPORTED else ""
    said = f"{heading(client_code, referral)}: {reported}{details(referral, now, zone)}."
    lines = [said, next_ask(planned, zone, referral, before)] if referral.open else [said]
    return Card("\n".join(lines), ((undo(change_id),),))


def readiness_noted(client_code: str, referral: Referral, readiness: Readiness, change_id: int) -> Card:
    values = {"heading": heading(client_code, referral), "number": readiness.value}
    if readiness.guess:
        said = _("{heading}: ready {number}, your guess, which does not count as the client's word.", **values)
    else:
        said = _("{heading}: ready {number}, the client's own number.", **values)
    return Card(said, ((undo(change_id),),))
