"""Checks requests and emulated updates against the facts of the specification."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.bot_api.errors import bad_request
from sandbox.bot_api.facts import Field, facts

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_PRIMITIVES: dict[str, Callable[[Any], bool]] = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str) and not _LONE_SURROGATE.search(value),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "InputFile": lambda value: isinstance(value, Upload),
}
_TRUTHS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    file_name: str
    mime_type: str
    content: bytes


class WrongShapeError(ValueError):
    """A value does not have the shape the specification gives it; the message says where."""


def checked_params(method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The method's parameters with their proper types.

    Raises ApiError 400 for an unknown parameter, a missing required one or one of a wrong type. Strings stand for any
    type, as in query strings and forms, where objects and arrays are JSON.
    """
    fields = facts().methods[method] or {}
    params = {}
    for name, value in raw.items():
        field = fields.get(name)
        if field is None:
            raise bad_request(f'unknown parameter "{name}" of {method}')
        if value is None or (value == "" and not field.required and "String" not in field.types):
            continue
        try:
            params[name] = _decoded(value, field)
            _check_any(params[name], field.types, name)
        except WrongShapeError as error:
            raise bad_request(f"can't parse parameter {error}") from None
    for name, field in fields.items():
        if field.required and name not in params:
            raise bad_request("message text is empty" if name == "text" else f"parameter {name} is required")
    return params


def check_type(value: object, kind: str) -> None:
    """Raises WrongShapeError unless `value` is a `kind` of the specification, to the last field."""
    _check(value, kind, kind)


def _decoded(value: Any, field: Field) -> Any:
    """A string sent in place of a number, a truth value, an object or an array becomes what it stands for."""
    if not isinstance(value, str) or field.types == ("String",):
        return value
    if "Integer" in field.types and value.removeprefix("-").isascii() and value.removeprefix("-").isdigit():
        return int(value)
    if "String" in field.types:
        return value
    if field.types == ("Boolean",):
        return _TRUTHS.get(value, value)
    try:
        return json.loads(value)
    except ValueError:
        return value


def _check_any(value: object, kinds: tuple[str, ...], where: str) -> None:
    failures = []
    for kind in kinds:
        try:
            _check(value, kind, where)
        except WrongShapeError as error:
            failures.append(error)
        else:
            return
    # The alternative that got furthest tells most: its path is the longest.
    raise max(failures, key=lambda failure: len(str(failure).partition(":")[0]))


def _check(value: object, kind: str, where: str) -> None:
    primitive = _PRIMITIVES.get(kind)
    if primitive is not None:
        if not primitive(value):
            raise WrongShapeError(f"{where}: expected {kind}")
    elif kind.startswith("Array of "):
        if not isinstance(value, list):
            raise WrongShapeError(f"{where}: expected {kind}")
        for index, element in enumerate(value):
            _check(element, kind.removeprefix("Array of "), f"{where}[{index}]")
    else:
        shape = facts().types[kind]
        if shape.subtypes:
            _check_any(value, shape.subtypes, where)
        else:
            _check_object(value, kind, where)


def _check_object(value: object, kind: str, where: str) -> None:
    if not isinstance(value, dict):
        raise WrongShapeError(f"{where}: expected {kind}")
    fields = facts().types[kind].fields
    for name, part in value.items():
        field = fields.get(name)
        if field is None:
            raise WrongShapeError(f"{where}.{name}: {kind} has no such field")
        _check_any(part, field.types, f"{where}.{name}")
    for name, field in fields.items():
        if field.required and name not in value:
            raise WrongShapeError(f"{where}.{name}: missing in {kind}")
