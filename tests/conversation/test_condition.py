"""Requiring a service is not the therapist's decision alone, and none at all while risk is logged."""

from __future__ import annotations

from tests.conversation.talk import Talker, Tap


def test_a_condition_is_proposed_for_supervision(ana: Talker) -> None:
    ana.talk(
        ("C7 substance use treatment", "One referral noted"),
        ("C7", "Substance use treatment"),
        (Tap("Update"), "Substance use treatment"),
        (Tap("More"), "Substance use treatment"),
        (Tap("As a condition"), "is decided with your supervisor"),
        (Tap("Bring it to supervision"), "as a condition to be decided together"),
        (Tap("Undo"), "Undone"),
    )


def test_never_while_risk_is_logged(ana: Talker) -> None:
    ana.talk(
        ("C7 substance use treatment", "One referral noted"),
        ("C7", "Substance use treatment"),
        (Tap("Update"), "Substance use treatment"),
        (Tap("More"), "Substance use treatment"),
    )
    page = ana.newest
    tap = next(button for row in page.card.rows for button in row if button.label == "As a condition")
    ana.say("C7 elevated")
    ana.press(tap.data, page.message_id)
    assert "While risk is logged nothing is made a condition" in page.card.html
    ana.press(f"{tap.data}:propose", page.message_id)
    assert "noted for supervision" not in page.card.html
