"""R02 and R03 are the sweep's reasons (C05, C18): also where a campaign was loaded, or copied, before they were so."""

from django.db import migrations

SWEEPS = ("R02", "R03")


def give_to_the_sweep(apps, schema_editor):
    reasons = apps.get_model("campaigns", "Reason").objects.using(schema_editor.connection.alias)
    reasons.filter(code__in=SWEEPS).update(use="sweep")


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_names_of_links"),
    ]

    operations = [
        migrations.RunPython(give_to_the_sweep, migrations.RunPython.noop, elidable=True),
    ]
