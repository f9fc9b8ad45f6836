"""Small words about risk, which several cards share. Serves clinical rules "danger line" and "stand down".

Nothing here says how a client is; it says what was logged, and when it was last asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, NC_, Phrases, _, _n
from bot.wording.referrals.referral import appointment, wanted
from bot.wording.text import day, listed, moment, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.risk import CareStep, Cover, Risk, RiskKind

# These are said by `_`, where they are used.
DANGER = N_("Danger now? Leave this chat: emergency services where the client is, then your supervisor or on-call.")
CHART = N_("Put it in the chart.")
WHO_COVERS = N_("Tomorrow is no working day of yours: who covers?")

KINDS = Phrases(
    {
        RiskKind.SELF: NC_("kind of danger", "Self"),
        RiskKind.OTHERS: NC_("kind of danger", "Others"),
        RiskKind.DEPENDENT: NC_("kind of danger", "Child or dependent adult"),
        RiskKind.VIOLENCE: NC_("kind of danger", "Violence at home"),
        RiskKind.MEDICAL: NC_("kind of danger", "Medical or withdrawal"),
    },
    "kind of danger",
)
# Within a sentence.
RISK_KINDS = Phrases(
    {
        RiskKind.SELF: N_("self"),
        RiskKind.OTHERS: N_("others"),
        RiskKind.DEPENDENT: N_("child or dependent adult"),
        RiskKind.VIOLENCE: N_("violence at home"),
        RiskKind.MEDICAL: N_("medical or withdrawal"),
    }
)
COVERS = Phrases(
    {Cover.ON_CALL: N_("On-call"), Cover.COLLEAGUE: N_("A colleague"), Cover.MYSELF: N_("I stay reachable")}
)
LEVELS = Phrases({Risk.ACUTE: N_("acute"), Risk.ELEVATED: N_("elevated")})
LOG = Phrases({Risk.ACUTE: N_("Log acute"), Risk.ELEVATED: N_("Log elevated")})
_SINCE = {Risk.ACUTE: N_("acute since {when}"), Risk.ELEVATED: N_("elevated since {when}")}
_SHOWN = 4


def asked(client: Client, zone: tzinfo) -> str:
    """What is logged, in the one way it is ever said: "no risk logged, last asked 17 Nov", "acute since 24 Nov"."""
    safety = client.safety
    if not safety.at_risk:
        if safety.asked_at is None:
            return _("no risk logged, not asked yet")
        return _("no risk logged, last asked {day}", day=day(safety.asked_at.astimezone(zone).date()))
    if safety.since is None:
        return LEVELS[safety.level]
    return _(_SINCE[safety.level], when=day(safety.since.astimezone(zone).date()))


def level(client: Client, zone: tzinfo) -> str:
    """What is logged of a client at risk, to the minute: "acute since Tue 24 Nov 14:00"; empty of any other."""
    safety = client.safety
    if not safety.at_risk or safety.since is None:
        return LEVELS.get(safety.level, "")
    return _(_SINCE[safety.level], when=moment(safety.since, zone))


def opens_with_danger(card: Card) -> bool:
    """Whether the danger line is the first thing it says, in the language that is spoken."""
    return card.html.startswith(_(DANGER))


def again(client: Client, zone: tzinfo) -> str:
    """When the next look is; empty when none is planned."""
    return _("I will ask again on {moment}.", moment=moment(client.check_at, zone)) if client.check_at else ""


def ready(referral: Referral) -> str:
    """The client's own number, to be said behind the service."""
    own = referral.own_readiness
    said = _("readiness not asked yet") if own is None else _("ready {number}", number=own)
    return f" · {said}"


def with_dates(referrals: Sequence[Referral], zone: tzinfo) -> str:
    """Services with the dates that stand, in one line; beyond a few, how many more there are."""
    shown = [_with_date(referral, zone) for referral in referrals[:_SHOWN]]
    more = len(referrals) - _SHOWN
    return listed([*shown, _n("{count} more", "{count} more", more)] if more > 0 else shown)


def _with_date(referral: Referral, zone: tzinfo) -> str:
    dates = [
        _("booked {when}", when=appointment(referral, zone)) if referral.appointment_at else "",
        _("a place expected {day}", day=day(referral.expected_on)) if referral.expected_on else "",
        wanted(referral),
    ]
    said = ", ".join(filter(None, dates))
    return f"{plain(named(referral.service))} ({said})" if said else plain(named(referral.service))


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who was told by this bot, when (UTC) that was, or since when she has it."""

    name: str
    at: datetime
    has_it: bool


def told(client: Client, heard: Sequence[Heard], zone: tzinfo) -> str:
    """Who knows of it, by this bot and otherwise."""
    if heard:
        return _by_the_bot(heard, zone)
    if CareStep.SUPERVISOR in client.safety.steps:
        return _("You told your supervisor; nobody was told by this bot.")
    return _("Nobody was told by this bot.")


def _by_the_bot(heard: Sequence[Heard], zone: tzinfo) -> str:
    has_it = next((one for one in heard if one.has_it), None)
    if has_it is not None:
        name, at = plain(has_it.name), moment(has_it.at, zone)
        if name:
            return _("{name} has it since {moment}.", name=name, moment=at)
        return _("A colleague has it since {moment}.", moment=at)
    nameless = _("a colleague")
    names = listed(f"{plain(one.name) or nameless} ({one.at.astimezone(zone):%H:%M})" for one in heard)
    return _("Told by this bot: {names}; nobody has it yet.", names=names)


def procedure(procedure: str | None) -> str:
    """What the practice does then, as it wrote it, or that it told nothing."""
    if procedure:
        return _("Your practice's procedure: {procedure}.", procedure=plain(procedure))
    return _("Follow your practice's procedure for this; it has not told me its own.")


def down_tap(client: Client) -> Button:
    return Button(_("Stand down"), encode(Action.STAND_DOWN, client.id))


def level_taps(client: Client) -> tuple[Button, ...]:
    """What may be logged of a client by a tap: whatever is more than what stands; acute, her page."""
    if client.safety.acute:
        return (open_tap(client),)
    acute = Button(_("Acute now"), encode(Action.LEVEL, client.id, Risk.ACUTE))
    if client.safety.at_risk:
        return (acute, open_tap(client))
    return tuple(Button(label, encode(Action.LEVEL, client.id, risk)) for risk, label in LOG.items())


def missed_tap(client: Client) -> Button:
    return Button(_("Did not come"), encode(Action.MISSED, client.id))


def back_tap(client: Client) -> Button:
    return Button(_("Back"), encode(Action.SAFETY, client.id))


def open_tap(client: Client) -> Button:
    return Button(_("{code}: all of it", code=client.code), encode(Action.SAFETY, client.id))


def cover_taps(client: Client) -> tuple[Button, ...]:
    """Who looks after an acute case over the days off (clinical rule "acute")."""
    return tuple(Button(label, encode(Action.COVER, client.id, who)) for who, label in COVERS.items())
