"""Telegram's poison, a token that is revoked, another poller, strangers' answers: the bot goes on, or says why not."""

from __future__ import annotations

from functools import partial
from itertools import count

import httpx
import pytest

from tests.e2e.house import ANA, TOKEN, House
from tests.faults.oracle import Oracle
from tests.faults.practice import PEOPLE, take_in

sqlite_only = pytest.mark.parametrize("backend", ["sqlite"])


def _started(house: House) -> Oracle:
    take_in(house)
    house.start()
    house.idle(60)
    return Oracle(house)


def _polled_more(house: House, often: int) -> bool:
    return house.polls() > often


@pytest.fixture
def aboard(house: House) -> House:
    house.start_and_come_aboard()
    return house


@sqlite_only
def test_a_poisoned_update_is_set_aside_and_its_neighbours_go_on(aboard: House) -> None:
    aboard.say("C1 dbt", wait=False)
    aboard.update({"message": {"message_id": "seven", "chat": "here"}})
    aboard.update({"message": {"message_id": 7, "date": "never", "chat": {"id": ANA, "type": "private"}, "from": 3}})
    aboard.update({"no_such_kind": {}})
    aboard.say("C2 dbt")
    aboard.say("/status")
    assert "Open 2 " in aboard.said()[-1]
    assert aboard.log.read_text().count("update quarantined") >= 2
    answers = [call for call in aboard.calls() if call["method"] == "getUpdates"]
    assert len(answers) < 60, "what cannot be read is not fetched for ever"


@sqlite_only
def test_a_revoked_token_ends_the_bot_with_a_sentence_and_loses_nothing(house: House) -> None:
    """Passes if it ends with code 1 and says why, and all that was typed is there once the token is good again."""
    oracle = _started(house)
    for user in PEOPLE:
        oracle.new_client("K1", user)
    house.until(lambda: bool(oracle.committed()))
    house.fault(method="*", status=401, times=1000)
    oracle.new_client("K2")
    assert house.bot is not None
    assert house.bot.wait(timeout=20) == 1
    house.bot = None
    assert "Telegram stopped accepting this token" in house.log.read_text()
    house.fault()
    house.start()
    oracle.settle()
    oracle.look()


@sqlite_only
def test_a_second_poller_is_named_and_outlasted(house: House) -> None:
    """Passes if the bot says that another one polls, gives way to it for a while, and goes on once it is gone."""
    oracle = _started(house)
    for _ in range(2):
        polled = house.polls()
        # It acknowledges nothing, and takes the poll out of the bot's hand.
        other = httpx.get(f"{house.address}/bot{TOKEN}/getUpdates", params={"timeout": 1}, timeout=10)
        assert other.status_code == 200, "the bot did not come again at once"
        house.until(partial(_polled_more, house, polled + 1))
    assert "another process polls with this token" in house.log.read_text()
    for user in PEOPLE:
        oracle.new_client("K1", user)
    oracle.settle()
    oracle.look()


@sqlite_only
def test_one_answer_of_a_stranger_ends_nothing(house: House) -> None:
    """Passes if the bot goes on over an empty 404, an empty 403 and one 401, and everything comes once."""
    oracle = _started(house)
    codes = (f"K{number}" for number in count(1))
    for fault in ({"status": 404, "empty": True}, {"status": 403, "empty": True}, {"status": 401}):
        for method in ("getUpdates", "sendMessage"):
            house.fault(method=method, **fault)
            oracle.new_client(next(codes))
            house.until(lambda: house.unacknowledged() == 0)
            oracle.new_client(next(codes))
            oracle.settle()
            oracle.look()
    assert house.bot is not None
    assert house.bot.poll() is None


@sqlite_only
def test_the_log_holds_no_code_no_text_and_no_token(aboard: House) -> None:
    aboard.environment["LOG_LEVEL"] = "debug"
    aboard.stop()
    aboard.start()
    aboard.fault(method="sendMessage", drop="after", times=1)
    aboard.update({"message": {"message_id": "QZ77 sentinel", "chat": "here"}})
    aboard.say("QZ77 dbt // sentinel")
    aboard.say("QZ77 call 555-123-4567")
    aboard.fault(method="getUpdates", drop="after", times=1)
    aboard.say("QZ77")
    log = aboard.log.read_text()
    assert "not delivered" in log
    for secret in ("QZ77", "sentinel", "555-123", "sandbox-token", "DBT"):
        assert secret not in log, secret
