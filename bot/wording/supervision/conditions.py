"""A condition of therapy, step by step and said to both. Serves clinical rule "condition of therapy"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
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
    return Card(
        f"{DANGER}\n{bold(client.code)}: {asked(client, zone)}. While risk is logged nothing is made a condition; what "
        "reduces the danger comes first."
    )


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
    back = Button("Back", encode(Action.SUPERVISEE, client.id))
    return Card(f"{bold(client.code)}: on which service does therapy depend for a while?", (*taps, (back,)))


def ask_reason(client: Client, referral: Referral) -> Card:
    return Card(
        f"{heading(client.code, referral)} as a condition, decided by both of you. "
        "1 of 3 · Why, in one line? The therapist reads it, and may read it out."
    )


def ask_offered(client: Client) -> Card:
    return Card(
        f"{bold(client.code)}: 2 of 3 · What is offered if the answer is no? A “no” never ends the work by itself."
    )


def ask_review(client: Client) -> Card:
    taps = tuple(Button(f"In {weeks} weeks", encode(Action.REVIEW, weeks)) for weeks in WEEKS)
    return Card(f"{bold(client.code)}: 3 of 3 · When do you both look at it again? A tap, or type a day.", (taps,))


def answered_below(client: Client) -> Card:
    return Card(f"{plain(client.code)}, condition: noted, see below.")


def recorded(client: Client, referral: Referral, condition: Condition) -> Card:
    """For the supervisor who recorded it."""
    return Card(
        f"{_what(client, referral, condition)}\nThe therapist has it now, and I ask when the client was told. {CHART}"
    )


def reported(client: Client, referral: Referral, condition: Condition, change_id: int) -> Card:
    """For the therapist where no supervisor is on the bot."""
    return Card(
        f"{_what(client, referral, condition)}\nAs reported by you; your supervisor is not on this bot. {CHART}\n"
        f"When was {plain(client.code)} told?",
        (*_told_rows(condition), (undo(change_id),)),
    )


def for_her(supervisor: str, client: Client, referral: Referral, condition: Condition) -> Card:
    """Nobody asked for it, so the first line names nothing."""
    return Card(
        f"Word from {plain(supervisor) or 'your supervisor'}.\n{_what(client, referral, condition)}\n{CHART} "
        f"When was {plain(client.code)} told?",
        _told_rows(condition),
    )


def not_told_yet(client: Client, condition: Condition) -> Card:
    return Card(
        f"{bold(client.code)}: not told yet. I ask again with the next message about {plain(client.code)}.",
        _told_rows(condition)[:1],
    )


def was_told(client: Client, on: date, change_id: int) -> Card:
    return Card(f"{bold(client.code)} was told on {day(on)}. {CHART}", ((undo(change_id),),))


def told_row(client: Client, condition: Condition) -> tuple[Button, ...]:
    """Below a message about the client, as long as she was not told."""
    return (Button(f"{client.code} was told of the condition today", encode(Action.TOLD, condition.id, "today")),)


def review_rows(client: Client, conditions: Sequence[Condition]) -> tuple[tuple[Button, ...], ...]:
    """What may become of a condition when it is looked at again."""
    return in_rows(
        [
            button
            for one in conditions
            for button in (
                Button(f"Condition stands, {AGAIN} weeks", encode(Action.REVIEW, STANDS, client.id, one.id)),
                Button("Condition ends", encode(Action.REVIEW, ENDS, client.id, one.id)),
            )
        ],
        2,
    )


def looked_at(client: Client, referral: Referral, stands: bool) -> Card:
    what = f"the condition stands; another look in {AGAIN} weeks" if stands else "no condition of therapy any more"
    return Card(f"Looked at again. {heading(client.code, referral)}: {what}. {CHART}")


def standing(condition: Condition) -> str:
    """On the referral's page, and on a case."""
    told = f"told on {day(condition.told_on)}" if condition.told_on else "the client was not told yet"
    by = "" if condition.recorded_by else ", as reported by the therapist"
    return f"Condition of therapy{by}: review {day(condition.review_on)}, {told}"


def _what(client: Client, referral: Referral, condition: Condition) -> str:
    return (
        f"{heading(client.code, referral)}: a condition of therapy for now.\n"
        f"Why: {plain(shortened(condition.reason, _WORDS))}\n"
        f"If no: {plain(shortened(condition.offered, _WORDS))}\n"
        f"Looked at again on {day(condition.review_on)}. A “no” goes back to supervision."
    )


def _told_rows(condition: Condition) -> tuple[tuple[Button, ...], ...]:
    today, yesterday, later = (
        Button(label, encode(Action.TOLD, condition.id, said))
        for said, label in (("today", "Today"), ("yesterday", "Yesterday"), ("later", "Not yet"))
    )
    return ((today, yesterday, later),)
