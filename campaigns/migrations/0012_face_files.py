"""The files of faces that an office uploaded, only ever added to: the database itself refuses to change a row (0004_change)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

POSTGRESQL = """
CREATE TRIGGER face_file_append_only BEFORE UPDATE OR DELETE ON campaigns_facefile
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
"""
POSTGRESQL_BACK = "DROP TRIGGER face_file_append_only ON campaigns_facefile;"
SQLITE = """
CREATE TRIGGER face_file_append_only BEFORE UPDATE ON campaigns_facefile
BEGIN
    SELECT RAISE(ABORT, 'changes are append-only');
END;
"""
SQLITE_BACK = "DROP TRIGGER face_file_append_only;"


def forwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def backwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def _run(schema_editor, by_vendor):
    schema_editor.connection.cursor().execute(by_vendor[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0011_blanks_by_audience"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FaceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("fang", "仿宋"), ("kai", "楷体"), ("title", "小标宋")],
                        max_length=10,
                        verbose_name="用作",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("postscript", models.CharField(blank=True, max_length=63, verbose_name="字体自己的名称")),
                ("lacking", models.TextField(blank=True, verbose_name="缺少的常用字")),
                ("line", models.BinaryField(verbose_name="样子")),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="何人上传",
                    ),
                ),
            ],
            options={
                "verbose_name": "字体文件",
                "verbose_name_plural": "字体文件",
                "ordering": ["-pk"],
                "constraints": [models.UniqueConstraint(fields=("kind", "sha256"), name="face_file_once")],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
