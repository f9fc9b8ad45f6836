"""A message to one therapist: its card, and what follows from its going out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.bundles import message_of
from bot.scheduling.parts import Part
from bot.wording import bundles as wording
from bot.wording import nudges
from bot.wording.card import Card
from bot.wording.risk import hospital as hospital_wording
from bot.wording.risk import looks
from bot.wording.supervision import cases, deciding, returning
from referrals.client import RaisedFor
from referrals.lifecycle import release
from referrals.model import Referral
from referrals.safety import next_check, next_return, options, resting
from referrals.stalled import Case, in_need
from referrals.supervision import meeting_of
from referrals.timing import FIRST_ASK, OF_SUPERVISION, QUESTIONS, SOON, NudgeKind, ask_after_silence
from storage.caseload import Caseload
from storage.person import Person
from storage.work import UnitOfWork

# A brief is of no use once the session has begun; a question waits for its answer as long as a day.
_QUESTION_LIFE = timedelta(days=1)


class Speaking:
    """One therapist, in one transaction."""

    def __init__(self, work: UnitOfWork, person: Person, caseload: Caseload, now: datetime) -> None:
        self._work = work
        self._person = person
        self._caseload = caseload
        self._now = now

    def say(self, parts: Sequence[Part]) -> None:
        """Sends one message with all `parts`, and puts off what it asks about."""
        card = self._with_decisions(self._card(parts), parts)
        if any(part.delayed for part in parts):
            card = nudges.delayed(card)
        outbox_id = self._work.outbox.send(
            self._person.telegram_id, card.to_json(), self._now, not_after=self._not_after(parts)
        )
        for part in parts:
            self._went_out(part, outbox_id)

    def _with_decisions(self, card: Card, parts: Sequence[Part]) -> Card:
        """What supervision decided comes back with the next message about the client (clinical rule "supervision")."""
        cases = self._work.cases(self._person.id)
        for client in {part.client.id: part.client for part in parts if part.referral is not None}.values():
            decisions = cases.untold(client.id)
            untold = [one for one in cases.conditions(client.id) if one.told_on is None]
            about = [self._caseload.referral(one.referral_id or 0) for one in decisions]
            decided = [(one.what, referral, one.line) for one, referral in zip(decisions, about, strict=True)]
            card = returning.reminded(card, client, decided, untold)
            cases.told([one.id for one in decisions], self._now)
        return card

    def _card(self, parts: Sequence[Part]) -> Card:
        if parts[0].planned.kind in OF_SUPERVISION:
            return self._cases(parts)
        if len(parts) == 1 and parts[0].referral is None:
            return self._look(parts[0])
        if len(parts) == 1 and parts[0].planned.kind is NudgeKind.RETURN:
            return self._back(parts[0])
        items = [part.item(part.referral) for part in parts if part.referral is not None]
        return wording.message(items, self._now, self._person.zone)

    def _cases(self, parts: Sequence[Part]) -> Card:
        by_need = in_need(Case(part.client, part.stalls) for part in parts)
        shown = [
            cases.CaseShown(case.client, case.stalls, {r.id: r for r in self._caseload.referrals(case.client.id)})
            for case in by_need
        ]
        planned, habits = parts[0].planned, self._person.habits
        meets_at = meeting_of(planned, habits) if habits.supervision else None
        match planned.kind:
            case NudgeKind.SUPERVISION:
                return cases.eve(shown, meets_at, self._now, habits.zone)
            case NudgeKind.SUPERVISION_SOON:
                return cases.soon(shown, meets_at or self._now, habits.zone)
            case _:
                return deciding.ask(shown)

    def _look(self, part: Part) -> Card:
        client, hours = part.client, self._person.hours
        if part.planned.kind is NudgeKind.HOSPITAL:
            return hospital_wording.ask(part.nudge_id, client)
        referrals = self._caseload.referrals(client.id)
        days_off = hours.works_on(hours.local_date(self._now)) and hours.off_tomorrow(self._now)
        return looks.check(
            part.nudge_id, client, options(referrals), resting(referrals), self._person.zone, off_tomorrow=days_off
        )

    def _back(self, part: Part) -> Card:
        first, *others = resting(self._caseload.referrals(part.client.id))
        return looks.came_back(part.nudge_id, part.client, release(first, self._now), others, self._person.zone)

    def _went_out(self, part: Part, outbox_id: int) -> None:
        kind, referral = part.planned.kind, part.referral
        asks = referral is not None and kind in QUESTIONS
        asked_before = self._work.nudges.repeat(self._person.id, referral.id) if referral and asks else []
        self._work.nudges.sent(part.nudge_id, referral.id if referral else None, outbox_id, self._now)
        if part.planned.kind.about_client:
            hours = self._person.hours
            self._caseload.move_client(replace(part.client, check_at=next_check(part.client, hours, self._now)))
        elif kind is NudgeKind.SUPERVISION and part.client.raised_at is None:
            raised = replace(part.client, raised_at=self._now, raised_for=RaisedFor.STALLED)
            self._caseload.save_client(raised, "raised", self._now, {"for": RaisedFor.STALLED.value})
        elif referral is not None and kind is NudgeKind.RETURN:
            self._bring_back(part, referral)
        elif referral is not None and asks:
            self._caseload.put_off(referral.id, ask_after_silence(referral, self._now))
        for earlier in asked_before:
            self._show_as_it_stands(earlier)

    def _bring_back(self, part: Part, referral: Referral) -> None:
        """One comes back, the next not before another session or week (clinical rule "holds")."""
        back = release(referral, self._now)
        # This message spoke of it already; without a session to bring it up, the next question has time.
        if back.appointment_at is not None:
            back = replace(back, next_check_at=max(back.appointment_at, self._now + SOON))
        elif part.client.sessions is None:
            back = replace(back, next_check_at=self._now + FIRST_ASK)
        self._caseload.save(back, "returned", self._now)
        others = resting(self._caseload.referrals(part.client.id))
        again = next_return(part.client, self._person.hours, self._now) if others else None
        self._caseload.move_client(replace(part.client, safety=replace(part.client.safety, return_at=again)))

    def _show_as_it_stands(self, outbox_id: int) -> None:
        card = message_of(self._work, self._person, self._caseload, outbox_id, self._now)
        if card is not None:
            self._work.outbox.edit(self._person.telegram_id, outbox_id, card.to_json(), self._now)

    def _not_after(self, parts: Sequence[Part]) -> datetime:
        if parts[0].planned.kind is NudgeKind.SUPERVISION_SOON:
            return meeting_of(parts[0].planned, self._person.habits)
        sessions = [part.planned.session_at for part in parts if part.planned.session_at is not None]
        only_briefs = all(part.is_brief for part in parts)
        return max(sessions) if only_briefs and sessions else self._now + _QUESTION_LIFE
