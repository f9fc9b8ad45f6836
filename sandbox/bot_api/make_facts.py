"""Makes facts.json from a machine-readable Bot API specification.

Run it when Telegram publishes a new version: `python -m sandbox.bot_api.make_facts path/to/specification.json`.
The specification holds `version`, `methods` and `types`, each with `fields` of `name`, `types` and `required`.
Only names, types and required flags are carried over. Every method keeps its name, so that a known but unimplemented
one can be told from an unknown one; parameters are kept for implemented methods, types for what those accept and emit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from sandbox.bot_api.facts import FACTS_FILE, element_type
from sandbox.bot_api.methods import IMPLEMENTED

EMITTED = ("Update", "Message", "User", "File", "WebhookInfo", "BotCommand", "True")


def facts_of(specification: dict[str, Any], implemented: Iterable[str]) -> dict[str, Any]:
    """The facts the sandbox needs, ready to be written as JSON. Raises KeyError for a method Telegram does not have."""
    methods: dict[str, Any] = dict.fromkeys(sorted(specification["methods"]))
    for name in implemented:
        methods[name] = _fields(specification["methods"][name])
    accepted = [kind for fields in methods.values() if fields for kinds, _ in fields.values() for kind in kinds]
    types = specification["types"]
    return {
        "version": specification["version"],
        "methods": methods,
        "types": {name: _shape(types[name]) for name in sorted(_reachable(types, [*EMITTED, *accepted]))},
    }


def _fields(described: dict[str, Any]) -> dict[str, list[Any]]:
    return {field["name"]: [field["types"], field["required"]] for field in described.get("fields") or []}


def _shape(described: dict[str, Any]) -> dict[str, Any]:
    subtypes = described.get("subtypes")
    return {"subtypes": subtypes} if subtypes else {"fields": _fields(described)}


def _reachable(types: dict[str, Any], start: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = [element_type(kind) for kind in start]
    while waiting:
        name = waiting.pop()
        if name in found or name not in types:
            continue
        found.add(name)
        named = [kind for field in types[name].get("fields") or [] for kind in field["types"]]
        waiting += [element_type(kind) for kind in [*named, *(types[name].get("subtypes") or [])]]
    return found


def written(facts: dict[str, Any]) -> str:
    """JSON with one method or type a line, so that a new version of the Bot API reads well as a difference."""

    def lines(entries: dict[str, Any]) -> str:
        return ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items())

    return (
        f'{{\n "version": {json.dumps(facts["version"])},\n'
        f' "methods": {{\n{lines(facts["methods"])}\n }},\n "types": {{\n{lines(facts["types"])}\n }}\n}}\n'
    )


def main(specification: Path) -> None:
    """Write facts.json anew from the SPECIFICATION, a JSON file."""
    facts = facts_of(json.loads(specification.read_text()), IMPLEMENTED)
    FACTS_FILE.write_text(written(facts))
    typer.echo(f"{facts['version']}: {len(facts['methods'])} methods, {len(facts['types'])} types")


if __name__ == "__main__":
    typer.run(main)
