"""The proxy's own configuration in front of the bot: TLS, one path, and a process that goes and comes back."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.house import House
from tests.tools import ROOT, tool

SECRET = "a-secret-of-the-webhooks"  # pragma: allowlist secret
HEADER = "X-Telegram-Bot-Api-Secret-Token"  # pragma: allowlist secret

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def proxy(house: House, tmp_path: Path) -> Iterator[httpx.Client]:
    """Caddy with deploy/Caddyfile, and a client to it; the bot, not started, is told to be reached by it."""
    outside, inside = free_port(), free_port()
    domain = f"https://localhost:{outside}"
    house.environment |= {"WEBHOOK_URL": f"{domain}/telegram", "WEBHOOK_SECRET": SECRET, "HTTP_PORT": str(inside)}
    environment = os.environ | {"BOT_DOMAIN": domain, "BOT_ADDRESS": f"127.0.0.1:{inside}"}
    environment |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with (tmp_path / "caddy.log").open("w") as log:
        caddy = subprocess.Popen(
            [tool("caddy"), "run", "--adapter", "caddyfile", "--config", ROOT / "deploy/Caddyfile"],
            env=environment,
            stdout=log,
            stderr=log,
        )
    # The certificate is Caddy's own here: nobody vouches for localhost.
    with httpx.Client(base_url=domain, verify=False, timeout=20) as client:  # noqa: S501
        house.until(lambda: answers(client))
        yield client
    caddy.terminate()
    caddy.wait(timeout=20)


def test_what_telegram_brings_comes_through_and_nothing_else(house: House, proxy: httpx.Client) -> None:
    house.start_and_come_aboard()
    house.say("C7 DBT group")
    assert "C7 is new to me" in house.said()[-1]

    assert proxy.post("/telegram", json={}, headers={HEADER: SECRET}).status_code == 200
    assert proxy.post("/telegram", json={}).status_code == 403
    assert proxy.post("/telegram", json={}, headers={HEADER: "another"}).status_code == 403
    assert proxy.get("/telegram").status_code == 404
    for path in ("/", "/healthz", "/readyz", "/metrics", "/telegram/", "/telegram/../metrics", "//metrics"):
        assert proxy.post(path, json={}, headers={HEADER: SECRET}).status_code == 404, path
        assert proxy.get(path).status_code == 404, path


def test_what_is_larger_than_any_update_is_turned_away(house: House, proxy: httpx.Client) -> None:
    house.start_and_come_aboard()
    answer = proxy.post("/telegram", content=b" " * 1_500_000, headers={HEADER: SECRET})
    assert answer.status_code in {413, 502}  # Caddy 2.6 says the latter
    house.say("C7 DBT group")
    assert "C7 is new to me" in house.said()[-1]
    log = house.log.read_text()
    assert "Traceback" not in log
    assert "larger than any" not in log  # it did not come as far as the bot's own limit


def test_a_line_typed_while_the_bot_is_away_comes_afterwards(house: House, proxy: httpx.Client) -> None:
    house.start_and_come_aboard()
    house.kill()
    assert proxy.post("/telegram", json={}, headers={HEADER: SECRET}).status_code == 502
    house.say("C7 DBT group", wait=False)
    house.start()
    house.until(lambda: "C7 is new to me" in house.said()[-1], seconds=60)
    assert SECRET not in (house.folder / "caddy.log").read_text()


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/").status_code == 404
    except httpx.TransportError:
        return False
