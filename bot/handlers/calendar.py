"""`/calendar`: sessions, appointments and supervision for a phone's calendar. Serves clinical rule "lock screen"."""

from __future__ import annotations

from bot import calendars
from bot.documents import Recipe
from bot.turn import Turn, allows
from bot.wording import calendar as wording
from referrals.model import Role


@allows(Role.THERAPIST, Role.SUPERVISOR)
def hand_out(turn: Turn) -> None:
    """What she has from now on is kept here; the file is made of it when it is sent."""
    member, now = turn.member, turn.now
    entries, news = calendars.hand_out(turn.work, member, now)
    if entries or turn.work.calendars.any(member.id, now):
        caption = wording.caption(entries, news, now, member.zone)
        turn.say_document(Recipe.calendar(member.id, now, member.zone, caption))
    else:
        turn.say(wording.nothing())
