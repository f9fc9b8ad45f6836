"""How a recommendation is put into words, and what follows from how it was heard."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.wording.referrals.framing import to_say
from referrals.client import Client
from referrals.framing import heard_as, main_purpose, needs_repair
from referrals.model import Heard, Hold, Purpose, ServiceKind, State
from referrals.timing import ask_after
from tests.unit.moments import NEW_YORK, NOW, at, referral, weekly

TUESDAYS = Client(id=1, code="C7", sessions=weekly(1, 14))
EVERY = [(purpose, kind) for purpose in (*Purpose, None) for kind in ServiceKind]
GOES_ON = re.compile(r"go on|goes on|stays?\b|when we meet")


@pytest.mark.parametrize(("purpose", "kind"), EVERY)
def test_every_purpose_and_kind_has_words_of_its_own_length(purpose: Purpose | None, kind: ServiceKind) -> None:
    words = to_say(purpose, kind)
    sentences = re.split(r"(?<=[.?]) ", words)
    assert 150 < len(words) <= 500
    assert 2 <= len(sentences) <= 4
    assert words.endswith("?")
    assert all(sentence[0].isupper() and len(sentence) > 20 for sentence in sentences)
    assert "  " not in words
    assert "would add" in words  # what it adds ...
    assert GOES_ON.search(words)  # ... and that the therapy goes on


def test_no_two_purposes_are_said_alike_for_one_kind() -> None:
    for kind in ServiceKind:
        assert len({to_say(purpose, kind) for purpose in (*Purpose, None)}) == 5


def test_of_several_purposes_the_weightiest_is_spoken_of() -> None:
    assert main_purpose(referral(purposes=frozenset(Purpose))) is Purpose.CRISIS
    assert main_purpose(referral(purposes=frozenset({Purpose.PRACTICE, Purpose.LIVING}))) is Purpose.LIVING
    assert main_purpose(referral()) is None


def test_a_rejection_rests_until_the_next_session() -> None:
    in_session = at(NEW_YORK, 2026, 11, 24, 14, 30)
    heard = heard_as(referral(), Heard.REJECTION, TUESDAYS, in_session)
    assert needs_repair(heard)
    assert heard.next_check_at == at(NEW_YORK, 2026, 12, 1, 14)
    without = heard_as(referral(), Heard.REJECTION, Client(id=1, code="C7"), NOW)
    assert without.next_check_at == NOW + timedelta(days=7)


@pytest.mark.parametrize("how", [Heard.SUPPORT, Heard.UNSURE])
def test_talked_about_it_is_asked_about_again_in_its_turn(how: Heard) -> None:
    heard = heard_as(referral(), Heard.REJECTION, TUESDAYS, NOW)
    after = heard_as(heard, how, TUESDAYS, NOW)
    assert not needs_repair(after)
    assert after.next_check_at == ask_after(after, NOW)
    assert (after.heard, after.heard_at) == (how, NOW)


@pytest.mark.parametrize("how", [Heard.SUPPORT, Heard.UNSURE])
def test_what_was_not_heard_as_rejection_moves_no_question(how: Heard) -> None:
    soon = NOW + timedelta(hours=3)
    assert heard_as(referral(next_check_at=soon), how, TUESDAYS, NOW).next_check_at == soon


def test_what_rests_goes_on_resting_and_an_appointment_keeps_its_question() -> None:
    held = referral(state=State.ON_HOLD, hold=Hold.RISK, next_check_at=None)
    assert heard_as(held, Heard.REJECTION, TUESDAYS, NOW).next_check_at is None
    booked = referral(state=State.SCHEDULED, appointment_at=NOW + timedelta(days=2), next_check_at=NOW)
    assert heard_as(booked, Heard.REJECTION, TUESDAYS, NOW).next_check_at == NOW


def test_what_ended_needs_no_repair() -> None:
    assert not needs_repair(referral(state=State.DECLINED, heard=Heard.REJECTION))
