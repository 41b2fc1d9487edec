"""The reference data that every test with a database finds: divisions, offices, series, calendar, the 2025 campaign."""

import io
from collections.abc import Iterator

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

#: The rows of each table as PostgreSQL copies them out, once they were loaded.
_kept: dict[str, bytes] = {}


def load() -> None:
    """Load it all through the real commands."""
    call_command("load_reference", verbosity=0)
    call_command("load_calendar", "--from", "2024", "--to", "2027", verbosity=0)
    call_command("load_campaign", "2025", verbosity=0)
    if connection.vendor == "postgresql":
        _keep()


def load_if_gone() -> None:
    """Have it there again when a transactional test has emptied the tables."""
    from campaigns.models import Campaign

    if not Campaign.objects.filter(key="2025").exists():
        _bring_back() if _kept else load()


def _models() -> Iterator[type[Model]]:
    for app in ("accounts", "campaigns"):
        yield from apps.get_app_config(app).get_models(include_auto_created=True)


def _keep() -> None:
    with connection.cursor() as cursor:
        for model in _models():
            rows = io.BytesIO()
            cursor.copy_expert(f"COPY {model._meta.db_table} TO STDOUT", rows)
            _kept[model._meta.db_table] = rows.getvalue()


def _bring_back() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in _kept.items():
            if rows:
                cursor.copy_expert(f"COPY {table} FROM STDIN", io.BytesIO(rows))
        # A flush has let the numbers begin anew; those of the rows that came back are taken.
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_models())):
            cursor.execute(statement)
