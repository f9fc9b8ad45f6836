"""Three questions, and what this is and is not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from zoneinfo import ZoneInfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.people.names import ROLES
from bot.wording.settings.hours import CHOICES as HOURS
from bot.wording.settings.hours import EXAMPLE, hours
from bot.wording.settings.zone import offered, zone_name
from bot.wording.text import bold, code, listed, plain, sessions, shortened
from referrals.hours import WorkingHours
from referrals.model import Role
from referrals.sessions import SessionRule


def ask_zone(practice_zone: str) -> Card:
    welcome = _("Welcome. Three short questions, then your first referral.")
    return Card(
        f"{welcome}\n\n{bold(_('1 of 3 · Your time zone?'))}\n{_('Tap one, or type a city.')}",
        tuple((Button(zone_name(zone), encode(Action.ZONE, zone)),) for zone in offered(practice_zone)),
    )


def zone_unknown(typed: str) -> Card:
    return Card(
        _(
            "I know no time zone called {words}. Tap one, or type a larger city near you: {example}",
            words=plain(shortened(typed, 40)),
            example=code("Chicago"),
        )
    )


def zone_set(zone: ZoneInfo) -> Card:
    return Card(_("Time zone: {zone}", zone=plain(zone_name(zone.key))))


def ask_hours() -> Card:
    taps = tuple(
        (Button(hours(map(int, days), time(start), time(end)), encode(Action.HOURS, days, start, end)),)
        for days, start, end in HOURS
    )
    said = _(
        "Outside them I keep quiet, except around your sessions. Tap, or type them: {example}", example=code(_(EXAMPLE))
    )
    return Card(f"{bold(_('2 of 3 · Your working hours?'))}\n{said}", taps)


def hours_set(chosen: WorkingHours) -> Card:
    return Card(_("Working hours: {hours}", hours=hours(chosen.days, chosen.start, chosen.end)))


def ask_supervision() -> Card:
    said = _("Tap, or type it: {example}", example=code(_("thu 10am weekly")))
    return Card(
        f"{bold(_('3 of 3 · Your supervision slot?'))}\n{said}",
        ((Button(_("No supervision slot yet"), encode(Action.SUPERVISION, "none")),),),
    )


def supervision_unknown() -> Card:
    example = code(_("thu 10am weekly"))
    return Card(_("I did not find a day and a time in that. Type it like this: {example}", example=example))


def supervision_set(rule: SessionRule | None) -> Card:
    return Card(_("Supervision: {when}", when=sessions(rule)) if rule else _("Supervision: no slot yet"))


def welcome(tells_acute: bool) -> Card:
    """`tells_acute`: her supervisor is told of an acute case, which she knows from now on (clinical rule "acute")."""
    told = _("When you log acute, I tell your supervisor at once, as soon as she is linked with you here.")
    return Card(
        "\n\n".join(
            [
                _("You are set up. I bring each service you recommend back around the client's next session."),
                _(
                    "Client codes only, never names: I cannot recognise a name. Telegram keeps bot chats in its cloud, "
                    "without end-to-end encryption. I am not a clinical record and not an emergency service. Reminders "
                    "can fail; your practice's procedure counts."
                ),
                _(
                    "Danger now? Leave this chat: emergency services where the client is, then your supervisor or "
                    "on-call."
                ),
                *([told] if tells_acute else ()),
                _("Your first line: {line}", line=code(_("C7 psych eval, DBT group, housing"))),
            ]
        )
    )


def welcome_without_caseload(supervises: bool) -> Card:
    """For an administrator, and for a supervisor, who begins with her team."""
    if supervises:
        begins = _("Your supervisees: {team}. What they raise: {agenda}.", team=code("/team"), agenda=code("/agenda"))
    else:
        begins = _("Your practice: {practice}.", practice=code("/practice"))
    is_not = _(
        "You are set up. Client codes only in this chat, never names: I cannot recognise a name. Telegram keeps bot "
        "chats in its cloud, without end-to-end encryption. I am not a clinical record and not an emergency service."
    )
    return Card(f"{is_not}\n\n{begins}")


def welcome_back(gained: Collection[Role]) -> Card:
    said = [_("You are aboard already.")]
    if gained:
        said.append(_("Your invite adds a role: {roles}.", roles=listed(ROLES[role] for role in sorted(gained))))
    said.append(_("/help shows what I understand, {line} opens a client.", line=code("C7")))
    return Card(" ".join(said))
