"""Settings: what cannot be used is one line with its remedy, and no secret is ever printed."""

from __future__ import annotations

import traceback
from pathlib import Path
from unittest.mock import Mock

import pytest

from bot.settings import REMEDIES, VARIABLES, LogFormat, LogLevel, SettingsError, is_loopback, load_settings
from storage.crypto import new_key
from tests.conftest import CIPHER

TOKEN = "123456:a-secret-that-nobody-may-see"
PASSWORD = "hunter2"  # pragma: allowlist secret
SECRET = "a-secret-of-the-webhooks"  # pragma: allowlist secret
SANDBOX = "http://127.0.0.1:8077"


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and nothing in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_URL", "https://"),
        ("TELEGRAM_API_URL", "http://[::1"),
        ("DATABASE_URL", "followthrough.db"),
        ("DATABASE_URL", "mysql://root@localhost/x"),
        ("DATABASE_URL", "sqlite://"),
        ("WEBHOOK_URL", "example.org/hook"),
        ("WEBHOOK_SECRET", "too-short"),
        ("WEBHOOK_SECRET", "not what Telegram takes: !"),
        ("LEASE_SECONDS", "0.5"),
        ("LEASE_SECONDS", "300.1"),
        ("LEASE_SECONDS", "nan"),
        ("LEASE_SECONDS", "soon"),
        ("HTTP_PORT", "eighty"),
        ("HTTP_PORT", "-1"),
        ("HTTP_PORT", "65536"),
        ("SANDBOX_CLOCK_URL", "here"),
        ("SANDBOX_CLOCK_URL", "http://127.0.0.1:8077/clock"),  # against Telegram itself
        ("PACING", "off"),
        ("PACING", "perhaps"),
        ("LOG_LEVEL", "chatty"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_setting_is_one_line_with_its_remedy(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    line = str(raised.value)
    assert line.startswith(f"{variable}: ")
    assert line.endswith(f". Remedy: {REMEDIES[variable]}.")
    assert "\n" not in line
    assert TOKEN not in everything_about(raised.value)


@pytest.mark.parametrize("variable", ["BOT_TOKEN", "FIELD_KEY"])
def test_a_missing_secret_is_one_line_with_its_remedy(variable: str) -> None:
    settings = load_settings()
    with pytest.raises(SettingsError) as raised:
        settings.token() if variable == "BOT_TOKEN" else settings.cipher()
    assert str(raised.value).startswith(f"{variable}: it is not set")
    assert str(raised.value).endswith(f"Remedy: {REMEDIES[variable]}.")


@pytest.mark.parametrize("key", ["short", "not base64 at all \N{SNOWMAN}", "A" * 44 + "="])
def test_a_bad_key_is_one_line_and_not_shown(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELD_KEY", key)
    with pytest.raises(SettingsError, match=r"^FIELD_KEY: .*\. Remedy: ") as raised:
        load_settings().cipher()
    assert key not in str(raised.value)


def test_a_key_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "followthrough.key").write_bytes(bytes(range(128, 160)))
    with pytest.raises(SettingsError, match=r"FIELD_KEY: it is not set, and followthrough\.key cannot be read"):
        load_settings().cipher()


def test_a_key_file_that_is_a_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "followthrough.key").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings().cipher()


def test_the_key_comes_from_the_environment_or_from_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_file, in_environment = new_key(), new_key()
    (tmp_path / "followthrough.key").write_text(in_file + "\n")
    from_file = load_settings().cipher()
    monkeypatch.setenv("FIELD_KEY", in_environment)
    ids = {from_file.key_id, load_settings().cipher().key_id, CIPHER.key_id}
    assert len(ids) == 3


def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("FIELD_KEY", key)
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://user:{PASSWORD}@host/name")
    settings = load_settings()
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/hook")
    printed = f"{settings!r} {settings} {settings.url!r} {load_settings().webhook()!r}"
    assert not [secret for secret in (TOKEN, key, PASSWORD, SECRET) if secret in printed]
    assert settings.token() == TOKEN


@pytest.mark.parametrize("address", ["mysql://user:{}@host/name", "postgresql://user:with-an{at}in-it:{}@host/name"])
def test_a_bad_address_does_not_show_its_password(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address.format(PASSWORD, at="@"))
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert PASSWORD not in str(raised.value)


def test_settings_are_read_from_a_file_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=WARNING\nLOG_FORMAT=Json\nHTTP_PORT=\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("LOG_LEVEL", "Debug")
    settings = load_settings()
    assert (settings.log_level, settings.log_format, settings.http_port) == (LogLevel.DEBUG, LogFormat.JSON, 8080)


@pytest.mark.parametrize(("said", "meant"), [("ON", True), ("yes", True), ("1", True), ("False", False), ("n", False)])
def test_a_switch_is_said_in_any_of_the_usual_words(said: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", SANDBOX)
    monkeypatch.setenv("pacing", said)  # in whatever case
    assert load_settings().pacing is meant


@pytest.mark.parametrize("seconds", ["1", "2.5", "300"])
def test_a_lease_may_last_so_long(seconds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEASE_SECONDS", seconds)
    assert load_settings().lease_seconds == float(seconds)


def test_a_file_of_settings_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BOT_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match=r"^\.env: it cannot be read"):
        load_settings()


def test_a_file_of_settings_that_cannot_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}\n")
    monkeypatch.setattr("builtins.open", Mock(side_effect=PermissionError))
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value) == f".env: it cannot be read. Remedy: {REMEDIES['.env']}."


def test_a_sandbox_on_this_machine_may_set_the_clock_and_go_unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", f"{SANDBOX}/")
    monkeypatch.setenv("SANDBOX_CLOCK_URL", f"{SANDBOX}/clock")
    monkeypatch.setenv("PACING", "off")
    settings = load_settings()
    assert (settings.telegram_api_url, settings.pacing) == (SANDBOX, False)


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (SANDBOX, True),
        ("http://localhost:1/", True),
        ("http://[::1]:1", True),
        ("http://127.1.2.3", True),
        ("https://api.telegram.org", False),
        ("http://10.0.0.1", False),
        ("http://localhost.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://127.0.0.1@example.org", False),
    ],
)
def test_what_is_this_machine(address: str, here: bool) -> None:
    assert is_loopback(address) is here


def everything_about(error: BaseException) -> str:
    """The error as a traceback would print it, with all that led to it."""
    return "".join(traceback.format_exception(error))


def test_a_webhook_is_whole_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().webhook() is None
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/hooks/one")
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET: it is not set"):
        load_settings()
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    address = load_settings().webhook()
    assert address is not None
    assert (address.path, address.secret) == ("/hooks/one", SECRET)
    monkeypatch.setenv("HTTP_PORT", "0")
    with pytest.raises(SettingsError, match="HTTP_PORT: a webhook needs a port"):
        load_settings()
    monkeypatch.delenv("HTTP_PORT")
    monkeypatch.setenv("WEBHOOK_URL", "http://example.org/hooks/one")
    with pytest.raises(SettingsError, match="WEBHOOK_URL: Telegram calls https addresses only"):
        load_settings()
