"""Print runs: what is drawn once or set as one with others looks as if it had been set alone (C11, C39)."""

import gc
import io
from functools import cache

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from documents import specimens
from documents.papers.shape import PaperDataError
from documents.series import Part, typeset_each, typeset_series
from documents.typesetting import typeset
from tests.documents.reading import pages_of, text_of

FAINT = 24  # of 255: what the edge of a letter may differ by
PEOPLE = (
    "ordinary",
    "extreme",
)


def pictures(pdf: bytes, scale: float = 1.5) -> list:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=scale, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def same(one, other) -> bool:
    """Tell whether two pictures of a page show the same."""
    return one.size == other.size and ImageChops.difference(one, other).getextrema()[1] <= FAINT


def certificates() -> list[dict]:
    """Ordinary and extreme people, with and without a photo, with texts of one, two and three lines."""
    people = [dict(specimens.all_of("certificate"))[name] for name in PEOPLE]
    long = {**people[1], "employer": specimens.extreme("certificate")["employer"] * 3, "photo": ""}
    rare = {**people[0], "name": specimens.RARE_NAME, "title": "正高级工程师、注册土木工程师、一级建造师"}
    return [*people, long, rare]


@cache
def run() -> Part:
    (part,) = typeset_series("certificate", certificates())
    return part


def test_a_certificate_laid_over_looks_like_the_whole_one():
    """C11: the furniture drawn once and the person's data over it give, pixel by pixel, the certificate set by itself."""
    laid = pictures(run().pdf)
    assert len(laid) == 4
    for picture, data in zip(laid, certificates(), strict=True):
        assert same(picture, pictures(typeset("certificate", data))[0])


def test_the_furniture_is_there_once():
    """C11: a thousand certificates do not carry a thousand frames: each page refers to one drawing and adds a few kB."""
    with pikepdf.open(io.BytesIO(run().pdf)) as pdf:
        drawings = {page.Resources.XObject["/Furniture"].objgen for page in pdf.pages}
    assert len(drawings) == 1
    many = [certificates()[0]] * 20
    (one,), (twenty,) = typeset_series("certificate", many[:1]), typeset_series("certificate", many)
    assert len(twenty.pdf) < len(one.pdf) + 19 * 5_000


def test_forms_set_together_look_as_set_alone():
    """C39: two forms in one file have the pages, the codes and the page counts of two files."""
    cases = [
        {**specimens.ordinary("report_form"), "code": code} for code in ("PS-2025-000001-1", "PS-2025-000002-1")
    ]
    (part,) = typeset_series("report_form", cases)
    alone = [typeset("report_form", data) for data in cases]
    assert part.pages == {number: len(pages_of(pdf)) for number, pdf in enumerate(alone)}
    apart = [picture for pdf in alone for picture in pictures(pdf)]
    assert all(same(one, other) for one, other in zip(pictures(part.pdf), apart, strict=True))
    assert pages_of(part.pdf) == [text for pdf in alone for text in pages_of(pdf)]


@pytest.mark.parametrize("form", ["certificate", "commitment"])
def test_one_bad_case_does_not_stop_the_rest(form):
    """C39: a case that cannot be set is told with its field; the others are there, in order."""
    good = specimens.ordinary(form)
    cases = [{**good, "name": "演示·甲"}, {**good, "nmae": "演示·乙"}, {**good, "name": "演示·丙"}]
    (part,) = typeset_series(form, cases)
    assert list(part.pages) == [0, 2]
    assert text_of(part.pdf).index("演示·甲") < text_of(part.pdf).index("演示·丙")
    (place, wrong), *others = part.refused.items()
    assert (place, wrong.field, others) == (1, "nmae", [])
    assert isinstance(wrong, PaperDataError)


def test_nothing_of_the_pages_is_kept_when_a_part_is_written():
    """Print runs: a worker that sets part after part holds the pages of none, whether or not one of its cases failed."""
    good, kept = specimens.ordinary("commitment"), []
    for _part in range(3):
        assert [part.refused.keys() for part in typeset_series("commitment", [good, {}, good])] == [{1}]
        kept.append(gc.get_freeze_count())
    assert kept[1] == kept[2]


def test_nothing_but_bad_cases():
    """C39: a run in which every case is refused has no pages and says why for each."""
    (part,) = typeset_series("certificate", [{}, {"name": 7}])
    assert (part.pdf, part.pages, sorted(part.refused)) == (b"", {}, [0, 1])


def test_each_by_itself():
    """C11: where each case wants a file of its own, it is the file that `typeset` makes, or the reason why not."""
    good = specimens.ordinary("commitment")
    found = list(typeset_each("commitment", [good, {}]))
    assert found[0] == (0, typeset("commitment", good))
    assert found[1][0] == 1
    assert found[1][1].field


def test_a_run_is_the_same_each_time():
    """C44: the same cases give the same bytes."""
    again = [part.pdf for part in typeset_series("certificate", certificates())]
    assert again == [run().pdf]
