"""The fonts inside a paper are small, and draw what the whole faces draw (C46)."""

import io

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from PIL import ImageChops
from weasyprint.text.ffi import harfbuzz
from weasyprint.text.fonts import get_hb_object_data

from documents import specimens
from documents.fonts import folders_in_use
from documents.papers.catalogue import FORMS
from documents.press import Press
from documents.subsetting import AGAIN, FIRST, LARGE, NotCompact, charset_of, glyphs_of, with_charset
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


def faces_of(press):
    """The faces of so many glyphs that smaller ones are taken out of them, by what they are called."""
    return {font.name: font.source for font in press.fonts.values() if font.glyph_count >= LARGE}


def test_a_paper_is_the_same_when_its_faces_were_made_smaller():
    """bench-paper: common glyphs come out of a smaller face, rare ones out of the whole, and not a byte is another."""
    plain, rare = ({**DATA, "work": work, "politics": "无"} for work in ("种植小麦五十亩，增产8%", DATA["work"]))
    html = [render_html(FORM, paper_of(FORM, data)) for data in (plain, rare)]
    with one_at_a_time():
        press = Press(folders_in_use())

        def made(number: int) -> bytes:
            return press.written(press.laid_out(FORM, html[number]), identifier=html[number])

        first = made(0), made(1)
        sources = faces_of(press)
        assert sources
        assert all(source.small is source.face for source in sources.values())
        while all(source.small is source.face for source in sources.values()):
            made(1)
        smaller = [source for source in sources.values() if source.small is not source.face]
        assert (made(0), made(1)) == first
        assert all(source.patience == AGAIN > FIRST for source in smaller)


def test_the_numbers_of_glyphs_are_those_of_the_face():
    """bench-paper: whoever takes out the wrong glyphs prints another's."""
    with one_at_a_time():
        press = Press(folders_in_use())
        html = render_html(FORM, paper_of(FORM, DATA))
        press.written(press.laid_out(FORM, html), identifier=html)
        source = next(iter(faces_of(press).values()))
        content = get_hb_object_data(source.face)
        font = TTFont(io.BytesIO(content), fontNumber=harfbuzz.hb_face_get_index(source.face), lazy=True)
        cmap = font.getBestCmap()
    for text in ("和田", "8", "𬱖喆", "，"):
        assert glyphs_of(source.face, text) == {font.getGlyphID(cmap[ord(char)]) for char in text}
    assert glyphs_of(source.face, "\U000e0001") == set()
