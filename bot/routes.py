"""Which handler takes which form of update. What a text means is decided inside its turn, where the open draft is."""

from __future__ import annotations

from telegram import Update

from bot.actions import Action, decode
from bot.handlers import (
    asked,
    audit,
    calendar,
    capture,
    commands,
    form,
    naming,
    new_referral,
    onboarding,
    snooze,
    undo,
)
from bot.handlers.clients import about_client, client, goodbye, history, status, today, trends
from bot.handlers.directory import practice, services, services_adding
from bot.handlers.people import handover, invites, locking, members, taking
from bot.handlers.privacy import erasing, exporting, holding
from bot.handlers.privacy import page as privacy
from bot.handlers.referrals import (
    appointment,
    barriers,
    choice,
    condition,
    consent,
    days,
    enough,
    first,
    framing,
    plan,
    purposes,
    readiness,
    referral,
    reopening,
)
from bot.handlers.risk import holds, hospital, safety
from bot.handlers.settings import page as settings
from bot.handlers.settings import pause
from bot.handlers.supervision import alerts, cases, conditions, deciding, linking, paper, reflecting, team
from bot.handlers.supervision import page as supervision
from bot.turn import Handler

COMMANDS: dict[str, Handler] = {
    "start": onboarding.start,
    "new": new_referral.start,
    "today": today.today,
    "status": status.status,
    "trends": trends.trends,
    "calendar": calendar.hand_out,
    "client": client.page,
    "clients": client.listing,
    "safety": safety.command,
    "practice": practice.page,
    "services": services.overview,
    "settings": settings.command,
    "pause": pause.command,
    "supervision": supervision.command,
    "reflect": reflecting.command,
    "agenda": team.agenda,
    "team": team.team,
    "audit": audit.page,
    "invite": invites.command,
    "members": members.command,
    "lock": locking.command,
    "undo": undo.last,
    "cancel": commands.cancel,
    "export": exporting.command,
    "erase": erasing.command,
    "privacy": privacy.command,
    "help": commands.help_,
}
TAPS: dict[Action, Handler] = {
    Action.ZONE: onboarding.zone,
    Action.HOURS: onboarding.hours,
    Action.SUPERVISION: onboarding.supervision,
    Action.UNDO: undo.tapped,
    Action.ANSWER: asked.answered,
    Action.QUESTION: asked.opened,
    Action.LATER: snooze.tapped,
    Action.APPOINTMENT: appointment.tapped,
    Action.ENOUGH: enough.tapped,
    Action.CHOOSE_SERVICE: naming.chosen,
    Action.CHOOSE_REFERRAL: capture.referral_chosen,
    Action.OPEN_CLIENT: client.tapped,
    Action.MORE: about_client.more,
    Action.GOALS: about_client.goals,
    Action.REGION: about_client.region,
    Action.HISTORY: history.page,
    Action.RAISE: client.raise_for_supervision,
    Action.TAKE_UP: client.take_up,
    Action.GOODBYE: goodbye.tapped,
    Action.CARRY: goodbye.carried,
    Action.NEW: new_referral.tapped,
    Action.CODE: capture.code_chosen,
    Action.SERVICES: services.browsed,
    Action.SERVICE: services.tapped,
    Action.ADD_SERVICE: services_adding.tapped,
    Action.UPDATE: referral.update,
    Action.REFERRAL: referral.page,
    Action.REPORT: referral.report,
    Action.REOPEN: reopening.tapped,
    Action.BARRIER: barriers.tapped,
    Action.DAY: days.tapped,
    Action.PURPOSES: purposes.tapped,
    Action.READY: readiness.tapped,
    Action.PLAN: plan.tapped,
    Action.SAY_IT: framing.say_it,
    Action.HEARD: framing.heard,
    Action.FIRST: first.tapped,
    Action.CHOICE: choice.tapped,
    Action.CONSENT: consent.tapped,
    Action.CONSENTER: consent.consenter,
    Action.WORD_BACK: consent.word_back,
    Action.SAFETY: safety.page,
    Action.LEVEL: safety.level,
    Action.RISK_KIND: safety.kind,
    Action.CARE_STEP: safety.care_step,
    Action.STAND_DOWN: safety.stand_down,
    Action.CHECK: safety.check,
    Action.MISSED: safety.did_not_come,
    Action.REACHED: hospital.reached,
    Action.COVER: safety.cover,
    Action.CONDITION: condition.tapped,
    Action.HOSPITAL: hospital.answered,
    Action.SUFFICIENT: holds.sufficient,
    Action.REDUCES: holds.reduces,
    Action.HOLD: holds.resting,
    Action.CRISIS_LINES: practice.lines,
    Action.CASE: cases.tapped,
    Action.NOT_STALLED: supervision.not_stalled,
    Action.DECIDE: deciding.tapped,
    Action.SUPERVISEE: team.case,
    Action.TEAM: team.team,
    Action.LINK: linking.tapped,
    Action.TOLD: conditions.told,
    Action.REVIEW: conditions.reviewed,
    Action.ALERT: alerts.taken,
    Action.REFLECT: reflecting.tapped,
    Action.AGENDA: paper.tapped,
    Action.MEMBER: members.tapped,
    Action.INVITE: invites.tapped,
    Action.HAND_OVER: handover.tapped,
    Action.TAKE_OVER: taking.tapped,
    Action.SETTINGS: settings.tapped,
    Action.PAUSE: pause.tapped,
    Action.CALENDAR: calendar.hand_out,
    Action.HELP: commands.help_,
    Action.AUDIT: audit.page,
    Action.PRIVACY: privacy.command,
    Action.EXPORT: exporting.tapped,
    Action.ERASE: erasing.tapped,
    Action.LEGAL_HOLD: holding.tapped,
}


def route(update: Update) -> Handler:
    """Which handler takes an update; what no other does is `form.nothing_to_do`."""
    if not update.effective_chat or update.effective_chat.type != "private":
        return form.not_private
    if update.callback_query is not None:
        action = _tapped(update)
        return TAPS.get(action, form.unknown_tap) if action else form.unknown_tap
    text = _text(update)
    known = COMMANDS.get(_command(text))
    if known is not None:
        return known
    if update.edited_message is not None:
        return form.edited
    if text:
        return form.unknown_command if text.startswith("/") else capture.text
    return form.nothing_to_do if update.message is None else form.not_text


def deed_of(update: Update | None) -> str:
    """What somebody does, for the audit: a command or a tap of ours by its name, everything else by its form alone."""
    if update is None:
        return "turned away"
    if update.callback_query is not None:
        action = _tapped(update)
        return f"tap {action.name.lower()}" if action else "unknown tap"
    text = _text(update)
    name = _command(text)
    if name in COMMANDS:
        return f"/{name}"
    return "line" if text else "no text"


def _text(update: Update) -> str:
    return (update.message.text or "") if update.message else ""


def _command(text: str) -> str:
    """The name of the command that a text begins with; empty for none."""
    first = next(iter(text.split(maxsplit=1)), "")
    return first[1:].split("@")[0].lower() if first.startswith("/") else ""


def _tapped(update: Update) -> Action | None:
    decoded = decode(update.callback_query.data or "") if update.callback_query else None
    return decoded[0] if decoded else None
