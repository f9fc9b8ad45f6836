"""Updates as Telegram would never send them: proper ones, spoilt by a seeded chance.

Whose they were is kept track of: a mutation may put somebody else's id in one place, and never in all of them.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

CANARY = "quartzcanary"  # among the words of every proper update, and never to be found where only shapes are kept
_DEEP = 400
Raw = dict[str, Any]
Place = tuple[Any, Any]  # what holds it, and its key or index there


class Mutations:
    """Draws spoilt updates of `user`; `other` is somebody whose id turns up in them."""

    def __init__(self, seed: int, user: int, other: int) -> None:
        self._chance = random.Random(seed)
        self._user = user
        self._other = other

    def drawn(self, proper: list[Raw], number: int) -> list[Any]:
        """So many of them, spoilt: parsed JSON, and here and there the text of what is none."""
        chosen = self._chance.choices(proper, k=number)
        return [_parsed(self.text(raw)) if self._chance.random() < 0.1 else self.spoilt(raw) for raw in chosen]

    def spoilt(self, proper: Raw) -> Raw:
        """One update with one to three things wrong with it. Its own id mostly stays."""
        while True:
            raw = copy.deepcopy(proper)
            for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
                self._spoil(raw)
            if self._chance.random() < 0.97:
                raw["update_id"] = proper["update_id"]
            if not speaks(raw, self._other):
                return raw

    def text(self, proper: Raw) -> str:
        """One update as text: mostly no JSON at all, else JSON of an unusual kind."""
        whole = json.dumps(self.spoilt(proper) if self._chance.random() < 0.5 else proper)
        cut = self._chance.randrange(len(whole))
        return self._chance.choice(
            (
                whole[:cut],
                whole[:cut] + self._chance.choice('{}[]",:\\\0\ufffd') + whole[cut:],
                whole[:-1] + f', "update_id": {proper["update_id"]}, "message": {{"text": "{CANARY}"}}}}',
                whole[:-1] + f', "n": {"9" * 5000}}}',
                whole[:-1] + ', "n": ' + "[" * 20_000 + "]" * 20_000 + "}",
                whole.replace(CANARY, CANARY + "\\u0000\\ud800"),
                whole.replace(": ", ": NaN, ", 1) if self._chance.random() < 0.5 else f"[{whole}]",
            )
        )

    def _spoil(self, raw: Raw) -> None:
        places = _places(raw)
        if not places:
            return  # nothing is left of it
        holder, key = self._chance.choice(places)
        if self._chance.random() < 0.1:
            spoken = [place for place in places if place[1] in {"text", "data", "first_name"}]
            self._odd_words(*self._chance.choice(spoken or places))
            return
        how: Sequence[Callable[[Any, Any], None]] = (
            self._delete, self._retype, self._retype, self._retype, self._wrap, self._bury, self._swap,
            self._other_id, self._other_chat, self._other_kind,
        )  # fmt: skip
        self._chance.choice(how)(holder, key)

    def _delete(self, holder: Any, key: Any) -> None:
        del holder[key]

    def _retype(self, holder: Any, key: Any) -> None:
        holder[key] = copy.deepcopy(self._chance.choice(_JUNK))

    def _wrap(self, holder: Any, key: Any) -> None:
        holder[key] = self._chance.choice(({key: holder[key]}, [holder[key]], [[holder[key]] * 3]))

    def _bury(self, holder: Any, key: Any) -> None:
        for _ in range(self._chance.choice((3, 12, _DEEP))):
            holder[key] = {key: holder[key]} if isinstance(key, str) else [holder[key]]

    def _swap(self, holder: Any, key: Any) -> None:
        other = self._chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        holder[key], holder[other] = holder[other], holder[key]

    def _odd_words(self, holder: Any, key: Any) -> None:
        if isinstance(holder[key], str):
            at = self._chance.randrange(len(holder[key]) + 1)
            holder[key] = holder[key][:at] + self._chance.choice(_ODD) + holder[key][at:]

    def _other_id(self, holder: Any, key: Any) -> None:
        if holder[key] == self._user:
            holder[key] = self._other

    def _other_chat(self, holder: Any, key: Any) -> None:
        if key == "type":
            holder[key] = self._chance.choice(("group", "supergroup", "channel", "private", "sender", "PRIVATE"))

    def _other_kind(self, holder: Any, key: Any) -> None:
        if key in _KINDS:
            holder[self._chance.choice(_KINDS)] = holder.pop(key)


def speaks(raw: Any, user: int) -> bool:
    """Whether somebody is who speaks by every id there is: then it is hers, whoever it was before."""
    if not isinstance(raw, dict):
        return False
    ids = [holder.get("id") for kind in raw.values() for holder in _people(kind)]
    return bool(ids) and all(one == user for one in ids)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _people(kind: Any) -> Iterator[Raw]:
    if isinstance(kind, dict):
        for name in ("from", "chat"):
            if isinstance(kind.get(name), dict):
                yield kind[name]
        yield from _people(kind.get("message"))


def _places(value: Any) -> list[Place]:
    places, left = [], [value]
    while left:
        holder = left.pop()
        for key, held in holder.items() if isinstance(holder, dict) else enumerate(holder):
            places.append((holder, key))
            if isinstance(held, dict | list):
                left.append(held)
    return places


_KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post", "poll", "no_such_kind")
_ODD = (
    "\0", "\ud800", "\udfff", "\uffff", "\U000e0041", "\x1b[2J", "\r\n", "<b>&amp;", "ß" * 60, "x" * 5000,
    "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH JOINER}" * 40, "e" + "\N{COMBINING ACUTE ACCENT}" * 300,
    "\N{FULLWIDTH DIGIT SEVEN}" * 9, "\N{REGIONAL INDICATOR SYMBOL LETTER A}", "'; DROP TABLE client; --", "{0}",
)  # fmt: skip
_JUNK: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 2**70, 10**300, 1.5, 1e308,
    float("nan"), float("inf"), "", "0", "1001", "private", "member", "kicked", "C7 dbt", "/start",
    [], {}, [[]], [None], {"id": 1}, {"": {}}, {"id": {"id": {}}}, *_ODD,
)  # fmt: skip
