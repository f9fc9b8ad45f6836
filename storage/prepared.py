"""Statements that SQLAlchemy writes once for each engine, and that go to the driver as they stand from then on.

To look a statement up, fill it in and wrap its rows takes SQLAlchemy several times as long as SQLite needs to answer.
What it knows stays in use: the text is its own, every value passes through its column's type on the way in and out,
and the driver's errors are raised as its own.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Engine, UpdateBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import ReturnsRows
from sqlalchemy.types import TypeEngine

from referrals.remembered import remembered

Plain = Any  # a named tuple of the columns, or what a statement makes of it
Values = Mapping[str, Any]
_Processor = Callable[[Any], Any]
_ROWS = 8192  # are remembered as what was made of them, some kilobytes each


class Prepared:
    """A statement of Core; its values have the names of its bind parameters and, where it writes, of the columns.

    `writes` is the table that it changes, None where it only reads. `make` makes what is handed out of each row, a
    named tuple, and of whatever else it is asked with; it must be fit to be kept, for a row that is read again as it
    was gives the same object.
    """

    def __init__(self, statement: ReturnsRows, make: Callable[..., Any] | None = None, **others: ReturnsRows) -> None:
        """`others` stand for it in the dialects of these names."""
        self._statement, self._others = statement, others
        self.make = make
        self.writes = statement.table.description if isinstance(statement, UpdateBase) else None

    def of(self, dialect: Dialect) -> ReturnsRows:
        return self._others.get(dialect.name, self._statement)


class Asking:
    """Asks what one transaction asks, past SQLAlchemy."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._forms = _forms_of(connection.engine)

    def run(self, statement: Prepared, values: Values, *also: object) -> list[Plain]:
        """What is made of its rows, nothing of a statement without any. Raises DBAPIError as SQLAlchemy does."""
        form = self._form(statement, values)
        filled = form.filled(values)
        cursor = self._cursor_for(form, filled, many=False)
        try:
            cursor.execute(form.text, filled)
            found = cursor.fetchall() if form.row is not None else []
        except self._connection.dialect.loaded_dbapi.Error as error:
            raise _as_ours(error, self._connection, form.text) from error
        if statement.make is not None:
            return [_made(form, row, *also) for row in found]
        return form.opened(found)

    def run_for_each(self, statement: Prepared, several: Sequence[Values]) -> None:
        """Once with each of these values, which all have the same names; what it returns is passed over."""
        form = self._form(statement, several[0])
        filled = [form.filled(values) for values in several]
        cursor = self._cursor_for(form, filled, many=True)
        try:
            cursor.executemany(form.text, filled)
        except self._connection.dialect.loaded_dbapi.Error as error:
            raise _as_ours(error, self._connection, form.text) from error

    def _cursor_for(self, form: _Form, filled: Any, *, many: bool) -> Any:
        # One for each, gone with it: one that the collector finds later takes its statement back from whoever runs it.
        cursor = self._connection.connection.cursor()
        _tell(self._connection, cursor, form.text, filled, many=many)
        return cursor

    def _form(self, statement: Prepared, values: Values) -> _Form:
        key = (statement, *values)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = _Form(statement, self._connection.dialect, list(values))
        return form


# They go with their engine, whose types and cipher they have taken in.
_of_engines: WeakKeyDictionary[Engine, dict[tuple[object, ...], _Form]] = WeakKeyDictionary()


def _forms_of(engine: Engine) -> dict[tuple[object, ...], _Form]:
    """How an engine takes the statements that were asked so far."""
    known = _of_engines.get(engine)
    if known is None:
        known = _of_engines[engine] = {}
    return known


class _Form:
    """A statement as one engine takes it, with values of certain names."""

    def __init__(self, statement: Prepared, dialect: Dialect, names: list[str]) -> None:
        written = statement.of(dialect)
        compiled = written.compile(dialect=dialect, column_keys=names)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - for the type checker: it is no DDL
        if compiled.post_compile_params:
            raise TypeError("a list of values is written anew each time: see `storage.one_of`")
        columns = list(written.exported_columns)
        self.text = str(compiled)
        self.make = statement.make
        self.row = _named(column.key for column in columns) if columns else None
        self._opens = tuple(_opens(dialect, [column.type for column in columns]))
        binds = compiled.binds
        # By place, or by name where the driver names them; what is not given stands there already.
        named = compiled.positiontup if compiled.positional else None
        places: dict[Any, str] = {name: name for name in binds} if named is None else dict(enumerate(named))
        ready = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
        known = {name: bind.effective_value for name, bind in binds.items() if not bind.required}
        fixed = {at: None if name in names else _made_ready(ready[name], known[name]) for at, name in places.items()}
        self._given = tuple((at, name, ready[name]) for at, name in places.items() if name in names)
        self._fixed: list[Any] | dict[Any, Any] = list(fixed.values()) if compiled.positional else fixed

    def filled(self, values: Values) -> Any:
        """The values as the driver takes them."""
        filled: Any = self._fixed.copy()
        for place, name, ready in self._given:
            value = values[name]
            filled[place] = value if ready is None else ready(value)
        return tuple(filled) if type(filled) is list else filled

    def opened(self, found: Sequence[Any]) -> list[Plain]:
        """Rows as they mean it, column by column: what comes as it is costs nothing."""
        if self.row is None or not found:
            return []
        if self._opens:
            columns = list(zip(*found, strict=True))
            for place, opened in self._opens:
                columns[place] = tuple(map(opened, columns[place]))
            found = list(zip(*columns, strict=True))
        return list(map(self.row, found))


@remembered(_ROWS)
def _made(form: _Form, row: Any, *also: object) -> Any:
    assert form.make is not None  # noqa: S101 - for the type checker: it was asked before
    return form.make(*form.opened([row]), *also)


def say(connection: Connection, statement: str) -> None:
    """A statement without values, rows or types, as it stands. Raises DBAPIError as SQLAlchemy does."""
    cursor = connection.connection.cursor()
    _tell(connection, cursor, statement, (), many=False)
    try:
        cursor.execute(statement)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_ours(error, connection, statement) from error


def _as_ours(error: Any, connection: Connection, statement: str) -> BaseException:
    """The driver's error as SQLAlchemy would raise it, without the values: they are what somebody wrote."""
    dialect = connection.dialect
    # Its transaction is rolled back where it was begun, and a connection that was cut is let go of there.
    gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    raised: BaseException = DBAPIError.instance(
        statement,
        None,
        error,
        dialect.loaded_dbapi.Error,
        connection_invalidated=gone,
        dialect=dialect,
    )
    return raised


def _tell(connection: Connection, cursor: Any, statement: str, filled: Any, *, many: bool) -> None:
    """Whoever listens to SQLAlchemy's statements, as the tests that count them do, hears of these as well."""
    listening = connection.dispatch.before_cursor_execute
    if listening:
        listening(connection, cursor, statement, filled, None, many)


def _named(columns: Iterable[str]) -> Callable[[Any], Plain]:
    """What has no name of its own is found by its place."""
    kind = namedtuple("Plain", list(columns), rename=True)  # type: ignore[misc] # known once it runs
    return kind._make


def _made_ready(processor: _Processor | None, value: Any) -> Any:
    return value if processor is None else processor(value)


def _opens(dialect: Dialect, kinds: Sequence[TypeEngine[Any]]) -> Iterator[tuple[int, _Processor]]:
    for place, kind in enumerate(kinds):
        processor = kind.dialect_impl(dialect).result_processor(dialect, None)
        if processor is not None:
            yield place, processor
