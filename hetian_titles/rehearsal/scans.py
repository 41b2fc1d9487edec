"""Drawn files to upload: one a slot and note, drawn once, so that a rehearsal of thousands stores dozens."""

from functools import cache

from applications.services.materials import Upload
from campaigns.models import Slot
from hetian_titles.demo.contents import scan

SCALE = 0.3  # of an A4 page at 150 dpi: enough to be taken, and quick to look into


def scan_of(slot: Slot, note: str = "") -> Upload:
    """Give a file that a slot takes, declared as it must be."""
    kind = "jpeg" if "jpeg" in slot.types else slot.types[0]
    name = f"{slot.label}.{'jpg' if kind == 'jpeg' else kind}"
    return Upload(_drawn(slot.key, slot.label, kind, note), name, declassified=True, masked=True)


@cache
def _drawn(key: str, label: str, kind: str, note: str) -> bytes:
    return scan(label, f"排演{note}", kind, portrait=key == "photo", scale=SCALE)
