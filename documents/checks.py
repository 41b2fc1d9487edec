"""What a machine must have before it may set papers; `manage.py check` fails without it."""

from typing import Any

from django.core import checks

from documents.fonts import FontsMissing, require_faces, require_subsetter


def papers_can_be_made(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Give one error for each library or face that is missing."""
    errors: list[checks.CheckMessage] = []
    for number, require in enumerate((require_subsetter, require_faces), start=1):
        try:
            require()
        except FontsMissing as missing:
            errors.append(checks.Error(str(missing), id=f"documents.E{number:03}"))
    return errors
