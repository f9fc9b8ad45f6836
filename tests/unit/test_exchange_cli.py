"""`python -m bot export`, and `import` of a list: files, reports, exit codes, and nothing that anybody wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from bot.cli import exporting
from bot.cli.app import app
from bot.exchange.holdings import Handed, of_practice
from bot.exchange.rows import COLUMNS
from bot.wording import exchange as wording
from bot.wording.privacy import data as data_wording
from referrals.model import Purpose
from storage.caseload import NewReferral
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import raw
from tests.unit.test_data_cli import supervisor
from tests.unit.test_practice_cli import store, therapist

__all__ = ["store"]  # a fixture
NOTE = "=after the holidays"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def aboard(store: Store) -> Store:
    store.run_here(therapist)
    return store


@pytest.fixture
def logged(aboard: Store) -> Store:
    def log(work: UnitOfWork) -> None:
        now = datetime.now(UTC)
        caseload, service = work.caseload(therapist(work).id), work.directory.called("Legal aid")
        assert service is not None
        new = NewReferral(service=service, purposes=frozenset({Purpose.LIVING}), note=NOTE)
        caseload.add_referral(caseload.add_client("C7", now).id, new, now)

    aboard.run_here(log)
    return aboard


def codes(store: Store) -> list[str]:
    return [row.code for row in raw(store.engine, "SELECT code FROM client ORDER BY code")]


def a_list(path: Path, *rows: str) -> str:
    (path / "list.csv").write_text("\r\n".join(["code,service,state,note", *rows]) + "\r\n")
    return str(path / "list.csv")


@pytest.mark.usefixtures("logged")
def test_fhir_is_one_file_for_its_owner_alone(tmp_path: Path) -> None:
    result = run("export", "--format", "fhir", "--to", "all.json")
    assert result.exit_code == 0, result.output
    assert "One referral of one client: all.json." in result.stdout
    assert (tmp_path / "all.json").stat().st_mode & 0o777 == 0o600
    content = (tmp_path / "all.json").read_bytes()
    Bundle.model_validate_json(content)
    kinds = [entry["resource"]["resourceType"] for entry in json.loads(content)["entry"]]
    assert kinds == ["ServiceRequest", "Task", "Provenance"]


@pytest.mark.usefixtures("logged")
def test_what_somebody_wrote_is_in_none_of_them(tmp_path: Path) -> None:
    """Serves "own data": notes and plans leave by their owner's hand."""
    for form in ("fhir", "csv", "xlsx"):
        assert run("export", "--format", form, "--to", f"all.{form}").exit_code == 0
    for name in ("all.fhir", "all.csv", "all-history.csv"):
        assert "holidays" not in (tmp_path / name).read_text(), name
    cells = [cell.value for sheet in load_workbook(tmp_path / "all.xlsx") for row in sheet for cell in row]
    assert "C7" in cells
    assert not [cell for cell in cells if "holidays" in str(cell)]


def test_what_is_handed_out_holds_nobodys_words_whatever_becomes_of_it(logged: Store) -> None:
    """A column or an element that comes later finds none either."""

    def words(work: UnitOfWork) -> tuple[str | None, ...]:
        person = therapist(work)
        caseload, now = work.caseload(person.id), datetime.now(UTC)
        (client,) = caseload.clients()
        caseload.save_client(replace(client, goals="sleep", raised_line="what now?"), "goals", now)
        caseload.save(replace(caseload.referrals(client.id)[0], plan="when it rings"), "plan", now)
        (holding,) = of_practice(work, [person], now, lambda _count: None).holdings
        (case,) = holding.cases
        return case.client.goals, case.client.raised_line, case.referrals[0].plan, case.referrals[0].note

    assert logged.run_here(words) == (None,) * 4


@pytest.mark.usefixtures("logged")
def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "all-history.csv").write_text("mine")
    result = run("export", "--format", "csv", "--to", "all.csv")
    assert (result.exit_code, result.stderr.strip()) == (2, wording.there_already(Path("all-history.csv")))
    assert (tmp_path / "all-history.csv").read_text() == "mine"
    assert not (tmp_path / "all.csv").exists()


@pytest.mark.usefixtures("logged")
def test_where_nothing_can_be_written_it_is_said() -> None:
    result = run("export", "--format", "fhir", "--to", "nowhere/all.json")
    assert (result.exit_code, result.stderr.strip().splitlines()[-1]) == (
        2,
        wording.not_written(Path("nowhere/all.json")),
    )


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize("folder", [".", "/", ""])
@pytest.mark.parametrize("form", exporting.Format)
def test_a_folder_is_no_file(folder: str, form: exporting.Format) -> None:
    result = run("export", "--format", form, "--to", folder)
    assert (result.exit_code, result.stderr.strip()) == (2, wording.there_already(Path(folder)))


@pytest.mark.usefixtures("logged")
def test_one_therapist_alone_and_as_json() -> None:
    result = run("export", "--format", "csv", "--to", "all.csv", "--for", "1001", "--json")
    assert json.loads(result.stdout) == {"files": ["all.csv", "all-history.csv"], "clients": 1, "referrals": 1}
    unknown = run("export", "--format", "csv", "--to", "more.csv", "--for", "4711")
    assert (unknown.exit_code, unknown.stderr.strip()) == (2, wording.nobody(4711))


