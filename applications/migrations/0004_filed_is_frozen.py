"""What was filed stays as it was (C14, C17): submissions, receipts and commitments are only ever added.

The database itself refuses to change them, as it does with events.
"""

from django.db import migrations

TABLES = ("applications_submission", "applications_receipt", "applications_commitment")
POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN
    SELECT RAISE(ABORT, '{table} is append-only');
END;
"""


def forwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def backwards(_apps, schema_editor):
    drop = "DROP TRIGGER {table}_append_only"
    _run(schema_editor, {"postgresql": f"{drop} ON {{table}};", "sqlite": f"{drop};"})


def _run(schema_editor, by_vendor):
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(by_vendor[schema_editor.connection.vendor].format(table=table))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_decisions_are_only_added"),
        ("applications", "0003_notice_kept_with_opinion"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
