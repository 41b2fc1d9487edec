"""The fonts inside a paper are small, and draw what the whole faces draw (C46)."""

import io

import pikepdf
import pytest
from PIL import ImageChops

from documents import specimens
from documents.papers.catalogue import FORMS
from documents.subsetting import NotCompact, charset_of, with_charset
from documents.typesetting import one_at_a_time, paper_of, render_html
from tests.documents.reading import text_of
from tests.documents.test_series import pictures

FORM = FORMS["conduct"]
DATA = {
    **specimens.ordinary("conduct"),
    "work": "䶮喆堃𬱖 ئىلى خەلق Ürümqi ㎡ ，、",
    "politics": specimens.RARE_NAME,
}
FAINT = 48  # of 255, at the edges: without room for other glyphs a viewer rounds its outlines otherwise


def both() -> tuple[bytes, bytes]:
    """The same pages with the fonts of this project, and with those of WeasyPrint."""
    html = render_html(FORM, paper_of(FORM, DATA))
    with one_at_a_time() as press:
        document = press.laid_out(FORM, html)
        ours = press.written(document, identifier=html)
        document.fonts = {}
        return ours, document.write_pdf()


def test_what_is_drawn_is_the_same():
    """C46: rare 汉字, Uyghur and punctuation, from each kind of face, look the same and can be copied out the same."""
    ours, whole = both()
    for one, other in zip(pictures(ours), pictures(whole), strict=True):
        assert ImageChops.difference(one, other).getextrema()[1] <= FAINT
    assert text_of(ours) == text_of(whole)
    assert len(ours) < len(whole) / 2


def test_faces_with_such_outlines_are_bare_and_named_so():
    """C46: a viewer is told what it gets (PDF 32000-1, table 126): a bare CFF."""
    with pikepdf.open(io.BytesIO(both()[0])) as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each]
        programs = {str(each.FontFile3.Subtype) for each in fonts}
    assert programs == {"/CIDFontType0C"}
    assert len(fonts) >= 3


@pytest.mark.parametrize("numbers", [[0, 3, 700], [0, 1, 65535]])
def test_a_charset_can_be_written_anew(numbers):
    """C46: what is written is what is read, whatever the numbers."""
    with pikepdf.open(io.BytesIO(both()[0])) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        cff = next(each.read_bytes() for each in streams if each.get("/Subtype") == "/CIDFontType0C")
    assert charset_of(with_charset(cff, numbers), len(numbers)) == numbers


def test_another_kind_of_font_is_told():
    """C46: a font that is not CID-keyed is left to WeasyPrint, not spoilt."""
    nameless = bytes.fromhex("0100040100010101024100010101038b0f")  # head, names, a Top DICT without ROS
    with pytest.raises(NotCompact):
        charset_of(nameless, 1)
