"""Whether a column has one of some ids, as one value of a statement, on either engine."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


def one_of(column: Any, name: str) -> ColumnElement[bool]:
    """Whether a column has one of the ids given as `name`: one form of the statement, however many they are."""
    return cast(ColumnElement[bool], column.op("IN", is_comparison=True)(_Each(bindparam(name, type_=_Ids()))))


class _Ids(TypeDecorator[Collection[int]]):
    """Ids as one value: an array where the engine has arrays, else JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else json.dumps(list(value or ()))


class _Each(FunctionElement[int]):
    """The ids of a list, as a subselect."""

    inherit_cache = True


@compiles(_Each)
def _elements_of_json(element: _Each, compiler: SQLCompiler, **given: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **given)}))"  # noqa: S608 - as rendered


@compiles(_Each, "postgresql")
def _elements_of_array(element: _Each, compiler: SQLCompiler, **given: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **given)}))"
