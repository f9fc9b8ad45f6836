"""What has ended leaves in its time; nothing open ever does, nor anything of a client at risk, nor under a hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from referrals.client import Closing
from referrals.keeping import leaves_before
from referrals.model import ENDINGS, Role, State
from referrals.risk import Risk
from referrals.timing import NudgeKind
from storage.models import ClientRow, Event, Nudge, NudgeState, ReferralRow, ServiceRow
from storage.people_rows import Member
from storage.person import Person
from storage.rights.erasing import remove_clients
from storage.rights.retention import Due, Leaving
from storage.store import Store
from storage.traffic import OutboxKind, OutboxRow, OutboxState
from storage.work import UnitOfWork
from tests.storage.practice import NOW, founded, joined, logged, on_postgresql, on_sqlite, raw, snapshot

OLD = leaves_before(NOW, 24) - timedelta(days=1)
YOUNG = leaves_before(NOW, 24) + timedelta(days=1)


def sweep(store: Store, now: datetime = NOW) -> int:
    removed = 0
    while some := store.run_here(lambda work: work.retention.sweep(now)):
        removed += some
    return removed


def due(store: Store, now: datetime = NOW) -> dict[Leaving, int]:
    return {one.what: one.count for one in store.look_here(lambda work: work.retention.due(now))}


def ids(engine: Engine, table: str) -> list[int]:
    return [row.id for row in raw(engine, f"SELECT id FROM {table} ORDER BY id")]  # noqa: S608 - names of ours


def change(store: Store, number: int, table: type[ClientRow] | type[ReferralRow] = ClientRow, **said: object) -> None:
    def write(work: UnitOfWork) -> None:
        row = work._session.get_one(table, number)
        for name, value in said.items():
            setattr(row, name, value)

    store.run_here(write)


def closed(at: datetime, **more: Any) -> dict[str, Any]:
    return {"closed_at": at, "closed_because": Closing.GOODBYE, **more}


def ended(at: datetime, **more: Any) -> dict[str, Any]:
    return {"state": State.FULFILLED, "moved_at": at, "next_check_at": None, **more}


@pytest.mark.parametrize(("at", "gone"), [(OLD, True), (YOUNG, False)])
def test_a_closed_client_leaves_in_her_time_with_all_of_hers(
    store: Store, engine: Engine, alice: Person, at: datetime, gone: bool
) -> None:
    client, _ = logged(store, alice)
    logged(store, alice, "B2")
    change(store, client.id, **closed(at))
    assert due(store) == ({Leaving.CLIENTS: 1} if gone else {})
    sweep(store)
    assert ids(engine, "client") == ([2] if gone else [1, 2])
    assert ids(engine, "referral") == ([2] if gone else [1, 2])
    assert ids(engine, "event") == ([2] if gone else [1, 2])
    assert raw(engine, "SELECT id FROM erasure") == []


@pytest.mark.parametrize("risk", [Risk.ACUTE, Risk.ELEVATED])
def test_one_at_risk_never_leaves(store: Store, engine: Engine, alice: Person, risk: Risk) -> None:
    client, referral = logged(store, alice)
    change(store, referral.id, ReferralRow, **ended(OLD))
    change(store, client.id, risk=risk)
    sweep(store)
    assert ids(engine, "referral") == [1]
    change(store, client.id, **closed(OLD))
    sweep(store)
    assert ids(engine, "client") == [1]
    change(store, client.id, closed_because=Closing.DIED)
    sweep(store)
    assert ids(engine, "client") == []


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        (ended(OLD), True),
        (ended(YOUNG), False),
        (ended(OLD, state=State.AGREED), False),
        (ended(OLD, state=State.ON_HOLD), False),
        (ended(OLD, state=State.DECLINED, revisit_on=NOW.date() + timedelta(days=9)), False),
        (ended(OLD, state=State.DECLINED, revisit_on=date(2020, 1, 1)), True),
        (ended(OLD, next_check_at=NOW), False),
    ],
)
def test_an_ended_referral_leaves_its_client_in_its_time(
    store: Store, engine: Engine, alice: Person, said: dict[str, Any], gone: bool
) -> None:
    _, referral = logged(store, alice)
    change(store, referral.id, ReferralRow, **said)
    sweep(store)
    assert ids(engine, "referral") == ([] if gone else [1])
    assert ids(engine, "event") == ([] if gone else [1])
    assert ids(engine, "client") == [1]


def test_one_on_which_a_condition_stands_does_not(store: Store, engine: Engine, alice: Person) -> None:
    client, referral = logged(store, alice)
    change(store, referral.id, ReferralRow, **ended(OLD))
    store.run_here(
        lambda work: work.cases(alice.id).make_condition(
            client.id, referral.id, reason="a", offered="b", review_on=NOW.date(), recorded_by=None, now=OLD
        )
    )
    sweep(store)
    assert ids(engine, "referral") == [1]
    raw(engine, "UPDATE condition SET ended_at = decided_at")
    sweep(store)
    assert (ids(engine, "referral"), ids(engine, "condition")) == ([], [])


def test_old_history_of_what_ended_lately_leaves_alone(store: Store, engine: Engine, alice: Person) -> None:
    _, referral = logged(store, alice)
    logged(store, alice, "B2")
    for event_id in (1, 2):
        store.run_here(lambda work, number=event_id: _at(work, number, OLD))  # type: ignore[misc]
    change(store, referral.id, ReferralRow, **ended(YOUNG))
    assert due(store) == {Leaving.EVENTS: 1}
    sweep(store)
    assert (ids(engine, "event"), ids(engine, "referral")) == ([2], [1, 2])


def _at(work: UnitOfWork, event_id: int, at: datetime) -> None:
    work._session.get_one(Event, event_id).at = at


def test_answered_questions_and_messages_long_sent_leave(store: Store, engine: Engine, alice: Person) -> None:
    client, referral = logged(store, alice)

    def write(work: UnitOfWork) -> None:
        states = (NudgeState.ANSWERED, OLD), (NudgeState.SENT, OLD), (NudgeState.ANSWERED, NOW)
        for number, (state, at) in enumerate(states):
            said = OutboxRow(
                chat_id=alice.telegram_id, kind=OutboxKind.SEND, state=OutboxState.SENT, fence=1, attempts=1,
                created_at=OLD,
            )  # fmt: skip
            work._session.add(said)
            work._session.flush()
            work._session.add(
                Nudge(
                    owner_id=alice.id, client_id=client.id, referral_id=referral.id, kind=NudgeKind.AFTER_SESSION,
                    rule=f"r{number}", local_date=OLD.date(), due_at=at, send_at=at, sent_at=at, state=state,
                    outbox_id=said.id, urgent=False, delayed=False,
                )
            )  # fmt: skip
        edit = OutboxRow(
            chat_id=alice.telegram_id, kind=OutboxKind.EDIT, state=OutboxState.PENDING, fence=0, attempts=0,
            created_at=OLD, target_id=1, body="{}",
        )  # fmt: skip
        work._session.add(edit)

    store.run_here(write)
    sweep(store)
    assert ids(engine, "nudge") == [2, 3]
    assert ids(engine, "outbox") == [1, 2, 3, 4], "an edit still waits for the first, the others are referred to"
    raw(engine, "UPDATE outbox SET state = 'sent' WHERE id = 4")
    sweep(store)
    assert ids(engine, "outbox") == [2, 3]


def test_what_was_to_be_asked_once_is_not_asked_again(store: Store, engine: Engine, alice: Person) -> None:
    """A "not now" whose day has come was asked about; a condition keeps it, and with it that it was asked."""
    client, referral = logged(store, alice)
    said = {
        "state": State.DECLINED,
        "revisit_on": OLD.date(),
        "moved_at": OLD - timedelta(days=90),
        "next_check_at": None,
    }

    def write(work: UnitOfWork) -> None:
        work._session.add(
            Nudge(
                owner_id=alice.id, client_id=client.id, referral_id=referral.id, kind=NudgeKind.REVISIT, rule="r",
                local_date=OLD.date(), due_at=OLD, send_at=OLD, sent_at=OLD, state=NudgeState.ANSWERED, urgent=False,
                delayed=False,
            )
        )  # fmt: skip
        work.cases(alice.id).make_condition(
            client.id, referral.id, reason="x", offered="y", review_on=NOW.date(), recorded_by=alice.id, now=NOW
        )

    store.run_here(write)
    change(store, referral.id, ReferralRow, **said)
    sweep(store)
    store.run_here(lambda work: work.nudges.replan_all(work.caseload(alice.id), alice.habits, NOW))
    assert [row.state for row in raw(engine, "SELECT state FROM nudge WHERE kind = 'revisit'")] == ["answered"]


def test_what_is_left_of_who_left_goes_and_messages_to_her_account(store: Store, engine: Engine, bob: Person) -> None:
    store.run_here(lambda work: _name(work, bob.id))
    store.run_here(lambda work: work.outbox.send(bob.telegram_id, "{}", NOW - timedelta(days=3)))
    raw(engine, "UPDATE outbox SET state = 'sent', body = NULL")
    sweep(store)
    assert ids(engine, "outbox") == [1]
    store.run_here(lambda work: _left(work, bob.id, YOUNG))
    sweep(store)
    assert ids(engine, "outbox") == []
    assert len(raw(engine, "SELECT id FROM member WHERE called IS NOT NULL")) == 1
    store.run_here(lambda work: _left(work, bob.id, OLD))
    sweep(store)
    assert raw(engine, "SELECT id FROM member WHERE called IS NOT NULL") == []


def _name(work: UnitOfWork, member_id: int) -> None:
    work._session.get_one(Member, member_id).called = "Bob"


def _left(work: UnitOfWork, member_id: int, at: datetime) -> None:
    member = work._session.get_one(Member, member_id)
    member.left_at, member.telegram_id = at, -member_id


@pytest.mark.usefixtures("alice")
def test_invites_that_open_nothing_any_more_leave(store: Store, engine: Engine) -> None:
    assert ids(engine, "invite") == [1]
    store.run_here(lambda work: work.invites.make(Role.THERAPIST, NOW))
    sweep(store, NOW + timedelta(days=6))
    assert ids(engine, "invite") == [1, 2]
    sweep(store, NOW + timedelta(days=31))
    assert ids(engine, "invite") == [2]
    sweep(store, NOW + timedelta(days=38))
    assert ids(engine, "invite") == []


def test_under_a_hold_nothing_leaves(store: Store, engine: Engine, alice: Person) -> None:
    client, _ = logged(store, alice)
    change(store, client.id, **closed(OLD))
    store.run_here(lambda work: work.people.set_hold(True, NOW, alice.id))
    before = snapshot(engine)
    assert (due(store), sweep(store)) == ({}, 0)
    assert snapshot(engine) == before


def test_the_practices_own_time_counts(store: Store, alice: Person) -> None:
    client, _ = logged(store, alice)
    change(store, client.id, **closed(OLD))
    store.run_here(lambda work: work.people.set_retention(36))
    assert due(store) == {}
    store.run_here(lambda work: work.people.set_retention(1))
    (one,) = store.look_here(lambda work: work.retention.due(NOW))
    assert one == Due(Leaving.CLIENTS, 1, OLD)


_DAYS = st.integers(0, 1500)
_Referral = tuple[State, int, int | None, bool]
_Client = tuple[Risk, int | None, Closing, list[_Referral]]
_REFERRAL = st.tuples(st.sampled_from(State), _DAYS, st.none() | st.integers(-900, 900), st.booleans())
_CLIENT = st.tuples(st.sampled_from(Risk), st.none() | _DAYS, st.sampled_from(Closing), st.lists(_REFERRAL, max_size=3))


@on_sqlite
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(caseload=st.lists(_CLIENT, min_size=1, max_size=4), months=st.integers(1, 48))
def test_nothing_open_and_nothing_young_ever_leaves(
    store: Store, engine: Engine, caseload: list[_Client], months: int
) -> None:
    if store.look_here(lambda work: work.people.practice()) is None:
        founded(store)
        joined(store, 1001)
    _fill(store, caseload, months)
    before = _seen(engine)
    sweep(store)
    after = _seen(engine)
    cut = leaves_before(NOW, months)
    for number, row in before[0].items():
        over = row.closed_at is not None and row.closed_at < cut
        calm = row.risk is Risk.NONE_LOGGED or row.closed_because is Closing.DIED
        assert (number in after[0]) is not (over and calm)
    for number, referral in before[1].items():
        client = before[0][referral.client_id]
        if client.id in after[0] and (referral.state not in ENDINGS or client.risk is not Risk.NONE_LOGGED):
            died = client.closed_because is Closing.DIED
            assert number in after[1] or (died and referral.state in ENDINGS)
        if number not in after[1] and client.id in after[0]:
            assert referral.moved_at < cut
            assert referral.next_check_at is None
    assert {event.referral_id for event in after[2].values()} <= after[1].keys()
    store.run_here(_empty)


Rows = tuple[dict[int, ClientRow], dict[int, ReferralRow], dict[int, Event]]


def _seen(engine: Engine) -> Rows:
    with Session(engine) as session:
        return (
            {row.id: row for row in session.scalars(select(ClientRow))},
            {row.id: row for row in session.scalars(select(ReferralRow))},
            {row.id: row for row in session.scalars(select(Event))},
        )


def _fill(store: Store, caseload: list[_Client], months: int) -> None:
    def write(work: UnitOfWork) -> None:
        session = work._session
        work.people.set_retention(months)
        owner = session.scalars(select(Member.id)).first()
        service = session.scalars(select(ServiceRow.id)).first()
        assert owner is not None
        for place, (risk, closed_ago, because, referrals) in enumerate(caseload):
            client = ClientRow(owner_id=owner, code=f"C{place}", created_at=NOW - timedelta(days=2000), care_steps=[])
            client.risk = risk
            if closed_ago is not None:
                client.closed_at, client.closed_because = NOW - timedelta(days=closed_ago), because
            session.add(client)
            session.flush()
            for state, moved_ago, revisit, waits in referrals:
                moved = NOW - timedelta(days=moved_ago)
                row = ReferralRow(
                    owner_id=owner, client_id=client.id, service_id=service, state=state, purposes=[], readings=[],
                    appointment_timed=True, sufficient=False, created_at=moved, moved_at=moved,
                    next_check_at=NOW if waits else None,
                    revisit_on=None if revisit is None else NOW.date() + timedelta(days=revisit),
                )  # fmt: skip
                session.add(row)
                session.flush()
                session.add(Event(member_id=owner, client_id=client.id, referral_id=row.id, kind="suggested", at=moved))

    store.run_here(write)


def _empty(work: UnitOfWork) -> None:
    remove_clients(work._session, list(work._session.scalars(select(ClientRow.id))))


@on_postgresql
def test_one_taken_up_again_at_this_very_moment_stays(store: Store, engine: Engine, alice: Person) -> None:
    client, _ = logged(store, alice)
    change(store, client.id, **closed(OLD))
    with engine.connect() as turn:
        turn.execute(text("UPDATE client SET closed_at = NULL, closed_because = NULL"))
        other = Thread(target=sweep, args=(store,))
        other.start()
        other.join(timeout=1)  # it waits, or is through
        turn.commit()
    other.join()
    assert ids(engine, "client") == [client.id]
