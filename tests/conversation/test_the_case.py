"""The case the product was made for, as one transcript: three recommendations, a crisis, and the way back."""

from __future__ import annotations

import pytest

from tests.conversation.talk import At, Practice, Talker, Tap


@pytest.fixture
def ana(practice: Practice) -> Talker:
    """A trainee at an agency that has said where it is and confirmed its crisis lines."""
    practice.store.run_here(
        lambda work: work.people.describe(region="US", missed_procedure="phone twice, then tell the supervisor")
    )
    practice.store.run_here(lambda work: work.people.confirm_lines(None, practice.now))
    return practice.person(1001)


def test_from_the_first_line_to_the_stand_down(ana: Talker) -> None:
    ana.talk(
        # Three weeks ago she recommended three services. One line, and a gentle question about the pile.
        ("C7 psych eval #diagnosis, DBT group, housing", "C7 is new to me. Three referrals noted"),
        ("C7 tue 2pm weekly", "I will ask around those, not in between."),
        ("C7 wants housing", "C7"),
        ("C7 ready 4 for dbt", "ready 4"),
        ("C7 ready 7 for psych eval", "ready 7"),
        # The brief half an hour before the session, one thing to bring up; one question after it, one tap.
        (At("24 Nov 13:30"), "C7 at 14:00. One thing to bring up:"),
        (At("24 Nov 14:50"), "How did it go with C7?"),
        (Tap("Agreed"), "agreed today"),
        # A week later she comes in danger. The line is answered with the danger line and one question.
        (At("1 Dec 15:05"), "How did it go with C7?"),
        ("C7 acute", "Danger now? Leave this chat: emergency services where the client is"),
        (Tap("Self"), "First, in the therapy: safety plan · means safety · sooner session · your supervisor"),
    )
    assert "Crisis line: 988 Suicide & Crisis Lifeline, call or text 988" in ana.text
    assert "Nobody was told by this bot." in ana.text
    assert "I will ask about C7 on Tue 1 Dec 18:00, the next morning, then daily until it is stood down." in ana.text
    ana.talk(
        (Tap("Safety plan"), "✓ safety plan"),
        (Tap("Means safety"), "✓ safety plan · ✓ means safety · sooner session"),
        (Tap("Supervisor told"), "You told your supervisor; nobody was told by this bot."),
        # Any of the three may help; what counts is which she would most likely do.
        (Tap("Options"), "which of these would be enough for now?"),
        (Tap("Psychiatric evaluation"), "enough for now"),
        (Tap("DBT group"), "enough for now"),
        (Tap("Back"), "next  Psychiatric evaluation · ready 7\nthen  DBT group · ready 4"),
        (Tap("Let these rest"), "On hold, uncounted: Subsidised housing programme."),
        # The same day, the next morning, then daily. The first line says nothing of why.
        (At("1 Dec 18:00"), "Your look after C7:\nDanger now?"),
        (Tap("Seen or spoken to"), "I will ask again on Wed 2 Dec 09:00."),
        (At("2 Dec 09:00"), "Your look after C7:"),
        ("C7 booked psych eval 3 dec 10am", "booked for Thu 3 Dec 10:00"),
        (At("4 Dec 09:00"), "Psychiatric evaluation, Thu 3 Dec 10:00. Did the client go?"),
    )
    ana.talk((Tap("Went"), "Psychiatric evaluation"))
    ana.talk(
        # Down in two steps, talked over; what rested comes back with the next session, and is then the one to raise.
        ("C7 stand down", "from acute to elevated. Talked over with?"),
        (Tap("Supervisor"), "elevated since Fri 4 Dec · talked over: supervisor."),
    )
    assert "On hold: Subsidised housing programme. Subsidised housing programme comes back first" in ana.text
    assert "Put it in the chart." in ana.text
    ana.talk(
        (At("8 Dec 12:00"), "C7: one thing that rested can come up again.\nSubsidised housing programme"),
        (At("8 Dec 13:30"), "C7 at 14:00. One thing to bring up:\nSubsidised housing programme"),
        ("C7 stand down", "from elevated to no risk logged. Talked over with?"),
        (Tap("Supervisor"), "C7: no risk logged, last asked Tue 8 Dec · talked over: supervisor."),
        ("C7", "no risk logged, last asked Tue 8 Dec"),
    )
