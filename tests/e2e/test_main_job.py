"""The main job over real HTTP, with the bot and the sandbox as processes of their own."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import create_engine, text

from bot.settings import Settings
from storage.engine import database_url, open_engine
from storage.privacy_rows import Erased
from storage.rights.erasures import ErasureEntry
from storage.store import Store
from tests.e2e.forked import ROOT
from tests.e2e.house import ANA, House

NEW_YORK = ZoneInfo("America/New_York")
sqlite_only = pytest.mark.parametrize("backend", ["sqlite"])


def clock(house: House) -> datetime:
    return datetime.fromisoformat(house.control.get("clock").json()["now"]).astimezone(NEW_YORK)


def deeds(database: Path) -> set[str]:
    """All that was ever done there, by the audit's words."""
    with closing(sqlite3.connect(database)) as connection:
        return {deed for (deed,) in connection.execute("SELECT DISTINCT deed FROM audit")}


def test_logged_brought_back_answered_and_seen(house: House) -> None:
    """As a person starts it, with imports of its own."""
    house.afresh = True
    house.start_and_come_aboard()
    house.say("C7 psych eval, DBT group, housing")
    assert house.said()[-1].startswith("C7 is new to me. Three referrals noted.")
    house.say("C7 tue 2pm weekly")
    session = datetime.fromisoformat(house.control.get("clock").json()["next_session"]).astimezone(NEW_YORK)
    assert (session.weekday(), session.hour) == (1, 14)

    house.move(to=(session - timedelta(minutes=29)).isoformat())
    assert house.said()[-1].startswith("C7 at 14:00. One thing to bring up:\nPsychiatric evaluation")
    house.move(to=(session + timedelta(minutes=49)).isoformat())
    assert house.said()[-1].startswith("C7 at 14:00"), "nothing arrives during a session"
    house.move(to=(session + timedelta(minutes=51)).isoformat())
    assert house.said()[-1].startswith("How did it go with C7?")

    house.tap("Booked")
    appointment = session + timedelta(days=2)
    house.say(f"{appointment:%d %b} 3pm")
    assert f"booked for {appointment:%a} {appointment.day} {appointment:%b} 15:00" in house.said()[-1]
    house.move(to=(appointment + timedelta(days=1)).replace(hour=9, minute=1).isoformat())
    assert "Did the client go?" in house.said()[-1]
    house.tap("Went")
    house.say("/status")
    assert "of which the client went to 1" in house.said()[-1]
    assert house.stop() == 0
    assert "Traceback" not in house.log.read_text()


@sqlite_only
def test_a_restart_forgets_no_question(house: House) -> None:
    house.start_and_come_aboard()
    house.say("C7 dbt")
    house.say("C7 booked")
    assert house.stop() == 0
    house.start()
    house.say("3 dec")
    assert "booked for" in house.said()[-1]


@sqlite_only
def test_a_second_bot_on_the_database_is_refused(house: House) -> None:
    house.start_and_come_aboard()
    second = house.command("run")
    assert second.returncode == 2
    assert second.stderr.startswith("Another Followthrough runs on this database, ")


def test_a_running_bot_ends_once_a_newer_version_has_changed_the_database(house: House) -> None:
    house.found()
    house.start()
    house.idle(30)
    engine = create_engine(database_url(house.environment["DATABASE_URL"]))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert house.ended() == 2
    assert "at revision 9999, which a newer version of Followthrough wrote" in house.log.read_text().splitlines()[-1]


def test_a_start_keeps_the_list_of_what_was_erased_and_a_backup_is_taken_beside_it(house: House) -> None:
    house.found()
    address, key_file = house.environment["DATABASE_URL"], house.folder / "followthrough.key"
    settings = Settings(database_url=address, field_key_file=key_file)
    store = Store(open_engine(settings.url, settings.cipher()))
    store.run_here(lambda work: work.erasures.note([ErasureEntry(7, datetime.now(UTC), Erased.CLIENT, 1)]))
    store.close()
    house.start()
    house.idle(30)
    assert '"row_id": 1' in (house.folder / "backups" / "erasures").read_text()
    assert house.command("backup").returncode == 0
    assert len(list((house.folder / "backups").glob("*.backup"))) == 1


@sqlite_only
def test_the_key_file_is_looked_at_when_it_starts(house: House) -> None:
    house.found()
    (house.folder / "followthrough.key").chmod(0o644)
    house.start()
    house.idle(30)
    assert "others on this machine may read the key file" in house.log.read_text()


