"""What a machine must have before it may set papers, and whether its virus scanner answers, for `manage.py check`."""

import os
from typing import Any

from django.conf import settings
from django.core import checks

from documents import virus
from documents.fonts import FontsMissing, require_faces, require_subsetter, song_faces


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
        checks.Warning(f"No program at OFD_PROGRAM, {settings.OFD_PROGRAM}: OFD is refused.", id="documents.W004")
    ]


def faces_weigh_little(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Give a warning where no face of polygons lies: papers look the same, and their PDFs are twice as large."""
    folder = settings.PAPER_FONTS
    if song_faces(folder):
        return []
    told = f"No polygon faces in PAPER_FONTS, {folder}: PDFs are twice as large. python -m documents.polygons {folder}"
    return [checks.Warning(told, id="documents.W005")]


def virus_scanner_answers(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Give a warning when the virus scanner does not answer: until it does, every upload is refused."""
    try:
        if settings.CLAMD:
            virus.require_answer()
    except virus.ScannerAway as away:
        return [checks.Warning(f"The virus scanner does not answer: {away}", id="documents.W001")]
    return []
