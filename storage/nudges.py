"""What time brings: planned from the rules after every change, arranged over the therapist's day, said, answered.

Several nudges may go out in one message; they then share its outbox id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from referrals.asking import still_meant
from referrals.attention import Message, Wish, arrange, as_read
from referrals.client import Client
from referrals.diary import Diary, sessions_between
from referrals.habits import Habits
from referrals.model import Referral
from referrals.planning import plan
from referrals.timing import (
    OF_ONE_REFERRAL,
    QUESTIONS,
    UNANSWERED_BEFORE_DIGEST,
    NudgeKind,
    Planned,
    Taken,
)
from storage.caseload import Caseload
from storage.models import Nudge, NudgeState
from storage.people_rows import Member

# What lies further ahead stands at its own instant until it comes nearer.
_ARRANGED = timedelta(days=35)
_OPEN = (NudgeState.SENT, NudgeState.REPEATED)
_REACHED = (Member.locked_at.is_(None), Member.left_at.is_(None))
_BRIEF_STANDS = timedelta(days=1)


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


class Nudges:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._answered: list[int] = []

    def replan(self, caseload: Caseload, client: Client, habits: Habits, now: datetime) -> list[Planned]:
        """Plans anew what to ask about one client, and arranges the day; returns what is planned about her."""
        self.plan(caseload, client, habits, now)
        self.arrange(caseload, habits, now)
        return self.planned(caseload.owner_id, client.id)

    def replan_all(self, caseload: Caseload, habits: Habits, now: datetime) -> None:
        """Plans one therapist's whole caseload anew, as after a change of her habits."""
        for client in caseload.clients():
            self.plan(caseload, client, habits, now)
        self.arrange(caseload, habits, now)

    def plan(self, caseload: Caseload, client: Client, habits: Habits, now: datetime) -> None:
        """Plans anew what to ask about one client, each thing at its own instant; `arrange` then finds their places.

        What is due already stays as long as its reason holds: its moment in the day is still to come.
        """
        referrals = caseload.referrals(client.id)
        planned = plan(
            client,
            referrals,
            habits,
            now,
            taken=self._taken(client.id),
            quiet=self.quiet(client.id),
            asked_at=self._asked_at(client.id),
            known=caseload.known(client.id),
        )
        kept = self._keep_due(caseload.owner_id, client, referrals, now)
        said = self._rules(client.id)
        rows = [_row(caseload.owner_id, client.id, item) for item in planned]
        self._session.add_all(row for row in rows if row.rule not in kept and (row.rule, row.local_date) not in said)
        self._session.flush()

    def arrange(self, caseload: Caseload, habits: Habits, now: datetime) -> list[Message]:
        """The messages to come to one therapist, soonest first, kept as the instants at which they go out."""
        rows = {
            row.id: row
            for row in self._session.scalars(
                select(Nudge).where(
                    Nudge.owner_id == caseload.owner_id,
                    Nudge.state == NudgeState.PLANNED,
                    Nudge.due_at <= now + _ARRANGED,
                )
            )
        }
        if not rows:
            return []
        messages = arrange(
            [Wish(row.id, _planned(row, row.due_at)) for row in rows.values()],
            _diary(caseload, habits, now, max(row.due_at for row in rows.values())),
            habits,
            self._said_by_date(caseload.owner_id, habits, now),
            now,
        )
        for message in messages:
            for wish in message.wishes:
                rows.pop(wish.id).send_at = message.at
        for lost in rows.values():
            self._session.delete(lost)
        self._session.flush()
        return messages

    def planned(self, owner_id: int, client_id: int) -> list[Planned]:
        """What is planned about one client of this therapist's, soonest first: `due_at` is when it comes."""
        rows = self._session.scalars(
            select(Nudge)
            .where(Nudge.owner_id == owner_id, Nudge.client_id == client_id, Nudge.state == NudgeState.PLANNED)
            .order_by(Nudge.send_at, Nudge.due_at, Nudge.id)
        )
        return [_planned(row, row.send_at) for row in rows]

    def to_come(self, owner_id: int) -> list[tuple[datetime, int]]:
        """When what is planned for this therapist comes, and about which client of hers (id), soonest first."""
        mine = select(Nudge.send_at, Nudge.client_id).where(
            Nudge.owner_id == owner_id, Nudge.state == NudgeState.PLANNED
        )
        return [(row.send_at, row.client_id) for row in self._session.execute(mine.order_by(Nudge.send_at, Nudge.id))]

    def owner_due(self, now: datetime) -> tuple[int, datetime] | None:
        """The therapist to whom a message is due, and since when, locked against other claimants; None if none is.

        What is due to one whose account is locked waits until she has signed in anew.
        """
        due = self._session.execute(
            select(Nudge.owner_id, Nudge.send_at)
            .join(Member, Member.id == Nudge.owner_id)
            .where(Nudge.state == NudgeState.PLANNED, Nudge.send_at <= now, *_REACHED)
            .order_by(Nudge.send_at, Nudge.id)
            .limit(1)
            .with_for_update(of=Member, skip_locked=True)
        ).first()
        return (due.owner_id, due.send_at) if due else None

    def next_due(self) -> datetime | None:
        """When the next message is due, to whomever."""
        due = select(func.min(Nudge.send_at)).join(Member, Member.id == Nudge.owner_id)
        return self._session.scalar(due.where(Nudge.state == NudgeState.PLANNED, *_REACHED))

    def may_arrive(self, caseload: Caseload, habits: Habits, now: datetime) -> bool:
        """Whether a message that is not urgent may come at this very moment."""
        diary = _diary(caseload, habits, now, now)
        return diary.open_at(now) and diary.block_at(now) is None

    def late(self, owner_id: int, before: datetime) -> None:
        """Marks what should have gone out earlier than `before`: nobody was there to send it."""
        self._session.execute(
            update(Nudge)
            .where(Nudge.owner_id == owner_id, Nudge.state == NudgeState.PLANNED, Nudge.send_at < before)
            .values(delayed=True)
        )

    def client_of(self, nudge_id: int) -> int:
        """The id of the client a planned thing is about."""
        return self._session.get_one(Nudge, nudge_id).client_id

    def is_delayed(self, nudge_id: int) -> bool:
        return self._session.get_one(Nudge, nudge_id).delayed

    def sent(self, nudge_id: int, referral_id: int | None, outbox_id: int, now: datetime) -> None:
        """It went out with this message; earlier questions about the same referral are asked anew by it."""
        row = self._session.get_one(Nudge, nudge_id)
        row.state, row.referral_id, row.outbox_id, row.sent_at = NudgeState.SENT, referral_id, outbox_id, now
        self._session.flush()

    def repeat(self, owner_id: int, referral_id: int) -> list[int]:
        """The open questions about a referral are asked anew; returns the messages (outbox ids) in which they stood."""
        standing = [one for one in self.unanswered(owner_id, referral_id) if one.kind in QUESTIONS]
        self._session.execute(
            update(Nudge).where(Nudge.id.in_([one.id for one in standing])).values(state=NudgeState.REPEATED)
        )
        return sorted({one.outbox_id for one in standing if one.outbox_id is not None and not one.repeated})

    def postpone(self, owner_id: int, nudge_id: int | None, until: datetime, now: datetime) -> None:
        """What is due to her and could not be said waits `until` then; of one part alone its own instant moves too.

        Its rule and its date stay the same.
        """
        due = Nudge.owner_id == owner_id, Nudge.state == NudgeState.PLANNED, Nudge.send_at <= now
        if nudge_id is None:
            self._session.execute(update(Nudge).where(*due).values(send_at=until))
        else:
            self._session.execute(update(Nudge).where(Nudge.id == nudge_id).values(due_at=until, send_at=until))

    def drop(self, nudge_id: int) -> None:
        """Its reason is gone, nothing was said."""
        self._session.execute(delete(Nudge).where(Nudge.id == nudge_id))

    def never_said(self, outbox_id: int) -> None:
        """The message came too late to be sent, and so nothing in it was said."""
        self._session.execute(delete(Nudge).where(Nudge.outbox_id == outbox_id))

    def let_go(self, owner_id: int, client_ids: Collection[int], now: datetime) -> list[int]:
        """These clients are not hers any more: nothing is planned for her, and what she was asked is not asked now.

        Returns the messages (outbox ids) in which questions or fresh briefs about them stand in her chat.
        """
        hers = Nudge.owner_id == owner_id, Nudge.client_id.in_(client_ids)
        self._session.execute(delete(Nudge).where(*hers, Nudge.state == NudgeState.PLANNED))
        asks = (Nudge.kind != NudgeKind.BEFORE_SESSION) | (Nudge.sent_at >= now - _BRIEF_STANDS)
        standing = select(Nudge.outbox_id).where(*hers, Nudge.state == NudgeState.SENT, asks)
        outbox_ids = sorted({number for number in self._session.scalars(standing) if number is not None})
        self._session.execute(update(Nudge).where(*hers, Nudge.state.in_(_OPEN)).values(state=NudgeState.ANSWERED))
        return outbox_ids

    def asked(self, owner_id: int, nudge_id: int) -> AskedNudge | None:
        """Something that went out to this therapist."""
        row = self._session.scalar(self._gone_out(owner_id).where(Nudge.id == nudge_id).with_for_update())
        return _asked(row) if row else None

    def in_message(self, owner_id: int, outbox_id: int) -> list[AskedNudge]:
        """All that went out to this therapist in one message, in the order in which it is read."""
        rows = self._session.scalars(self._gone_out(owner_id).where(Nudge.outbox_id == outbox_id))
        return [_asked(row) for row in sorted(rows, key=lambda row: as_read(_planned(row, row.due_at), row.id))]

    def unanswered(self, owner_id: int, referral_id: int) -> list[AskedNudge]:
        """Questions about one referral that still stand open in her chat, asked anew or not."""
        rows = self._session.scalars(
            self._gone_out(owner_id).where(
                Nudge.referral_id == referral_id, Nudge.state.in_(_OPEN), Nudge.kind != NudgeKind.BEFORE_SESSION
            )
        )
        return [_asked(row) for row in rows]

    def answered(self, nudge_id: int) -> None:
        self._session.execute(update(Nudge).where(Nudge.id == nudge_id).values(state=NudgeState.ANSWERED))
        self._answered.append(nudge_id)

    def settled(self, change_id: int) -> None:
        """What was answered in this transaction was answered by this change."""
        self._session.execute(update(Nudge).where(Nudge.id.in_(self._answered)).values(answered_in=change_id))

    def ask_anew(self, owner_id: int, change_id: int) -> list[int]:
        """What a change answered is open again; returns the messages (outbox ids) in which it stands."""
        answered = Nudge.owner_id == owner_id, Nudge.answered_in == change_id, Nudge.state == NudgeState.ANSWERED
        again = (
            update(Nudge).where(*answered).values(state=NudgeState.SENT, answered_in=None).returning(Nudge.outbox_id)
        )
        return sorted({outbox_id for outbox_id in self._session.scalars(again) if outbox_id is not None})

    def quiet(self, client_id: int) -> Collection[int]:
        """The referrals whose last questions stayed unanswered so often that they wait for the digest."""
        open_questions = (
            select(Nudge.referral_id)
            .where(Nudge.client_id == client_id, Nudge.state.in_(_OPEN), Nudge.kind.in_(QUESTIONS))
            .group_by(Nudge.referral_id)
            .having(func.count() >= UNANSWERED_BEFORE_DIGEST)
        )
        return {number for number in self._session.scalars(open_questions) if number is not None}

    def _gone_out(self, owner_id: int) -> Select[Nudge]:
        return select(Nudge).where(Nudge.owner_id == owner_id, Nudge.state != NudgeState.PLANNED)

    def _keep_due(self, owner_id: int, client: Client, referrals: Sequence[Referral], now: datetime) -> Collection[str]:
        """Drops what is planned about a client, save what is due and still meant; returns the rules of that."""
        kept: set[str] = set()
        mine = Nudge.owner_id == owner_id, Nudge.client_id == client.id, Nudge.state == NudgeState.PLANNED
        for row in self._session.scalars(select(Nudge).where(*mine)).all():
            if row.due_at <= now and still_meant(_planned(row, row.due_at), client, referrals, now):
                kept.add(row.rule)
            else:
                self._session.delete(row)
        self._session.flush()
        return kept

    def _taken(self, client_id: int) -> Collection[Taken]:
        gone = select(Nudge.kind, Nudge.referral_id, Nudge.local_date).where(
            Nudge.client_id == client_id, Nudge.state != NudgeState.PLANNED
        )
        return {
            (kind, referral_id if kind in OF_ONE_REFERRAL else None, local_date)
            for kind, referral_id, local_date in self._session.execute(gone)
        }

    def _asked_at(self, client_id: int) -> Mapping[int, datetime]:
        """When each of the client's referrals was last asked about (UTC), by its id."""
        asked = (
            select(Nudge.referral_id, func.max(Nudge.sent_at).label("at"))
            .where(Nudge.client_id == client_id, Nudge.sent_at.is_not(None), Nudge.kind.in_(QUESTIONS))
            .group_by(Nudge.referral_id)
        )
        return {row.referral_id: row.at for row in self._session.execute(asked) if row.referral_id is not None}

    def _rules(self, client_id: int) -> Collection[tuple[str, date]]:
        rules = select(Nudge.rule, Nudge.local_date).where(Nudge.client_id == client_id)
        return {(rule, local_date) for rule, local_date in self._session.execute(rules)}

    def _said_by_date(self, owner_id: int, habits: Habits, now: datetime) -> Counter[date]:
        """How many messages went out on each date that is not over for her, those that danger sent left out."""
        since = now - timedelta(days=2)
        sent = (
            select(Nudge.outbox_id, func.min(Nudge.sent_at).label("sent_at"))
            .where(Nudge.owner_id == owner_id, Nudge.sent_at >= since, Nudge.urgent.is_(False))
            .group_by(Nudge.outbox_id)
        )
        return Counter(habits.hours.local_date(row.sent_at) for row in self._session.execute(sent))


