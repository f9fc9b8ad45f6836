"""Statements handed to the driver as they stand: what SQLAlchemy knows of values, rows and errors stays true."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, event, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from referrals.model import State
from referrals.remembered import forget
from storage.models import ClientRow, ReferralRow
from storage.one_of import one_of
from storage.person import Person
from storage.prepared import Asking, Prepared, say
from storage.session import WorkSession, table_of, transaction
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT, NOW, logged, on_postgresql, raw

CLIENT, REFERRAL = table_of(ClientRow), table_of(ReferralRow)
THOSE = Prepared(select(CLIENT.c.code).where(one_of(CLIENT.c.id, "some")).order_by(CLIENT.c.code))
THE_OTHERS = Prepared(select(CLIENT.c.code).where(~one_of(CLIENT.c.id, "some")).order_by(CLIENT.c.code))


def codes(session: WorkSession, which: Prepared, ids: list[int]) -> list[str]:
    return [row.code for row in session.read(which, {"some": ids})]


def test_however_many_are_asked_for_it_is_one_statement(store: Store, engine: Engine, alice: Person) -> None:
    ids = [logged(store, alice, code)[0].id for code in ("C1", "C2", "C3")]
    asked: set[str] = set()
    with transaction(engine) as session:
        event.listen(engine, "before_cursor_execute", lambda *said: asked.add(said[2]))
        found = [codes(session, THOSE, ids[:count]) for count in range(4)]
        left = [codes(session, THE_OTHERS, ids[:count]) for count in range(4)]
    assert found == [[], ["C1"], ["C1", "C2"], ["C1", "C2", "C3"]]
    assert left == [["C1", "C2", "C3"], ["C2", "C3"], ["C3"], []]
    assert len(asked) == 2  # whoever listens to statements hears of these


def test_a_list_that_would_be_written_anew_each_time_is_refused(engine: Engine, alice: Person) -> None:
    which = Prepared(select(CLIENT.c.code).where(CLIENT.c.owner_id.in_([alice.id, 2])))
    with transaction(engine) as session, pytest.raises(TypeError, match="written anew"):
        session.read(which)


def test_a_value_that_is_not_given_is_missed(engine: Engine) -> None:
    which = Prepared(select(CLIENT.c.code).where(CLIENT.c.owner_id == bindparam("owner")))
    with transaction(engine) as session, pytest.raises(KeyError):
        session.read(which)


def test_values_and_columns_pass_through_their_types(store: Store, engine: Engine, alice: Person) -> None:
    logged(store, alice, note="call first")
    which = Prepared(
        select(REFERRAL.c.state, REFERRAL.c.note, REFERRAL.c.created_at, REFERRAL.c.purposes).where(
            REFERRAL.c.state == State.SUGGESTED, REFERRAL.c.created_at == bindparam("at")
        )
    )
    with transaction(engine) as session:
        row = session.read_one(which, {"at": NOW})
        assert session.read_one(which, {"at": NOW.replace(year=2020)}) is None
    assert row == (State.SUGGESTED, "call first", NOW, [])
    assert type(row.state) is State


def test_what_the_driver_refuses_is_raised_as_by_sqlalchemy_without_what_was_written(
    store: Store, engine: Engine, alice: Person
) -> None:
    logged(store, alice, "C7")
    twice = {"owner_id": alice.id, "code": "C7", "risk": "none_logged", "created_at": NOW, "version": 1}
    adding = Prepared(insert(CLIENT))
    for run, values in ((Asking.run, twice), (Asking.run_for_each, [twice])):
        with pytest.raises(IntegrityError) as raised, transaction(engine) as session:
            run(session._asking, adding, values)  # type: ignore[arg-type] # either takes its own
        assert "C7" not in str(raised.value).replace("Key (owner_id, code)=(", "").partition("DETAIL")[0]
        assert raised.value.params is None
    with pytest.raises(Exception, match="nonsense") as other, transaction(engine) as session:
        say(session.connection(), "nonsense")
    assert isinstance(other.value, ProgrammingError) or engine.dialect.name == "sqlite"


@on_postgresql
def test_a_connection_that_was_cut_is_not_used_again(store: Store, engine: Engine) -> None:
    def cut(session: WorkSession) -> None:
        (pid,) = session.connection().exec_driver_sql("SELECT pg_backend_pid()").one()
        raw(store.engine, "SELECT pg_terminate_backend(:pid)", pid=pid)
        session.read(THOSE, {"some": [1]})

    with pytest.raises(OperationalError) as raised, transaction(engine) as session:
        cut(session)
    assert raised.value.connection_invalidated
    assert store.run_here(lambda work: work.outbox.waiting()) == 0


def test_what_waits_to_be_written_is_written_before_anything_is_read(store: Store, alice: Person) -> None:
    client, _ = logged(store, alice)

    def turn(work: UnitOfWork) -> str:
        work._session.get_one(ClientRow, client.id).code = "C8"
        return codes(work._session, THOSE, [client.id])[0]

    assert store.run_here(turn) == "C8"


def test_what_a_look_writes_is_not_kept(store: Store) -> None:
    assert store.look_here(lambda work: work.outbox.send(ALICE_CHAT, "x", NOW)) > 0
    assert store.run_here(lambda work: work.outbox.waiting()) == 0


def test_a_row_read_again_as_it_was_gives_the_same_object_until_it_is_let_go_of(store: Store, alice: Person) -> None:
    client, referral = logged(store, alice)

    def look() -> tuple[Any, Any]:
        return store.run_here(
            lambda work: (work.caseload(alice.id).client("C7"), work.caseload(alice.id).referral(referral.id))
        )

    (her, it), (her_again, it_again) = look(), look()
    assert (her, it) == (client, referral)
    assert her is her_again
    assert it is it_again
    forget()
    assert look() == (her, it)
    assert look()[1] is not it
    store.run_here(lambda work: work.caseload(alice.id).put_off(referral.id, None))
    changed = look()[1]
    assert changed.next_check_at is None
    assert changed.version == it.version + 1
