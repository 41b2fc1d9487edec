"""An officer masks a file again (C21): the boxes before each of his changes are only ever added, as an event is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "applications_earlierboxes"
POSTGRESQL = f"""
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
SQLITE = f"""
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE ON {TABLE}
BEGIN
    SELECT RAISE(ABORT, '{TABLE} is append-only');
END;
"""


def forwards(_apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def backwards(_apps, schema_editor):
    drop = f"DROP TRIGGER {TABLE}_append_only"
    _run(schema_editor, {"postgresql": f"{drop} ON {TABLE};", "sqlite": f"{drop};"})


def _run(schema_editor, by_vendor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(by_vendor[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0010_blind_copies_withdrawn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="transition",
            field=models.CharField(
                choices=[
                    ("start", "开始填写"),
                    ("submit", "提交申报"),
                    ("return_to_applicant", "单位退回"),
                    ("start_notice", "单位同意推荐，开始公示"),
                    ("forward", "单位报送"),
                    ("return_for_correction", "退回修改"),
                    ("resubmit", "重新提交"),
                    ("pass_initial", "通过初审"),
                    ("accept", "接收材料"),
                    ("reject", "不予受理"),
                    ("confirm_originals", "现场核验原件"),
                    ("settle_fee", "费用到账"),
                    ("release_copy", "放行盲评副本"),
                    ("withdraw_copy", "撤下盲评副本"),
                    ("mask_again", "重新遮盖"),
                    ("enter_committee", "进入评审"),
                    ("determine_pass", "审定通过"),
                    ("determine_fail", "审定未通过"),
                    ("pass_review", "评审通过"),
                    ("fail_review", "评审未通过"),
                    ("publicise", "结果公示"),
                    ("uphold_objection", "异议成立"),
                    ("issue", "印发任职资格文件"),
                    ("certify", "签发电子证书"),
                    ("withdraw", "本人撤回"),
                    ("lapse", "逾期失效"),
                    ("revoke", "撤销资格"),
                ],
                max_length=30,
                verbose_name="办理",
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="conclusion",
            field=models.CharField(
                blank=True,
                choices=[
                    ("start", "开始填写"),
                    ("submit", "提交申报"),
                    ("return_to_applicant", "单位退回"),
                    ("start_notice", "单位同意推荐，开始公示"),
                    ("forward", "单位报送"),
                    ("return_for_correction", "退回修改"),
                    ("resubmit", "重新提交"),
                    ("pass_initial", "通过初审"),
                    ("accept", "接收材料"),
                    ("reject", "不予受理"),
                    ("confirm_originals", "现场核验原件"),
                    ("settle_fee", "费用到账"),
                    ("release_copy", "放行盲评副本"),
                    ("withdraw_copy", "撤下盲评副本"),
                    ("mask_again", "重新遮盖"),
                    ("enter_committee", "进入评审"),
                    ("determine_pass", "审定通过"),
                    ("determine_fail", "审定未通过"),
                    ("pass_review", "评审通过"),
                    ("fail_review", "评审未通过"),
                    ("publicise", "结果公示"),
                    ("uphold_objection", "异议成立"),
                    ("issue", "印发任职资格文件"),
                    ("certify", "签发电子证书"),
                    ("withdraw", "本人撤回"),
                    ("lapse", "逾期失效"),
                    ("revoke", "撤销资格"),
                ],
                max_length=30,
                verbose_name="结论",
            ),
        ),
        migrations.CreateModel(
            name="EarlierBoxes",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("revision", models.PositiveIntegerField()),
                ("boxes", models.JSONField(verbose_name="遮盖框")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认遮好")),
                ("replaced_at", models.DateTimeField(verbose_name="改于")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "masking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier",
                        to="applications.masking",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "改遮以前的框",
                "verbose_name_plural": "改遮以前的框",
                "ordering": ["masking_id", "revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("masking", "revision"), name="earlier_boxes_once")
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
