"""Members of committees may read with an account; they and the cases of a meeting bear random codes (C21)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from review.codes import case_code, expert_code


def give_codes(apps, _schema_editor):
    """Give every row a code of its own: adding the column gave all of them one."""
    for model, new in (("CommitteeMember", expert_code), ("Tally", case_code)):
        rows = apps.get_model("review", model).objects
        for pk in rows.values_list("pk", flat=True):
            rows.filter(pk=pk).update(code=new())


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0002_rubrics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="committeemember",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="committeemember",
            constraint=models.UniqueConstraint(fields=("committee", "user"), name="member_reads_once"),
        ),
        migrations.AddField(
            model_name="committeemember",
            name="code",
            field=models.CharField(default=expert_code, max_length=6, verbose_name="专家代码"),
        ),
        migrations.AddField(
            model_name="tally",
            name="code",
            field=models.CharField(default=case_code, max_length=8, verbose_name="评审代码"),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
