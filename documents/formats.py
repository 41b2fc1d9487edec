"""The kinds of files that the portal takes: what people call them, and what browsers do."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One kind: its name, its media type, the ending of its file names, and what a file chooser looks for."""

    name: str
    media: str
    ending: str
    chosen: str


#: By kind. A browser of a computer often knows no media type for HEIC, so a chooser looks for its endings as well.
FORMATS = {
    "jpeg": Format("JPEG", "image/jpeg", ".jpg", "image/jpeg"),
    "png": Format("PNG", "image/png", ".png", "image/png"),
    "heic": Format("HEIC", "image/heic", ".heic", "image/heic,image/heif,.heic,.heif"),
    "pdf": Format("PDF", "application/pdf", ".pdf", "application/pdf"),
}
#: Pictures, by the name that the decoder knows them by.
PICTURES = {"jpeg": "JPEG", "png": "PNG", "heic": "HEIF"}


def names(kinds: Collection[str]) -> str:
    """Give the kinds as people read them, such as “JPEG、PDF”."""
    return "、".join(FORMATS[kind].name for kind in kinds)


def accept(kinds: Collection[str]) -> str:
    """Give the attribute `accept` of a file chooser."""
    return ",".join(FORMATS[kind].chosen for kind in kinds)
