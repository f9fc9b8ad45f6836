"""Several things in one message: each numbered, each answered by a tap of its own.

The first line shows on lock screens: no service and no risk stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import _, _c, _n
from bot.wording.nudges import (
    Answer,
    answered_elsewhere,
    asked_again,
    asked_as,
    did_go,
    how_to_raise,
    later,
    nudge,
    plain_way,
    tap,
)
from bot.wording.referrals.referral import STATES, details, in_rows
from bot.wording.text import bold, day, listed, plain
from referrals.model import Referral
from referrals.timing import QUESTIONS, NudgeKind

ALL = "all"  # back from one question to all of them
_OPEN_BELOW = "new"
_WITH_ANSWERS = 4  # so many questions have their answers in the message; of more, each is opened by its number
_NUMBERS_A_ROW = 5
_SHOWN = 10
_QUICK: dict[NudgeKind, tuple[Answer, ...]] = {
    NudgeKind.AFTER_SESSION: (Answer.AGREED, Answer.BOOKED, Answer.WENT),
    NudgeKind.BY_STAGE: (Answer.AGREED, Answer.BOOKED, Answer.WENT),
    NudgeKind.AFTER_APPOINTMENT: (Answer.WENT, Answer.DID_NOT_GO),
    NudgeKind.REVISIT: (Answer.REOPEN, Answer.LEAVE),
}


class Standing(StrEnum):
    """What has become of one thing in a message."""

    OPEN = "open"
    ANSWERED = "answered"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a message; `session_at` is the start (UTC) of the session it belongs to."""

    nudge_id: int
    kind: NudgeKind
    client_id: int
    client_code: str
    referral: Referral
    session_at: datetime | None
    standing: Standing = Standing.OPEN

    @property
    def asks(self) -> bool:
        """Whether it still waits for a tap."""
        return self.standing is Standing.OPEN and self.kind is not NudgeKind.BEFORE_SESSION


def message(items: Sequence[Item], now: datetime, zone: tzinfo) -> Card:
    """What goes out together, as it stands by now. Raises ValueError for nothing."""
    if len(items) == 1:
        return _single(items[0], now, zone)
    numbered = list(enumerate(items, start=1))
    if not any(item.asks for item in items) and any(item.kind is not NudgeKind.BEFORE_SESSION for item in items):
        numbered = [one for one in numbered if _to_be_raised(one[1], now)]
    shown = _shown(numbered)
    briefs = [one for one in shown if one[1].kind is NudgeKind.BEFORE_SESSION]
    lines = [_opening(items), *_said(briefs, now, zone)]
    if any(how_to_raise(item.referral)[0] == plain_way() for _, item in briefs):
        lines.append(plain_way())
    lines += _said([one for one in shown if one not in briefs], now, zone)
    if len(numbered) > _SHOWN:
        lines.append(_("And {count} more, by their numbers below.", count=len(numbered) - _SHOWN))
    return Card("\n".join(lines), _rows(numbered))


def question(item: Item, now: datetime, zone: tzinfo) -> Card:
    """One of several with all its answers, and the way back to all of them."""
    card = _single(item, now, zone)
    return Card(card.html, (*card.rows, (Button(_("Back to all"), encode(Action.QUESTION, item.nudge_id, ALL)),)))


def _single(item: Item, now: datetime, zone: tzinfo) -> Card:
    match item.standing:
        case Standing.ANSWERED:
            return answered_elsewhere(item.client_code, item.referral)
        case Standing.REPEATED:
            return asked_again(item.client_code, item.referral)
        case _ if item.kind is NudgeKind.RETURN:
            return _came_back(item)
        case _:
            return nudge(item.kind, item.nudge_id, item.client_code, item.referral, item.session_at, now, zone)


def _came_back(item: Item) -> Card:
    said = _("{code}: one thing that rested can come up again.", code=bold(item.client_code))
    return Card(f"{said}\n{bold(named(item.referral.service))}", (_rest_or_open(item, _("Let it rest longer")),))


def _shown(numbered: Sequence[tuple[int, Item]]) -> Sequence[tuple[int, Item]]:
    """The first of what still waits, in its place; only then what is done with."""
    waiting = [one for one in numbered if one[1].standing is Standing.OPEN]
    others = [one for one in numbered if one[1].standing is not Standing.OPEN]
    return sorted([*waiting, *others][:_SHOWN])


def _said(numbered: Sequence[tuple[int, Item]], now: datetime, zone: tzinfo) -> list[str]:
    return [line for number, item in numbered for line in _lines(number, item, now, zone)]