@sqlite_only
def test_whatever_a_run_or_a_command_changes_is_told_with_who_did_it(house: House) -> None:
    house.start_and_come_aboard()
    house.say("C7 dbt !acute")
    house.say("/status")
    house.say("hello", user=4711)
    house.move(to=(clock(house) + timedelta(hours=30)).isoformat())
    for words in (
        ("practice", "--region", "US", "--retention", "36"),
        ("alerts", "--minutes", "20"),
        ("services", "set", "DBT", "--wait", "3"),
        ("retention",),
        ("invite", "--for", str(ANA)),
        ("lock", "--telegram-id", str(ANA)),
        ("backup",),
    ):
        done = house.command(*words)
        assert done.returncode == 0, f"{words}: {done.stderr}"
    assert house.stop() == 0
    database = Path(house.environment["DATABASE_URL"].removeprefix("sqlite+pysqlite:///"))
    found = deeds(database)
    (backup,) = (house.folder / "backups").glob("*.backup")
    for words in (("restore", str(backup), "--yes"), ("rotate-key",)):
        assert house.command(*words).returncode == 0
    found |= deeds(database)
    assert found >= {"command line", "line", "/status", "backup", "restore", "rotate-key"}
    assert "unsaid" not in found


@sqlite_only
def test_the_doctor_finds_all_well_and_then_what_is_not(house: House) -> None:
    house.found()
    good = house.command("doctor")
    assert good.returncode == 0, good.stdout + good.stderr
    assert [line.split()[0] for line in good.stdout.splitlines()] == ["ok"] * 4
    house.environment["BOT_TOKEN"] = "2:another-token-of-no-value-aaaaaaaaaaaaaaa"
    bad = house.command("doctor")
    assert bad.returncode == 1
    assert "MEND  token" in bad.stderr


@sqlite_only
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_TOKEN", ""),
        ("DATABASE_URL", "mysql://somewhere/else"),
        ("FIELD_KEY", "short"),
        ("TELEGRAM_API_URL", "not an address"),
        ("WEBHOOK_URL", "example.org/hook"),
        ("HTTP_PORT", "many"),
        ("LOG_LEVEL", "loud"),
        ("PACING", "perhaps"),
    ],
)
def test_a_bad_setting_is_one_line_that_names_it_and_the_remedy(house: House, variable: str, value: str) -> None:
    house.found()
    house.environment[variable] = value
    done = house.command("run")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{variable}: ")
    assert "Remedy: " in line


@sqlite_only
def test_the_sandbox_clock_and_loose_pacing_are_for_this_machine_alone(house: House) -> None:
    house.environment["TELEGRAM_API_URL"] = "https://api.telegram.org"
    assert house.command("run").stderr.startswith("SANDBOX_CLOCK_URL: ")
    del house.environment["SANDBOX_CLOCK_URL"]
    assert house.command("run").stderr.startswith("PACING: ")


@sqlite_only
def test_a_wrong_key_is_noticed_and_nothing_is_touched(house: House) -> None:
    house.found()
    Path(house.environment["FIELD_KEY_FILE"]).unlink()
    again = house.command("init", "--name", "x", "--zone", "America/New_York", "--approved-by", "y")
    assert again.returncode == 2
    assert again.stderr.startswith("FIELD_KEY: this database was written with another key.")


def test_the_demo_prints_one_line_and_opens_on_its_story(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--json", "--port", "0", "--data", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        ready = json.loads(demo.stdout.readline())
        assert set(ready) == {"page", "control", "api", "token", "pid", "invites"}
        chat = httpx.get(f"{ready['control']}/chat", params={"user": 1001}).json()
        assert "C7: sessions Tuesdays 14:00" in chat["messages"][-1]["text"]
        users = [{"user": 2000 + n, "text": f"/start {ready['invites']['therapist']}"} for n in range(2)]
        for said in users:
            httpx.post(f"{ready['control']}/say", json=said).raise_for_status()
        httpx.get(f"{ready['control']}/idle").raise_for_status()
        for said in users:
            chat = httpx.get(f"{ready['control']}/chat", params={"user": str(said["user"])}).json()
            assert chat["messages"][-1]["buttons"][0] == ["America/New York"]
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(timeout=20) == 0
        assert demo.stdout.read() == ""
    assert "unsaid" not in deeds(tmp_path / "followthrough.db")
