"""The labels of the drawn pages are true; what is measured against them rests on that."""

import io
from collections import Counter

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from stdnum.cn import ric

from tests.scans import Page, generate
from tests.scans.papers import PAPERS, F, T


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return list(generate(seed=11, count=14, half=T))


def _pixels(page: Page) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(page.data)).convert("L"))


def test_the_same_seed_gives_the_same_pages(pages: list[Page]) -> None:
    assert list(generate(seed=11, count=3, half=T)) == pages[:3]
    assert next(generate(seed=12, count=1, half=T)).data != pages[0].data


def test_no_wording_of_one_half_serves_the_other() -> None:
    """Each kind of paper has two of its own in either half."""
    for slot in {paper.slot for paper in PAPERS}:
        halves = Counter(paper.half for paper in PAPERS if paper.slot == slot)
        assert halves == {T: 2, F: 2}, slot
    said = [{paper.says for paper in PAPERS if paper.half == half} for half in (T, F)]
    assert said[0].isdisjoint(said[1])


def test_where_a_fact_is_said_to_stand_there_is_ink(pages: list[Page]) -> None:
    """However the page was turned and photographed."""
    seen = 0
    for page in pages:
        grey = _pixels(page)
        for span in page.spans:
            left, top, right, bottom = (max(0, edge) for edge in span.box)
            part = grey[top:bottom, left:right]
            if span.role in ("name", "id_number", "employer") and part.size and not page.damage:
                assert int(part.max()) - int(part.min()) > 60, (page.slot, span)
                seen += 1
    assert seen > 15


def test_a_code_says_what_its_label_says(pages: list[Page]) -> None:
    coded = [page for page in pages if not page.damage for span in page.spans if span.role == "code"]
    assert coded
    for page in coded:
        said = {code.text for code in zxingcpp.read_barcodes(_pixels(page))}
        assert {span.text for span in page.spans if span.role == "code"} <= said


def test_the_form_differs_from_the_page_where_it_says_so(pages: list[Page]) -> None:
    """And nowhere else that is printed; every ID number is valid in form."""
    for page in pages:
        unlike = {name for name in vars(page.shown) if getattr(page.shown, name) != getattr(page.expected, name)}
        assert unlike & page.printed == page.differs
        assert ric.calc_check_digit(page.shown.id_number) == page.shown.id_number[-1]
    assert 2 < sum(bool(page.differs) for page in pages) < len(pages)