def _diary(caseload: Caseload, habits: Habits, now: datetime, until: datetime) -> Diary:
    rules = caseload.session_rules() + ([habits.supervision] if habits.supervision else [])
    # What overflows a day goes to a later one, so a little more is looked at than is planned.
    return Diary(sessions_between(rules, now - timedelta(days=1), until + timedelta(days=7)), habits)


def _row(owner_id: int, client_id: int, planned: Planned) -> Nudge:
    # An appointment has a question of its own; a client's sessions and stages have one a day between them. Looks after
    # the client herself come whenever they are to.
    about = planned.referral_id if planned.kind in OF_ONE_REFERRAL else client_id
    instant = f":{planned.due_at.isoformat()}" if planned.kind.about_client else ""
    return Nudge(
        owner_id=owner_id,
        client_id=client_id,
        referral_id=planned.referral_id,
        kind=planned.kind,
        rule=f"{planned.kind}:{about}{instant}",
        local_date=planned.local_date,
        due_at=planned.due_at,
        send_at=planned.due_at,
        session_at=planned.session_at,
        urgent=planned.urgent,
        delayed=False,
        state=NudgeState.PLANNED,
    )


def _planned(row: Nudge, at: datetime) -> Planned:
    return Planned(row.kind, at, row.local_date, row.referral_id, row.session_at, row.urgent)


def _asked(row: Nudge) -> AskedNudge:
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
