"""A list of referrals kept elsewhere becomes hers: once, whole or not at all, and without a flood of questions."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.exchange.cells import Amiss
from bot.exchange.rows import COLUMNS, read_list
from bot.exchange.taking_over import Report, TakingOver
from storage.person import Person
from storage.work import UnitOfWork
from tests.conversation.talk import NEW_YORK, At, Practice, Talker, Tap
from tests.conversation.test_export import exported
from tests.storage.practice import raw, snapshot

_SERVICES = ("Psychiatric evaluation", "DBT group", "Legal aid")
_STATES = ("suggested", "agreed", "contacted", "waitlisted", "scheduled")


def listed(*rows: dict[str, str]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({"code": "C7", "service": "Legal aid", **row} for row in rows)
    return made.getvalue().encode()


def take_over(talker: Talker, content: bytes, *, skip_bad: bool = False) -> Report:
    """As the command does it, in one transaction."""
    now = talker.practice.now

    def write(work: UnitOfWork) -> Report:
        taking = TakingOver(work, _person(work, talker), now)
        report, fit = taking.look(read_list(content, now, NEW_YORK), lambda _: None)
        if skip_bad or not report.troubles:
            taking.write(fit, lambda _: None)
        return report

    return talker.practice.store.run_here(write)


def _person(work: UnitOfWork, talker: Talker) -> Person:
    person = work.people.by_telegram_id(talker.user_id)
    assert person is not None
    return person


SIXTY = listed(
    *(
        {
            "code": f"B{number // 3 + 2}",
            "service": _SERVICES[number % 3],
            "state": _STATES[number % 5],
            "recommended": f"2026-{8 + number % 3:02}-{1 + number % 28:02}",
            "appointment": f"2026-11-{20 + number % 9} 10:15" if number % 5 == 4 else "",
        }
        for number in range(60)
    )
)


def test_what_was_taken_over_is_there_like_any_other(ana: Talker) -> None:
    report = take_over(
        ana, listed({"state": "contacted", "recommended": "2026-10-05", "since": "2026-11-02", "note": "x"})
    )
    assert (report.added, report.clients) == (1, ["C7"])
    ana.talk(("C7", "Legal aid"), (Tap("History"), "Legal aid: taken over from a list (contacted; Mon 2 Nov) · you"))
    ana.talk(("C7 booked 3 dec 10:15", "booked"))


def test_the_same_list_again_adds_nothing(ana: Talker, engine: Engine) -> None:
    assert take_over(ana, SIXTY).added == 60
    before = snapshot(engine)
    again = take_over(ana, SIXTY)
    assert (again.rows, again.added, again.there, again.troubles) == (60, 0, 60, [])
    after = snapshot(engine)
    assert {name: rows for name, rows in after.items() if name != "audit"} == {
        name: rows for name, rows in before.items() if name != "audit"
    }


@pytest.mark.parametrize("recommended", ["2026-10-05", ""])
def test_nor_when_it_has_come_further_meanwhile(ana: Talker, recommended: str) -> None:
    content = listed({"recommended": recommended})
    take_over(ana, content)
    ana.talk(("C7 went legal aid", "went"))
    assert (take_over(ana, content).added, take_over(ana, content).there) == (0, 1)


def test_nor_does_an_exports_own_table_once_her_days_are_those_of_another_zone(ana: Talker) -> None:
    ana.do(At("18 Nov 20:00"))  # the 19th in Berlin
    ana.talk(("C7 legal aid", "noted"), ("C7 went legal aid", "went"))
    table = exported(ana)["referrals.csv"].encode()
    ana.talk(("/settings", "Time zone"), (Tap("Time zone"), "type a city"), (Tap("Europe/Berlin"), "Europe/Berlin"))
    assert (take_over(ana, table).added, take_over(ana, table).there) == (0, 1)


def test_a_row_twice_in_one_list_is_one_referral(ana: Talker) -> None:
    report = take_over(ana, listed({"recommended": "2026-10-05"}, {"recommended": "2026-10-05"}))
    assert (report.added, report.there) == (1, 1)


def test_what_ended_long_ago_and_was_recommended_again_is_two(ana: Talker) -> None:
    first = {"state": "declined", "recommended": "2026-03-02", "since": "2026-04-01"}
    report = take_over(ana, listed(first, {"recommended": "2026-10-05"}))
    assert (report.added, report.there) == (2, 0)


def test_one_that_is_open_already_is_left_as_it_is(ana: Talker) -> None:
    ana.talk(("C7 legal aid", "noted"), ("C7 agreed", "agreed"))
    assert take_over(ana, listed({"state": "waitlisted", "recommended": "2026-10-05"})).there == 1
    ana.talk(("C7", "agreed"))


def test_one_bad_row_and_nothing_is_written(ana: Talker, engine: Engine) -> None:
    rows = listed({}, {"service": "pottery"}, {"code": "JD84"}, {"note": "call 212-555-0143"})
    before = snapshot(engine)
    report = take_over(ana, rows)
    assert [(one.row, one.why) for one in report.troubles] == [
        (3, Amiss.UNKNOWN_SERVICE), (4, Amiss.INITIALS), (5, Amiss.IDENTIFIER),
    ]  # fmt: skip
    assert snapshot(engine) == before
    assert take_over(ana, rows, skip_bad=True).added == 1
    assert [row.code for row in raw(engine, "SELECT code FROM client")] == ["C7"]


@pytest.mark.parametrize(
    ("words", "why"),
    [("legl aid", Amiss.UNKNOWN_SERVICE), ("psych", Amiss.SEVERAL_SERVICES), ("pottery", Amiss.UNKNOWN_SERVICE)],
)
def test_a_service_is_never_guessed(ana: Talker, words: str, why: Amiss) -> None:
    (trouble,) = take_over(ana, listed({"service": words})).troubles
    assert (trouble.column, trouble.why) == ("service", why)
    assert words not in repr(trouble)


def test_one_of_its_other_names_will_do(ana: Talker) -> None:
    assert take_over(ana, listed({"service": "psych eval"})).added == 1


def test_whom_she_parted_from_is_taken_up_in_the_chat(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 goodbye", "Who carries"), (Tap("The client"), "goodbye"))
    (trouble,) = take_over(ana, listed({})).troubles
    assert (trouble.column, trouble.why) == ("code", Amiss.PARTED)
    assert take_over(ana, listed({"state": "fulfilled", "recommended": "2026-10-05"})).added == 1


def test_a_colleagues_clients_are_not_seen(ana: Talker, bob: Talker) -> None:
    take_over(ana, listed({}))
    assert take_over(bob, listed({})).added == 1
    assert ana.practice.store.run_here(lambda work: len(work.caseload(_person(work, ana).id).clients())) == 1


def test_sixty_at_once_ask_no_more_a_day_than_ever(ana: Talker, practice: Practice) -> None:
    ana.talk(("C7 legal aid", "noted"))
    take_over(ana, SIXTY)
    begun = practice.now.astimezone(NEW_YORK).date()
    practice.move_to(practice.now + timedelta(days=21))
    said = practice.store.run_here(
        lambda work: work.past(_person(work, ana).id).messages(practice.now - timedelta(days=40))
    )
    a_day = Counter(at.astimezone(NEW_YORK).date() for at in said)
    assert sum(a_day.values()) > 5  # they are asked about
    ceiling = practice.store.run_here(lambda work: _person(work, ana).habits.ceiling)
    assert ceiling == 4
    assert max(a_day.values()) <= ceiling
    assert min(a_day) > begun, "and nothing comes at once"


def test_how_long_it_took_to_get_in_touch_is_not_made_up(ana: Talker) -> None:
    """A list does not say when anybody first called: no figure is made of it, neither of days nor of waiting."""
    take_over(ana, listed({"state": "contacted", "recommended": "2026-10-05"}, {"service": "DBT group"}))
    ana.talk(("/trends", "first contact nothing logged"), ("B2 legal aid", "noted"), ("B2 contacted", "contacted"))
    ana.talk(("/trends", "first contact made for 1, on the same day"))
