"""The history of a year's rules, only ever added to (C44): the database itself refuses to change it, whoever asks.

As with the events of an application: PostgreSQL refuses UPDATE and DELETE, SQLite UPDATE, for there a test empties its
tables by DELETE.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

POSTGRESQL = """
CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'changes are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE ON campaigns_change
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
"""
POSTGRESQL_BACK = """
DROP TRIGGER change_append_only ON campaigns_change;
DROP FUNCTION refuse_change_of_history();
"""
SQLITE = """
CREATE TRIGGER change_append_only BEFORE UPDATE ON campaigns_change
BEGIN
    SELECT RAISE(ABORT, 'changes are append-only');
END;
"""
SQLITE_BACK = "DROP TRIGGER change_append_only;"


def forwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def backwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def _run(schema_editor, by_vendor):
    schema_editor.connection.cursor().execute(by_vendor[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_reasons_of_the_sweep"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("by_name", models.CharField(max_length=100, verbose_name="何人")),
                (
                    "kind",
                    models.CharField(
                        choices=[("added", "新增"), ("changed", "修改"), ("deleted", "删除")],
                        max_length=10,
                        verbose_name="做了什么",
                    ),
                ),
                ("campaign", models.CharField(blank=True, max_length=50, verbose_name="年度申报")),
                ("table", models.CharField(max_length=40, verbose_name="哪张表")),
                ("row", models.CharField(max_length=40, verbose_name="序号")),
                ("row_name", models.CharField(max_length=300, verbose_name="哪一行")),
                ("values", models.JSONField(verbose_name="从什么改成什么")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "修改记录",
                "verbose_name_plural": "修改记录",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["campaign", "table", "row"], name="change_of_a_row")],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
