"""If-then plans: asking for one, and saying it back."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.referrals.referral import back, heading, undo
from bot.wording.risk.risk import DANGER, level_taps
from bot.wording.text import code, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.plans import LONGEST


def in_words(when: str, then: str) -> str:
    """The plan as it is kept: "if it is Tuesday after work, then I phone the clinic". Not escaped."""
    return _("if {when}, then {then}", when=when, then=then)


def plan_line(referral: Referral) -> str:
    """The plan in one line, to be repeated in the next brief; empty when there is none."""
    return _("Plan: {plan}.", plan=plain(referral.plan)) if referral.plan else ""


def ask(client_code: str, referral: Referral) -> Card:
    asked = _(
        "{referral}: if what, then what? In the client's own words, with a time and a place.",
        referral=heading(client_code, referral),
    )
    lines = (asked, _("In one line: {line}", line=_example()), _("Or the “if” alone first. No names, please."))
    return Card("\n".join(lines), ((back(referral),),))


def ask_then(client_code: str, referral: Referral, when: str) -> Card:
    asked = _(
        "{referral}: if {when}, then what? The smallest step that counts.",
        referral=heading(client_code, referral),
        when=plain(when),
    )
    return Card(asked, ((back(referral),),))


def shown(client_code: str, referral: Referral) -> Card:
    taps = (
        Button(_("Change it"), encode(Action.PLAN, referral.id, "new")),
        Button(_("Let it go"), encode(Action.PLAN, referral.id, "none")),
        back(referral),
    )
    plan = plan_line(referral) or _("No plan yet.")
    return Card(f"{heading(client_code, referral)}\n{plan}", (taps,))


def kept(client: Client, referral: Referral, change_id: int, danger: bool) -> Card:
    """`danger` when the plan holds a word that may speak of it."""
    about = heading(client.code, referral)
    levels = (level_taps(client),) if danger else ()
    lines = [_(DANGER)] if danger else []
    if referral.plan:
        lines += [about, plan_line(referral), _("I will repeat it before the next session.")]
    else:
        lines.append(_("{referral}: no plan any more.", referral=about))
    return Card("\n".join(lines), (*levels, (back(referral), undo(change_id))))


def answered_below(client_code: str, referral: Referral) -> Card:
    return Card(_("{referral}: answered below.", referral=heading(client_code, referral)))


def not_a_plan() -> Card:
    return Card(_("A plan says when, and what then: {line}. /cancel leaves it.", line=_example()))


def too_long() -> Card:
    return Card(
        _(
            "That is longer than a plan needs: at most {count} characters. Nothing was kept; say it shorter.",
            count=LONGEST,
        )
    )


def _example() -> str:
    return code(_("if it is Tuesday after work, then I phone the clinic"))
