"""The reference data that every test with a database finds: divisions, offices, series, calendar, the 2025 campaign."""

from django.core.management import call_command


def load() -> None:
    """Load it all through the real commands."""
    call_command("load_reference", verbosity=0)
    call_command("load_calendar", "--from", "2024", "--to", "2027", verbosity=0)
    call_command("load_campaign", "2025", verbosity=0)


def load_if_gone() -> None:
    """Load it again when a transactional test has emptied the tables."""
    from campaigns.models import Campaign

    if not Campaign.objects.filter(key="2025").exists():
        load()
