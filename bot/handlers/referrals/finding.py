"""Which referral is meant: by the words of a line, or by the id in a tap. Always among the speaker's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.turn import Turn
from bot.wording import trouble
from bot.wording.referrals import ended as wording
from referrals.client import Client
from referrals.grammar import Command, NotUnderstood, Progress, write_line
from referrals.lifecycle import stands_so
from referrals.model import Referral, State, Step
from referrals.services import Exact, Near, match

WHICH = "which"
AGAIN = "again"
MEANT = "meant"

Found = tuple[Client, Referral]


def tapped(turn: Turn, place: int = 0) -> Found | None:
    """The referral whose id stands at `place` in the tap, and its client; None when it is none of the speaker's."""
    referral = turn.caseload.referral(turn.said.id(place))
    client = turn.caseload.client_by_id(referral.client_id) if referral else None
    return (client, referral) if referral and client else None


def workable(turn: Turn, place: int = 0) -> Found | None:
    """The same, while the work with the client goes on; else says that the tap has had its day."""
    found = tapped(turn, place)
    if found is None or not found[0].active:
        turn.refuse()
        return None
    return found


def still_open(turn: Turn, place: int = 0) -> Found | None:
    """The same, while the referral is open; else says that the tap has had its day."""
    found = workable(turn, place)
    if found is not None and not found[1].open:
        turn.refuse()
        return None
    return found


def in_line(
    turn: Turn, code: str, client: Client | None, service: str | None, likeliest: frozenset[State] = frozenset()
) -> Found | None:
    """The open referral a line is about; when there is none, or more than one, says so or asks, and returns None.

    `client` is the speaker's own who has the `code`, None if nobody has it.
    """
    if client is None:
        turn.say(trouble.no_such_client(code))
        return None
    everything = turn.caseload.referrals(client.id)
    open_ones = [referral for referral in everything if referral.open]
    fitting, over = _meant(everything, service) if service else (likely(open_ones, likeliest), [])
    if fitting:
        return the_one(turn, client, fitting)
    if over:
        _offer_again(turn, client, over)
    elif open_ones:
        turn.say(trouble.no_such_referral(client.code, service or "", open_ones))
    else:
        turn.say(trouble.no_open_referral(client.code))
    return None


def the_one(turn: Turn, client: Client, fitting: list[Referral]) -> Found | None:
    """The only one that fits; of several the person is asked which, and the line waits."""
    if len(fitting) == 1:
        return client, fitting[0]
    offered = [referral.id for referral in fitting]
    turn.ask(WHICH, trouble.which_referral(client.code, fitting), line=_dated(turn), offered=offered)
    return None


def _meant(everything: list[Referral], service: str) -> tuple[list[Referral], list[Referral]]:
    """The open ones and the ended ones that the words may mean: one of the two, or none.

    What is called so outright is meant before what is only called so in part, also where it has ended.
    """
    open_ones = [one for one in everything if one.open]
    if fitting := outright(open_ones, service):
        return fitting, []
    over = ended(everything)
    if named_over := outright(over, service):
        return [], named_over
    fitting = named(open_ones, service)
    return fitting, [] if fitting else named(over, service)


def ended(everything: Iterable[Referral]) -> list[Referral]:
    """Of each service that is not open for the client, the referral that ended last; `everything` the oldest first."""
    referrals = list(everything)
    open_now = {one.service.id for one in referrals if one.open}
    return list({one.service.id: one for one in referrals if one.service.id not in open_now}.values())


def _offer_again(turn: Turn, client: Client, over: list[Referral]) -> None:
    """The line waits, and nothing is noted unless she wants what she named opened again."""
    command = turn.line()
    if len(over) == 1 and isinstance(command, Progress) and stands_so(command.step, over[0]):
        turn.say(trouble.does_not_fit(client.code, over[0]))
        return
    card = wording.has_ended(client.code, over, turn.now, turn.member.zone, fits_anew(command))
    turn.ask(AGAIN, card, line=_dated(turn), offered=[referral.id for referral in over])


def _dated(turn: Turn) -> str:
    """The line that waits, its days as dates: "fri" typed on a Thursday means that Friday, whenever it is answered."""
    command = turn.line()
    return turn.said.text if isinstance(command, NotUnderstood) else write_line(command)


def fits_anew(command: Command | NotUnderstood) -> bool:
    """Whether the line can be noted of a referral that has just been opened again, with nothing left to ask first."""
    if not isinstance(command, Progress) or command.step is Step.MISSED:
        return False
    return command.step is not Step.BARRIER or command.barrier is not None


def outright(among: list[Referral], service: str) -> list[Referral]:
    """Those of the service that the words name, or misspell; what they name only in part is none of them."""
    match match(service, [referral.service for referral in among]):
        case Exact(found) | Near(found):
            return [referral for referral in among if referral.service.id == found.id]
    return []


def named(among: list[Referral], service: str) -> list[Referral]:
    """Those of the service that the words mean, or, where that is not clear, of every one they may mean."""
    match match(service, [referral.service for referral in among]):
        case Exact(found) | Near(found):
            return [referral for referral in among if referral.service.id == found.id]
        case other:
            near = {candidate.id for candidate in getattr(other, "candidates", ())}
            return [referral for referral in among if referral.service.id in near]


def fits(step: Step) -> frozenset[State]:
    """The states in which a referral likeliest is of which this is reported; none where it may be any."""
    return frozenset({State.SCHEDULED}) if step in {Step.WENT, Step.MISSED} else frozenset()


def likely(among: list[Referral], likeliest: frozenset[State]) -> list[Referral]:
    """Those in one of the likeliest states, all when none is."""
    return [referral for referral in among if referral.state in likeliest] or among


def asked(turn: Turn, kind: str) -> tuple[Client, Referral, dict[str, Any]] | None:
    """What an open question of this kind is about, if it stands on the pressed card and names the tapped referral.

    Else says that the tap has had its day.
    """
    waiting = turn.question(kind)
    found = workable(turn)
    if waiting is None or found is None or waiting["referral"] != found[1].id:
        turn.refuse()
        return None
    return (*found, waiting)


def leave(turn: Turn, referral: Referral) -> None:
    """Closes what the pressed card asks about the referral; a question on another card stays open."""
    draft = turn.work.drafts.current(turn.member.id, turn.now)
    waiting = turn.question(draft.kind) if draft else None
    if waiting is not None and waiting.get("referral") == referral.id:
        turn.settle_question()


def about(turn: Turn, waiting: dict[str, Any]) -> Found | None:
    """The referral an open question waits with; says so, and closes the question, when it is there no more."""
    referral = turn.caseload.referral(waiting["referral"])
    client = turn.caseload.client_by_id(referral.client_id) if referral else None
    if referral is None or client is None or not client.active:
        turn.settle_question()
        turn.say(trouble.gone())
        return None
    return client, referral
