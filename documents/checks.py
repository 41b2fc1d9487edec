"""What a machine must have before it may set papers, and whether its virus scanner answers, for `manage.py check`."""

import os
from typing import Any

from django.conf import settings
from django.core import checks

from documents import virus
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


def virus_scanner_is_named(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Give an error when the setting CLAMD is no address."""
    if not settings.CLAMD or virus.ADDRESS.fullmatch(settings.CLAMD):
        return []
    return [checks.Error("CLAMD is neither unix:///PATH nor tcp://HOST:PORT.", id="documents.E003")]


def ofd_can_be_drawn(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Give a warning where nothing draws OFD: such files are then refused with the way to a PDF."""
    if os.access(settings.OFD_PROGRAM, os.X_OK):
        return []
    return [
        checks.Warning(f"No program at OFD_PROGRAM, {settings.OFD_PROGRAM}: OFD is refused.", id="documents.W002")
    ]


def virus_scanner_answers(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Give a warning when the virus scanner does not answer: until it does, every upload is refused."""
    try:
        if settings.CLAMD:
            virus.require_answer()
    except virus.ScannerAway as away:
        return [checks.Warning(f"The virus scanner does not answer: {away}", id="documents.W001")]
    return []
