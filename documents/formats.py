"""The kinds of files that the portal takes: what people call them, and what browsers do."""

import re
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One kind: its name, its media type, the ending of its file names, and what a file chooser looks for."""

    name: str
    media: str
    ending: str
    chosen: str


NAME_LENGTH = 200  # characters
#: By kind. A browser of a computer often knows no media type for HEIC, so a chooser looks for its endings as well.
FORMATS = {
    "jpeg": Format("JPEG", "image/jpeg", ".jpg", "image/jpeg"),
    "png": Format("PNG", "image/png", ".png", "image/png"),
    "heic": Format("HEIC", "image/heic", ".heic", "image/heic,image/heif,.heic,.heif"),
    "pdf": Format("PDF", "application/pdf", ".pdf", "application/pdf"),
    "ofd": Format("OFD", "application/ofd", ".ofd", ".ofd"),
}
#: Pictures, by the name that the decoder knows them by.
PICTURES = {"jpeg": "JPEG", "png": "PNG", "heic": "HEIF"}


def shown_name(name: str) -> str:
    """Give a file's name as it is kept and shown: its end, without folders and without what has no shape of its own.

    Such as line breaks, or marks that turn the direction of writing, so that `gpj.exe` reads as `exe.jpg`.
    """
    last = re.split(r"[/\\]", name)[-1]
    return "".join(character for character in last if character.isprintable())[-NAME_LENGTH:].strip()


def names(kinds: Collection[str]) -> str:
    """Give the kinds as people read them, such as “JPEG、PDF”."""
    return "、".join(FORMATS[kind].name for kind in kinds)


def accept(kinds: Collection[str]) -> str:
    """Give the attribute `accept` of a file chooser."""
    return ",".join(FORMATS[kind].chosen for kind in kinds)
