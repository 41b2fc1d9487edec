"""Events are only ever added (C44): the database itself refuses to change them, whoever asks.

PostgreSQL, on which the portal runs, refuses UPDATE and DELETE of any row; TRUNCATE, with which a test empties its
tables, is not a row's business. SQLite has no TRUNCATE: there a test empties a table by DELETE, which a trigger cannot
tell from a forger's, so that only UPDATE is refused. A row taken out still shows on both: each event carries the digest
of the one before it.
"""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON applications_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_event();
"""
POSTGRESQL_BACK = """
DROP TRIGGER event_append_only ON applications_event;
DROP FUNCTION refuse_change_of_event();
"""
SQLITE = """
CREATE TRIGGER event_append_only BEFORE UPDATE ON applications_event
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
"""
SQLITE_BACK = "DROP TRIGGER event_append_only;"


def forwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def backwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def _run(schema_editor, by_vendor):
    schema_editor.connection.cursor().execute(by_vendor[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
