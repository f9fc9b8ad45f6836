"""The parts of a message: each with whom and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.wording.bundles import Item
from referrals.asking import NOBODY, referral_of, still_meant
from referrals.attention import Wish
from referrals.client import Client
from referrals.habits import Habits
from referrals.model import Referral
from referrals.safety import resting
from referrals.stalled import Stall, stalled
from referrals.supervision import is_case, meeting_of
from referrals.timing import OF_SUPERVISION, NudgeKind, Planned
from storage.caseload import Caseload
from storage.work import UnitOfWork


class NudgeFailedError(Exception):
    """A message cannot be made; its cause says why. The others are not to wait for it.

    `nudge_id` is the part that failed, None where it was none of them; `owner_id` the therapist it was for.
    """

    def __init__(self, owner_id: int, nudge_id: int | None) -> None:
        super().__init__(owner_id, nudge_id)
        self.owner_id = owner_id
        self.nudge_id = nudge_id


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to say; `delayed` if it comes too late.

    `referral` is None in a look after the client herself and in a case for supervision, which `stalls` tell.
    """

    nudge_id: int
    planned: Planned
    client: Client
    referral: Referral | None
    delayed: bool
    stalls: tuple[Stall, ...] = ()

    @property
    def is_brief(self) -> bool:
        return self.planned.kind is NudgeKind.BEFORE_SESSION

    def repeats(self, other: Part) -> bool:
        """Whether both ask about the same referral; a brief asks nothing."""
        same = self.referral is not None and other.referral is not None and self.referral.id == other.referral.id
        return same and self.is_brief == other.is_brief

    def item(self, referral: Referral) -> Item:
        client = self.client
        return Item(self.nudge_id, self.planned.kind, client.id, client.code, referral, self.planned.session_at)


def part_of(work: UnitOfWork, caseload: Caseload, wish: Wish, now: datetime, habits: Habits) -> Part | None:
    """What a planned thing is about by now, to somebody with these `habits`; None when its reason is gone."""
    client = caseload.client_by_id(work.nudges.client_of(wish.id))
    if client is None:
        return None
    referrals, planned = caseload.referrals(client.id), wish.planned
    if not still_meant(planned, client, referrals, now):
        return None
    delayed = work.nudges.is_delayed(wish.id)
    if planned.kind.about_client:
        return Part(wish.id, planned, client, None, delayed)
    if planned.kind in OF_SUPERVISION:
        stalls = stalled(client, referrals, caseload.known(client.id), now, habits.zone)
        wanted = is_case(client, stalls, meeting_of(planned, habits))
        return Part(wish.id, planned, client, None, delayed, tuple(stalls)) if wanted else None
    if planned.kind is NudgeKind.RETURN:
        return Part(wish.id, planned, client, resting(referrals)[0], delayed)
    quiet = NOBODY if client.safety.acute else work.nudges.quiet(client.id)
    referral = referral_of(planned, client, referrals, now, quiet)
    return Part(wish.id, planned, client, referral, delayed) if referral is not None else None
