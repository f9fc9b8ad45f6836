"""An open question decides first what a text means."""

from __future__ import annotations

from collections.abc import Callable

from bot.handlers import naming, onboarding, snooze
from bot.handlers.clients import about_client
from bot.handlers.directory import services_said
from bot.handlers.referrals import appointment, days, finding, follow_up, plan, progress, readiness
from bot.handlers.settings import hours, pause, supervision_slot, zone
from bot.handlers.supervision import conditions, deciding, reflecting, sharing, slot, team
from bot.handlers.supervision import page as supervision
from bot.turn import Turn
from referrals.grammar import LogReferrals, NotUnderstood, SetRisk, StandDown, Trouble
from referrals.model import Role
from storage.drafts import OpenDraft

_IN_WORDS: dict[str, Callable[[Turn, OpenDraft], None]] = {
    onboarding.ZONE: lambda turn, _: onboarding.typed_zone(turn),
    onboarding.HOURS: lambda turn, _: onboarding.typed_hours(turn),
    onboarding.SUPERVISION: lambda turn, _: onboarding.typed_supervision(turn),
    snooze.DATE: lambda turn, draft: snooze.typed(turn, draft.data),
    follow_up.WHEN: lambda turn, draft: appointment.typed(turn, draft.data),
    follow_up.DAY: lambda turn, draft: days.typed(turn, draft.data),
    finding.WHICH: lambda turn, draft: progress.chosen_in_words(turn, draft.data),
    readiness.READY: lambda turn, draft: readiness.typed(turn, draft.data),
    about_client.GOALS: lambda turn, draft: about_client.typed_goals(turn, draft.data),
    about_client.REGION: lambda turn, draft: about_client.typed_region(turn, draft.data),
    plan.PLAN: lambda turn, draft: plan.typed(turn, draft.data),
    hours.SAID: lambda turn, draft: hours.typed(turn, draft.data),
    zone.SAID: lambda turn, draft: zone.typed(turn, draft.data),
    supervision_slot.SAID: lambda turn, draft: supervision_slot.typed(turn, draft.data),
    pause.SAID: lambda turn, draft: pause.typed(turn, draft.data),
    supervision.LINE: lambda turn, draft: supervision.typed_line(turn, draft.data),
    supervision.BECAUSE: lambda turn, draft: supervision.typed_because(turn, draft.data),
    deciding.NOTE: lambda turn, draft: deciding.typed_note(turn, draft.data),
    team.LINE: lambda turn, draft: team.typed_line(turn, draft.data),
    conditions.REASON: lambda turn, draft: conditions.typed_reason(turn, draft.data),
    conditions.OFFERED: lambda turn, draft: conditions.typed_offered(turn, draft.data),
    conditions.REVIEW: lambda turn, draft: conditions.typed_review(turn, draft.data),
    reflecting.PROMPT: lambda turn, draft: reflecting.typed(turn, draft.data),
    sharing.LINE: lambda turn, draft: sharing.typed_line(turn, draft.data),
    slot.MOVE: lambda turn, draft: slot.typed(turn, draft.data),
    services_said.TOLD: lambda turn, draft: services_said.typed(turn, draft.data),
}

# Private words: nothing of them may come back in a card, so that only risk is taken for a line.
_PRIVATE = frozenset({reflecting.PROMPT, sharing.LINE})
_PROSE = frozenset(
    {
        supervision.LINE,
        supervision.BECAUSE,
        deciding.NOTE,
        team.LINE,
        conditions.REASON,
        conditions.OFFERED,
    }
)


def answered_in_words(turn: Turn) -> bool:
    """Hands the text to the question that waits for one; False when none does, or when it is a line of its own."""
    draft = turn.work.drafts.current(turn.member.id, turn.now)
    if draft is not None and draft.kind == naming.CHOOSING:
        # Nothing is noted yet: any other text is taken as it would be without the question.
        return not _is_a_line(turn, draft.kind) and naming.chosen_in_words(turn, draft.data)
    answer = _IN_WORDS.get(draft.kind) if draft else None
    if draft is None or answer is None or (turn.member.welcomed and _is_a_line(turn, draft.kind)):
        return False
    answer(turn, draft)
    return True


def _is_a_line(turn: Turn, kind: str) -> bool:
    """Whoever names a client has moved on; her question stays open.

    An answer in prose may well name one: there only what is plainly reported of a client ("C7 acute") is a line.
    """
    result = turn.line()
    if kind in _PRIVATE:
        return isinstance(result, SetRisk | StandDown)
    if kind not in _PROSE:
        return not (isinstance(result, NotUnderstood) and result.reason in {Trouble.NO_CODE, Trouble.EMPTY})
    if isinstance(result, LogReferrals):
        return result.risk is not None
    return Role.THERAPIST in turn.member.roles and not isinstance(result, NotUnderstood)
