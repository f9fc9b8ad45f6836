"""A list of referrals kept elsewhere: what can be read, and what is said of the rest without quoting it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.exchange.cells import LONGEST_NOTE, Amiss
from bot.exchange.rows import COLUMNS, MOST_ROWS, Broken, BrokenListError, Listed, Trouble, Unread, read_list
from bot.exchange.spreadsheets import csv_bytes
from bot.wording.exchange import amiss, broken
from bot.wording.tables import tables
from referrals.identifiers import IdentifierKind
from referrals.lifecycle import Report, after
from referrals.model import Barrier, Consent, Purpose, Readiness, State, Step
from tests.unit.bot.examples.holdings import NOTE, PLAN, handed
from tests.unit.moments import NEW_YORK, NOW, referral

SECRET = "call her on 212-555-0143"  # pragma: allowlist secret


def of(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, COLUMNS, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows({"code": "C7", "service": "Legal aid", **row} for row in rows)
    return made.getvalue().encode()


def read(content: bytes) -> list[Listed | Unread]:
    return list(read_list(content, NOW, NEW_YORK))


def told(**row: str) -> Listed:
    (found,) = read(of(row))
    assert isinstance(found, Listed), found
    return found


def troubles(**row: str) -> list[tuple[str, Amiss]]:
    (found,) = read(of(row))
    assert isinstance(found, Unread), found
    assert {found.row, *(one.row for one in found.troubles)} == {2}
    return [(one.column, one.why) for one in found.troubles]


def test_a_row_says_all_that_a_referral_may_have() -> None:
    full = told(
        code="c7",
        state="scheduled",
        recommended="2026-10-01",
        since="2026-11-02",
        purposes="living; crisis",
        readiness="7",
        barrier="the wait",
        appointment="2026-12-03 10:15",
        wanted_by="2026-12-24",
        consent="given",
        consent_until="2027-01-05",
        plan=PLAN,
        note=f"'{NOTE}",
    )
    assert (full.row, full.code, full.service) == (2, "C7", "Legal aid")
    one = full.told
    assert (one.state, one.recommended, one.since) == (State.SCHEDULED, date(2026, 10, 1), date(2026, 11, 2))
    assert one.purposes == {Purpose.LIVING, Purpose.CRISIS}
    assert (one.readiness, one.barrier, one.consent) == (Readiness(7), Barrier.WAIT, Consent.GIVEN)
    assert (one.appointment_at, one.appointment_timed) == (datetime(2026, 12, 3, 15, 15, tzinfo=UTC), True)
    assert (one.wanted_by, one.consent_until) == (date(2026, 12, 24), date(2027, 1, 5))
    assert (one.plan, one.note) == (PLAN, NOTE)


def test_nothing_need_be_said_but_code_and_service() -> None:
    assert told().told.state is State.SUGGESTED
    assert read(b"service,code\r\nLegal aid,C7\r\n,,\r\n\r\n") == [told()]


@pytest.mark.parametrize(
    ("words", "state"),
    [(word, state) for state in State if state is not State.ON_HOLD for word in (state.value, state.value.upper())]
    + [
        ("on the waitlist", State.WAITLISTED),
        ("booked", State.SCHEDULED),
        ("Not now, client’s decision", State.DECLINED),
    ],
)
def test_a_state_is_named_as_data_or_as_cards_have_it(words: str, state: State) -> None:
    assert told(state=words).told.state is state


def test_a_guess_is_a_guess_and_a_day_without_time_has_none() -> None:
    assert told(readiness="~7").told.readiness == Readiness(7, guess=True)
    one = told(state="scheduled", appointment="2026-12-03").told
    assert (one.appointment_at, one.appointment_timed) == (datetime(2026, 12, 3, 5, tzinfo=UTC), False)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_semicolons_and_a_mark_in_front_are_read_as_well(delimiter: str) -> None:
    (found,) = read(b"\xef\xbb\xbf" + of({"purposes": "living, crisis"}, delimiter=delimiter))
    assert isinstance(found, Listed)
    assert len(found.told.purposes) == 2


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"code": "Maria"}, [("code", Amiss.NO_CODE)]),
        ({"code": "", "service": "", "note": "x"}, [("code", Amiss.NO_CODE), ("service", Amiss.NO_SERVICE)]),
        ({"state": "somewhere"}, [("state", Amiss.UNKNOWN_WORD)]),
        ({"state": "on hold"}, [("state", Amiss.ON_HOLD)]),
        ({"purposes": "living, fun"}, [("purposes", Amiss.UNKNOWN_WORD)]),
        ({"barrier": "weather"}, [("barrier", Amiss.UNKNOWN_WORD)]),
        ({"consent": "perhaps"}, [("consent", Amiss.UNKNOWN_WORD)]),
        ({"readiness": "11"}, [("readiness", Amiss.NO_NUMBER)]),
        ({"readiness": "seven"}, [("readiness", Amiss.NO_NUMBER)]),
        ({"recommended": "11/24/2026"}, [("recommended", Amiss.NO_DAY)]),
        ({"recommended": "2026-02-30"}, [("recommended", Amiss.NO_DAY)]),
        ({"recommended": "1980-05-03"}, [("recommended", Amiss.FAR_DAY)]),
        ({"wanted_by": "2199-05-03"}, [("wanted_by", Amiss.FAR_DAY)]),
        ({"since": "2026-11-25"}, [("since", Amiss.YET_TO_COME)]),
        ({"recommended": "2026-11-02", "since": "2026-11-01"}, [("since", Amiss.BEFORE_RECOMMENDED)]),
        ({"state": "scheduled", "appointment": "2026-12-03 25:00"}, [("appointment", Amiss.NO_DAY)]),
        ({"state": "scheduled", "appointment": "2026-12-03 10:00+05:00"}, [("appointment", Amiss.NO_DAY)]),
        ({"state": "agreed", "appointment": "2026-12-03"}, [("appointment", Amiss.OTHER_STATE)]),
        ({"state": "agreed", "expected_on": "2026-12-03"}, [("expected_on", Amiss.OTHER_STATE)]),
        ({"state": "withdrawn", "revisit_on": "2026-12-03"}, [("revisit_on", Amiss.OTHER_STATE)]),
        ({"plan": "x" * 161}, [("plan", Amiss.TOO_LONG)]),
        ({"note": "x" * (LONGEST_NOTE + 1)}, [("note", Amiss.TOO_LONG)]),
        ({"note": SECRET}, [("note", Amiss.IDENTIFIER)]),
        ({"plan": "born 1980-05-03"}, [("plan", Amiss.IDENTIFIER)]),
        ({"state": "x", "barrier": "y"}, [("state", Amiss.UNKNOWN_WORD), ("barrier", Amiss.UNKNOWN_WORD)]),
    ],
)
def test_what_does_not_fit_is_said_by_row_and_column(row: dict[str, str], expected: list[tuple[str, Amiss]]) -> None:
    assert troubles(**row) == expected


def test_what_stands_in_a_cell_is_never_said_back() -> None:
    (found,) = read(of({"code": "Maria", "note": SECRET, "state": "somewhere", "service": "her sister"}))
    assert isinstance(found, Unread)
    said = "\n".join(map(amiss, found.troubles)) + repr(found)
    assert not [word for word in ("Maria", "555", "somewhere", "sister") if word in said]
    assert IdentifierKind.PHONE in {one.kind for one in found.troubles}


@pytest.mark.parametrize(
    ("content", "why", "place"),
    [
        (b"", Broken.NO_COLUMNS, "code"),
        (b"code\r\nC7\r\n", Broken.NO_COLUMNS, "service"),
        (b"code,service,Maria's phone\r\n", Broken.UNKNOWN_COLUMN, "3"),
        (b"therapist,code,service\r\n3,C7,Legal aid\r\n4,C7,Legal aid\r\n", Broken.SEVERAL_THERAPISTS, ""),
        (b"code,service,code\r\n", Broken.COLUMN_TWICE, "code"),
        ("code,service\r\nC7,Café\r\n".encode("latin-1"), Broken.NOT_TEXT, ""),
        (b'code,service\r\nC7,"Legal\r\n', Broken.NOT_CSV, ""),
        (b"code,service\r\n" + b"C7,Legal aid\r\n" * (MOST_ROWS + 1), Broken.TOO_LARGE, ""),
        (b"x" * (1 << 23) + b"x", Broken.TOO_LARGE, ""),
    ],
)
def test_what_is_no_list_is_not_read(content: bytes, why: Broken, place: str) -> None:
    with pytest.raises(BrokenListError) as raised:
        read(content)
    assert (raised.value.why, raised.value.place) == (why, place)
    assert "Maria" not in broken(Path("list.csv"), raised.value)


def test_a_row_of_more_cells_than_columns_is_not_guessed_at() -> None:
    (found,) = read(b"code,service\r\nC7,Legal aid,2125550143\r\n")
    assert found == Unread(2, "", (Trouble(2, "service", Amiss.TOO_MANY_CELLS),))


def test_an_exports_own_table_can_be_read() -> None:
    """Where it says what a list may say: what rests, for one, does not come of a list."""
    referrals, _ = tables(handed())
    assert set(COLUMNS) < set(referrals.head) | {"zone"}
    (found,) = read(csv_bytes(referrals))
    assert isinstance(found, Unread)
    assert {one.column for one in found.troubles} == {"expected_on"}, "which a booked one does not have"


def test_the_day_by_which_it_was_wanted_stands_in_an_exports_table_once_it_ended_too() -> None:
    ended = after(Report(Step.WENT), referral(wanted_by=date(2026, 12, 24)), NOW)
    (found,) = read(csv_bytes(tables(handed(ended))[0]))
    assert isinstance(found, Listed), found
    assert (found.told.state, found.told.wanted_by) == (State.FULFILLED, date(2026, 12, 24))


@pytest.mark.parametrize("words", ["'tis better", "'", "''quoted''", "=1", "'=1", "''- later", "- later", " @home"])
def test_a_note_comes_back_as_it_went(words: str) -> None:
    (found,) = read(csv_bytes(tables(handed(referral(note=words)))[0]))
    assert isinstance(found, Listed), found
    assert found.told.note == words.strip()


def test_a_table_of_one_therapist_may_say_so() -> None:
    content = b"therapist,code,service\r\n3,C7,Legal aid\r\n,,\r\n3,B2,Legal aid\r\n"
    assert [type(one) for one in read(content)] == [Listed, Listed]


def test_an_hour_is_of_the_zone_that_its_row_names_and_a_day_is_hers() -> None:
    content = b"code,service,state,appointment,zone\r\nC7,Legal aid,scheduled,2026-12-03"
    hour, day = (
        next(read_list(content + clock + b",America/Los_Angeles", NOW, NEW_YORK)) for clock in (b" 10:15", b"")
    )
    assert isinstance(hour, Listed)
    assert isinstance(day, Listed)
    assert hour.told.appointment_at == datetime(2026, 12, 3, 18, 15, tzinfo=UTC)
    assert day.told.appointment_at == datetime(2026, 12, 3, 5, tzinfo=UTC)


def test_a_day_that_has_begun_where_its_row_was_written_is_not_yet_to_come() -> None:
    late = NOW.replace(hour=20)
    content = b"code,service,recommended,zone\r\nC7,Legal aid,2026-11-25,Asia/Tokyo\r\n"
    (found,) = read_list(content, late, NEW_YORK)
    assert isinstance(found, Listed), found


@pytest.mark.parametrize("zone", ["Atlantis", "America", "../UTC", "America/New York"])
def test_what_is_no_zone_is_said(zone: str) -> None:
    (found,) = read(f"code,service,zone\r\nC7,Legal aid,{zone}\r\n".encode())
    assert isinstance(found, Unread)
    assert [(one.column, one.why) for one in found.troubles] == [("zone", Amiss.NO_ZONE)]


def test_days_are_those_of_her_zone() -> None:
    late = NOW.replace(hour=4)  # the day before, in New York
    (found,) = read_list(of({"since": "2026-11-24"}), late, NEW_YORK)
    assert isinstance(found, Unread)
    assert [(one.column, one.why) for one in found.troubles] == [("since", Amiss.YET_TO_COME)]
