"""One therapist's caseload over a year, drawn from one seed; the bot and the plain reminders meet the same one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

from bench.attention.caseload import Episode, Life, Met, Need, World
from bench.attention.course import course
from bench.attention.year import BEGINS, LONGEST, WEEK, ZONE, Year, at, local_day
from referrals.codes import ClientCode
from referrals.model import Barrier, Purpose, ServiceKind
from referrals.sessions import SESSION_LENGTH, Cadence, SessionRule, Slot, next_session
from referrals.starter import STARTER_SERVICES, StarterService

CLIENTS, REFERRALS = 25, 60
# Three come when they can, five every other week, the others every week.
_WITHOUT_RULE, _FORTNIGHTLY = frozenset({5, 13, 21}), frozenset({2, 8, 11, 17, 23})
# So many clients have their first recommendation in the first three weeks: a therapist who begins with the bot types
# in what is open already. The others come one by one until autumn.
_FIRST_WAVE, _FIRST_WEEKS, _LAST_FIRST_WEEK = 17, 3, 40
# How many services one recommendation names: most often one, sometimes two or three.
_AT_ONCE = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3)
# Most clients come in blocks with ten minutes between sessions, four hours of these six on each day; two at its edges.
_BLOCKS, _IN_BLOCKS = (time(10), time(11), time(12), time(14), time(15), time(16)), 4
_EDGES = (time(9), time(17))
_STAYS_AWAY = 0.08  # the share of sessions to which a client does not come: figures of 5 to 15 % are common
_CONTACT_DAYS = (9.0, 24.0)  # without a rule they meet or speak every one and a half to three and a half weeks
_CONTACT_TAKES = timedelta(minutes=20)
_LETTERS = "ABDEHKMPRT"
# Clients at elevated risk for a while; those of them that begin acute; how long that lasts.
_AT_RISK, _ACUTE = 3, 2
_ACUTE_DAYS, _ELEVATED_WEEKS = (3, 8), (3, 8)
_WITH_READINESS = 0.25  # the share of recommendations for which the client's number is asked, two times
_WITH_PURPOSE, _AGAINST_CRISIS = 0.6, 0.05
_STOOD_DOWN_AT = time(13, 30)
# The first line is typed a few minutes after the session.
_LOGGED_AFTER = timedelta(minutes=4)
# Those two names hold a word of danger, so that a line with them is answered by the danger line; a crisis line is
# always shown and never followed.
_LEFT_OUT = {"Crisis line", "Domestic violence advocacy", "Emergency shelter"}
_SERVICES = tuple(service for service in STARTER_SERVICES if service.name not in _LEFT_OUT)


def make_world(seed: int, year: Year) -> World:
    """The same seed makes the same world; fewer weeks are the beginning of the same year."""
    rng = Random(seed)
    slots = _slots(rng)
    lives = [_client(rng, place, slots, year) for place in range(CLIENTS)]
    lives = _with_needs(rng, lives, year)
    for order, place in enumerate(rng.sample(range(CLIENTS), _AT_RISK)):
        lives[place] = replace(lives[place], episode=_episode(rng, lives[place], year, acute=order < _ACUTE))
    return World(year, tuple(lives))


def _slots(rng: Random) -> list[Slot]:
    inner = [Slot(day, hour) for day in range(5) for hour in sorted(rng.sample(_BLOCKS, _IN_BLOCKS))]
    outer = [Slot(day, hour) for day in range(5) for hour in _EDGES]
    slots = inner + rng.sample(outer, CLIENTS - len(_WITHOUT_RULE) - len(inner))
    rng.shuffle(slots)
    return slots


def _client(rng: Random, place: int, slots: list[Slot], year: Year) -> Life:
    """A client from her first recommendation on: what was before it is not followed."""
    code = ClientCode(f"{_LETTERS[place % len(_LETTERS)]}{3 + place}")
    week = rng.randrange(_FIRST_WEEKS) if place < _FIRST_WAVE else rng.randrange(_FIRST_WEEKS, _LAST_FIRST_WEEK)
    if place in _WITHOUT_RULE:
        return Life(code, None, tuple(_contacts(rng, BEGINS + week * WEEK, year)), (), None)
    slot = slots.pop()
    first = BEGINS + week * WEEK + timedelta(days=slot.weekday)
    while not year.works_on(first):
        first += WEEK
    every = Cadence.FORTNIGHTLY if place in _FORTNIGHTLY else Cadence.WEEKLY
    rule = SessionRule((slot,), every, first, ZONE, off=year.off)
    return Life(code, rule, tuple(_sessions(rng, rule)), (), None)


def _sessions(rng: Random, rule: SessionRule) -> Iterator[Met]:
    last = at(BEGINS + LONGEST * WEEK, time())
    begins = next_session(rule, at(rule.starts_on, time()))
    first = True
    while begins is not None and begins < last:
        yield Met(begins, begins + SESSION_LENGTH, came=rng.random() >= _STAYS_AWAY or first)
        begins, first = next_session(rule, begins), False


def _contacts(rng: Random, since: date, year: Year) -> Iterator[Met]:
    day = year.next_working_day(since)
    while day < BEGINS + LONGEST * WEEK:
        begins = at(day, time(rng.randrange(9, 17), 55))
        yield Met(begins, begins + _CONTACT_TAKES, came=True)
        day = year.next_working_day(day + timedelta(days=int(rng.uniform(*_CONTACT_DAYS))))


def _with_needs(rng: Random, lives: list[Life], year: Year) -> list[Life]:
    """Each client's first recommendation at the first meeting, then a steady flow over the year."""
    occasions = [(place, 0) for place in range(CLIENTS)]
    rest = [(place, number) for place, life in enumerate(lives) for number in range(1, len(life.met) - 1)]
    occasions += rng.sample([(p, n) for p, n in rest if lives[p].met[n].came], REFERRALS)
    named: dict[int, list[StarterService]] = {place: [] for place in range(CLIENTS)}
    number = 0
    for place, meeting in occasions:
        left = [service for service in _SERVICES if service not in named[place]]
        for service in rng.sample(left, min(rng.choice(_AT_ONCE), REFERRALS - number)):
            named[place].append(service)
            number += 1
            need = _need(rng, number, lives[place], meeting, service, year)
            lives[place] = replace(lives[place], needs=(*lives[place].needs, need))
    return lives


