"""`/privacy`: what is kept, for whom, how long, and what one may do about it."""

from __future__ import annotations

from tests.conversation.talk import Talker, Tap


def test_it_says_what_is_kept_how_long_and_what_is_hers(ana: Talker) -> None:
    ana.talk(("/privacy", "for you alone"))
    for said in ("24 months after their end", "/export", "/erase", "Whoever runs the machine could read"):
        assert said in ana.text


def test_the_practices_own_time_is_named(ana: Talker) -> None:
    ana.practice.store.run_here(lambda work: work.people.set_retention(36))
    ana.talk(("/privacy", "36 months after their end"))


def test_a_second_card_has_telegram_and_who_approved_it(ana: Talker) -> None:
    ana.talk(
        ("/privacy", "for you alone"), (Tap("More: Telegram"), "For Harbour Street it was approved by the director")
    )
    for said in ("not end-to-end encrypted", "nobody has an agreement", "pseudonymous, not anonymous"):
        assert said in ana.text
    ana.talk((Tap("Back"), "for you alone"))


def test_its_taps_lead_on(ana: Talker) -> None:
    ana.talk(("/privacy", "for you alone"), (Tap("Export"), "All that is yours here"))
    ana.talk(("/privacy", "for you alone"), (Tap("Erase"), "What shall go for good?"))


def test_it_stands_in_help(ana: Talker) -> None:
    ana.talk(("/help", "/privacy"), ("/help more", "/export"), ("/help more", "/erase"))
