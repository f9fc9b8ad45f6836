"""Reading "goals: sleep, back to work": the one command whose words are kept as typed, with their commas."""

from __future__ import annotations

import re
from itertools import takewhile

from referrals.codes import ClientCode
from referrals.folding import squeeze
from referrals.grammar import words as w
from referrals.grammar.commands import LONGEST_GOALS, SetGoals, Trouble
from referrals.grammar.line import Example, Line, MisreadError, code_of, split

_BEGIN = tuple(w.GOALS)
_OPENING = re.compile(r"(?P<word>[^\W\d_]+)(?:\s*(?P<colon>:)|(?=\s)|\W*$)")
_LEAD = re.compile(r"\A(?:[:\s]|[-*•](?=\s))+")  # what introduces a goal, or lists it


def read_goals(line: Line, code: ClientCode) -> SetGoals | None:
    """The goals of the client `code`, the lines of a list joined by commas; None when `line` sets none.

    Raises MisreadError when there are no words after "goals", or too many.
    """
    opening = next((word.key for word in line.words if not word.separator), "")
    if not opening.startswith(_BEGIN):
        return None
    words = tuple(word for word in split(line.head) if not word.separator)
    before = tuple(takewhile(code_of, words))
    if len(before) == len(words) or any(code_of(word) != code for word in before):
        return None
    first, last = words[len(before)], words[-1]
    end = last.place if not before and code_of(last) else len(line.head)
    typed = line.head[first.place : end] if before else line.head[first.place : end].rstrip(" ,;")
    length = goals_opening(typed)
    if not length:
        return None
    listed = (_LEAD.sub("", " ".join(said.split())) for said in typed[length:].split("\n"))
    text = ", ".join(filter(squeeze, listed))
    if not text:
        raise MisreadError(Trouble.EMPTY, [first], Example.GOALS)
    if len(text) > LONGEST_GOALS:
        raise MisreadError(Trouble.TOO_LONG)
    return SetGoals(code, text)


def goals_opening(text: str) -> int:
    """How many characters at the start of `text` say that goals follow; 0 when none do.

    "Goal" needs its colon, for "goal setting" is a service; "goals" needs none, save before a lone "group" or the like.
    """
    found = _OPENING.match(text)
    if found is None or squeeze(found["word"]) not in w.GOALS:
        return 0
    rest = squeeze(text[found.end() :])
    names_a_service = rest in w.SERVICE_NOUNS or (rest and squeeze(found["word"]) not in w.BARE_GOALS)
    return 0 if names_a_service and not found["colon"] else found.end()
