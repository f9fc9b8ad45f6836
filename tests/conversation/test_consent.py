"""Permission to share, who may give it, and word back from the provider."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from referrals.model import Consent, WordBack
from tests.conversation.pages import STALE, history, kept, open_page, rows, twice, undone
from tests.conversation.talk import Talker, Tap


@pytest.fixture
def ana(ana: Talker) -> Talker:
    """With one open referral, its rarer taps before her."""
    ana.say("C7 dbt")
    open_page(ana, 1, "more")
    return ana


@pytest.fixture
def given(ana: Talker) -> Talker:
    """An adult gave permission for half a year."""
    ana.talk(
        (Tap("Consent"), "Who consents to sharing information about C7?\nAgreeing to go is not consent to share."),
        (Tap("Adult"), "C7: who consents is the client, an adult.\nPut it in the chart."),
        (Tap("Consent"), "C7 can call; you cannot yet: no consent to share is noted."),
        (Tap("6 months"), "You may speak with them: consent to share until Tue 18 May 2027.\nPut it in the chart."),
    )
    return ana


def test_agreed_is_not_consent(ana: Talker) -> None:
    ana.say("C7 agreed")
    open_page(ana)
    assert "C7 can call; you cannot yet: no consent to share is noted." in ana.text


def test_who_consents_is_asked_first_and_once(ana: Talker) -> None:
    ana.tap("Consent")
    undone(ana, lambda: ana.talk((Tap("Guardian"), "who consents is a guardian.")))
    open_page(ana, 1, "more")
    ana.tap("Consent")
    twice(ana, "Minor in own right")
    assert (history(ana)[0].kind, history(ana)[0].detail) == ("consenter", {"consenter": "minor"})


def test_nothing_is_given_while_nobody_is_known_to_give_it(ana: Talker) -> None:
    ana.press("cons:1:given:12", ana.newest.message_id)
    assert "Who consents to sharing information about C7?" in ana.text
    assert kept(ana).consent is None


def test_a_permission_counts_once_and_is_undone_exactly(given: Talker) -> None:
    open_page(given, 1, "more")
    given.tap("Consent")
    undone(given, lambda: given.talk((Tap("1 year"), "until Thu 18 Nov 2027")))
    open_page(given, 1, "more")
    given.tap("Consent")
    twice(given, "No end said")
    assert (kept(given).consent, kept(given).consent_until) == (Consent.GIVEN, None)
    assert history(given)[0].detail == {"consent": "given"}


def test_a_permission_ends_with_its_last_day(given: Talker) -> None:
    assert kept(given).consent_until == date(2027, 5, 18)
    given.practice.now += timedelta(days=181)
    open_page(given)
    assert "You may speak with them" in given.text
    given.practice.now += timedelta(days=1)
    open_page(given)
    assert "C7 can call; you cannot yet: consent ended on Tue 18 May 2027." in given.text


def test_a_permission_can_be_withdrawn(given: Talker) -> None:
    open_page(given, 1, "more")
    given.tap("Consent")
    undone(given, lambda: given.talk((Tap("Withdrawn"), "consent was withdrawn.\nPut it in the chart.")))
    open_page(given, 1, "more")
    given.tap("Consent")
    twice(given, "Withdrawn")
    assert (history(given)[0].kind, history(given)[0].detail) == ("consent", {"consent": "withdrawn"})


def test_word_back_is_kept_with_its_day_where_sharing_is_permitted(given: Talker) -> None:
    open_page(given, 1, "more")
    given.talk((Tap("Word back"), "what did they let you know?"))
    undone(given, lambda: given.talk((Tap("Referral received"), "Word back Wed 18 Nov: they have the referral.")))
    open_page(given, 1, "more")
    given.tap("Word back")
    twice(given, "Attending")
    assert (kept(given).word_back, kept(given).word_back_at) == (WordBack.ATTENDING, given.practice.now)
    given.talk((Tap("Went"), "went today"))


def test_word_without_consent_is_not_kept(ana: Talker) -> None:
    before = rows(ana)
    ana.talk(
        (Tap("Word back"), "what did they let you know?"),
        (Tap("Completed"), "word came without consent noted, so I keep none of it."),
    )
    assert rows(ana) == before
    ana.talk((Tap("Consent"), "Who consents"))


def test_after_a_withdrawal_no_word_is_kept(given: Talker) -> None:
    open_page(given, 1, "more")
    given.talk((Tap("Consent"), "You may"), (Tap("Withdrawn"), "withdrawn"))
    open_page(given, 1, "more")
    given.talk((Tap("Word back"), "what did"), (Tap("Not reached"), "word came without consent noted"))
    assert kept(given).word_back is None


@pytest.mark.parametrize(
    "data",
    [
        "cons:1:given:7",
        "cons:1:lost",
        "cons:9",
        "who:1:nobody",
        "who:9:adult",
        "who:1:adult:99x9",
        "word:1:sung",
        "word:9",
    ],
)
def test_forged_taps_change_nothing_that_was_not_offered(given: Talker, data: str) -> None:
    before = rows(given)
    given.press(data, given.newest.message_id)
    assert given.screen.toasts[-1] == STALE
    assert rows(given) == before


def test_another_therapist_gives_and_hears_nothing(given: Talker, bob: Talker) -> None:
    bob.say("B1 housing")
    before = rows(given)
    for data in ("cons:1", "cons:1:withdrawn", "cons:1:given:12", "who:1", "who:1:guardian", "word:1:completed"):
        bob.press(data, bob.newest.message_id)
        assert bob.screen.toasts[-1] == STALE
    assert rows(given) == before


@pytest.mark.usefixtures("given")
def test_her_own_answer_leads_back_to_no_referral_of_anothers(bob: Talker) -> None:
    bob.say("B1 housing")  # client 2, referral 2
    bob.press("who:2:adult:1", bob.newest.message_id)
    assert "Consent" not in bob.buttons()
    assert "DBT" not in bob.text
