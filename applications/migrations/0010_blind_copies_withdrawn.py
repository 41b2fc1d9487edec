"""An expert withdraws a blind copy (C21): what was said of it is only ever added, as an event is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "applications_withdrawal"
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
        ("applications", "0009_blind_copies_released"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("boxes_digest", models.CharField(max_length=64)),
                ("page", models.PositiveSmallIntegerField(verbose_name="页")),
                ("place", models.JSONField(blank=True, null=True, verbose_name="位置")),
                ("code", models.CharField(max_length=20, verbose_name="专家代码")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "撤下盲评副本",
                "verbose_name_plural": "撤下盲评副本",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="blindcopy",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤下"),
        ),
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
        migrations.AddConstraint(
            model_name="blindcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at", None), ("released_at", None), _connector="OR"),
                name="blind_copy_withdrawn_or_released",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="material",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="applications.material"
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
