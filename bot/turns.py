"""From a waiting update to its handler and back: routing by form, one transaction, what to do when it fails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar, cast

import structlog
from telegram import Bot, ChatMember, Update
from telegram.ext import Application, BaseHandler, CallbackContext

from bot.clock import Clock
from bot.delivery.direct import Direct
from bot.handlers.form import refused
from bot.handlers.risk.watch import watch
from bot.intake.pruning import shape
from bot.intake.screening import unwelcome_now
from bot.intake.updates import Incoming
from bot.keeping import Keeper
from bot.leading import machine_time
from bot.menus import Menus
from bot.outage import Outage
from bot.people import concerns
from bot.routes import deed_of, route
from bot.turn import Handler, Said, Turn
from bot.watching.tally import Outcome
from bot.watching.watch import Watch
from bot.wording import trouble
from bot.wording.language import speaking, understood
from referrals.model import Role
from storage.concern_rows import ConcernKind
from storage.inbox import Waiting
from storage.outages import CrossedError, StorageUnavailableError
from storage.person import Person
from storage.privacy_rows import Verb
from storage.store import Store
from storage.work import UnitOfWork

log = structlog.get_logger()
T = TypeVar("T")

_STORAGE_RETRY_SECONDS = 0.5
Context = CallbackContext[Any, Any, Any, Any]
PtbApplication = Application[Any, Context, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What is left to do once a turn is committed: the words over a button, and menus, as `Turn` has them.

    `language` is what the member speaks from now on. `erased` if something was, for good. `outcome` is what became of
    the update, None if somebody else had done it.
    `first` is an older update of the same chat, which goes before: nothing was done.
    """

    toast: str = ""
    by_member: bool = False
    menus: Mapping[int, Person | None] = field(default_factory=dict)
    erased: bool = False
    outcome: Outcome | None = None
    language: str = ""
    first: Waiting | None = None


class TurnHandler(BaseHandler[Incoming, Context, None]):
    """PTB's place for our handlers: it finds the one for an update's form, then hops to where the turn is made."""

    def __init__(self, turns: Turns) -> None:
        super().__init__(_unused)
        self._turns = turns

    def check_update(self, update: object) -> Handler | None:
        return route(update.update) if isinstance(update, Incoming) else None

    async def handle_update(
        self,
        update: Incoming,
        application: object,  # noqa: ARG002 - PTB's signature
        check_result: object,  # what `check_update` found
        context: Context,  # noqa: ARG002
    ) -> None:
        await self._turns.take(update.waiting, cast(Handler, check_result), update)


