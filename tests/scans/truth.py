"""Holds a page against its labels by other means than it was drawn by: what is not true of it is no measure."""

from collections.abc import Iterator

import numpy as np
import zxingcpp

from tests.scans.page import Page, Span

#: Roles of spans that are a fact in words.
WORDS = {
    *("name", "employer", "id_number", "phone", "certificate_number", "school", "date", "hours"),
    "verification_code",
}
#: Grey levels between ink and paper, and degrees by which a code's reader may be off.
CONTRAST, OFF = 60, 12


def facts(page: Page) -> list[Span]:
    """Give the spans of the page's facts."""
    return [span for span in page.spans if span.role in WORDS]


def untrue(page: Page, seen: np.ndarray) -> Iterator[str]:
    """Give what the labels of a readable page say and its first page, `seen` in grey, does not."""
    scale = seen.shape[1] / page.size[0]
    if abs(page.size[1] * scale - seen.shape[0]) > 2:
        yield f"size {page.size}"
    for span in facts(page):
        x0, y0, x1, y1 = (round(edge * scale) for edge in span.box)
        if np.ptp(seen[y0:y1, x0:x1].astype(int)) <= CONTRAST:
            yield f"no ink at {span}"
    codes = [span.text for span in page.spans if span.role == "code"]
    found = zxingcpp.read_barcodes(seen) if codes else []
    if [code.text for code in found] != codes:
        yield f"code {codes}"
    for code in found:
        if abs((code.orientation + page.quarter - page.skew + 180) % 360 - 180) > OFF:
            yield f"quarter {page.quarter}: a code lies at {code.orientation}"
