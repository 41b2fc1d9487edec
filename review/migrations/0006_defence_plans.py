"""To what time, place and group a case is called to its defence, only ever added to: the database itself refuses to
change a row (campaigns 0004_change).
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("review_defenceplan", "review_defencecall")


def forwards(_apps, schema_editor):
    events = {"postgresql": "UPDATE OR DELETE", "sqlite": "UPDATE"}[schema_editor.connection.vendor]
    what = {
        "postgresql": "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()",
        "sqlite": "BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END",
    }[schema_editor.connection.vendor]
    for table in TABLES:
        schema_editor.connection.cursor().execute(
            f"CREATE TRIGGER {table}_append_only BEFORE {events} ON {table} {what};"
        )


def backwards(_apps, schema_editor):
    for table in TABLES:
        where = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.connection.cursor().execute(f"DROP TRIGGER {table}_append_only{where};")


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0012_face_files"),
        ("review", "0005_annotated_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DefencePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("met_at", models.DateTimeField(verbose_name="当时的会议时间")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_name", models.CharField(max_length=100, verbose_name="办理人")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="defence_plans",
                        to="review.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "答辩安排",
                "verbose_name_plural": "答辩安排",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DefenceCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("starts_at", models.DateTimeField(verbose_name="答辩时间")),
                ("place", models.CharField(max_length=200, verbose_name="地点")),
                ("group", models.CharField(blank=True, max_length=60, verbose_name="组别")),
                (
                    "tally",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="defence_calls",
                        to="review.tally",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="review.defenceplan"
                    ),
                ),
            ],
            options={
                "verbose_name": "答辩的时间和地点",
                "verbose_name_plural": "答辩的时间和地点",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("plan", "tally"), name="called_once_in_a_plan")],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
