"""Examples of what `bot.wording.nudges` says."""

from __future__ import annotations

from bot.wording import nudges
from bot.wording.card import Card
from referrals.timing import OF_SUPERVISION, NudgeKind
from tests.unit.bot.examples.samples import BIGGEST_ID, IN_A_WEEK, NEW, REFERRALS, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

NOT_ASKED = {NudgeKind.RETURN, *OF_SUPERVISION}
ASKED = [kind for kind in NudgeKind if not kind.about_client and kind not in NOT_ASKED]
EXAMPLES: dict[Say, list[Arguments]] = {
    nudges.taps: each(NudgeKind),
    nudges.nudge: [
        (kind, BIGGEST_ID, "AB123", one, session_at, NOW, NEW_YORK)
        for kind in ASKED
        for one in REFERRALS
        for session_at in (None, IN_A_WEEK)
    ],
    nudges.asked_as: [(kind, one) for kind in ASKED for one in REFERRALS],
    nudges.later: [(BIGGEST_ID,)],
    nudges.tap: [(kind, answer, BIGGEST_ID) for kind in ASKED for answer in nudges.Answer],
    nudges.delayed: [(Card("How did it go with <b>C7</b>?"),)],
    nudges.asked_again: [("C7", NEW)],
    nudges.did_go: [(one, NEW_YORK) for one in REFERRALS],
    nudges.how_to_raise: [(one,) for one in REFERRALS],
    nudges.answered_elsewhere: [("C7", NEW)],
    nudges.put_aside: [("C7", NEW)],
    nudges.taken_up: [("C7", NEW, "I will ask on Tue 1 Dec 14:00.", BIGGEST_ID)],
    nudges.plain_way: [()],
    nudges.put_off: [("C7", NEW, answer, "I will ask on Tue 1 Dec 14:00.", 1) for answer in nudges.Answer],
}
