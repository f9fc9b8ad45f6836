"""What it is run with fits the program and itself, and those who know these files find nothing in them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
from ruamel.yaml import YAML
from sqlalchemy import Engine, text

from bot.cli.app import app
from bot.cli.ending import Exit
from bot.settings import VARIABLES
from storage.crypto import new_key
from tests.tools import ROOT, passes

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = YAML(typ="safe", pure=True).load(DEPLOY / "compose.yaml")
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("migrate", "bot")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
CADDYFILE = (DEPLOY / "Caddyfile").read_text()
UNITS = ("followthrough.service", "followthrough-backup.service")
SECRETS = {"BOT_TOKEN", "DATABASE_URL", "FIELD_KEY", "WEBHOOK_SECRET"}
COMMANDS = set(typer.main.get_group(app).commands)
EXPOSED_AT_MOST = 12  # tenths, as systemd-analyze counts; what is left is the network it cannot do without


def unit(name: str) -> dict[str, list[str]]:
    """The values of each directive."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", (DEPLOY / name).read_text(), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def instructions(word: str) -> list[str]:
    return re.findall(rf"^{word} +(.+)$", DOCKERFILE, re.MULTILINE)


# --- by those who know these files ---


def test_the_image_s_file_is_well_written() -> None:
    passes("hadolint", DEPLOY / "Dockerfile")


def test_the_compose_file_is_one() -> None:
    passes("check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    where = {"HOME": str(tmp_path), "BOT_DOMAIN": "bot.example.org"}
    passes("caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile", **where)
    assert passes("caddy", "fmt", DEPLOY / "Caddyfile", **where) == CADDYFILE


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    copies = [tmp_path / path.name for path in [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]]
    for copy in copies:  # systemd looks whether the command is there, and here it is elsewhere
        copy.write_text((DEPLOY / copy.name).read_text().replace("/opt/followthrough/.venv/bin/python", sys.executable))
    passes("systemd-analyze", "verify", "--man=no", *copies)


@pytest.mark.parametrize("name", UNITS)
def test_little_is_open_to_a_service(name: str) -> None:
    passes("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED_AT_MOST}", DEPLOY / name)


# --- with the program ---


def test_every_setting_named_is_one() -> None:
    named = {name for service in OURS for name in SERVICES[service]["environment"]}
    assert named <= {name.upper() for name in VARIABLES}


def test_no_secret_stands_in_a_file() -> None:
    for service in SERVICES.values():
        assert not SECRETS & set(service.get("environment", {}))
        assert not [
            name for name in service.get("environment", {}) if "PASSWORD" in name and not name.endswith("_FILE")
        ]
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())
    for name in UNITS:
        assert not SECRETS & {word.partition("=")[0] for line in unit(name)["Environment"] for word in line.split()}
    assert not instructions("ARG")[1:]
    assert passes("git", "check-ignore", *(f"deploy/{secret['file']}" for secret in COMPOSE["secrets"].values()))


def test_every_command_is_one() -> None:
    (entry,), (command,) = instructions("ENTRYPOINT"), instructions("CMD")
    assert entry == '["python", "-m", "bot"]'
    in_units = [unit(name)["ExecStart"][0].partition(" -m bot ")[2] for name in UNITS]
    assert {*in_units, *SERVICES["migrate"]["command"], *re.findall(r"\w+", command)} <= COMMANDS
    assert (in_units, command) == (["run", "backup"], '["run"]')


def test_a_setting_to_mend_is_not_met_with_a_restart() -> None:
    assert unit("followthrough.service")["RestartPreventExitStatus"] == [str(int(Exit.MEND))]
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["bot"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_image_is_this_version_s() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert {SERVICES[service]["image"] for service in OURS} == {f"followthrough:{version}"}


def test_what_is_copied_suffices(tmp_path: Path) -> None:
    """The image has these folders and the locked packages; a command that touches all three floors runs on them."""
    copied = [line.split()[0] for line in instructions("COPY") if not line.startswith("--from")]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {f"!{name}" for name in copied} == {line for line in ignored if line.startswith("!")}
    assert "*" in ignored
    for name in set(copied) - {"requirements.lock"}:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/here.db",
        "FIELD_KEY": new_key(),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("backend", ["postgresql"])
def test_the_database_is_the_one_the_tests_run_on(engine: Engine) -> None:
    with engine.connect() as connection:
        version = int(connection.scalars(text("SHOW server_version_num")).one())
    assert SERVICES["database"]["image"].startswith(f"postgres:{version // 10_000}-")


# --- with each other ---


def test_the_proxy_hands_on_the_webhook_s_path_and_nothing_else() -> None:
    settings = SERVICES["bot"]["environment"]
    assert re.findall(r"^\s+path (.+)$", CADDYFILE, re.MULTILINE) == [settings["WEBHOOK_URL"].rpartition("}")[2]]
    assert f"{{$BOT_ADDRESS:bot:{settings['HTTP_PORT']}}}" in CADDYFILE
    assert f":{settings['HTTP_PORT']}/healthz" in SERVICES["bot"]["healthcheck"]["test"][-1]


def test_only_the_proxy_is_reached_and_the_database_reaches_nothing() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "proxy": ["443:443"]
    }
    assert {name for name, service in SERVICES.items() if "database" in service["networks"]} == {"database", *OURS}
    assert SERVICES["database"]["networks"] == SERVICES["migrate"]["networks"] == ["database"]
    assert COMPOSE["networks"]["database"] == {"internal": True}


def test_all_processes_share_one_folder_of_backups() -> None:
    assert SERVICES["bot"]["deploy"]["replicas"] > 1
    assert SERVICES["bot"]["volumes"] == [f"backups:{SERVICES['bot']['environment']['BACKUP_DIR']}"]
    assert "backups" in COMPOSE["volumes"]
    assert f"--mode 700 {SERVICES['bot']['environment']['BACKUP_DIR']}" in DOCKERFILE


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_can_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert not service.keys() & {"privileged", "network_mode", "pid", "ipc", "devices"}
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert re.search(r":\d+", service["image"])


def test_the_image_runs_as_nobody_in_particular() -> None:
    assert instructions("USER") == ["10001:10001"]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert re.fullmatch(r"PYTHON=python:3\.\d+\.\d+-slim-\w+", instructions("ARG")[0])
    assert instructions("FROM") == ["${PYTHON} AS packages", "${PYTHON}"]
    assert "--require-hashes" in DOCKERFILE
    assert not re.findall(r"://", DOCKERFILE)


def test_both_services_stand_behind_the_same_walls() -> None:
    own = {"Type", "Description", "ExecStart", "Wants", "After", "WantedBy", "Restart", "RestartSec"}
    own |= {"RestartPreventExitStatus", "TimeoutStopSec", "TimeoutStartSec"}
    walls = [{key: value for key, value in unit(name).items() if key not in own} for name in UNITS]
    assert walls[0] == walls[1]
    assert len(walls[0]) > 25


def test_the_command_is_run_as_the_service_is() -> None:
    words = shlex.split((DEPLOY / "followthrough").read_text(), comments=True)
    service = unit("followthrough.service")
    assert words[words.index("cd") + 1] == service["WorkingDirectory"][0]
    assert words[words.index("-u") + 1] == service["User"][0]
    assert [word for word in words if word.startswith("PYTHON")] == service["Environment"][0].split()[:2]
    assert service["ExecStart"][0].split()[0] in words
