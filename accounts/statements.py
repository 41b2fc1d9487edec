"""Statements built once: for a few rows, building a statement costs several times what the database's answer does.

`Manager.raw()` would do with what Django documents, but finds out at every call how each column is read, and costs three
times as much. So this file, and no other, asks Django's compiler, whose ways may change with a version:
`tests/test_statements.py` holds every statement against the query it was built from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=Model)
Parameter = int | str | date
#: The values with which a query is written down, each for one place among the parameters; no query has them by itself.
EXAMPLES: dict[type[Parameter], list[Parameter]] = {
    int: [31_397, 31_469, 31_541],
    str: ["the first example", "the second example", "the third example"],
    date: [date(1931, 7, 1), date(1931, 7, 2), date(1931, 7, 3)],
}


@dataclass(frozen=True)
class _Built:
    """What is kept of a statement: its SQL, what goes into it, and how a row that comes out of it is read."""

    sql: str
    #: The place among the given where a parameter is given, else None and the parameter itself.
    parameters: list[tuple[int | None, Any]]
    locks: bool
    model: type[Model]
    names: list[str]
    annotated: list[tuple[str, int]]
    converters: list[tuple[int, tuple[list[Callable[..., Any]], Any]]]
    beside: list[Any]


class Statement(Generic[Row]):
    """A query whose SQL is built at the first call and kept, for each kind of database; nothing of an answer is.

    `rows` gives the query for its parameters, whose types are `kinds`: whole numbers, texts and days, compared as they
    are. What `only`, `annotate`, `select_related`, `select_for_update` and `values_list` say holds; nothing is
    prefetched.
    """

    def __init__(self, rows: Callable[..., QuerySet[Row, Any]], *kinds: type[Parameter]) -> None:
        self.rows, self.kinds = rows, kinds
        self._built: dict[str, _Built] = {}

    def get(self, *given: Parameter) -> Row:
        """As `first`; raises the model's `DoesNotExist` where there is no such row."""
        found = self.first(*given)
        if found is None:
            raise self.rows(*given).model.DoesNotExist  # type: ignore[attr-defined]
        return found

    def first(self, *given: Parameter) -> Row | None:
        """Give the first row for these parameters in the query's own order, or None."""
        return next(iter(self.all(*given)), None)

    def all(self, *given: Parameter) -> list[Row]:
        """Give every row for these parameters, with what `select_related` names at hand."""
        here = connections[DEFAULT_DB_ALIAS]
        built = self._built_for(here)
        return [_row(built, columns) for columns in _asked(built, given, here)]

    def tuples(self, *given: Parameter) -> list[tuple[Any, ...]]:
        """Give the columns of every row for these parameters.

        This, and so the others, raises `TransactionManagementError` for a statement that locks, outside a transaction.
        """
        here = connections[DEFAULT_DB_ALIAS]
        return [tuple(columns) for columns in _asked(self._built_for(here), given, here)]

    def _built_for(self, here: BaseDatabaseWrapper) -> _Built:
        built = self._built.get(here.vendor)
        if built is None:
            built = self._built[here.vendor] = self._build(here)
        return built

    def _build(self, here: BaseDatabaseWrapper) -> _Built:
        """Let Django write the query down with examples for its parameters; ValueError when one is not in it."""
        examples = [EXAMPLES[kind][place] for place, kind in enumerate(self.kinds)]
        plain = [here.ops.adapt_unknown_value(one) for one in examples]
        query: Any = self.rows(*examples).query
        compiler = query.get_compiler(connection=here)
        sql, parameters = compiler.as_sql()
        if not set(plain) <= set(parameters):
            raise ValueError(f"not every parameter is in: {sql}")
        columns = [column for column, _sql, _alias in compiler.select]
        whole = compiler.klass_info or {"select_fields": []}
        # A converter holds the connection that it was made for, longer than its thread lives: this one is never opened.
        never_opened = here.copy()
        return _Built(
            sql,
            [(plain.index(one), None) if one in plain else (None, one) for one in parameters],
            query.select_for_update,
            query.model,
            [columns[place].target.attname for place in whole["select_fields"]],
            list(compiler.annotation_col_map.items()),
            list(query.get_compiler(connection=never_opened).get_converters(columns).items()),
            get_related_populators(whole, compiler.select, here.alias),  # type: ignore[call-arg]
        )


def _asked(built: _Built, given: tuple[Parameter, ...], here: BaseDatabaseWrapper) -> list[list[Any]]:
    """Give the columns of every row as the model reads them: moments, decrypted numbers, contents of JSON."""
    if built.locks and not here.in_atomic_block:
        raise TransactionManagementError("rows are locked inside a transaction")
    plain = [here.ops.adapt_unknown_value(one) for one in given]
    with here.cursor() as cursor:
        cursor.execute(built.sql, [value if place is None else plain[place] for place, value in built.parameters])
        rows = [list(columns) for columns in cursor.fetchall()]
    for place, (converters, expression) in built.converters:
        for columns in rows:
            for convert in converters:
                columns[place] = convert(columns[place], expression, here)
    return rows


def _row(built: _Built, columns: list[Any]) -> Any:
    row = built.model.from_db(DEFAULT_DB_ALIAS, built.names, columns[: len(built.names)])
    for name, place in built.annotated:
        setattr(row, name, columns[place])
    for related in built.beside:
        related.populate(columns, row)
    return row
