from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0011_masked_again"),
    ]
    operations = [
        # Prints that are there were compared as they came.
        migrations.AddField("pageprint", "is_compared", models.BooleanField(default=True)),
        migrations.AlterField("pageprint", "is_compared", models.BooleanField(default=False)),
    ]
