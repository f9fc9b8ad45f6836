"""Reading what a line says of one referral: how far it has come, its readiness, the client's wish, its reopening."""

from __future__ import annotations

from referrals.grammar import words as w
from referrals.grammar.commands import Command, Progress, Reopen, ReportReadiness, Trouble, Wants
from referrals.grammar.dates import Here, Toward
from referrals.grammar.herself import LONGEST_DETAIL
from referrals.grammar.line import Example, MisreadError, Words, phrase_at
from referrals.grammar.parts import FoundWhen, split_phrase, split_until, split_when, trailing_when
from referrals.grammar.said import Said, beside_verb, one_service, refuse_future, trimmed
from referrals.model import Barrier, Step

_DATED_STEPS = {Step.BOOKED: Toward.AHEAD, Step.WENT: Toward.BACK, Step.MISSED: Toward.BACK}
_UNTIL_STEPS = {Step.WAITLISTED, Step.DECLINED}


def read_wants(said: Said) -> Command | None:
    hit = phrase_at(said.words, 0, w.WANTS)
    step = phrase_at(said.words, 0, w.STEPS)
    if hit is None or (step and step[1] > hit[1]):  # "prefiere no" is a no
        return None
    service = one_service(said.words[hit[1] :])
    if service is None:
        raise MisreadError(Trouble.NO_SERVICE, instead=Example.SERVICE)
    return Wants(said.code, service)


def read_progress(said: Said) -> Command | None:
    """A verb first, or last with nothing but its date or barrier behind it; elsewhere it is in a name, or denied."""
    for place in range(len(said.words)):
        hit = phrase_at(said.words, place, w.STEPS)
        if hit is None or (place and said.words[place - 1].key in w.NEGATES):
            continue
        step, length = hit
        before = tuple(word for word in said.words[:place] if not beside_verb(word))
        after = said.words[place + length :]
        if not before or (len(after) <= LONGEST_DETAIL and not trimmed(_details(step, after, said.where)[0])):
            return _progress_of(said, step, before + after)
    return None


def _progress_of(said: Said, step: Step, words: Words) -> Progress:
    others, found, barrier = _details(step, words, said.where)
    if _DATED_STEPS.get(step) is Toward.BACK:
        refuse_future(found, said)
    return Progress(said.code, step, one_service(others), found.when, barrier)


def _details(step: Step, words: Words, where: Here) -> tuple[Words, FoundWhen, Barrier | None]:
    """What `words` say beside a service: the words left over, the date and the barrier, where `step` has one."""
    nothing = FoundWhen(None, (), words)
    if step in _DATED_STEPS:
        found = split_when(words, where, _DATED_STEPS[step])
        return found.others, found, None
    if step in _UNTIL_STEPS:
        found = _expected(step, words, where)
        return found.others, found, None
    if step is Step.BARRIER:
        in_the_way = split_phrase(words, w.BARRIERS)
        return in_the_way[1], nothing, in_the_way[0]
    return words, nothing, None


def _expected(step: Step, words: Words, where: Here) -> FoundWhen:
    """The day that "until" introduces; a place on a list has it at the end without that word, too."""
    found = split_until(words, where)
    if found.when or step is not Step.WAITLISTED:
        return found
    found = trailing_when(words, where)
    if found.when is None:
        return found
    if found.when.at:
        raise MisreadError(Trouble.TOO_MUCH, found.run, f"{found.when.on}")
    # "Waitlisted today" says when it was done, which is now.
    return found if found.when.on > where.today else FoundWhen(None, found.run, found.others)


def read_reopen(said: Said) -> Command | None:
    """The verb first or last. "Again" and "restart" are also in names: not beside "programme" alone or in a list."""
    for place in range(len(said.words)):
        hit = phrase_at(said.words, place, w.REOPENS_OR_STARTS)
        if hit is None or not (place == 0 or place + hit[1] == len(said.words)):
            continue
        verb = said.words[place : place + hit[1]]
        others = said.words[:place] + said.words[place + hit[1] :]
        if phrase_at(verb, 0, w.REOPENS) is None and _is_a_name(others):
            continue
        return Reopen(said.code, one_service(others))
    return None


def _is_a_name(words: Words) -> bool:
    return any(word.separator for word in words) or "".join(word.key for word in trimmed(words)) in w.SERVICE_NOUNS


def read_readiness(said: Said) -> Command | None:
    extras = said.extras
    if extras.readiness is None or extras.risk or extras.purposes or extras.wanted_by:
        return None
    if not said.words or phrase_at(said.words, 0, w.FOR):
        return ReportReadiness(said.code, extras.readiness, one_service(said.words))
    return None
