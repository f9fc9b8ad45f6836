"""Others are told of an acute case until one of them has it; what they were told stays true to what is logged.

Serves clinical rule "acute". Neither hours nor ceiling nor digest hold these messages back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.people.telling import Make, say_again, tell
from bot.wording.language import speaking
from bot.wording.risk.risk import Heard
from bot.wording.supervision import alerts as wording
from referrals.alerting import NEXT_ROUND, next_call
from referrals.client import Client
from referrals.supervisors import Rung
from storage.alerts import OpenAlert, Told
from storage.person import Person
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert with who was told, kept before an Undo that may take the client's row with it."""

    alert: OpenAlert
    tellings: Sequence[Told]


def follow(work: UnitOfWork, owner: Person, client: Client, now: datetime) -> None:
    """Keeps the alert true to the client's state. Called after every change of a client of `owner`'s."""
    alert = work.alerts.of_client(client.id)
    acute = client.active and client.safety.acute
    if acute and alert is None and owner.tells_acute and reachable(work, owner, now):
        tell_next(work, work.alerts.begin(owner.id, client.id, now), owner, client, now)
    elif alert is not None and not acute:
        work.alerts.end(alert.id, now)
        _say_again(work, work.alerts.tellings(alert.id), lambda: wording.stood_down(client), now)


def say_what_kind(work: UnitOfWork, owner: Person, client: Client, now: datetime) -> None:
    """What kind of danger was named since: whoever was told, and nobody has it yet, reads it too."""
    alert = work.alerts.of_client(client.id)
    if alert is not None and alert.taken_by is None:
        for told in work.alerts.tellings(alert.id):
            reader = work.people.by_id(told.member_id)
            if reader is not None:
                _say_again(work, [told], partial(wording.tell, alert.id, owner.called, client, reader.zone), now)


def standing(work: UnitOfWork, owner: Person) -> list[Standing]:
    """All alerts of one therapist's that go on."""
    return [Standing(alert, work.alerts.tellings(alert.id)) for alert in work.alerts.of_owner(owner.id)]


def follow_undo(work: UnitOfWork, owner: Person, before: Sequence[Standing], now: datetime) -> None:
    """After an Undo: what is not acute any more was not meant, and whoever was told is told so."""
    caseload = work.caseload(owner.id, owner.habits.off)
    for one in before:
        client = caseload.client_by_id(one.alert.client_id)
        if client is None or not client.safety.acute:
            work.alerts.end(one.alert.id, now)
            _withdraw(work, one.tellings, now)
    for client in caseload.clients():
        if client.safety.acute:
            follow(work, owner, client, now)


def erased(work: UnitOfWork, tellings: Sequence[Told], now: datetime) -> None:
    """Whoever was told of a client who is erased reads no more of her."""
    _say_again(work, tellings, wording.erased, now)


def pass_on(work: UnitOfWork, person: Person, now: datetime) -> None:
    """She can look after none from now on: the next one is told, and whose case she had hears it."""
    for alert in work.alerts.pass_on(person.id, now):
        owner = work.people.by_id(alert.owner_id)
        client = work.caseload(alert.owner_id).client_by_id(alert.client_id)
        if client is not None:
            tell(work, owner, partial(wording.somebody_else_is_asked, person.called, client), now)


def hand_over(work: UnitOfWork, giver: Person, now: datetime) -> None:
    """Her clients go to a colleague, who has her own people to be told: whoever was told for her is not asked now."""
    for one in standing(work, giver):
        work.alerts.end(one.alert.id, now)
        _say_again(work, one.tellings, wording.handed_over, now)


def tell_next(work: UnitOfWork, alert: OpenAlert, owner: Person, client: Client, now: datetime) -> None:
    """The next one is told; once everybody was, the therapist hears that nobody has it, and the round begins anew."""
    people = reachable(work, owner, now)
    practice = work.people.practice()
    wait = timedelta(minutes=practice.alert_minutes) if practice else NEXT_ROUND
    call = next_call(alert.rung, people, wait, now)
    if call is None:
        work.alerts.wait(alert.id, now + NEXT_ROUND)
        return
    if call.anew:
        tell(work, owner, lambda: wording.nobody_yet(client), now)
    person = people[call.rung]
    with speaking(person.language):
        card = wording.tell(alert.id, owner.called, client, person.zone)
    outbox_id = work.outbox.send(person.telegram_id, card.to_json(), now)
    work.alerts.told(alert.id, person.id, call.rung, outbox_id, now, call.next_at)


def reachable(work: UnitOfWork, owner: Person, now: datetime) -> dict[Rung, Person]:
    """Who can be told of a case of `owner`'s: not herself, nobody away, locked or out of reach, and nobody twice."""
    practice, links = work.people.practice(), work.supervising.supervisors(owner.id)
    ids = {
        Rung.SUPERVISOR: links[0].supervisor_id if links else None,
        Rung.COVER: practice.cover_id if practice else None,
        Rung.ON_CALL: practice.on_call_id if practice else None,
    }
    found: dict[Rung, Person] = {}
    for rung, member_id in ids.items():
        person = work.people.by_id(member_id) if member_id else None
        if person is None or person.id == owner.id or person in found.values():
            continue
        if not person.blocked and not person.locked and not person.habits.off.away_on(person.hours.local_date(now)):
            found[rung] = person
    return found


def heard_by(work: UnitOfWork, client: Client) -> list[Heard]:
    """Who was told of a client's acute case, and who has it: what her cards say."""
    alert = work.alerts.of_client(client.id)
    if alert is None:
        return []
    latest = {told.member_id: told for told in work.alerts.tellings(alert.id)}
    people = {number: work.people.by_id(number) for number in latest}
    return [
        Heard(
            person.called,
            alert.taken_at if number == alert.taken_by and alert.taken_at else latest[number].at,
            has_it=number == alert.taken_by,
        )
        for number, person in people.items()
        if person is not None
    ]


def _withdraw(work: UnitOfWork, tellings: Sequence[Told], now: datetime) -> None:
    for told in tellings:
        if not work.outbox.cancel_pending(told.outbox_id) and told.chat_id is not None:
            say_again(work, told.chat_id, told.outbox_id, wording.withdrawn, now)


def _say_again(work: UnitOfWork, tellings: Sequence[Told], make: Make, now: datetime) -> None:
    for told in tellings:
        if told.chat_id is not None:
            say_again(work, told.chat_id, told.outbox_id, make, now)
