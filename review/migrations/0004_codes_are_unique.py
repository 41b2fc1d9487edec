"""No two members and no two cases bear one code."""

from django.db import migrations, models

from review.codes import case_code, expert_code


class Migration(migrations.Migration):
    dependencies = [("review", "0003_codes_of_members_and_cases")]

    operations = [
        migrations.AlterField(
            model_name="committeemember",
            name="code",
            field=models.CharField(default=expert_code, max_length=6, unique=True, verbose_name="专家代码"),
        ),
        migrations.AlterField(
            model_name="tally",
            name="code",
            field=models.CharField(default=case_code, max_length=8, unique=True, verbose_name="评审代码"),
        ),
    ]
