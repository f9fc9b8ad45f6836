"""Any of the rules' types with something said in each of its fields, found by looking at the type itself.

A field that is added to the rules is filled here without anybody thinking of it; one that the database forgets then
comes back empty, and a test says so.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from referrals.days_off import NONE_OFF
from referrals.sessions import SessionRule
from tests.storage.practice import NEW_YORK, NOW

T = TypeVar("T")


def filled(kind: type[T], turn: int = 0, **given: Any) -> T:
    """One of `kind` of which every field says something other than nothing; another `turn` says other things.

    Raises TypeError for a type it cannot fill, so that a new one is not passed over.
    """
    hints = get_type_hints(kind)
    values = {}
    for number, field in enumerate(fields(kind)):  # type: ignore[arg-type] # any dataclass
        empty = field.default_factory() if field.default_factory is not MISSING else field.default
        values[field.name] = given.get(field.name, _value(hints[field.name], number + 7 * turn, empty))
        assert values[field.name] != empty or field.name in given, field.name
    return kind(**values)


def _value(hint: Any, number: int, empty: Any) -> Any:  # noqa: PLR0911, PLR0912 - one line a type
    inner = get_args(hint)
    match get_origin(hint) or hint:
        case origin if origin is UnionType:
            (some,) = (one for one in inner if one is not NoneType)
            return _value(some, number, empty)
        case origin if origin is frozenset:
            return frozenset({_value(inner[0], number, None), _value(inner[0], number + 1, None)})
        case origin if origin is tuple:
            return (_value(inner[0], number, None), _value(inner[0], number + 1, None))
        case kind if kind is bool:
            return not empty if isinstance(empty, bool) else bool(number % 2)
        case kind if kind is int:
            return number % 7 + (2 if number % 7 + 1 == empty else 1)
        case kind if kind is str:
            return f"word {number}"
        case kind if kind is datetime:
            return NOW + timedelta(hours=number, microseconds=number)
        case kind if kind is date:
            return NOW.date() + timedelta(days=number)
        case kind if kind is time:
            return time(number % 24, number % 4 * 15)
        case kind if kind is ZoneInfo:
            return NEW_YORK
        case kind if issubclass(kind, Enum):
            members = [member for member in kind if member is not empty]
            return members[number % len(members)]
        case kind if kind is SessionRule:
            return filled(hint, number, off=NONE_OFF)  # whose days off they are the row does not say
        case kind if is_dataclass(kind):
            return filled(hint, number)
    raise TypeError(f"no idea how to fill a {hint}")
