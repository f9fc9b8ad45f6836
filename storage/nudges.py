"""What time brings: what is planned comes due, is said, and is answered (`storage.planned` plans it).

Several nudges may go out in one message; they then share its outbox id. Read and written as columns.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from referrals.attention import as_read
from referrals.timing import QUESTIONS, NudgeKind
from storage.models import NUDGE_PLANNED, NudgeState
from storage.nudge_rows import NUDGE, ONE, OPEN, OWNER, among
from storage.one_of import one_of
from storage.people_rows import Member
from storage.planned import Plans, planned_of
from storage.prepared import Plain, Prepared, Values
from storage.session import WorkSession, table_of

_BRIEF_STANDS = timedelta(days=1)

_n, _m = NUDGE.c, table_of(Member).c
_REACHED = (_m.locked_at.is_(None), _m.left_at.is_(None))
_WAITING = NUDGE.join(_m.id.table, _m.id == _n.owner_id)
_FIRST = _n.send_at, _n.id  # as they stand in the index: nothing is sorted, however many have come
_DUE = Prepared(
    select(_n.owner_id, _n.send_at)
    .select_from(_WAITING)
    .where(NUDGE_PLANNED, _n.send_at <= bindparam("now"), *_REACHED)
    .order_by(*_FIRST)
    .limit(1)
    .with_for_update(of=_m.id.table, skip_locked=True)
)
_NEXT = Prepared(select(_n.send_at).select_from(_WAITING).where(NUDGE_PLANNED, *_REACHED).order_by(*_FIRST).limit(1))
_GONE_OUT = select(
    _n.id, _n.client_id, _n.referral_id, _n.kind, _n.due_at, _n.local_date, _n.session_at, _n.urgent, _n.outbox_id,
    _n.state,
).where(_n.owner_id == OWNER, _n.state != NudgeState.PLANNED)  # fmt: skip
_ASKED = Prepared(_GONE_OUT.where(_n.id == ONE).with_for_update())
_IN_MESSAGE = Prepared(_GONE_OUT.where(_n.outbox_id == ONE))
_UNANSWERED = Prepared(
    _GONE_OUT.where(_n.referral_id == ONE, among(_n.state, OPEN), _n.kind != NudgeKind.BEFORE_SESSION)
)
_TO_COME = Prepared(
    select(_n.send_at, _n.client_id).where(_n.owner_id == OWNER, NUDGE_PLANNED).order_by(_n.send_at, _n.id)
)
_CLIENT_OF, _DELAYED = (Prepared(select(column).where(_n.id == ONE)) for column in (_n.client_id, _n.delayed))
_THAT, _SOME = Prepared(update(NUDGE).where(_n.id == ONE)), Prepared(update(NUDGE).where(one_of(_n.id, "some")))
_HERS = _n.owner_id == OWNER
_TO_SAY = update(NUDGE).where(_HERS, NUDGE_PLANNED)
_LATE = Prepared(_TO_SAY.where(_n.send_at < bindparam("before")).values(delayed=True))
_PUT_OFF = Prepared(_TO_SAY.where(_n.send_at <= bindparam("now")).values(send_at=bindparam("until")))
_ABOUT_THESE = _HERS, one_of(_n.client_id, "some")
_NOT_HERS = Prepared(delete(NUDGE).where(*_ABOUT_THESE, NUDGE_PLANNED))
_ASKS = (_n.kind != NudgeKind.BEFORE_SESSION) | (_n.sent_at >= bindparam("since"))
_STANDING = Prepared(select(_n.outbox_id).where(*_ABOUT_THESE, _n.state == NudgeState.SENT, _ASKS))
_LET_GO = Prepared(update(NUDGE).where(*_ABOUT_THESE, among(_n.state, OPEN)).values(state=NudgeState.ANSWERED))
_AGAIN = Prepared(
    update(NUDGE)
    .where(_HERS, _n.answered_in == bindparam("change"), _n.state == NudgeState.ANSWERED)
    .values(state=NudgeState.SENT, answered_in=None)
    .returning(_n.outbox_id)
)
_GONE, _NEVER_SAID = Prepared(delete(NUDGE).where(_n.id == ONE)), Prepared(delete(NUDGE).where(_n.outbox_id == ONE))


@dataclass(frozen=True, slots=True)
class AskedNudge:
    """Something that went out to a therapist, and whether it has been answered, or was asked about again since."""

    id: int
    client_id: int
    referral_id: int | None
    kind: NudgeKind
    session_at: datetime | None
    outbox_id: int | None
    answered: bool
    repeated: bool


class Nudges(Plans):
    def __init__(self, session: WorkSession) -> None:
        super().__init__(session)
        self._answered: list[int] = []

    def to_come(self, owner_id: int) -> list[tuple[datetime, int]]:
        """When what is planned for this therapist comes, and about which client of hers (id), soonest first."""
        return [(row.send_at, row.client_id) for row in self._session.read(_TO_COME, {"owner": owner_id})]

    def owner_due(self, now: datetime) -> tuple[int, datetime] | None:
        """The therapist to whom a message is due, and since when, locked against other claimants; None if none is.

        What is due to one whose account is locked waits until she has signed in anew.
        """
        due = self._session.read_one(_DUE, {"now": now})
        return (due.owner_id, due.send_at) if due else None

    def next_due(self) -> datetime | None:
        """When the next message is due, to whomever."""
        at: datetime | None = self._session.read_value(_NEXT)
        return at

    def late(self, owner_id: int, before: datetime) -> None:
        """Marks what should have gone out earlier than `before`: nobody was there to send it."""
        self._session.write(_LATE, {"owner": owner_id, "before": before})

    def client_of(self, nudge_id: int) -> int:
        """The id of the client a planned thing is about."""
        return int(self._session.read(_CLIENT_OF, {"one": nudge_id})[0][0])

    def is_delayed(self, nudge_id: int) -> bool:
        return bool(self._session.read(_DELAYED, {"one": nudge_id})[0][0])

    def sent(self, nudge_id: int, referral_id: int | None, outbox_id: int, now: datetime) -> None:
        """It went out with this message; earlier questions about the same referral are asked anew by it."""
        said = {"state": NudgeState.SENT, "referral_id": referral_id, "outbox_id": outbox_id, "sent_at": now}
        self._session.write(_THAT, {"one": nudge_id, **said})

    def repeat(self, owner_id: int, referral_id: int) -> list[int]:
        """The open questions about a referral are asked anew; returns the messages (outbox ids) in which they stood."""
        standing = [one for one in self.unanswered(owner_id, referral_id) if one.kind in QUESTIONS]
        self._set_all([one.id for one in standing], state=NudgeState.REPEATED)
        return sorted({one.outbox_id for one in standing if one.outbox_id is not None and not one.repeated})

    def postpone(self, owner_id: int, nudge_id: int | None, until: datetime, now: datetime) -> None:
        """What is due to her and could not be said waits `until` then; of one part alone its own instant moves too.

        Its rule and its date stay the same.
        """
        if nudge_id is None:
            self._session.write(_PUT_OFF, {"owner": owner_id, "now": now, "until": until})
        else:
            self._session.write(_THAT, {"one": nudge_id, "due_at": until, "send_at": until})

    def drop(self, nudge_id: int) -> None:
        """Its reason is gone, nothing was said."""
        self._session.write(_GONE, {"one": nudge_id})

    def never_said(self, outbox_id: int) -> None:
        """The message came too late to be sent, and so nothing in it was said."""
        self._session.write(_NEVER_SAID, {"one": outbox_id})

    def let_go(self, owner_id: int, client_ids: Collection[int], now: datetime) -> list[int]:
        """These clients are not hers any more: nothing is planned for her, and what she was asked is not asked now.

        Returns the messages (outbox ids) in which questions or fresh briefs about them stand in her chat.
        """
        hers: Values = {"owner": owner_id, "some": client_ids}
        self._session.write(_NOT_HERS, hers)
        standing = self._session.read(_STANDING, {**hers, "since": now - _BRIEF_STANDS})
        self._session.write(_LET_GO, hers)
        return sorted({number for (number,) in standing if number is not None})

    def asked(self, owner_id: int, nudge_id: int) -> AskedNudge | None:
        """Something that went out to this therapist."""
        row = self._session.read_one(_ASKED, {"owner": owner_id, "one": nudge_id})
        return _asked(row) if row else None

    def in_message(self, owner_id: int, outbox_id: int) -> list[AskedNudge]:
        """All that went out to this therapist in one message, in the order in which it is read."""
        rows = self._session.read(_IN_MESSAGE, {"owner": owner_id, "one": outbox_id})
        return [_asked(row) for row in sorted(rows, key=lambda row: as_read(planned_of(row, row.due_at), row.id))]

    def unanswered(self, owner_id: int, referral_id: int) -> list[AskedNudge]:
        """Questions about one referral that still stand open in her chat, asked anew or not."""
        rows = self._session.read(_UNANSWERED, {"owner": owner_id, "one": referral_id})
        return [_asked(row) for row in rows]

    def answered(self, nudge_id: int) -> None:
        self._session.write(_THAT, {"one": nudge_id, "state": NudgeState.ANSWERED})
        self._answered.append(nudge_id)

    def settled(self, change_id: int) -> None:
        """What was answered in this transaction was answered by this change."""
        self._set_all(self._answered, answered_in=change_id)

    def ask_anew(self, owner_id: int, change_id: int) -> list[int]:
        """What a change answered is open again; returns the messages (outbox ids) in which it stands."""
        asked_in = self._session.write(_AGAIN, {"owner": owner_id, "change": change_id})
        return sorted({outbox_id for (outbox_id,) in asked_in if outbox_id is not None})

    def _set_all(self, nudge_ids: Collection[int], **values: Any) -> None:
        if nudge_ids:
            self._session.write(_SOME, {"some": nudge_ids, **values})


def _asked(row: Plain) -> AskedNudge:
    return AskedNudge(
        row.id,
        row.client_id,
        row.referral_id,
        row.kind,
        row.session_at,
        row.outbox_id,
        answered=row.state is NudgeState.ANSWERED,
        repeated=row.state is NudgeState.REPEATED,
    )
