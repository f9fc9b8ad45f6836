"""If-then plans: asking for one, and saying it back."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import back, heading, undo
from bot.wording.risk.risk import DANGER
from bot.wording.text import code, plain
from referrals.model import Referral
from referrals.plans import LONGEST


def plan_line(referral: Referral) -> str:
    """The plan in one line, to be repeated in the next brief; empty when there is none."""
    return f"Plan: {plain(referral.plan)}." if referral.plan else ""


def ask(client_code: str, referral: Referral) -> Card:
    example = code("if it is Tuesday after work, then I phone the clinic")
    return Card(
        f"{heading(client_code, referral)}: if what, then what? In the client's own words, with a time and a place.\n"
        f"In one line: {example}\nOr the “if” alone first. No names, please.",
        ((back(referral),),),
    )


def ask_then(client_code: str, referral: Referral, when: str) -> Card:
    return Card(
        f"{heading(client_code, referral)}: if {plain(when)}, then what? The smallest step that counts.",
        ((back(referral),),),
    )


def shown(client_code: str, referral: Referral) -> Card:
    taps = (
        Button("Change it", encode(Action.PLAN, referral.id, "new")),
        Button("Let it go", encode(Action.PLAN, referral.id, "none")),
        back(referral),
    )
    return Card(f"{heading(client_code, referral)}\n{plan_line(referral) or 'No plan yet.'}", (taps,))


def kept(client_code: str, referral: Referral, change_id: int, danger: bool) -> Card:
    """`danger` when the plan holds a word that may speak of it."""
    said = f"{plan_line(referral)}\nI will repeat it before the next session." if referral.plan else "no plan any more."
    joiner = "\n" if referral.plan else ": "
    first = f"{DANGER}\n" if danger else ""
    return Card(f"{first}{heading(client_code, referral)}{joiner}{said}", ((back(referral), undo(change_id)),))


def answered_below(client_code: str, referral: Referral) -> Card:
    return Card(f"{heading(client_code, referral)}: answered below.")


def not_a_plan() -> Card:
    return Card(
        f"A plan says when, and what then: {code('if it is Tuesday after work, then I phone the clinic')}. "
        "/cancel leaves it."
    )


def too_long() -> Card:
    return Card(f"That is longer than a plan needs: at most {LONGEST} characters. Nothing was kept; say it shorter.")
