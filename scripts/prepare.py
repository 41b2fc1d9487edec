"""Brings the embedded installation up to date: python -m scripts.prepare, with DATA saying where it lies.

Every step can run again: what is there already is kept.
"""

import io
import os
import signal
from datetime import date
from pathlib import Path

FIRST_CALENDAR_YEAR = 2024
ROOT = Path(__file__).resolve().parent.parent


def reference_steps(today: date) -> list[list[str]]:
    """Give the commands that every installation needs, in their order; the calendar reaches one year past `today`."""
    return [
        ["migrate", "--no-input"],
        ["load_reference"],
        ["load_calendar", f"--from={FIRST_CALENDAR_YEAR}", f"--to={today.year + 1}"],
        ["load_campaign", "2025"],
        ["load_blanks"],
    ]


def demo_steps(today: date) -> list[list[str]]:
    """Give the commands of the demo."""
    return [*reference_steps(today), ["seed_demo"], ["collectstatic", "--no-input"]]


def main() -> None:
    """Run the steps in one process, since each start of Django costs more than most of them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hetian_titles.settings.demo")
    os.environ.setdefault("FILES_APART", "off")  # it draws its scans itself
    os.environ.setdefault("SCAN_CHECKS", "off")
    import django
    from django.core.management import call_command

    from documents.signing.development import make as make_signing_key

    make_signing_key(
        Path(os.environ.get("DATA") or ROOT / "var" / "demo") / "signing"
    )  # before a setting asks for it
    django.setup()
    # Python's own answer to Ctrl-C is an exception, which is lost when it is raised inside a callback; a death is not.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for step in demo_steps(date.today()):
        print(" ", *step, flush=True)
        call_command(*step, verbosity=0, stdout=io.StringIO())


if __name__ == "__main__":
    main()
