"""The reference data that every test with a database finds: divisions, offices, series, calendar, the 2025 campaign."""

import io

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

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


def _keep() -> None:
    with connection.cursor() as cursor:
        for app in ("accounts", "campaigns"):
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                rows = io.BytesIO()
                cursor.copy_expert(f"COPY {model._meta.db_table} TO STDOUT", rows)
                _kept[model._meta.db_table] = rows.getvalue()


def _bring_back() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in _kept.items():
            if rows:
                cursor.copy_expert(f"COPY {table} FROM STDIN", io.BytesIO(rows))
