"""Examples of what `bot.wording.referrals.consent` says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.wording.referrals import consent
from referrals.client import Consenter
from referrals.consent import Permission
from referrals.model import Consent, State, WordBack
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, FULL, NEW, SEEN, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

_CLIENTS = [C7, *(replace(SEEN, consenter=who) for who in Consenter)]
_ASKED = [replace(FULL, consent=how, consent_until=until) for how in Consent for until in (None, date(2027, 11, 24))]
_ALL = [NEW, *_ASKED]
_TOLD = [
    replace(one, word_back=word, word_back_at=NOW)
    for one in (NEW, FULL, replace(NEW, state=State.FULFILLED), replace(NEW, state=State.ON_HOLD))
    for word in WordBack
]

EXAMPLES: dict[Say, list[Arguments]] = {
    consent.consent_line: [(C7, one, stands) for one in _ALL for stands in Permission],
    consent.page: [(who, one, stands) for who in _CLIENTS for one in _ALL for stands in Permission],
    consent.noted: [(who, one, stands, BIGGEST_ID) for who in _CLIENTS for one in _ALL for stands in Permission],
    consent.ask_who: [(C7, None), (SEEN, FULL)],
    consent.who_noted: [(who, one, BIGGEST_ID) for who in _CLIENTS for one in (None, FULL)],
    consent.word_line: [(one, NEW_YORK) for one in (NEW, *_TOLD)],
    consent.ask_word: [("C7", one, NEW_YORK) for one in (NEW, *_TOLD)],
    consent.word_noted: [("C7", one, BIGGEST_ID, NEW_YORK) for one in (NEW, *_TOLD)],
    consent.word_without_consent: [("C7", NEW)],
}
