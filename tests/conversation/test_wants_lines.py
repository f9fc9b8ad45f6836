"""The client's own order, and a referral taken up again, by line."""

from __future__ import annotations

from tests.conversation.talk import Talker, Tap


def test_a_wish_comes_before_readiness_and_after_the_therapists_choice(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval ready 9", "noted"),
        ("C7 dbt", "noted"),
        ("C7 wants dbt", "DBT group"),
        ("C7", "next  DBT group · suggested today · C7’s own first wish"),
    )
    assert "Why this order: nothing at risk is logged; C7’s own wish; then C7’s own readiness." in ana.text
    ana.talk(("/undo", "Undone"), ("C7", "next  Psychiatric evaluation"))


def test_a_referral_that_ended_is_taken_up_again_by_line(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 dropped", "no longer recommended"),
        ("C7 reopen dbt", "DBT group"),
        ("C7", "next  DBT group · suggested today"),
        ("/undo", "Undone"),
        ("C7", "done  DBT group · no longer recommended today"),
    )


def test_neither_reaches_anothers_client(ana: Talker, bob: Talker) -> None:
    ana.talk(("C7 psych eval, dbt", "noted"), ("C7 dropped dbt", "no longer recommended"))
    bob.talk(("C7 wants psych eval", "I know no C7 of yours."), ("C7 reopen dbt", "I know no C7 of yours."))
    ana.talk(("C7", "done  DBT group"), (Tap("History"), "C7 · history"))
    assert "wish" not in ana.text
