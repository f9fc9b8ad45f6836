"""A condition of therapy, step by step and said to both. Serves clinical rule "condition of therapy"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import _, _n
from bot.wording.referrals.referral import heading, in_rows, undo
from bot.wording.risk.risk import CHART, DANGER, asked
from bot.wording.text import bold, day, plain, shortened
from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Condition

STANDS, ENDS = "stands", "ends"
WEEKS = (4, 8, 12)
AGAIN = 8  # weeks to the next look at one that stands
# Said in a tap: how many days ago the client was told, None where she was not yet.
DAYS_AGO: dict[str, int | None] = {"today": 0, "yesterday": 1, "later": None}
_NAME = 40
_WORDS = 400  # characters of a reason, or of what is offered, on a card


def not_at_risk(client: Client, zone: tzinfo) -> Card:
    said = _("While risk is logged nothing is made a condition; what reduces the danger comes first.")
    return Card(f"{_(DANGER)}\n{bold(client.code)}: {asked(client, zone)}. {said}")


def which(client: Client, open_ones: Sequence[Referral]) -> Card:
    taps = [
        (
            Button(
                shortened(named(one.service), _NAME),
                encode(Action.SUPERVISEE, client.id, "condition", one.id),
            ),
        )
        for one in open_ones[:8]
    ]
    back = Button(_("Back"), encode(Action.SUPERVISEE, client.id))
    said = _("{code}: on which service does therapy depend for a while?", code=bold(client.code))
    return Card(said, (*taps, (back,)))


def ask_reason(client: Client, referral: Referral) -> Card:
    return Card(
        _(
            "{heading} as a condition, decided by both of you. 1 of 3 · Why, in one line? The therapist reads it, and "
            "may read it out.",
            heading=heading(client.code, referral),
        )
    )


def ask_offered(client: Client) -> Card:
    return Card(
        _(
            "{code}: 2 of 3 · What is offered if the answer is no? A “no” never ends the work by itself.",
            code=bold(client.code),
        )
    )


def ask_review(client: Client) -> Card:
    taps = tuple(
        Button(_n("In {count} week", "In {count} weeks", weeks), encode(Action.REVIEW, weeks)) for weeks in WEEKS
    )
    said = _("{code}: 3 of 3 · When do you both look at it again? A tap, or type a day.", code=bold(client.code))
    return Card(said, (taps,))


def answered_below(client: Client) -> Card:
    return Card(_("{code}, condition: noted, see below.", code=plain(client.code)))


def recorded(client: Client, referral: Referral, condition: Condition) -> Card:
    """For the supervisor who recorded it."""
    said = _("The therapist has it now, and I ask when the client was told.")
    return Card(f"{_what(client, referral, condition)}\n{said} {_(CHART)}")


def reported(client: Client, referral: Referral, condition: Condition, change_id: int) -> Card:
    """For the therapist where no supervisor is on the bot."""
    said = _("As reported by you; your supervisor is not on this bot.")
    return Card(
        f"{_what(client, referral, condition)}\n{said} {_(CHART)}\n{_when_told(client)}",
        (*_told_rows(condition), (undo(change_id),)),
    )


def for_her(supervisor: str, client: Client, referral: Referral, condition: Condition) -> Card:
    """Nobody asked for it, so the first line names nothing."""
    return Card(
        f"{word_from(supervisor)}\n{_what(client, referral, condition)}\n{_(CHART)} {_when_told(client)}",
        _told_rows(condition),
    )


def word_from(supervisor: str) -> str:
    """The first line of what a supervisor said, to her supervisee; empty for one whose name nobody knows."""
    if not supervisor:
        return _("Word from your supervisor.")
    return _("Word from {name}.", name=plain(supervisor))


def _when_told(client: Client) -> str:
    return _("When was {code} told?", code=plain(client.code))


def not_told_yet(client: Client, condition: Condition) -> Card:
    said = _(
        "{code}: not told yet. I ask again with the next message about {client}.",
        code=bold(client.code),
        client=plain(client.code),
    )
    return Card(said, _told_rows(condition)[:1])


def was_told(client: Client, on: date, change_id: int) -> Card:
    said = _("{code} was told on {day}.", code=bold(client.code), day=day(on))
    return Card(f"{said} {_(CHART)}", ((undo(change_id),),))


def told_row(client: Client, condition: Condition) -> tuple[Button, ...]:
    """Below a message about the client, as long as she was not told."""
    label = _("{code} was told of the condition today", code=client.code)
    return (Button(label, encode(Action.TOLD, condition.id, "today")),)


def review_rows(client: Client, conditions: Sequence[Condition]) -> tuple[tuple[Button, ...], ...]:
    """What may become of a condition when it is looked at again."""
    return in_rows(
        [
            button
            for one in conditions
            for button in (
                Button(
                    _("Condition stands, {count} weeks", count=AGAIN), encode(Action.REVIEW, STANDS, client.id, one.id)
                ),
                Button(_("Condition ends"), encode(Action.REVIEW, ENDS, client.id, one.id)),
            )
        ],
        2,
    )


def looked_at(client: Client, referral: Referral, stands: bool) -> Card:
    about = heading(client.code, referral)
    if stands:
        said = _(
            "Looked at again. {heading}: the condition stands; another look in {count} weeks.",
            heading=about,
            count=AGAIN,
        )
    else:
        said = _("Looked at again. {heading}: no condition of therapy any more.", heading=about)
    return Card(f"{said} {_(CHART)}")


def standing(condition: Condition) -> str:
    """On the referral's page, and on a case."""
    review = day(condition.review_on)
    told = _("told on {day}", day=day(condition.told_on)) if condition.told_on else _("the client was not told yet")
    if condition.recorded_by:
        return _("Condition of therapy: review {day}, {told}", day=review, told=told)
    return _("Condition of therapy, as reported by the therapist: review {day}, {told}", day=review, told=told)


def _what(client: Client, referral: Referral, condition: Condition) -> str:
    return "\n".join(
        [
            _("{heading}: a condition of therapy for now.", heading=heading(client.code, referral)),
            _("Why: {reason}", reason=plain(shortened(condition.reason, _WORDS))),
            _("If no: {offered}", offered=plain(shortened(condition.offered, _WORDS))),
            _("Looked at again on {day}. A “no” goes back to supervision.", day=day(condition.review_on)),
        ]
    )


def _told_rows(condition: Condition) -> tuple[tuple[Button, ...], ...]:
    today, yesterday, later = (
        Button(label, encode(Action.TOLD, condition.id, said))
        for said, label in (("today", _("Today")), ("yesterday", _("Yesterday")), ("later", _("Not yet")))
    )
    return ((today, yesterday, later),)
