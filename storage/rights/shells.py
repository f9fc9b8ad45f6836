"""What is left of a member who left or erased herself: an id, for what she recorded for others points at it."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from referrals.habits import CEILING
from storage.people_rows import Invite, Member, Practice
from storage.privacy_rows import HandoverRow
from storage.supervision_rows import Alert, Supervises, Telling
from storage.traffic import OUTBOX_OPEN, Draft, OutboxKind, OutboxRow, OutboxState


def empty_shell(session: Session, member_id: int, now: datetime) -> None:
    """Her settings, her name and her account leave the row; her links end, and what waits for her is taken back.

    Acute cases of others that she was told of, or had taken up, go to the next one at once.
    """
    member = session.get_one(Member, member_id)
    _quiet(session, member.telegram_id)
    _pass_on_alerts(session, member_id, now)
    session.execute(delete(Draft).where(Draft.member_id == member_id))
    session.execute(
        delete(Invite).where(
            Invite.used_by.is_(None), or_(Invite.supervisor_id == member_id, Invite.member_id == member_id)
        )
    )
    either = or_(Supervises.supervisor_id == member_id, Supervises.therapist_id == member_id)
    session.execute(update(Supervises).where(either, Supervises.ended_at.is_(None)).values(ended_at=now))
    waits = HandoverRow.agreed_at.is_(None), HandoverRow.declined_at.is_(None), HandoverRow.withdrawn_at.is_(None)
    hers = or_(HandoverRow.from_id == member_id, HandoverRow.to_id == member_id)
    session.execute(update(HandoverRow).where(hers, *waits).values(withdrawn_at=now))
    _nobody_to_tell(session, member_id)
    blank(session, member, now)


def _quiet(session: Session, chat_id: int) -> None:
    waits = OutboxRow.chat_id == chat_id, OutboxRow.state.in_(OUTBOX_OPEN), OutboxRow.kind != OutboxKind.DELETE
    session.execute(update(OutboxRow).where(*waits).values(state=OutboxState.CANCELLED, body=None))


def _pass_on_alerts(session: Session, member_id: int, now: datetime) -> None:
    hers = select(Telling.alert_id).where(Telling.member_id == member_id)
    nobody_else = or_(Alert.taken_by.is_(None), Alert.taken_by == member_id)
    session.execute(
        update(Alert)
        .where(Alert.id.in_(hers), Alert.ended_at.is_(None), nobody_else)
        .values(taken_by=None, taken_at=None, next_at=now)
    )
    session.execute(delete(Telling).where(Telling.member_id == member_id))


def _nobody_to_tell(session: Session, member_id: int) -> None:
    practice = session.scalar(select(Practice))
    if practice is not None:
        practice.cover_id = None if practice.cover_id == member_id else practice.cover_id
        practice.on_call_id = None if practice.on_call_id == member_id else practice.on_call_id


def blank(session: Session, member: Member, now: datetime) -> None:
    """Her row without anything of hers; no account is hers any more."""
    member.telegram_id, member.called, member.roles = -member.id, None, []
    member.licensed = member.tells_acute = False
    member.workdays, member.hours_start, member.hours_end = [0, 1, 2, 3, 4], time(9), time(18)
    member.lead_minutes, member.session_minutes, member.ceiling, member.keeps_holidays = 30, 50, CEILING, True
    member.zone = session.scalar(select(Practice.zone)) or "UTC"
    member.supervision = member.language = member.away_from = member.away_until = member.away_cover = None
    member.welcomed_at = member.blocked_at = member.locked_at = None
    member.left_at = now
    session.flush()
