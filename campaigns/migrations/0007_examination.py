import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0006_sweep_reasons_in_loaded_campaigns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Examination",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("rehearsal", "排演"), ("invariants", "数据核对")],
                        max_length=20,
                        verbose_name="检查什么",
                    ),
                ),
                (
                    "people",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="虚构的人，20至1000人；人越多越久，200人要几分钟。",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(20, "不少于%(limit_value)s人。"),
                            django.core.validators.MaxValueValidator(1000, "不多于%(limit_value)s人。"),
                        ],
                        verbose_name="多少人申报",
                    ),
                ),
                (
                    "seed",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="同一个数字排演出同样的人和事；换一个数字，换一批人。",
                        null=True,
                        verbose_name="种子",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="要求时间")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="第几次")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="完成")),
                ("failed", models.TextField(blank=True, verbose_name="没有做成的原因")),
                ("result", models.JSONField(blank=True, null=True, verbose_name="结果")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="何人要求",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.campaign",
                        verbose_name="年度申报",
                    ),
                ),
            ],
            options={
                "verbose_name": "后台检查",
                "verbose_name_plural": "后台检查",
                "ordering": ["-asked_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "rehearsal"), _negated=True),
                            models.Q(
                                ("campaign__isnull", False),
                                ("people__isnull", False),
                                ("people__range", (20, 1000)),
                                ("seed__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="examination_rehearses_a_campaign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", True), ("started_at__isnull", False), _connector="OR"
                        ),
                        name="examination_finished_has_started",
                    ),
                ],
            },
        ),
    ]