def _need(rng: Random, number: int, life: Life, meeting: int, service: StarterService, year: Year) -> Need:
    logged_at = life.met[meeting].ends + _LOGGED_AFTER
    meetings = [met.ends for met in life.met[meeting + 1 :] if met.came]
    told = meetings[1:8:4] if rng.random() < _WITH_READINESS else []
    return Need(
        number=number,
        code=life.code,
        service=service,
        logged_at=logged_at,
        course=course(rng, service.kind, logged_at, meetings, year),
        barrier=rng.choice(list(Barrier)),
        purpose=_purpose(rng, service),
        readings=tuple((when + _LOGGED_AFTER, rng.randrange(1, 10)) for when in told),
        manner=rng.getrandbits(32),
    )


def _purpose(rng: Random, service: StarterService) -> Purpose | None:
    drawn = rng.random()
    if drawn < _AGAINST_CRISIS:
        return Purpose.CRISIS
    if drawn >= _WITH_PURPOSE:
        return None
    if service.kind is ServiceKind.PSYCHIATRIC_EVALUATION:
        return Purpose.DIAGNOSIS
    living = service.kind in {ServiceKind.HOUSING, ServiceKind.BENEFITS, ServiceKind.LEGAL}
    return Purpose.LIVING if living else Purpose.PRACTICE


def _episode(rng: Random, life: Life, year: Year, *, acute: bool) -> Episode:
    """Risk is logged at a meeting, stood down at another working hour, and at a later meeting no more is logged."""
    meetings = [met.ends + 2 * _LOGGED_AFTER for met in life.met if met.came]
    since = rng.choice(meetings[2 : len(meetings) * 3 // 4])
    calm = year.next_working_day(local_day(since) + timedelta(days=rng.randint(*_ACUTE_DAYS)))
    acute_until = at(calm, _STOOD_DOWN_AT) if acute else None
    earliest = (acute_until or since) + rng.randint(*_ELEVATED_WEEKS) * WEEK
    return Episode(since, acute_until, next((m for m in meetings if m >= earliest), meetings[-1]))
