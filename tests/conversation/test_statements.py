"""What is looked at costs a fixed number of reads, whatever the caseload: somebody who adds a loop hears of it here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import Connection, Engine, event
from telegram import Update

from bot.intake.updates import Incoming
from bot.routes import route
from bot.turn import Turn
from referrals.client import Client, RaisedFor
from referrals.model import Barrier, Role, State
from referrals.sessions import Cadence, SessionRule, Slot
from referrals.supervisors import Because, Decision, SupervisionKind
from storage.caseload import NewReferral
from storage.inbox import Waiting
from storage.work import UnitOfWork
from tests.conversation.talk import NEW_YORK, Practice, Talker

# How many SELECTs each handler makes, with a few clients and with many.
READS = {
    "/status": 6,
    "/today": 3,
    "/clients": 1,
    "/supervision": 7,
    "C7": 4,
}
AGENDA_READS = 9  # of a supervisor, for one supervisee


def fill(work: UnitOfWork, owner: int, chat: int, practice: Practice, count: int) -> None:
    """So many clients with all that hangs on them, each of them a case for supervision."""
    caseload, now = work.caseload(owner), practice.now - timedelta(days=60)
    for number in range(7, 7 + count):
        client = caseload.add_client(f"C{number}", now)
        slot = Slot(practice.now.astimezone(NEW_YORK).weekday(), time(9 + number % 9))
        caseload.set_sessions(client.id, SessionRule((slot,), Cadence.WEEKLY, date(2026, 1, 1), NEW_YORK), now)
        for service in work.directory.services()[:3]:
            made = caseload.add_referral(client.id, NewReferral(service=service), now)
            for _ in range(2):
                caseload.save(made, "barrier", now, {"barrier": Barrier.WAIT.value})
        _supervised(work, owner, client, made.id, practice)
        caseload.save(replace(made, state=State.DECLINED, moved_at=now), "declined", now)
    talk = work.people.by_telegram_id(chat)
    assert talk is not None
    work.nudges.replan_all(caseload, talk.habits, practice.now)


def _supervised(work: UnitOfWork, owner: int, client: Client, referral_id: int, practice: Practice) -> None:
    now, cases = practice.now - timedelta(days=30), work.cases(owner)
    raised = replace(client, raised_at=now, raised_for=RaisedFor.BY_HAND)
    current = work.caseload(owner).client_by_id(client.id)
    assert current is not None
    work.caseload(owner).save_client(replace(raised, sessions=current.sessions), "raised", now)
    cases.answer(client.id, f"facts of {client.id}", Because.MOVING, now)
    cases.decide(client.id, Decision.NOTE, owner, now, line="a line")
    cases.make_condition(
        client.id, referral_id, reason="x", offered="y", review_on=now.date(), recorded_by=None, now=now
    )
    reflection = work.reflections.begin(owner, client.id, now)
    work.reflections.answer(owner, reflection, ["private"])
    work.reflections.share(owner, reflection, "one line", now)


def reads_of(talker: Talker, line: str, engine: Engine) -> int:
    """How many SELECTs the handler of a line makes; the turn around it has others."""
    found: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT") and "FROM" in statement:
            found.append(statement)

    message = talker.message(text=line)
    if line.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(line)}]
    update = Update.de_json({"update_id": 1, "message": message}, None)
    waiting = Waiting(1, 1, talker.user_id, 1, None, None)

    def look(work: UnitOfWork) -> None:
        said = Incoming(waiting, update).said()
        turn = Turn(work, said, talker.practice.now, work.people.speaking(talker.user_id))
        found.clear()
        route(update)(turn)
        assert turn.cards
        assert not turn.refused

    event.listen(engine, "before_cursor_execute", note)
    talker.practice.store.look_here(look)
    event.remove(engine, "before_cursor_execute", note)
    return len(found)


@pytest.fixture(params=[3, 25])
def ana_with_many(request: pytest.FixtureRequest, practice: Practice, ana: Talker) -> Talker:
    def work(work: UnitOfWork) -> None:
        person = work.people.by_telegram_id(ana.user_id)
        assert person is not None
        fill(work, person.id, ana.user_id, practice, request.param)

    practice.store.run_here(work)
    return ana


def test_a_therapists_views(ana_with_many: Talker, engine: Engine) -> None:
    assert {line: reads_of(ana_with_many, line, engine) for line in READS} == READS


def test_a_supervisors_agenda(ana_with_many: Talker, practice: Practice, engine: Engine) -> None:
    ruth = practice.person(1003, Role.SUPERVISOR)

    def link(work: UnitOfWork) -> None:
        supervisor, therapist = (work.people.by_telegram_id(one.user_id) for one in (ruth, ana_with_many))
        assert supervisor is not None
        assert therapist is not None
        work.supervising.link(supervisor.id, therapist.id, SupervisionKind.CLINICAL, practice.now)

    practice.store.run_here(link)
    assert reads_of(ruth, "/agenda", engine) == AGENDA_READS
