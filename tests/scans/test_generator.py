"""The drawn pages are what their labels say: read back here by other means than they were drawn."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from numpy.random import default_rng
from PIL import Image, ImageOps
from stdnum.cn import ric

from tests.scans import generate, layouts, people
from tests.scans.__main__ import main
from tests.scans.files import DPI
from tests.scans.generator import FORMS
from tests.scans.generator import page as page_in
from tests.scans.marks import Run
from tests.scans.page import Facts, Page
from tests.scans.story import tell
from tests.scans.truth import facts, untrue

SLOTS = Path(__file__).resolve().parents[2] / "campaigns" / "reference" / "2025" / "slots.csv"
DOTS = str.maketrans("•・‧", "···", " 　")


@lru_cache
def pages() -> tuple[Page, ...]:
    """A page of every sixth layout, of either half; the bench holds all of its pages against their labels."""
    able = layouts.all_layouts()[::6]
    return tuple(page_in(default_rng((48, place)), layout) for place, layout in enumerate(able))


@contextmanager
def first_sheet(page: Page) -> Iterator[pypdfium2.PdfPage]:
    """Open a PDF's first page."""
    document = pypdfium2.PdfDocument(page.data)
    try:
        yield document[0]
    finally:
        document.close()


@lru_cache
def pixels(page: Page) -> np.ndarray:
    """Give the first page as a viewer shows it, in grey."""
    if page.suffix == "pdf":
        with first_sheet(page) as sheet:
            return np.asarray(sheet.render(scale=DPI / 72).to_pil().convert("L"))
    with Image.open(io.BytesIO(page.data)) as shown:
        return np.asarray(ImageOps.exif_transpose(shown).convert("L"))


def plain(facts: Facts) -> Facts:
    """Give `facts` in one spelling: one kind of dot, a large X."""
    return replace(facts, name=facts.name.translate(DOTS), id_number=facts.id_number.upper())


def named(pages: tuple[Page, ...], *damage: str) -> list[Page]:
    """Give the pages with just this damage."""
    return [page for page in pages if page.damage == set(damage)]


def in_form(form: str, step: int) -> list[Page]:
    """Give pages in this form, one in every `step`-th layout that takes it."""
    able = [layout for layout in layouts.all_layouts() if form in layout.forms][::step]
    return [page_in(default_rng(number), layout, form) for number, layout in enumerate(able)]


# seeds and halves


def test_a_seed_gives_the_same_pages_whatever_the_count() -> None:
    first = next(generate(5, 1, "figures"))
    assert first == next(generate(5, 9, "figures")) != next(generate(6, 1, "figures"))
    assert first.layout_split == "figures"


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_the_same_to_the_last_byte(form: str) -> None:
    layout = next(layout for layout in layouts.all_layouts() if form in layout.forms)
    one, other = (page_in(default_rng(8), layout, form) for _time in range(2))
    assert one == other


def test_another_split_is_refused() -> None:
    with pytest.raises(ValueError, match="no such split: mine"):
        next(generate(1, 1, "mine"))


def test_every_kind_has_layouts_of_its_own_in_both_splits() -> None:
    kinds = {layout.kind for layout in layouts.all_layouts()}
    assert len(kinds) >= 20
    for kind in kinds:
        splits = [layout.split for layout in layouts.all_layouts() if layout.kind == kind]
        assert (splits.count("tuning"), splits.count("figures")) == (2, 2), kind
    names = [layout.name for layout in layouts.all_layouts()]
    assert len(names) == len(set(names))


# what is on them


def test_nothing_is_written_over_something_else_or_past_the_edge() -> None:
    """Not even with long names; seals may."""
    for layout in layouts.all_layouts():
        for number in range(3):
            marks = tell(default_rng(number), layout).marks
            boxes = np.array([mark.box for mark in marks if written(mark)])
            assert boxes.min() > 0
            assert (boxes[:, 2:] < layout.sheet).all(), layout.name
            low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
            high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
            both = np.prod(np.clip(high - low - 0.6, 0, None), axis=2) - np.diag([np.inf] * len(boxes))
            assert both.max() <= 0.2, layout.name


def written(mark: object) -> bool:
    """Tell whether `mark` must stand free."""
    return mark.text.strip() != "" if isinstance(mark, Run) else getattr(mark, "role", "") in {"photo", "code"}


def test_slots_are_the_campaigns_and_take_the_files() -> None:
    with SLOTS.open(encoding="utf-8") as rows:
        types = {row["key"]: row["types"].replace("jpeg", "jpg").split(";") for row in csv.DictReader(rows)}
    for page in pages():
        assert page.suffix in types[page.slot], page.layout


def test_people_have_valid_numbers_that_can_be_nobodys() -> None:
    for page in pages():
        assert ric.is_valid(page.person.id_number)
        assert page.person.id_number[14:16] == "99"
        assert len(page.person.certificate_number) == 18


def test_names_come_short_and_long_and_rare() -> None:
    names = {people.a_name(default_rng(number)) for number in range(200)}
    assert {len(name) for name in names} >= {2, 3}
    assert max(name.count("·") for name in names) == 2
    assert set("".join(names)) & set("䶮堃喆㛃𬱖")


def test_what_differs_is_labelled_and_nothing_else() -> None:
    for page in pages():
        form, shown = plain(page.person), plain(page.shown)
        otherwise = {field for field in Facts.names() if getattr(form, field) != getattr(shown, field)}
        assert otherwise - page.absent == page.differs, page.layout
    assert 2 < sum(bool(page.differs) for page in pages()) < len(pages()) - 2


