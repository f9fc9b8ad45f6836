"""`python -m bot practice`: the public holidays of the practice's region."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot.cli.app import app
from bot.wording import console
from referrals.days_off import next_holiday
from referrals.model import Role
from referrals.sessions import Cadence, SessionRule, Slot
from storage.caseload import NewReferral
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.unit.moments import NEW_YORK


@pytest.fixture
def store(founded: Engine) -> Store:
    """A founded practice in a folder of its own."""
    return Store(founded)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["practice", *words])


def therapist(work: UnitOfWork) -> Person:
    now = datetime.now(UTC)
    known = work.people.by_telegram_id(1001)
    admitted = None if known else work.invites.admit(work.invites.make(Role.THERAPIST, now), 1001, now)
    person = admitted.person if admitted else known
    assert person is not None
    return person


def holidays(store: Store) -> str | None:
    return store.run_here(lambda work: therapist(work).habits.off.region)


@pytest.mark.parametrize("option", ["--own-line", "--missed-procedure"])
def test_the_practices_own_number_is_welcome_and_nobody_elses(store: Store, option: str) -> None:
    number = "front desk 212-555-0143, then 12 Elm Street"
    assert run(option, number).exit_code == 0
    result = run(option, "ask for 078-05-1120")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{option}: it holds what looks like a social security")
    practice = store.run_here(lambda work: work.people.practice())
    assert practice is not None
    assert number in {practice.own_line, practice.missed_procedure}


@pytest.mark.parametrize("option", ["--name", "--approved-by"])
def test_a_practice_is_not_founded_with_a_number_in_its_name(option: str) -> None:
    said = {"--name": "Elm Street", "--zone": "America/New_York", "--approved-by": "the director"}
    words = [word for pair in (said | {option: "Pat, 212-555-0143"}).items() for word in pair]
    result = CliRunner().invoke(app, ["init", *words])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{option}: it holds what looks like a phone number")


def test_the_holidays_of_a_region_are_kept(store: Store) -> None:
    result = run("--holidays", "us-ny")
    assert result.exit_code == 0
    assert result.output.startswith("Set: therapists keep the public holidays of US-NY, unless one says otherwise")
    assert "The next is " in result.output
    assert console.PRACTICE_SET not in result.output
    assert holidays(store) == "US-NY"


def test_those_of_the_practices_region_are_kept_unless_others_are_named(store: Store) -> None:
    assert console.PRACTICE_SET in run("--region", "us").output
    assert holidays(store) == "US"
    assert run("--holidays", "DE-BY").exit_code == 0
    assert holidays(store) == "DE-BY"


@pytest.mark.parametrize("region", ["US-XX", "Atlantis", "-", "U S"])
def test_a_region_nobody_knows_is_refused_and_changes_nothing(store: Store, region: str) -> None:
    result = run("--holidays", region, "--region", "US")
    assert result.exit_code == 2
    assert result.stderr.strip() == console.no_holidays(region)
    assert holidays(store) is None


def test_confirmed_crisis_lines_stay_confirmed(store: Store) -> None:
    now = datetime.now(UTC)
    store.run_here(lambda work: work.people.confirm_lines(None, now))
    run("--holidays", "US")
    practice = store.run_here(lambda work: work.people.practice())
    assert practice is not None
    assert practice.lines_confirmed_at == now


def test_what_was_planned_is_planned_anew(store: Store) -> None:
    """A client whose first session would be on the next public holiday."""
    now = datetime.now(UTC)
    holiday = next_holiday("US", (now + timedelta(days=2)).date())
    assert holiday is not None
    on = holiday[0]

    def begin(work: UnitOfWork) -> None:
        person = therapist(work)
        caseload = work.caseload(person.id, person.habits.off)
        rule = SessionRule((Slot(on.weekday(), time(14)),), Cadence.WEEKLY, on, NEW_YORK)
        client = caseload.add_client("C7", now)
        caseload.set_sessions(client.id, rule, now)
        caseload.add_referral(client.id, NewReferral(service=work.directory.services()[0]), now)
        work.nudges.replan(caseload, caseload.clients()[0], person.habits, now)

    def session_days(work: UnitOfWork) -> set[date]:
        planned = work.nudges.planned(therapist(work).id, 1)
        return {one.session_at.astimezone(NEW_YORK).date() for one in planned if one.session_at}

    store.run_here(begin)
    assert store.run_here(session_days) == {on}
    assert run("--missed-procedure", "phone twice").exit_code == 0
    assert store.run_here(session_days) == {on}
    assert run("--holidays", "US").exit_code == 0
    assert min(store.run_here(session_days)) > on
