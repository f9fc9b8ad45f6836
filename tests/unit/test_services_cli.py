"""`python -m bot services`: the directory from the command line, and what it says of files that are none."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot.cli import services_files
from bot.cli.app import app
from storage.crypto import new_key
from tests.storage.practice import snapshot
from tests.unit.test_data_cli import encrypted

Run = Callable[..., Result]
RECORD: dict[str, Any] = {"id": "s1", "name": "Law clinic", "status": "active", "wait_time": "3 weeks"}
CSV = {
    "services.csv": "id,organization_id,name,status\ns1,o1,Law clinic,active\ns2,o1,Old clinic,defunct\n,,No id,active",
    "organizations.csv": "id,name,email\no1,Harbour Trust,desk@example.com\n",
    "phones.csv": "id,service_id,number\np1,s1,212 555 0143\n",
}


@pytest.fixture
def engine(founded: Engine) -> Engine:
    return founded


@pytest.fixture
def run(engine: Engine) -> Run:  # noqa: ARG001 - the practice it runs on
    return lambda *words: CliRunner().invoke(app, ["services", *map(str, words)])


def write(path: Path, files: dict[str, str]) -> Path:
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def packed(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(name, text)
    return path


def test_the_directory_is_listed(run: Run) -> None:
    listed = run("list", "--kind", "housing").stdout.splitlines()
    assert [line.split(" · ")[0] for line in listed] == ["Emergency shelter", "Subsidised housing programme"]
    assert run("list", "--retired").stdout == ""


def test_a_service_is_set_and_what_it_was_is_said(run: Run) -> None:
    said = run("set", "attorney", "--contact", "desk 212-555-0143", "--wait", 4, "--alias", "law clinic", "--in-house")
    before, now = said.stdout.splitlines()
    assert before.startswith("before: Legal aid · legal · outside · usual wait not known")
    assert now.startswith("now:    Legal aid · legal · in-house · usual wait about 4 weeks")
    assert "law clinic · contact desk 212-555-0143" in now
    assert "contact" not in run("set", "law clinic", "--contact", "").stdout.splitlines()[1]
    assert run("set", "legal aid", "--retire").stdout.endswith("retired\n")
    assert "Legal aid" in run("list", "--retired").stdout
    assert run("set", "legal aid", "--retire").stdout.startswith("Nothing is different")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["legl aid", "--wait", "4"], "No service is called “legl aid”. Nearest: Legal aid."),
        (["zzz", "--wait", "4"], "No service is called “zzz”. New ones"),
        (["legal aid"], "Say what to change"),
        (["legal aid", "--alias", "housing"], "“housing” already means Subsidised housing programme."),
        (["legal aid", "--alias", "?"], "--alias: a name has at least a letter"),
        (["legal aid", "--note", "x" * 301], "--note: at most 300 characters"),
        (["legal aid", "--alias", "law 212-555-0143"], "--alias: it holds what looks like a phone number"),
        (["legal aid", "--contact", "078-05-1120"], "--contact: it holds what looks like a social security"),
        (["legal aid", "--note", "dob 3/4/1987"], "--note: it holds what looks like a date of birth"),
    ],
)
def test_what_cannot_be_set_is_a_sentence_and_changes_nothing(
    run: Run, engine: Engine, words: list[str], said: str
) -> None:
    before = snapshot(engine)
    result = run("set", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)
    assert snapshot(engine) == before


def test_json_is_imported_and_again_makes_no_doubles(run: Run, engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "county.json"
    file.write_text(json.dumps({"contents": [RECORD, {**RECORD, "id": "s2", "status": "inactive"}]}))
    first = run("import", file)
    assert first.stdout.splitlines() == [
        "left out  entry 2: it is not active (inactive) · Law clinic · s2",
        "added     Law clinic",
        "1 added, 0 updated, 0 unchanged, 1 left out, 0 from earlier imports not there. Everything was written.",
    ]
    assert first.stderr == ""  # nobody looks on
    before = snapshot(engine)
    assert "0 added, 0 updated, 1 unchanged, 1 left out" in run("import", file).stdout
    assert snapshot(engine) == before


@pytest.mark.parametrize("form", ["folder", "zip", "zip with a folder", "described"])
def test_the_tabular_form_is_imported_from_a_folder_and_a_zip(run: Run, tmp_path: Path, form: str) -> None:
    if form == "folder":
        path = write(tmp_path / "county", CSV)
    elif form == "zip":
        path = packed(tmp_path / "county.zip", {**CSV, "__MACOSX/services.csv": "junk"})
    elif form == "zip with a folder":
        path = packed(tmp_path / "county.zip", {f"county/{name}": text for name, text in CSV.items()})
    else:
        resources = [{"name": name[:-5], "path": f"t_{name}"} for name in CSV]
        files = {f"t_{name}": text for name, text in CSV.items()}
        path = packed(tmp_path / "county.zip", {**files, "datapackage.json": json.dumps({"resources": resources})})
    said = run("import", path).stdout
    assert "left out  row 3: it is not active (defunct) · Old clinic · s2" in said
    assert "left out  row 4: it has no id" in said
    assert "1 added" in said
    assert "contact 212 555 0143 · desk@example.com · Harbour Trust" in run("list", "--kind", "legal").stdout


def test_a_folder_of_json_files_is_one_directory(run: Run, tmp_path: Path) -> None:
    other = json.dumps([{**RECORD, "id": "s2", "name": "Pottery"}, {**RECORD, "id": "s2"}])
    path = write(tmp_path / "county", {"a.json": json.dumps(RECORD), "b.json": other})
    said = run("import", path).stdout
    assert "2 added" in said
    assert "left out  b.json, entry 2: its id stood further up already" in said


def test_a_dry_run_writes_nothing(run: Run, engine: Engine, tmp_path: Path) -> None:
    path = write(tmp_path / "county", CSV)
    before, files = snapshot(engine), {file: file.stat().st_mtime_ns for file in path.iterdir()}
    said = run("import", path, "--dry-run")
    assert "added     Law clinic" in said.stdout
    assert said.stdout.endswith("A dry run: nothing was written.\n")
    assert snapshot(engine) == before
    assert {file: file.stat().st_mtime_ns for file in path.iterdir()} == files
    assert "1 added" in run("import", path).stdout


def test_a_dry_run_does_not_even_migrate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIELD_KEY", new_key())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    result = CliRunner().invoke(app, ["services", "import", "x.json", "--dry-run"])
    assert result.exit_code == 2
    assert "python -m bot migrate" in result.stderr


def broken_files(folder: Path) -> dict[str, Path]:
    """Files that are no directory of services, some of them made to harm."""
    good = json.dumps(RECORD)
    named = {
        "missing": folder / "missing.json",
        "not json": folder / "page.json",
        "half": folder / "half.json",
        "latin": folder / "latin.json",
        "no zip": folder / "no.zip",
        "bomb": packed(folder / "bomb.zip", {"services.csv": "id,name,status\n" + "x" * (1 << 21)}),
        "out of the zip": packed(folder / "out.zip", {"services.csv": CSV["services.csv"], "../../evil.csv": "x"}),
        "absolute": packed(folder / "absolute.zip", {"/tmp/services.csv": CSV["services.csv"]}),  # noqa: S108 - hostile
        "huge field": packed(folder / "huge.zip", {"services.csv": f'id,name,status\n1,"{"x" * 200_000}",active\n'}),
        "no columns": packed(folder / "columns.zip", {"services.csv": "a,b\n1,2\n"}),
        "nothing in it": packed(folder / "nothing.zip", {"readme.txt": "hello"}),
        "empty folder": folder / "empty",
        "descriptor out": write(
            folder / "outside",
            {"datapackage.json": json.dumps({"resources": [{"name": "service", "path": "../secret.csv"}]})},
        ),
    }
    named["not json"].write_text("<html></html>")
    named["half"].write_text(f"[{good}, {good[:20]}")
    named["latin"].write_bytes(f'[{good}, "caf\xe9"]'.encode("latin-1"))
    named["no zip"].write_text("PK no zip")
    named["empty folder"].mkdir()
    (folder / "secret.csv").write_text(CSV["services.csv"])
    return named


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing", "it cannot be opened"),
        ("not json", "no JSON of HSDS"),
        ("half", "no JSON of HSDS"),
        ("latin", "it is not text in UTF-8"),
        ("no zip", "the zip file cannot be read"),
        ("bomb", "a line of over a million characters"),
        ("out of the zip", "leads out of the package"),
        ("absolute", "leads out of the package"),
        ("huge field", "a table cannot be read"),
        ("no columns", "a table lacks columns (service: id, name, status)"),
        ("nothing in it", "no service is in it"),
        ("empty folder", "no service is in it"),
        ("descriptor out", "leads out of the package"),
    ],
)
def test_what_is_no_directory_is_one_sentence_and_nothing_is_written(
    run: Run, engine: Engine, tmp_path: Path, name: str, said: str
) -> None:
    path = broken_files(tmp_path)[name]
    before, files = snapshot(engine), set(tmp_path.parent.rglob("*"))
    result = run("import", path)
    assert (result.exit_code, result.stdout) == (2, "")
    last = result.stderr.strip().splitlines()[-1]
    assert said in " ".join(result.stderr.split())
    assert last.endswith("Nothing was written.")
    assert "Traceback" not in result.stderr
    assert snapshot(engine) == before
    assert {file for file in tmp_path.parent.rglob("*") if "practice.db" not in file.name} <= files


def test_a_file_that_unpacks_without_end_is_left(
    run: Run, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services_files, "LARGEST_FILE", 100_000)
    rows = "".join(f"{number},Service {number},active\n" for number in range(10_000))
    path = packed(tmp_path / "bomb.zip", {"services.csv": f"id,name,status\n{rows}"})
    before = snapshot(engine)
    result = run("import", path)
    assert result.exit_code == 2
    assert "larger than can be right (services.csv). Nothing was written." in " ".join(result.stderr.split())
    assert snapshot(engine) == before


def test_what_is_broken_far_down_takes_nothing_of_what_stood_above(run: Run, engine: Engine, tmp_path: Path) -> None:
    """It is written batch after batch, and kept as a whole."""
    path = tmp_path / "county.json"
    whole = ",".join(json.dumps({**RECORD, "id": f"s{number}", "name": f"Clinic {number}"}) for number in range(1_001))
    path.write_text(f"[{whole}, {{")
    before = snapshot(engine)
    result = run("import", path)
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("Nothing was written.")
    assert snapshot(engine) == before
    path.write_text(f"[{whole}]")
    assert "1001 added" in run("import", path).stdout


def test_a_zip_with_a_password_is_one_sentence_too(run: Run, engine: Engine, tmp_path: Path) -> None:
    path = packed(tmp_path / "county.zip", {**CSV})
    path.write_bytes(encrypted(path.read_bytes()))
    before = snapshot(engine)
    result = run("import", path)
    assert result.exit_code == 2
    assert "the zip file cannot be read" in " ".join(result.stderr.split())
    assert snapshot(engine) == before
