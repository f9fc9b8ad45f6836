"""Single fields of a directory: markup made plain, a wait in words made weeks, a kind read from names and terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from referrals.model import ServiceKind as Kind
from referrals.services import tidy

LONGEST_WAIT = 260  # weeks
_READ = 4000  # characters of a text that may be of any length
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBER = rf"\d{{1,4}}(?:\.\d+)?|{'|'.join((*_NUMBERS, 'an', 'a'))}"
_WAIT = re.compile(
    rf"\b(?:(?:{_NUMBER})\s*(?:-|–|to|or)\s*)?(?P<number>{_NUMBER})[\s-]*"
    r"(?P<work>working |business )?(?P<unit>day|week|month|year)s?\b"
)
_NO_WAIT = re.compile(r"no wait(?:ing)?(?:[ -]?(?:list|time|period))?|none|immediate(?:ly)?|walk[ -]?in|same day|0")

# The first that fits decides: what is most particular stands first.
_KINDS = (
    (Kind.CRISIS_LINE, r"(?:crisis|suicide)[\w ]*?(?:line|hotline|helpline|lifeline)|988"),
    (Kind.PEER_SUPPORT, r"peer|mutual[ -]help|self[ -]help|support groups?|alcoholics anonymous|narcotics anonymous"),
    (Kind.SKILLS_GROUP, r"dbt|dialectical|skills (?:group|training)"),
    (Kind.SUBSTANCE_USE, r"substance|addictions?|alcohol|drug|detox\w*|opioid|methadone|sober"),
    (Kind.LEGAL, r"legal|law|lawyers?|attorneys?|tenant rights|immigration"),
    (Kind.PSYCHIATRIC_EVALUATION, r"psychiatr(?:y|ists?)|psychiatric (?:eval|assess|consult)\w*|medication management"),
    (Kind.CASE_MANAGEMENT, r"case (?:manage\w*|work\w*)|care (?:coordination|management)"),
    (Kind.HOUSING, r"hous(?:e|ing)|shelters?|homeless\w*|rent|rental|evictions?"),
    (Kind.BENEFITS, r"benefits?|food stamps|snap|medicaid|medicare|ssi|ssdi|welfare|income support"),
    (Kind.MEDICAL, r"primary care|medical|physicians?|health cent(?:er|re)|dental|clinics?"),
)
_KIND_WORDS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS)


def plain_text(text: str | None, longest: int) -> str | None:
    """One line without markup, cut at a word where it is longer than `longest` characters; None for nothing."""
    if text is None:
        return None
    begun = text[:_READ]
    words = tidy(_without_markup(begun) if "<" in begun or "&" in begun else begun)
    if len(words) > longest:
        words = f"{words[: longest - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
    return words or None


def wait_weeks(text: str | None) -> int | None:
    """The usual wait in whole weeks, rounded up, of a range the longer; None where the words tell none."""
    words = tidy(text or "").casefold()[:200]
    if _NO_WAIT.fullmatch(words.rstrip(".")):
        return 0
    found = _WAIT.search(words)
    if found is None:
        return None
    days = _number(found["number"]) * (1.4 if found["work"] else 1) * _DAYS[found["unit"]]
    weeks = -int(-days // 7)
    return weeks if weeks <= LONGEST_WAIT else None


def kind_of(name: str, terms: Iterable[str]) -> Kind:
    """What a service offers, by its name, else by the first of its taxonomy terms that says so."""
    for label in (name, *terms):
        for kind, words in _KIND_WORDS:
            if words.search(label):
                return kind
    return Kind.OTHER


def _number(word: str) -> float:
    if word in _NUMBERS:
        return float(_NUMBERS.index(word))
    return 1.0 if word in {"a", "an"} else float(word)


class _Words(HTMLParser):
    """Collects what a page would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the base has it
        self._hidden += tag in {"script", "style"}
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"} and self._hidden > 0
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _without_markup(text: str) -> str:
    parser = _Words()
    parser.feed(text)
    parser.close()
    return "".join(parser.words)
