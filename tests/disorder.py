"""What no query asked for comes in no order: rows that an ORDER BY leaves equal, all of them without one, are shuffled.

A database gives such rows in the order in which they happen to lie, which is the same in every test and another in
production. `shuffle()` is called once, when the tests are configured, and holds for both databases.
"""

from functools import wraps

from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler


def shuffle() -> None:
    """Let every SELECT end in ORDER BY random(), except where SQL forbids it (DISTINCT, UNION) and inside another."""
    original = SQLCompiler.get_order_by

    @wraps(original)
    def get_order_by(compiler: SQLCompiler) -> list:
        ordered, query = original(compiler), compiler.query
        if compiler._meta_ordering and query.group_by is not None:
            ordered = compiler._meta_ordering = None  # Django drops it where it groups, and says nothing
        if query.distinct or query.combinator or query.subquery:
            return ordered or []
        last = Random().asc().resolve_expression(query)
        return [*(ordered or []), (last, (*compiler.compile(last), False))]

    SQLCompiler.get_order_by = get_order_by  # type: ignore[method-assign]
