"""Telegram at its worst: lost replies, floods, poison, other pollers. Each change counts once; messages arrive."""

from __future__ import annotations

import pytest

from tests.e2e.house import ANA, House

sqlite_only = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def aboard(house: House) -> House:
    house.start_and_come_aboard()
    return house


@sqlite_only
@pytest.mark.parametrize(("drop", "shown"), [("before", 1), ("after", 2), ("midway", 2)])
def test_a_send_whose_reply_is_lost_is_sent_again_and_counts_once(aboard: House, drop: str, shown: int) -> None:
    aboard.fault(method="sendMessage", drop=drop, times=1)
    aboard.say("C7 dbt")
    assert sum(text.startswith("C7 is new to me") for text in aboard.said()) == shown
    aboard.say("/status")
    assert "Open 1 " in aboard.said()[-1]


@sqlite_only
def test_a_flood_wait_is_obeyed_and_order_kept(aboard: House) -> None:
    aboard.fault(method="sendMessage", status=429, retry_after=1, times=2)
    for number in range(1, 4):
        aboard.say(f"C{number} dbt", wait=False)
    aboard.idle(30)
    assert [text[:2] for text in aboard.said()[-3:]] == ["C1", "C2", "C3"]
    sends = [call for call in aboard.calls() if call["method"] == "sendMessage"]
    assert [call["status"] for call in sends[-5:]] == [429, 429, 200, 200, 200]


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
def test_a_person_who_shut_the_bot_out_does_not_hold_up_others(aboard: House) -> None:
    aboard.fault(method="sendMessage", status=403, times=1)
    aboard.say("C1 dbt")
    aboard.say("hello", 6)
    assert len(aboard.said(6)) == 1


@sqlite_only
def test_a_revoked_token_ends_the_bot_with_a_sentence(aboard: House) -> None:
    assert aboard.bot is not None
    aboard.fault(method="*", status=401, times=100)
    aboard.say("C1 dbt", wait=False)
    assert aboard.bot.wait(timeout=20) == 1
    assert "Telegram stopped accepting this token" in aboard.log.read_text()


@sqlite_only
def test_every_tap_is_answered_once_even_when_its_answer_is_lost(aboard: House) -> None:
    aboard.say("C7 dbt")
    aboard.fault(method="answerCallbackQuery", drop="before", times=1)
    aboard.tap("Undo")
    assert "Undone" in aboard.said()[-1]
    aboard.fault()
    assert sum(call["method"] == "answerCallbackQuery" for call in aboard.calls()) >= 1


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
