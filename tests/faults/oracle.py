"""The oracle: what must be so, known from what was typed and tapped alone, whatever went wrong meanwhile.

It types for the people of a house and remembers. `look` then compares with the database, read by a connection of its
own, and with what Telegram was made to show. It knows nothing of how the bot works, only what it promises:

- every update is in the inbox once, and done; every turn is in the audit once;
- exactly those clients, referrals and events are there that follow from what was typed;
- no rule spoke twice on a date; nothing waits; what was noted as sent was shown;
- each chat shows every answer in the order of what was typed, and what came unasked once for each message planned. A
  message said again stands directly behind its like, was written once, and no more are said again than was in flight
  when a process died, or than the caller allows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import NullPool, create_engine, text

from bot.wording.trouble import outage
from tests.e2e.house import ANA, House

_TICKS = 5
CHANGES = {"sendMessage", "sendDocument", "editMessageText", "deleteMessage"}
_NEW = {"sendMessage", "sendDocument"}
# How an edit begins that somebody is owed. Others keep true what came unasked before, when something is asked anew.
_OWED = ("Undone", "Your file is on its way.", "You have ")
_REFUSED = "Your line held what looks like"
_EVENTS = """SELECT m.telegram_id, e.kind FROM event e JOIN member m ON m.id = e.member_id"""
_CLIENTS = """SELECT m.telegram_id, c.code FROM client c JOIN member m ON m.id = c.owner_id"""
_REFERRALS = """SELECT m.telegram_id, c.code, s.name FROM referral r JOIN client c ON c.id = r.client_id
JOIN member m ON m.id = r.owner_id JOIN service s ON s.id = r.service_id"""
_TURNS = """SELECT m.telegram_id FROM audit a JOIN member m ON m.id = a.member_id WHERE a.verb IN ('asked', 'refused')
AND a.row_table IS NULL"""
_IN_FLIGHT = "SELECT chat_id FROM outbox WHERE state IN ('sending', 'uncertain')"
_PLANNED = "SELECT send_at, rule FROM nudge WHERE state = 'planned'"
_WRITTEN = "SELECT chat_id FROM outbox WHERE kind IN ('send', 'document')"
_NOTED = "SELECT chat_id, message_id FROM outbox WHERE kind IN ('send', 'document') AND state = 'sent'"
_SPOKEN = """SELECT m.telegram_id, n.rule, n.local_date, n.outbox_id FROM nudge n JOIN member m ON m.id = n.owner_id
WHERE n.state != 'planned'"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A change of a chat that must come: the method, how its words begin, and which message it is about, if known."""

    method: str
    begins: str = ""
    message_id: int | None = None

    def is_met_by(self, call: dict[str, Any]) -> bool:
        about = self.message_id in {None, call["params"].get("message_id")}
        return call["method"] == self.method and about and words_of(call).startswith(self.begins)


@dataclass(slots=True)
class Chat:
    """What one person did and is owed. `unasked` are beginnings of messages that must have come by themselves."""

    updates: list[int] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)


def words_of(call: dict[str, Any]) -> str:
    """What a call says, without its markup."""
    return re.sub("<[^>]+>", "", call["params"].get("text") or call["params"].get("caption") or "")


