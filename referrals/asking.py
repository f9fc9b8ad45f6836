"""What may be asked about now, and what first. Serves clinical rules "order", "holds" and "not now"."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from referrals.client import Client, Hospital
from referrals.model import Referral
from referrals.order import Urgency, in_order, reduces_danger, urgency
from referrals.safety import resting
from referrals.sessions import begins_at
from referrals.timing import OF_SUPERVISION, SOON, TURNS, NudgeKind, Planned, stands_still

# However others are wished for or placed first, after this long in waiting a referral has its turn.
LONGEST_WAIT = timedelta(days=21)
NOBODY: frozenset[int] = frozenset()


def may_be_asked(client: Client, referral: Referral) -> bool:
    """Whether the referral itself may come up: open, not at rest, and at acute risk only what serves it.

    Serves clinical rule "holds": what was not yet confirmed as held is not encouraged either.
    """
    if not referral.open or referral.held or referral.next_check_at is None:
        return False
    return not client.safety.acute or referral.sufficient or reduces_danger(referral)


def may_come_back(client: Client, referral: Referral) -> bool:
    """Whether a "not now" may be asked about again: it has ended, and at acute risk only if it reduces that."""
    return not referral.open and (not client.safety.acute or reduces_danger(referral))


def to_raise(client: Client, referrals: Iterable[Referral], session_at: datetime) -> list[Referral]:
    """Which referrals the session that starts at `session_at` (UTC) may bring up, the one to raise first.

    Danger comes first; then whatever has waited LONGEST_WAIT to be asked about, so that no wish and no placing silences
    the others for good; then the therapist's own order, stability and the client's wish; then the longest unasked
    (clinical rule "order").
    """
    waiting = [
        (r.next_check_at, r)
        for r in in_order(referrals)
        if may_be_asked(client, r) and _for_sessions(client, r) and r.next_check_at and r.next_check_at <= session_at
    ]
    return [r for _, r in sorted(waiting, key=lambda one: _turn(one[1], one[0], session_at))]


def _for_sessions(client: Client, referral: Referral) -> bool:
    """Whether a session is its place: not what is booked, put off to a day, or has not moved for long."""
    elsewhere = referral.appointment_at is not None or referral.remind_at is not None
    return not elsewhere and (client.safety.acute or not stands_still(referral))


def _turn(referral: Referral, due: datetime, session_at: datetime) -> tuple[bool, bool, Urgency, datetime]:
    return (not reduces_danger(referral), session_at - due < LONGEST_WAIT, urgency(referral), due)


def _meets(client: Client, session_at: datetime) -> bool:
    """Whether a session is to begin at that instant (UTC): it may have been moved since its brief fell due."""
    return client.sessions is not None and begins_at(client.sessions, session_at)


def check_kind(client: Client) -> NudgeKind:
    """What a look after the client asks: her risk; or, in hospital and after it where nothing is acute, the stay."""
    after_stay = client.hospital is Hospital.DISCHARGED and not client.safety.acute
    return NudgeKind.HOSPITAL if client.hospital is Hospital.ADMITTED or after_stay else NudgeKind.SAFETY_CHECK


def raised_instead(planned: Iterable[Planned], referral: Referral) -> int | None:
    """The id of the referral that the next session, or the next stage, brings up while `referral` waits for its turn.

    `planned` is of the client, soonest first. None where it is its own turn, or no turn decides when it comes up.
    """
    by_a_day = referral.appointment_at is not None or referral.remind_at is not None
    if by_a_day or referral.held or not referral.open:
        return None
    first = next((item for item in planned if item.kind in TURNS or item.referral_id == referral.id), None)
    return first.referral_id if first and first.referral_id != referral.id else None


def still_meant(item: Planned, client: Client, referrals: Iterable[Referral], now: datetime) -> bool:
    """Whether the reason of a planned message still holds at `now`; if not, nothing is said."""
    if item.kind.about_client:
        came = client.active and client.check_at is not None and client.check_at <= max(now, item.due_at)
        return came and item.kind is check_kind(client)
    everything = list(referrals)
    if item.kind in OF_SUPERVISION:
        return client.active  # whether it still is a case, its keeper knows
    if item.kind is NudgeKind.RETURN:
        away = client.hospital is Hospital.ADMITTED or client.safety.acute
        return client.active and not away and bool(resting(everything))
    return referral_of(item, client, everything, now) is not None


def referral_of(
    item: Planned, client: Client, referrals: Iterable[Referral], now: datetime, quiet: Collection[int] = NOBODY
) -> Referral | None:
    """Which referral a planned message is about at `now`, None when its reason is gone.

    What falls due a little later may come with it, so its own instant counts where that is later than `now`; a digest
    asks about what is due that day. `quiet`
    are those that wait for the Monday digest.
    """
    everything = list(referrals)
    if not client.active or client.hospital is Hospital.ADMITTED:
        return None
    if item.session_at is not None:
        if item.kind is NudgeKind.BEFORE_SESSION and (now >= item.session_at or not _meets(client, item.session_at)):
            return None
        raised = to_raise(client, (r for r in everything if r.id not in quiet), item.session_at)
        return raised[0] if raised else None
    referral = next((r for r in everything if r.id == item.referral_id), None)
    if referral is None:
        return None
    if item.kind is NudgeKind.REVISIT:
        return referral if referral.revisit_on and may_come_back(client, referral) else None
    by_then = max(now, item.due_at) + (SOON if item.kind is NudgeKind.DIGEST else timedelta())
    due = referral.next_check_at is not None and referral.next_check_at <= by_then
    return referral if due and may_be_asked(client, referral) else None