class Turns:
    """Handles one waiting update at a time for each lane."""

    def __init__(
        self,
        store: Store,
        application: PtbApplication,
        clock: Clock,
        direct: Direct,
        outage: Outage,
        keeper: Keeper | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._store = store
        self._application = application
        self._clock = clock
        self._direct = direct
        self._outage = outage
        self._keeper = keeper
        self._tally = (watch or Watch()).tally
        self._menus = Menus(application.bot)
        application.add_handler(TurnHandler(self))

    async def handle(self, waiting: Waiting) -> None:
        """Does everything there is to do about one update; returns once that is committed."""
        if waiting.refused is not None:
            await self.take(waiting, refused(waiting.refused), None)
            return
        update = _parse(waiting, self._application.bot)
        if update is not None:
            incoming = Incoming(waiting, update)
            await self._application.process_update(incoming)
            if incoming.handled:
                return
        # Not readable, or no route could look at it: left open, it would hold up its chat for good.
        log.error("update quarantined", inbox_id=waiting.id)
        now = await self._clock.fresh()
        seen = _shape(waiting)
        await self._until_stored(waiting, partial(_set_aside, waiting=waiting, seen=seen, now=now))
        self._tally.ended(waiting.id, Outcome.QUARANTINED)

    async def take(self, waiting: Waiting, handler: Handler, incoming: Incoming | None) -> None:
        """Runs the handler in its transaction until that is committed, or given up after the third failure."""
        tap = incoming.take() if incoming else None
        taken: Taken | None = None
        while taken is None:
            now, began = await self._clock.fresh(), machine_time()
            taken = await self._tried(waiting, handler, incoming, now)
        self._tally.ended(waiting.id, taken.outcome, machine_time() - began)
        if taken.erased:
            await self._gone(now)
        self._outage.over(waiting.chat_id if taken.by_member else None, taken.language)
        if tap is not None:
            self._direct.toast(tap, taken.toast)
        self._outage.forget(chat_id for chat_id, person in taken.menus.items() if person is None)
        for chat_id, person in taken.menus.items():
            await self._menus.publish(chat_id, person)

    async def _tried(
        self, waiting: Waiting, handler: Handler, incoming: Incoming | None, now: datetime
    ) -> Taken | None:
        """One try; None where there is to be another."""
        try:
            taken = await self._until_stored(
                waiting, partial(take_turn, waiting=waiting, handler=handler, incoming=incoming, now=now)
            )
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is counted, and told
            log.error("turn failed", inbox_id=waiting.id, handler=handler.__name__, error=error)
            is_tap = incoming is not None and incoming.update.callback_query is not None
            given_up = await self._until_stored(waiting, partial(_failed, waiting=waiting, is_tap=is_tap, now=now))
            return Taken(given_up, outcome=Outcome.FAILED) if given_up else None
        if taken.first is not None:
            await self.handle(taken.first)  # left by a process that ended, or still with one that goes on
            return None
        return taken

    async def _gone(self, now: datetime) -> None:
        """What was erased leaves the files at once, or, where they cannot be reached, with the next tidying."""
        if self._keeper is not None:
            await self._keeper.keep_erasures(now)
        try:
            wiped = await self._store.wipe()
        except StorageUnavailableError as error:
            log.error("wiping waits for the database", error=error)
        else:
            if not wiped:
                log.warning("wiping waits for another process")

    async def _until_stored(self, waiting: Waiting, work: Callable[[UnitOfWork], T]) -> T:
        while True:
            try:
                return await self._store.run(work)
            except CrossedError:
                log.info("turn gave way", inbox_id=waiting.id)
            except StorageUnavailableError as error:
                log.error("turn waits for the database", inbox_id=waiting.id, error=error)
                await self._outage.begin([waiting.chat_id])
                await asyncio.sleep(_STORAGE_RETRY_SECONDS)


def take_turn(work: UnitOfWork, waiting: Waiting, handler: Handler, incoming: Incoming | None, now: datetime) -> Taken:
    """The turn itself: the handler, and the update done, in one transaction."""
    first = work.inbox.take(waiting)
    if first is None:
        return Taken()  # done before: an update handed over twice changes nothing
    if first is not waiting:
        return Taken(first=first)
    said = incoming.said() if incoming else Said(waiting.chat_id, waiting.message_id)
    turn = Turn(work, said, now, work.people.speaking(waiting.chat_id))
    _acts(turn, incoming)
    told = understood(said.language_code)
    language = (turn.person.language if turn.person else "") or told
    with speaking(language):
        _handled(turn, waiting, handler, incoming, told)
    # A tap names a row; what follows a command was typed, and may be any number.
    row_id = said.id() if said.is_tap else 0
    work.audit.tell(Verb.REFUSED if turn.refused else Verb.ASKED, row_id=row_id or None)
    work.inbox.done(waiting.id, now)
    outcome = Outcome.REFUSED if turn.refused else Outcome.DONE
    by_member = turn.person is not None
    language = turn.person.language if turn.person else ""
    return Taken(turn.toast, by_member, turn.menus, work.erasures.happened, outcome, language)


def _handled(turn: Turn, waiting: Waiting, handler: Handler, incoming: Incoming | None, told: str) -> None:
    """The handler, and what follows from who spoke; `told` is the language Telegram tells of her, if it is one of ours.

    She is spoken to in that from the first time on, until she chooses another.
    """
    work, now, before = turn.work, turn.now, turn.person
    back: Person | None = None
    if turn.person is not None and turn.person.blocked and _heard(incoming):
        concerns.let_in(work, turn.person, now)
        back = turn.person = replace(turn.person, blocked=False)
    unwelcome = unwelcome_now(turn, waiting)
    (refused(unwelcome.value) if unwelcome else handler)(turn)
    watch(turn, waiting.refused)
    if back is not None:
        concerns.catch_up(work, back, now)
    if turn.person is not None and told and not turn.person.language:
        work.people.set_language(turn.person.id, told)
        turn.person = replace(turn.person, language=told)
    if turn.person is not None and _menu_of(turn.person) != (_menu_of(before) if before else None):
        turn.menus.setdefault(turn.said.chat_id, turn.person)


def _menu_of(person: Person) -> tuple[frozenset[Role], str]:
    """What her menu depends on."""
    return person.roles, person.language


def _heard(incoming: Incoming | None) -> bool:
    """Whether she spoke, or let the bot in again: then she is within reach. News of being shut out is neither."""
    news = incoming.update.my_chat_member if incoming else None
    return news is None or news.new_chat_member.status == ChatMember.MEMBER


def _acts(turn: Turn, incoming: Incoming | None) -> None:
    """Who speaks is who acts; of a chat that is nobody's the chat itself is noted."""
    person, chat_id = turn.person, turn.said.chat_id
    turn.work.audit.by(
        deed_of(incoming.update if incoming else None),
        turn.now,
        member_id=person.id if person else None,
        chat_id=None if person else chat_id,
    )


def _set_aside(work: UnitOfWork, waiting: Waiting, seen: str | None, now: datetime) -> None:
    work.inbox.quarantine(waiting.id, seen, now)
    concerns.begin(work, ConcernKind.UNREADABLE, now)


def _failed(work: UnitOfWork, waiting: Waiting, is_tap: bool, now: datetime) -> str:
    """What she is told once it is given up, over her tap or as a message; empty as long as it is tried again."""
    if not work.inbox.failed_once(waiting.id, now):
        return ""
    concerns.begin(work, ConcernKind.GIVEN_UP, now)
    with speaking(work.people.language_of(waiting.chat_id)):
        card = trouble.failed()
    if not is_tap:
        work.outbox.send(waiting.chat_id, card.to_json(), now)
    return card.html


def _parse(waiting: Waiting, bot: Bot) -> Update | None:
    try:
        return Update.de_json(json.loads(waiting.body or ""), bot)
    except Exception as error:  # noqa: BLE001 - PTB raises whatever a malformed field makes it raise
        log.error("update not readable", inbox_id=waiting.id, error=error)
        return None


def _shape(waiting: Waiting) -> str | None:
    try:
        return json.dumps(shape(json.loads(waiting.body or "")))
    except ValueError:
        return None


async def _unused(_update: Incoming, _context: Context) -> None:
    """PTB asks every handler for a callback; ours are reached through `handle_update`."""