def _opening(items: Sequence[Item]) -> str:
    questions = [item for item in items if item.kind is not NudgeKind.BEFORE_SESSION]
    if questions and not any(item.asks for item in questions):
        if all(item.standing is Standing.ANSWERED for item in questions):
            return _("{codes}: all answered, thank you.", codes=_codes(questions))
        return _("{codes}: asked again below.", codes=_codes(questions))
    kinds = {item.kind for item in items}
    if kinds == {NudgeKind.BEFORE_SESSION}:
        return _("Before your next sessions:")
    if NudgeKind.DIGEST in kinds:
        return _n(
            "A new week. {count} thing to look at when there is a moment:",
            "A new week. {count} things to look at when there is a moment:",
            len(items),
        )
    if kinds == {NudgeKind.AFTER_SESSION}:
        return _("How did it go with {codes}?", codes=_codes(items))
    return _n("{count} thing about {codes}:", "{count} things about {codes}:", len(items), codes=_codes(items))


def _codes(items: Sequence[Item]) -> str:
    return listed(bold(code) for code in dict.fromkeys(item.client_code for item in items))


def _lines(number: int, item: Item, now: datetime, zone: tzinfo) -> list[str]:
    referral = item.referral
    begins = f"{number}  {bold(item.client_code)}{_when(item, now, zone)} · {bold(named(referral.service))}"
    if item.standing is not Standing.OPEN:
        said = _("asked again below") if item.standing is Standing.REPEATED else STATES[referral.state]
        return [f"{number}  {plain(item.client_code)} · {plain(named(referral.service))}: {said}"]
    match item.kind:
        case NudgeKind.BEFORE_SESSION:
            how = how_to_raise(referral)[:1]
            return [f"{begins} · {details(referral, now, zone)}", *(how if how != [plain_way()] else ())]
        case NudgeKind.RETURN:
            return [_("{what} rested, and can come up again.", what=begins)]
        case NudgeKind.REVISIT:
            return [_("{what}: not now, it was; the day you chose has come. Worth raising again?", what=begins)]
        case kind if asked_as(kind, referral) is NudgeKind.AFTER_APPOINTMENT:
            return [f"{number}  {bold(item.client_code)} · {did_go(referral, zone)}"]
        case _:
            return [f"{begins} · {details(referral, now, zone)}"]


def _to_be_raised(item: Item, now: datetime) -> bool:
    """Whether it is a brief whose session is still to come."""
    return item.kind is NudgeKind.BEFORE_SESSION and item.session_at is not None and item.session_at > now


def _when(item: Item, now: datetime, zone: tzinfo) -> str:
    if item.session_at is None:
        return ""
    local = item.session_at.astimezone(zone)
    if item.kind is NudgeKind.BEFORE_SESSION:
        return _(" at {time}", time=f"{local:%H:%M}")
    return "" if local.date() == now.astimezone(zone).date() else _(" on {day}", day=day(local.date()))


def _rows(numbered: Sequence[tuple[int, Item]]) -> tuple[tuple[Button, ...], ...]:
    asking = [(number, item) for number, item in numbered if item.asks]
    if not asking:
        return ()
    if len(asking) <= _WITH_ANSWERS:
        rows = tuple(_answers(number, item) for number, item in asking)
    else:
        numbers = [Button(f"{number} {item.client_code}", _opens(item)) for number, item in asking]
        rows = in_rows(numbers, _NUMBERS_A_ROW)
    questions = [item for _, item in asking if item.kind in QUESTIONS]
    return (*rows, (later(questions[0].nudge_id),)) if questions else rows


def _answers(number: int, item: Item) -> tuple[Button, ...]:
    """The likeliest answers to one of several, its number on the first; the others are a tap away."""
    if item.kind is NudgeKind.RETURN:
        return _rest_or_open(item, f"{number} {_('Let it rest longer')}")
    asks = asked_as(item.kind, item.referral)
    first, *others = (tap(asks, answer, item.nudge_id) for answer in _QUICK[asks])
    more = () if asks is NudgeKind.REVISIT else (Button(_("More"), _opens(item)),)
    return (Button(f"{number} {first.label}", first.data), *others, *more)


def _rest_or_open(item: Item, label: str) -> tuple[Button, ...]:
    rest = Button(label, encode(Action.CHECK, item.nudge_id, "rest"))
    return (
        rest,
        Button(
            _c("a tap that opens the client's page", "Open"), encode(Action.OPEN_CLIENT, item.client_id, _OPEN_BELOW)
        ),
    )


def _opens(item: Item) -> str:
    return encode(Action.QUESTION, item.nudge_id)
