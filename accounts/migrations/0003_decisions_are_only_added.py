"""An office's decisions on an employer are only ever added (C01, C44): the database itself refuses to change them.

`refuse_change()` is there for every table of that kind in a later migration. As with the events of an application:
PostgreSQL refuses UPDATE and DELETE, SQLite UPDATE, for there a test empties its tables by DELETE.
"""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON accounts_employerdecision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
POSTGRESQL_BACK = """
DROP TRIGGER decision_append_only ON accounts_employerdecision;
DROP FUNCTION refuse_change();
"""
SQLITE = """
CREATE TRIGGER decision_append_only BEFORE UPDATE ON accounts_employerdecision
BEGIN
    SELECT RAISE(ABORT, 'accounts_employerdecision is append-only');
END;
"""
SQLITE_BACK = "DROP TRIGGER decision_append_only;"


def forwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def backwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def _run(schema_editor, by_vendor):
    schema_editor.connection.cursor().execute(by_vendor[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_employer_decision")]

    operations = [migrations.RunPython(forwards, backwards)]
