from django.db import migrations


class Migration(migrations.Migration):
    """Nothing to do: it gave fields their Chinese names, of which no database knows, and which 0001 gives them now."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("campaigns", "0004_change"),
    ]
    operations = []
