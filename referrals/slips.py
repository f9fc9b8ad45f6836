"""Slips of the finger: what was typed, beside the word that may have been meant."""

from __future__ import annotations


def slip(typed: str, word: str) -> bool:
    """Whether `typed` is `word` with a letter or, in a long word, two left out, added, changed or swapped.

    Short words and numbers have no slips: "AA" is not "NA", and group 1 is not group 2. The shorter of the two decides:
    "medicaid" is not "médica".
    """
    if typed == word:
        return True
    length = min(len(typed), len(word))
    forgiven = 0 if length <= 3 or not (typed + word).isalpha() else 1 if length <= 7 else 2
    if abs(len(typed) - len(word)) > forgiven or not forgiven:
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - three megabytes, for what was typed with a slip

    return OSA.distance(typed, word, score_cutoff=forgiven) <= forgiven
