"""Whether a Bundle is as FHIR has it: its shape by fhir.resources, codes and what holds between elements by ourselves.

The library accepts any string for a code, knows no invariants, and looks for nothing behind a reference.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from bot.exchange.codes import CODES, REQUIRED

Advance = Callable[[int], None]
_NOT_IN_A_COLLECTION = frozenset({"request", "response", "search"})


class NonconformingError(ValueError):
    """`place` is a path of elements such as Task.status, never what stands there."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place


def fhir_json(bundle: dict[str, Any], advance: Advance = lambda _: None) -> bytes:
    """The Bundle as JSON in UTF-8, once it is found to be one. Raises NonconformingError.

    `advance` hears of each entry that was looked at: a thousand take a second or two.
    """
    from fhir.resources.R4B.bundle import Bundle  # noqa: PLC0415 - twenty megabytes, and a sixth of a second
    from pydantic import ValidationError  # noqa: PLC0415

    entries = bundle.get("entry", [])
    try:
        # One by one: all at once would be held as objects ten times the size.
        for alone in ([entry] for entry in entries):
            Bundle.model_validate({**bundle, "entry": alone})
            advance(1)
        if not entries:
            Bundle.model_validate(bundle)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        raise NonconformingError("Bundle", first["type"]) from None  # its words would quote what somebody wrote
    check(bundle)
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode() + b"\n"


def check(bundle: dict[str, Any]) -> None:
    """Raises NonconformingError at the first code or invariant that is not kept."""
    for place, value in elements(bundle, "Bundle"):
        _check_code(place, value)
        _check_invariants(place, value)
    entries = bundle.get("entry", [])
    urls = Counter(entry.get("fullUrl") for entry in entries)
    if None in urls or any(count > 1 for count in urls.values()):
        raise NonconformingError("Bundle.entry.fullUrl", "bdl-7: each has one of its own")
    for place, value in elements(bundle, "Bundle"):
        if place.endswith(".reference") and value not in urls:
            raise NonconformingError(place, "it leads nowhere in this Bundle")


def elements(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every element with its path, which begins anew with a resource's type. What stands in a list has the list's."""
    match value:
        case dict():
            yield place, value
            for name, inner in value.items():
                within = inner.get("resourceType") if isinstance(inner, dict) else None
                yield from elements(inner, within or f"{place}.{name}")
        case list():
            if not value:
                raise NonconformingError(place, "an empty list")
            for inner in value:
                yield from elements(inner, place)
        case _:
            yield place, value


def _check_code(place: str, value: Any) -> None:
    allowed = REQUIRED.get(place)
    if allowed is not None and value not in allowed.codes:
        raise NonconformingError(place, f"a code that is not in {allowed.url}")
    if isinstance(value, dict) and "code" in value and "system" in value:
        if value["system"] not in CODES:
            raise NonconformingError(place, "a code system that is not known")
        known = CODES[value["system"]]
        if known is not None and value["code"] not in known:
            raise NonconformingError(place, f"a code that is not in {value['system']}")


def _check_invariants(place: str, value: Any) -> None:
    match place, value:
        case "Bundle", {"type": "collection"}:
            if "total" in value or any(_NOT_IN_A_COLLECTION & entry.keys() for entry in value.get("entry", [])):
                raise NonconformingError(place, "bdl-1 to bdl-4: not in a collection")
        case "Bundle.entry", dict() if "resource" not in value:
            raise NonconformingError(place, "bdl-5: no resource")
        case "Task", {"authoredOn": made, "lastModified": moved} if _at(moved) < _at(made):
            raise NonconformingError(place, "inv-1: modified before it was made")
        case "ServiceRequest", {"orderDetail": _} if "code" not in value:
            raise NonconformingError(place, "prr-1: details of no order")


def _at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)
