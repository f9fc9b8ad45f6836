"""The therapy's own steps at acute risk, which come before every service. Serves clinical rule "acute"."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button
from bot.wording.language import N_, _
from bot.wording.text import plain
from referrals.client import Client
from referrals.risk import CareStep, RiskKind

# Each as a button names it, and as the card does.
_STEPS = {
    CareStep.SAFETY_PLAN: (N_("Safety plan"), N_("safety plan")),
    CareStep.MEANS_SAFETY: (N_("Means safety"), N_("means safety")),
    CareStep.SOONER_SESSION: (N_("Sooner session"), N_("sooner session")),
    CareStep.SUPERVISOR: (N_("Supervisor told"), N_("your supervisor")),
}
# What the same step is called where the danger is of another kind.
_STEPS_BY_KIND = {
    (RiskKind.OTHERS, CareStep.SAFETY_PLAN): (N_("Plan to protect others"), N_("plan to protect others")),
    (RiskKind.DEPENDENT, CareStep.SAFETY_PLAN): (N_("Plan for who is with them"), N_("plan for who is with them")),
    (RiskKind.DEPENDENT, CareStep.MEANS_SAFETY): (N_("Means out of reach"), N_("means out of reach")),
    (RiskKind.VIOLENCE, CareStep.SAFETY_PLAN): (N_("Plan to leave and be reached"), N_("plan to leave and be reached")),
    (RiskKind.VIOLENCE, CareStep.MEANS_SAFETY): (N_("Weapons asked about"), N_("weapons asked about")),
    (RiskKind.MEDICAL, CareStep.SAFETY_PLAN): (
        N_("Plan until a doctor sees {code}"),
        N_("plan until a doctor sees {code}"),
    ),
    (RiskKind.MEDICAL, CareStep.MEANS_SAFETY): (N_("Substances out of reach"), N_("substances out of reach")),
}


def steps_said(client: Client) -> str:
    """All of them in one line, those taken with a mark."""
    return " · ".join(_said(client, step) for step in CareStep)


def step_taps(client: Client) -> tuple[Button, ...]:
    """One for each, in the order of `CareStep`; a tap notes it, or takes that back."""
    return tuple(_tap(client, step) for step in CareStep)


def _said(client: Client, step: CareStep) -> str:
    words = _(_step(client, step)[1], code=plain(client.code))
    return f"✓ {words}" if step in client.safety.steps else words


def _tap(client: Client, step: CareStep) -> Button:
    label = _(_step(client, step)[0], code=client.code)
    if step in client.safety.steps:
        return Button(f"{label} ✓", encode(Action.CARE_STEP, client.id, step, 0))
    return Button(label, encode(Action.CARE_STEP, client.id, step, 1))


def _step(client: Client, step: CareStep) -> tuple[str, str]:
    kind = client.safety.kind
    return _STEPS_BY_KIND.get((kind, step), _STEPS[step]) if kind else _STEPS[step]
