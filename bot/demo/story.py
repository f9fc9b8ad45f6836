"""The story the page opens on: a trainee's three recommendations, and the first message about them on its way.

It is told by the sandbox's own people, through the bot like everything else: nothing is planted in the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import aiohttp

from referrals.model import Role
from referrals.sessions import local_instant

ZONE = ZoneInfo("America/New_York")
_TUESDAY = 1


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo's practice, by her Telegram user id."""

    id: int
    name: str
    role: Role


PEOPLE = (
    DemoPerson(1001, "Ana", Role.THERAPIST),
    DemoPerson(1002, "Ruth", Role.SUPERVISOR),
    DemoPerson(1003, "Sam", Role.ADMINISTRATOR),
)


def story_begins(now: datetime) -> datetime:
    """The Wednesday afternoon (UTC) before the first Tuesday session that is still to come at `now`."""
    today = now.astimezone(ZONE).date()
    tuesday = today + timedelta(days=(_TUESDAY - today.weekday()) % 7 or 7)
    return local_instant(tuesday - timedelta(days=6), time(16, 10), ZONE)


class Narrator:
    """Speaks and presses for one of the demo's people, by the sandbox's control API."""

    def __init__(self, session: aiohttp.ClientSession, control: str, person: DemoPerson) -> None:
        self._session = session
        self._control = control
        self._person = person

    async def say(self, text: str) -> None:
        await self._post("say", user=self._person.id, name=self._person.name, text=text)
        await self._settled()

    async def press_first(self) -> None:
        """Presses the first button of the newest message that has any."""
        async with self._session.get(f"{self._control}/chat", params={"user": self._person.id}) as answer:
            messages = (await answer.json())["messages"]
        newest = next(message for message in reversed(messages) if message["buttons"])
        label = newest["buttons"][0][0]
        await self._post("press", user=self._person.id, message_id=newest["message_id"], label=label)
        await self._settled()

    async def wait_until(self, at: datetime) -> None:
        """Moves the clock; what falls due on the way happens."""
        await self._post("clock", to=at.isoformat())
        await self._settled()

    async def _post(self, what: str, **body: object) -> None:
        async with self._session.post(f"{self._control}/{what}", json=body) as answer:
            answer.raise_for_status()

    async def _settled(self) -> None:
        async with self._session.get(f"{self._control}/idle", params={"timeout": 20}) as answer:
            answer.raise_for_status()


async def tell(control: str, invite: str, begins: datetime) -> None:
    """Ana comes aboard, logs three services for C7 and her sessions; then it is a minute before the first message."""
    async with aiohttp.ClientSession() as session:
        ana = Narrator(session, control, PEOPLE[0])
        await ana.say(f"/start {invite}")
        for _question in range(3):
            await ana.press_first()
        await ana.say("C7 psych eval, DBT group, housing")
        await ana.say("C7 tue 2pm weekly")
        session_day = begins.astimezone(ZONE).date() + timedelta(days=6)
        await ana.wait_until(local_instant(session_day, time(13, 29, 30), ZONE))