def test_it_is_in_the_audit_whose_referrals_left(logged: Store) -> None:
    run("export", "--format", "fhir", "--to", "all.json")
    (entry,) = raw(logged.engine, "SELECT verb, row_table, row_id FROM audit WHERE deed = 'export'")
    assert (entry.verb, entry.row_table) == ("asked", "member")


def test_a_list_is_taken_over_once(aboard: Store, tmp_path: Path) -> None:
    rows = ("C7,legal aid,agreed,", "B2,psych eval,on the waitlist,ask at the desk", "C7,psych eval,went,")
    dry = run("import", a_list(tmp_path, *rows), "--for", "1001", "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "3 rows: 3 to take over, 0 there already, 0 that cannot be. New clients: B2, C7.\nA dry run" in dry.stdout
    assert codes(aboard) == []
    assert run("import", a_list(tmp_path, *rows), "--for", "1001").exit_code == 0
    assert codes(aboard) == ["B2", "C7"]
    assert raw(aboard.engine, "SELECT id FROM nudge") != []
    assert [row.kind for row in raw(aboard.engine, "SELECT kind FROM event")] == ["imported"] * 3
    again = run("import", a_list(tmp_path, *rows), "--for", "1001")
    assert "0 to take over, 3 there already" in again.stdout
    assert len(raw(aboard.engine, "SELECT id FROM referral")) == 3


def test_all_or_nothing_unless_it_is_said(aboard: Store, tmp_path: Path) -> None:
    rows = ("C7,legal aid,,", "Maria,legal aid,,", "B2,legal aid,,call 212-555-0143")
    bad = run("import", a_list(tmp_path, *rows), "--for", "1001")
    assert (bad.exit_code, bad.stdout, codes(aboard)) == (2, "", [])
    assert "row 3, code: no client code" in bad.stderr
    assert "row 4, note: it holds" in bad.stderr
    assert not [word for word in ("Maria", "555") if word in bad.output]
    some = run("import", a_list(tmp_path, *rows), "--for", "1001", "--skip-bad")
    assert (some.exit_code, codes(aboard)) == (0, ["C7"])
    assert "2 that cannot be. New clients: C7.\nEverything that could be was written." in some.stdout
    again = run("import", a_list(tmp_path, *rows), "--for", "1001", "--skip-bad")
    assert (
        "0 to take over, 1 there already, 2 that cannot be.\nNothing in it was new, and nothing was written."
        in again.stdout
    )


def test_every_mistake_of_a_row_is_told_at_once(aboard: Store, tmp_path: Path) -> None:
    bad = run("import", a_list(tmp_path, "C7,no such thing,,call 212-555-0143"), "--for", "1001")
    assert ("row 2, service: no service" in bad.stderr, "row 2, note: it holds" in bad.stderr) == (True, True)
    assert codes(aboard) == []


def test_a_report_for_programs(aboard: Store, tmp_path: Path) -> None:
    bad = run("import", a_list(tmp_path, "C7,psych,,"), "--for", "1001", "--json")
    assert bad.exit_code == 2
    told = json.loads(bad.stdout)
    assert (told["rows"], told["written"], codes(aboard)) == (1, False, [])
    (trouble,) = told["troubles"]
    assert (trouble["row"], trouble["column"], trouble["why"]) == (2, "service", "several_services")
    assert trouble["near"]


def test_what_is_no_list_and_whose_it_is_not(aboard: Store, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"code,service\r\nC7,Caf\xe9\r\n")
    result = run("import", str(tmp_path / "list.csv"), "--for", "1001")
    assert result.exit_code == 2
    assert "list.csv: it is not text in UTF-8." in result.stderr
    aboard.run_here(supervisor)
    for number in ("4711", "2001"):
        nobody = run("import", a_list(tmp_path, "C7,legal aid,,"), "--for", number)
        assert (nobody.exit_code, nobody.stderr.strip()) == (2, data_wording.no_therapist(int(number)))
    assert codes(aboard) == []


def test_a_template_has_every_column_and_no_row(tmp_path: Path, aboard: Store) -> None:
    head = run("import", "--template")
    assert head.stdout.removeprefix("\ufeff").strip().split(",") == list(COLUMNS)
    (tmp_path / "list.csv").write_text(head.stdout)
    assert "No row: 0 to take over" in run("import", str(tmp_path / "list.csv"), "--for", "1001").stdout
    assert codes(aboard) == []


@pytest.mark.usefixtures("logged")
def test_it_is_both_files_or_none(tmp_path: Path) -> None:
    """Half an export would pass for a whole one, and keep the next from being written."""
    (tmp_path / "all-history.csv").symlink_to("nowhere/at-all")
    result = run("export", "--format", "csv", "--to", "all.csv")
    assert (result.exit_code, result.stderr.strip().splitlines()[-1]) == (2, wording.not_written(Path("all.csv")))
    assert not (tmp_path / "all.csv").exists()
    assert (tmp_path / "all-history.csv").is_symlink(), "what was there is nobody's to remove"


@pytest.mark.usefixtures("logged")
def test_a_file_that_came_meanwhile_stays_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*arguments: Any) -> Handed:
        (tmp_path / "all.csv").write_text("mine")
        return of_practice(*arguments)

    monkeypatch.setattr(exporting, "of_practice", read)
    assert run("export", "--format", "csv", "--to", "all.csv").exit_code == 2
    assert (tmp_path / "all.csv").read_text() == "mine"
    assert not (tmp_path / "all-history.csv").exists()
