from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0007_examination"),
    ]

    operations = [
        migrations.AlterField(
            model_name="slot",
            name="types",
            field=models.JSONField(default=list, help_text="jpeg, png, heic, pdf", verbose_name="格式"),
        ),
    ]