def test_what_is_printed_is_what_the_page_shows() -> None:
    """Put together again, the spans of a fact are the fact."""
    for page in pages():
        for span in facts(page):
            if span.role not in {"date", "hours"}:
                assert span.whole == getattr(page.shown, span.role)
            assert span.text.replace("　", "") in span.whole


# where it is, and which way it lies


def test_words_and_codes_are_where_the_labels_say() -> None:
    """Codes tell which way is up, too."""
    clear = named(pages())
    assert [(page.layout, wrong) for page in clear for wrong in untrue(page, pixels(page))] == []
    assert sum(span.role == "code" for page in clear for span in page.spans) >= 2
    assert {page.quarter for page in clear} == {0, 90, 180, 270}


def test_a_label_that_is_not_true_is_noticed() -> None:
    page = next(page for page in named(pages()) if facts(page))
    empty = np.full_like(pixels(page), 250)
    assert len(list(untrue(page, empty))) >= len(facts(page))
    assert any("size" in wrong for wrong in untrue(replace(page, size=(page.size[0], 9)), pixels(page)))


def test_the_text_of_a_printed_pdf_stands_in_the_boxes() -> None:
    """Read within its box, each fact is there, letter by letter."""
    for page in in_form("text", 30):
        with first_sheet(page) as sheet:
            reader, height = sheet.get_textpage(), sheet.get_height()
            for span in facts(page):
                x0, y0, x1, y1 = (side * 72 / DPI for side in span.box)
                text = reader.get_text_bounded(x0 - 1, height - y1 - 1, x1 + 1, height - y0 + 1)
                assert span.text in text, page.layout
                assert len(text.strip()) <= len(span.text) + 2, page.layout


def test_what_a_scanner_read_is_what_stands_there() -> None:
    for page in in_form("layered", 40):
        with first_sheet(page) as sheet:
            text = sheet.get_textpage().get_text_range().replace("\r\n", "")
            assert all(span.text in text for span in facts(page)), page.layout


def test_the_skew_is_that_of_the_lines() -> None:
    """Set upright by the label, the rules of a table lean as the label says."""
    table = next(layout for layout in layouts.all_layouts() if layout.name == "insurance-months")
    straight = named(tuple(page_in(default_rng(number), table, "photo") for number in range(2)))
    assert straight
    for page in straight:
        upright = np.rot90(pixels(page), -page.quarter // 90)
        assert leaning(upright) == pytest.approx(page.skew, abs=1.6)


def leaning(seen: np.ndarray) -> float:
    """Give how far the long, nearly level lines of a picture lean: degrees, clockwise."""
    width = seen.shape[1]
    edges = cv2.Canny(cv2.resize(seen, (900, seen.shape[0] * 900 // width)), 60, 160)
    found = cv2.HoughLinesP(edges, 1, np.pi / 1440, 120, minLineLength=330, maxLineGap=6)[:, 0]
    middle = [line for line in found if abs(line[3] - line[1]) < 0.3 * abs(line[2] - line[0])]
    return float(np.median([np.degrees(np.arctan2(y1 - y0, x1 - x0)) for x0, y0, x1, y1 in middle]))


# whether it can be read


def test_every_damage_is_done_and_no_page_has_two() -> None:
    damages = [page.damage for page in pages()]
    assert {next(iter(damage)) for damage in damages if damage} == {"blur", "small", "cut", "blank"}
    assert max(map(len, damages)) == 1


def test_small_text_is_far_from_what_can_be_read() -> None:
    """The lowest fact of a small photograph is lower than 12 pixels, that of a readable one higher than 16."""
    photos = tuple(page for page in pages() if page.form == "photo")
    assert max(lowest(page) for page in named(photos, "small")) < 12
    assert min(lowest(page) for page in named(photos)) > 16


def lowest(page: Page) -> int:
    """Give the height of the lowest box of the page's facts, in pixels."""
    return min(min(x1 - x0, y1 - y0) for x0, y0, x1, y1 in (span.box for span in facts(page)))


def test_a_blank_page_has_nothing_and_a_cut_one_has_lost_something() -> None:
    assert not any(page.spans for page in named(pages(), "blank"))
    for page in named(pages(), "cut"):
        edges = np.array([(*span.box[:2], *np.subtract(page.size, span.box[2:])) for span in page.spans])
        assert edges.min() <= 1, page.layout


def test_a_blurred_page_has_no_sharp_letter() -> None:
    blurred, clear = ([sharpness(page) for page in named(pages(), *damage)] for damage in (("blur",), ()))
    assert max(blurred) < min(clear)


def sharpness(page: Page) -> float:
    """Give how much of the contrast of the facts' letters, brought to one size, is in their finest strokes."""
    seen = pixels(page).astype(np.float32)
    shares = []
    for x0, y0, x1, y1 in (span.box for span in facts(page)):
        zoom = 24 / min(x1 - x0, y1 - y0)
        part = cv2.resize(seen[y0:y1, x0:x1], None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
        shares.append((part - cv2.GaussianBlur(part, (0, 0), 2)).std() / max(np.ptp(part), 1))
    return float(np.median(shares))


def test_the_command_writes_pages_and_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["scans", str(tmp_path), "--count", "1", "--split", "figures"])
    main()
    assert len(list(tmp_path.iterdir())) == 2
    assert '"layout_split": "figures"' in (tmp_path / "labels.json").read_text(encoding="utf-8")
