"""Statements that SQLAlchemy writes once for each engine, and that go to the driver as they stand from then on.

To look a statement up, fill it in and wrap its rows takes SQLAlchemy several times as long as SQLite needs to answer.
What it knows stays in use: the text is its own, every value passes through its column's type on the way in and out,
and the driver's errors are raised as its own.
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BigInteger, BindParameter, Boolean, Connection, Dialect, Text, UpdateBase, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import ReturnsRows
from sqlalchemy.types import TypeDecorator, TypeEngine

Plain = Any  # a named tuple of the columns
Values = Mapping[str, Any]
_Processor = Callable[[Any], Any]


class _Form(NamedTuple):
    """A statement as one engine takes it, with one choice of values.

    `fixed` are its values by place, or by name where the driver names them; `given` says which of them come with each
    run, under which name and how they are made ready. `opened` are the columns that do not come as they are.
    """

    text: str
    fixed: list[Any] | dict[Any, Any]
    given: tuple[tuple[Any, str, _Processor | None], ...]
    row: Callable[[Any], Plain] | None
    opened: tuple[tuple[int, _Processor], ...]


class Prepared:
    """A statement of Core; its values have the names of its bind parameters and, where it writes, of the columns.

    `writes` is the table that it changes, None where it only reads.
    """

    def __init__(self, statement: ReturnsRows, **others: ReturnsRows) -> None:
        """`others` stand for it in the dialects of these names."""
        self._statement, self._others = statement, others
        self._forms: dict[tuple[object, ...], _Form] = {}
        self.writes = statement.table.description if isinstance(statement, UpdateBase) else None

    def run(self, connection: Connection, values: Values) -> list[Plain]:
        """Its rows; none of a statement that returns none. Raises DBAPIError as SQLAlchemy does."""
        form = self._form(connection.dialect, values)
        filled = _filled(form, values)
        with raised_as_ours(connection, form.text):
            cursor = connection.connection.cursor()
            _tell(connection, cursor, form.text, filled, many=False)
            cursor.execute(form.text, filled)
            found = cursor.fetchall() if form.row is not None else []
        return _rows(form, found)

    def run_for_each(self, connection: Connection, several: Sequence[Values]) -> None:
        """Once with each of these values, which all have the same names; what it returns is passed over."""
        form = self._form(connection.dialect, several[0])
        filled = [_filled(form, values) for values in several]
        with raised_as_ours(connection, form.text):
            cursor = connection.connection.cursor()
            _tell(connection, cursor, form.text, filled, many=True)
            cursor.executemany(form.text, filled)

    def _form(self, dialect: Dialect, values: Values) -> _Form:
        key = (dialect, *values)
        form = self._forms.get(key)
        if form is None:
            statement = self._others.get(dialect.name, self._statement)
            form = self._forms[key] = _written(statement, dialect, list(values))
        return form


@contextmanager
def raised_as_ours(connection: Connection, statement: str) -> Iterator[None]:
    """Raises what the driver raises as SQLAlchemy would, without the values: they are what somebody wrote."""
    dialect = connection.dialect
    try:
        yield
    except dialect.loaded_dbapi.Error as error:
        gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
        if gone:
            connection.invalidate(error)
        raised = DBAPIError.instance(
            statement,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=gone,
            dialect=dialect,
        )
        raise raised from error


def _tell(connection: Connection, cursor: Any, statement: str, filled: Any, *, many: bool) -> None:
    """Whoever listens to SQLAlchemy's statements, as the tests that count them do, hears of these as well."""
    listening = connection.dispatch.before_cursor_execute
    if listening:
        listening(connection, cursor, statement, filled, None, many)


def _written(statement: ReturnsRows, dialect: Dialect, names: list[str]) -> _Form:
    compiled = statement.compile(dialect=dialect, column_keys=names)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - for the type checker: it is no DDL
    if compiled.post_compile_params:
        raise TypeError("a list of values is written anew each time: see `one_of`")
    ready = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    places = list(enumerate(compiled.positiontup or ())) if compiled.positional else [(name, name) for name in ready]
    given = tuple((place, name, ready[name]) for place, name in places if name in names)
    known = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
    fixed = {place: None if name in names else _made_ready(ready[name], known[name]) for place, name in places}
    columns = list(statement.exported_columns)
    return _Form(
        text=str(compiled),
        fixed=list(fixed.values()) if compiled.positional else fixed,
        given=given,
        row=_named(column.key for column in columns) if columns else None,
        opened=tuple(_opened(dialect, [column.type for column in columns])),
    )


def _named(columns: Iterable[str]) -> Callable[[Any], Plain]:
    """What has no name of its own is found by its place."""
    kind = namedtuple("Plain", list(columns), rename=True)  # type: ignore[misc] # known once it runs
    return kind._make


def _made_ready(processor: _Processor | None, value: Any) -> Any:
    return value if processor is None else processor(value)


def _opened(dialect: Dialect, kinds: Sequence[TypeEngine[Any]]) -> Iterator[tuple[int, _Processor]]:
    for place, kind in enumerate(kinds):
        processor = kind.dialect_impl(dialect).result_processor(dialect, None)
        if processor is not None:
            yield place, processor


def _filled(form: _Form, values: Values) -> Any:
    filled: Any = form.fixed.copy()
    for place, name, ready in form.given:
        value = values[name]
        filled[place] = value if ready is None else ready(value)
    return tuple(filled) if type(filled) is list else filled


def _rows(form: _Form, found: Sequence[Any]) -> list[Plain]:
    """Column by column: what does not have to be opened costs nothing."""
    if form.row is None or not found:
        return []
    if form.opened:
        columns = list(zip(*found, strict=True))
        for place, opened in form.opened:
            columns[place] = tuple(map(opened, columns[place]))
        found = list(zip(*columns, strict=True))
    return list(map(form.row, found))


class _Ids(TypeDecorator[Collection[int]]):
    """Ids as one value: an array where the engine has arrays, else JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else json.dumps(list(value or ()))


class one_of(FunctionElement[bool]):  # noqa: N801 - it is written like a function of SQL
    """Whether a column has one of the ids given as `name`: one form of the statement, however many they are."""

    name = "one_of"
    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, name: str) -> None:
        ids: BindParameter[Collection[int]] = bindparam(name, type_=_Ids())
        super().__init__(column, ids)


@compiles(one_of)
def _among_elements(element: one_of, compiler: SQLCompiler, **given: Any) -> str:
    column, ids = (compiler.process(clause, **given) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - both were rendered by SQLAlchemy


@compiles(one_of, "postgresql")
def _any_of_array(element: one_of, compiler: SQLCompiler, **given: Any) -> str:
    column, ids = (compiler.process(clause, **given) for clause in element.clauses)
    return f"{column} = ANY ({ids})"