class Oracle:
    """Remembers from now on; what was said before is none of its business."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.chats: dict[int, Chat] = {}
        self.in_flight: Counter[int] = Counter()
        self._said_again: Counter[int] = Counter()
        self.shut_out: set[int] = set()  # who ever shut the bot out: what comes unasked may not reach them
        # The tests' own look at it: no pool, no transaction kept open, nothing of the bot's.
        self._engine = create_engine(house.environment["DATABASE_URL"], poolclass=NullPool)
        calls = house.calls()
        self._since = calls[-1]["n"] if calls else 0
        self._turns = Counter(self._read(_TURNS))
        self._spoken = set(self._read(_SPOKEN))
        self._written = Counter(self._read(_WRITTEN))
        self._clients = Counter(self._read(_CLIENTS))
        self._referrals = Counter(self._read(_REFERRALS))
        self._events = Counter(self._read(_EVENTS))

    # What people do

    def new_client(self, code: str, user: int = ANA) -> None:
        """A line about a client of whom nothing is known: one client, one referral."""
        self._typed(f"{code} dbt", user, Answer("sendMessage", f"{code} is new to me."))
        self._clients[user, code] += 1
        self._logged(code, "DBT group", user)

    def more(self, code: str, user: int = ANA) -> None:
        """A second referral for a client."""
        self._typed(f"{code} housing", user, Answer("sendMessage", f"{code}: one referral noted."))
        self._logged(code, "Subsidised housing programme", user)

    def sessions(self, code: str, when: str, user: int = ANA) -> None:
        """Her sessions, such as "tue 2pm weekly"."""
        self._typed(f"{code} {when}", user, Answer("sendMessage", f"{code}: sessions "))
        self._events[user, "sessions"] += 1

    def page(self, code: str, user: int = ANA) -> None:
        """Changes nothing, and shows the client's page."""
        self._typed(code, user, Answer("sendMessage", f"{code} ·"))

    def phone_number(self, code: str, user: int = ANA) -> None:
        """A line that may not stay: it is deleted, and she hears why."""
        said = self._say(f"{code} call 212 555 0142", user)
        chat = self.chats[user]
        chat.answers += [Answer("deleteMessage", message_id=said["message_id"]), Answer("sendMessage", _REFUSED)]

    def undo(self, code: str, user: int = ANA) -> None:
        """Takes back a whole new client by the button of the answer, which must stand in the chat."""
        card = self._card(f"{code} is new to me.", user)
        self._pressed(card, "Undo", user, Answer("editMessageText", "Undone", card["message_id"]))
        self._clients[user, code] -= 1
        self._referrals[user, code, "DBT group"] -= 1
        self._events[user, "undone"] += 1

    def acute(self, code: str, told: int, user: int = ANA) -> None:
        """A new client in danger: whoever is on call is `told`."""
        self._typed(f"{code} dbt !acute", user, Answer("sendMessage", "Danger now?"))
        self.comes(f"U{user} asks for you now", told)
        self._clients[user, code] += 1
        self._logged(code, "DBT group", user)
        self._events[user, "risk"] += 1

    def told_again(self, told: int, user: int = ANA) -> None:
        """Nobody took it up in time: she hears that, and the round begins anew."""
        self.comes("Nobody has answered yet", user)
        self.comes(f"U{user} asks for you now", told)

    def takes_it_up(self, told: int, user: int = ANA) -> None:
        """By the newest button; the therapist hears it."""
        card = self._card(f"U{user} asks for you now", told)
        self._pressed(card, "I have it", told, Answer("editMessageText", "You have ", card["message_id"]))
        self.comes("Somebody answered you.", user)

    def offer_export(self, user: int = ANA) -> None:
        """What would be in a file of all that is hers."""
        self._typed("/export", user, Answer("sendMessage", "All that is yours here"))

    def export(self, user: int = ANA) -> None:
        """The file itself, by the button of the offer, which must stand in the chat."""
        card = self._card("All that is yours here", user)
        coming = Answer("editMessageText", "Your file is on its way.", card["message_id"])
        self._pressed(card, "Send it", user, Answer("sendDocument", "All that is yours here"), coming)

    def comes(self, begins: str, user: int = ANA) -> None:
        """A message that nobody asked for, and that must come."""
        self._chat(user).unasked.append(begins)

    # What must be so

    def settle(self) -> None:
        """Waits until the bot has nothing to do. What is due waits for the next tick: a leap of the clock brings it."""
        self.house.idle(60)
        for _ in range(_TICKS):
            if not self._due():
                return
            self.house.control.post("clock", json={"advance": "1s"})
            self.house.idle(60)

    def look(self, repeats: int = 0) -> int:
        """Once the house is idle: asserts all of it; returns how many messages were said again.

        Since the last look at most those that were in flight when the process died, and in each chat `repeats` besides.
        """
        self._look_at_inbox()
        self._look_at_rows()
        self._look_at_outbox()
        again = Counter({user: self._look_at_chat(user, chat) for user, chat in self.chats.items()})
        for user, times in (again - self._said_again).items():
            assert times <= self.in_flight[user] + repeats, f"{user} was told {times} things again"
        self.in_flight.clear()
        self._said_again = again
        return again.total()

    def died(self) -> None:
        """A process was killed: what it was sending may be said again."""
        self.in_flight.update(chat_id for (chat_id,) in self._read(_IN_FLIGHT))

    def spoken(self) -> int:
        """How many planned messages have gone out since the beginning."""
        return len({outbox_id for *_, outbox_id in self._newly_spoken()})

    def committed(self) -> set[int]:
        """The ids of the updates that the database holds."""
        return {update_id for (update_id,) in self._read("SELECT update_id FROM inbox")}

    def _look_at_inbox(self) -> None:
        assert self.house.unacknowledged() == 0
        states = dict(self._read("SELECT update_id, state FROM inbox"))
        for user, chat in self.chats.items():
            assert {states.get(number) for number in chat.updates} <= {"done"}, f"every update of {user} is done"
        assert set(states.values()) <= {"done"}, states

    def _look_at_rows(self) -> None:
        _same(Counter(self._read(_CLIENTS)), self._clients)
        _same(Counter(self._read(_REFERRALS)), self._referrals)
        _same(Counter(self._read(_EVENTS)), self._events)
        turns = self._turns + Counter((user,) for user, chat in self.chats.items() for _ in chat.updates)
        _same(Counter(self._read(_TURNS)), turns)

    def _look_at_outbox(self) -> None:
        for user, state in self._read("SELECT DISTINCT chat_id, state FROM outbox"):
            assert state in ({"sent", "dead"} if user in self.shut_out else {"sent"}), f"{user} has {state} messages"
        spoken = [(rule, on) for _, rule, on, _ in self._read(_SPOKEN)]
        assert len(spoken) == len(set(spoken)), "no rule spoke twice on a date"
        assert self._due() == [], "what was due was said"
        noted = set(self._read(_NOTED))
        for user in self.chats:
            shown = {(user, message["message_id"]) for message in self.house.messages(user)}
            assert {one for one in noted if one[0] == user} <= shown, "what was noted as sent was shown"

    def _look_at_chat(self, user: int, chat: Chat) -> int:
        """How many messages were said again."""
        answers, unasked, again = list(chat.answers), [], 0
        before: dict[str, Any] | None = None
        for call in self._said(user):
            if words_of(call) == outage():
                continue  # said past the outbox, while that is out of reach
            if answers and answers[0].is_met_by(call):
                answers.pop(0)
            elif before is not None and _alike(call, before):
                again += 1
            elif call["method"] == "editMessageText" and not words_of(call).startswith(_OWED):
                continue
            else:
                assert call["method"] == "sendMessage", f"{user} was not to see {call}, but {answers[:1]}"
                unasked.append(words_of(call))
            before = call
        assert answers == [], f"{user} waits for her answers, and heard {unasked}"
        self._look_at_unasked(user, chat, unasked)
        owed = sum(answer.method in _NEW for answer in chat.answers) + len(unasked)
        written = Counter(self._read(_WRITTEN))[user,] - self._written[user,]
        assert written == owed or user in self.shut_out, f"{written} messages were written to {user}, not {owed}"
        return again

    def _look_at_unasked(self, user: int, chat: Chat, unasked: list[str]) -> None:
        left = list(unasked)
        for begins in chat.unasked:
            found = next((said for said in left if said.startswith(begins)), None)
            assert found is not None, f"{user} was not told {begins!r}, only {unasked}"
            left.remove(found)
        if user in self.shut_out:
            return
        planned = {outbox_id for owner, *_, outbox_id in self._newly_spoken() if owner == user}
        assert len(left) == len(planned), f"{user} was told once what was planned: {left}, {planned}"

    def _due(self) -> list[Any]:
        """What should have been said by now, and was not: instant, rule."""
        now = datetime.fromisoformat(self.house.control.get("clock").json()["now"])
        return [row for row in self._read(_PLANNED) if _instant(row[0]) <= now]

    def _newly_spoken(self) -> set[tuple[Any, ...]]:
        return set(self._read(_SPOKEN)) - self._spoken

    def _said(self, user: int) -> Iterator[dict[str, Any]]:
        """What changed a chat, in order; what Telegram did not take changed nothing."""
        for call in self.house.calls():
            taken = call["n"] > self._since and call["status"] == 200 and call["method"] in CHANGES
            if taken and call["params"].get("chat_id") == user:
                yield call

    def _chat(self, user: int) -> Chat:
        return self.chats.setdefault(user, Chat())

    def _typed(self, line: str, user: int, answer: Answer) -> None:
        self._say(line, user)
        self.chats[user].answers.append(answer)

    def _say(self, line: str, user: int) -> dict[str, Any]:
        answer = self.house.control.post("say", json={"user": user, "text": line})
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        self._chat(user).updates.append(said["update_id"])
        return said

    def _pressed(self, card: dict[str, Any], label: str, user: int, *answers: Answer) -> None:
        pressed = {"user": user, "message_id": card["message_id"], "label": label}
        answer = self.house.control.post("press", json=pressed)
        assert answer.status_code == 200, answer.text
        self._chat(user).updates.append(answer.json()["update_id"])
        self.chats[user].answers += answers

    def _card(self, begins: str, user: int) -> dict[str, Any]:
        return next(message for message in reversed(self.house.messages(user)) if message["text"].startswith(begins))

    def _logged(self, code: str, service: str, user: int) -> None:
        self._referrals[user, code, service] += 1
        self._events[user, "suggested"] += 1

    def _read(self, statement: str) -> list[Any]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]


def _same(found: Counter[Any], wanted: Counter[Any]) -> None:
    assert found == +wanted, f"too many: {found - wanted}, missing: {wanted - found}"


def _instant(at: Any) -> datetime:
    """As either database gives it, as an aware instant."""
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _alike(call: dict[str, Any], before: dict[str, Any]) -> bool:
    about, about_before = (one["params"].get("message_id") for one in (call, before))
    return (call["method"], words_of(call), about) == (before["method"], words_of(before), about_before)
