"""Pages of a kind, for tests that want one and not hundreds."""

from itertools import count

from numpy.random import default_rng

from tests.scans.generator import page
from tests.scans.layouts import all_layouts
from tests.scans.page import Page


def readable(kind: str) -> Page:
    """Give a photographed page of this kind, of the half for tuning, that one can read."""
    layout = next(layout for layout in all_layouts() if layout.kind == kind and layout.split == "tuning")
    sent = (page(default_rng((3, serial)), layout, "photo") for serial in count())
    return next(each for each in sent if not each.damage)
