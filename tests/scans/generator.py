"""Pages one after the other: each layout in turn, somebody's story, and how it was taken and sent."""

import io
from collections.abc import Iterator
from dataclasses import replace
from zlib import crc32

import numpy as np
import pikepdf
from numpy.random import Generator, default_rng

from tests.scans import drawing, files, layouts, shots, taking, unseen
from tests.scans.layouts import Layout
from tests.scans.marks import Thing
from tests.scans.page import Facts, Form, Page
from tests.scans.story import Story, tell
from tests.scans.taking import NOTHING, Taken
from tests.scans.words import pick

#: How often each form is sent, where a layout takes it.
FORMS: dict[Form, float] = {
    "photo": 0.56,
    "scan": 0.15,
    "screen": 0.05,
    "layered": 0.07,
    "text": 0.11,
    "mixed": 0.06,
}
DAMAGED, BY_TAG = 0.4, 0.15
#: EXIF's orientation, or a PDF's /Rotate: quarter turns against the clock from what is shown to what is stored.
ORIENTATIONS = {6: 1, 3: 2, 8: 3}
ROTATIONS = {90: 1, 180: 2, 270: 3}
ROLE_OF = {"dates": "date", "verification_expires": "date"}

Sent = tuple[bytes, str, Taken, frozenset[str]]  # the file, its suffix, what it shows, what else is harmless in it


def generate(seed: int, count: int, split: str | None = None) -> Iterator[Page]:
    """Give `count` pages, each layout of `split` ("tuning", "figures"; None: both) in turn.

    The same seed gives the same pages, and page n does not depend on `count`. Raises ValueError for another split.
    """
    if split not in (None, *layouts.SPLITS):
        raise ValueError(f"no such split: {split}")
    pool = [layout for layout in layouts.all_layouts() if split in (None, layout.split)]
    for number in range(count):
        layout = pool[number % len(pool)]
        yield page(default_rng((seed, number, crc32(layout.name.encode()))), layout)


def page(rng: Generator, layout: Layout, form: Form | None = None) -> Page:
    """Give a page in `layout`, sent in this form, or in one that its slot takes."""
    story = tell(rng, layout)
    shares = np.array([FORMS[known] for known in layout.forms])
    form = form or str(rng.choice(layout.forms, p=shares / shares.sum()))
    return labelled(story, form, MAKERS[form](rng, story))


# ---- how a page is sent


def _photo(rng: Generator, story: Story) -> Sent:
    """A JPEG from a telephone, which may leave it to EXIF to set it upright."""
    taken = taking.take(rng, story, shots.telephone(rng), _damage(rng))
    if rng.random() >= BY_TAG:
        return files.jpeg(taken.seen, taken.shot.quality), "jpg", taken, NOTHING
    orientation = pick(rng, tuple(ORIENTATIONS))
    stored = np.rot90(taken.seen, ORIENTATIONS[orientation])
    return (
        files.turned_by_exif(files.jpeg(stored, taken.shot.quality), orientation),
        "jpg",
        taken,
        frozenset({"exif"}),
    )


def _screen(rng: Generator, story: Story) -> Sent:
    """A picture of a screen, as PNG or as the JPEG that a chat made of it."""
    taken = taking.take(rng, story, shots.screenshot(rng))
    if rng.random() < 0.5:
        return files.png(taken.seen), "png", taken, NOTHING
    return files.jpeg(taken.seen, taken.shot.quality), "jpg", taken, NOTHING


def _scan(rng: Generator, story: Story) -> Sent:
    """A PDF of a picture, which may leave it to /Rotate to set it upright."""
    taken = taking.take(rng, story, pick(rng, (shots.scanner, shots.telephone))(rng), _damage(rng))
    rotation = pick(rng, tuple(ROTATIONS)) if rng.random() < BY_TAG else 0
    stored = np.rot90(taken.seen, ROTATIONS.get(rotation, 0))
    pdf = pikepdf.new()
    sheet = files.add_scan(pdf, files.jpeg(stored, taken.shot.quality), (stored.shape[1], stored.shape[0]))
    sheet.Rotate = rotation
    return files.saved(pdf), "pdf", taken.at_dpi(), frozenset({"rotate"} if rotation else ())


def _layered(rng: Generator, story: Story) -> Sent:
    """A PDF of a picture over which a scanner's program has laid what it read."""
    taken = _straight(rng, story)
    pdf = pikepdf.new()
    sheet = files.add_scan(pdf, files.jpeg(taken.seen, taken.shot.quality), taken.size)
    scale = files.points_per_pixel(taken.size)
    unseen.add(pdf, sheet, unseen.lines_of(taken.spans, scale, taken.size[1] * scale))
    return files.saved(pdf), "pdf", taken.at_dpi(), NOTHING


def _text(rng: Generator, story: Story) -> Sent:
    """A PDF as a program prints it."""
    return drawing.text_pdf(story.layout, story.marks, rng), "pdf", taking.printed(story), NOTHING


def _mixed(rng: Generator, story: Story) -> Sent:
    """A PDF of two pages, one scanned and one printed by a program, in either order; both say the same."""
    taken = _straight(rng, story)
    pdf = pikepdf.open(io.BytesIO(drawing.text_pdf(story.layout, story.marks, rng)))
    files.add_scan(pdf, files.jpeg(taken.seen, taken.shot.quality), taken.size)
    scan_first = rng.random() < 0.5
    if scan_first:
        pdf.pages.reverse()
    return files.saved(pdf), "pdf", taken.at_dpi() if scan_first else taking.printed(story), NOTHING


MAKERS = {"photo": _photo, "screen": _screen, "scan": _scan, "layered": _layered, "text": _text, "mixed": _mixed}


def _straight(rng: Generator, story: Story) -> Taken:
    """Give a readable scan that stands upright."""
    return taking.take(rng, story, replace(shots.scanner(rng), quarter=0))


def _damage(rng: Generator) -> frozenset[str]:
    """Choose what makes a page unreadable, if anything does."""
    return frozenset({pick(rng, shots.DAMAGES)} if rng.random() < DAMAGED else ())


def labelled(story: Story, form: Form, sent: Sent) -> Page:
    """Give the page with its labels."""
    data, suffix, taken, tags = sent
    layout, roles = story.layout, {span.role for span in taken.spans}
    borne = frozenset(field for field in layout.bears if ROLE_OF.get(field, field) in roles)
    sealed = any(isinstance(mark, Thing) and mark.role == "seal" for mark in story.marks)
    coloured = layout.paper != layouts.PAPERS["white"]
    harmless = (
        shots.harms(taken.shot) | tags | {name for name, is_so in (("seal", sealed), ("paper", coloured)) if is_so}
    )
    return Page(
        data=data,
        suffix=suffix,
        form=form,
        slot=story.slot,
        kind=layout.kind,
        layout=layout.name,
        layout_split=layout.split,
        person=story.person,
        shown=story.shown,
        differs=story.differs & borne,
        absent=frozenset(Facts.names()) - borne,
        quarter=taken.shot.quarter,
        skew=taken.skew,
        damage=taken.damage,
        harmless=frozenset(harmless),
        spans=taken.spans,
        size=taken.size,
        pages=2 if form == "mixed" else 1,
    )
