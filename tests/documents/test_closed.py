"""Nothing is fetched while a paper is made, whatever a field or a template says."""

import base64
import http.server
import threading

import pytest
import weasyprint
from django.core import checks
from django.test import override_settings
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from documents import fonts, specimens
from documents.checks import papers_can_be_made
from documents.press import AddressRefused, ClosedFetcher
from documents.typesetting import typeset
from tests.documents.reading import faces_of, text_of

PIXEL = (
    "data:image/png;base64,"
    + base64.b64encode(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
            "0000000d49444154789c6360000002000001000500010d0a2db40000000049454e44ae426082"
        )
    ).decode()
)


@pytest.fixture
def listener():
    """A server of our own that counts who comes."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("name", ["http", "file"])
def test_an_address_in_a_field_is_text(listener, name):
    """C15, C21: a field cannot make the office's server fetch or read anything."""
    address = listener[0] + "/spy.png" if name == "http" else "file:///etc/passwd"
    nasty = f'<img src="{address}"><link rel=stylesheet href="{address}"><style>@import "{address}";</style>'
    text = text_of(typeset("employer_notice", {**specimens.ordinary("employer_notice"), "achievements": nasty}))
    assert f'<imgsrc="{address}">' in text
    assert "root:x" not in text
    assert not listener[1]


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="{0}">',
        '<link rel="stylesheet" href="{0}">',
        '<object data="{0}"></object>',
        '<p style="background-image: url({0}); list-style-image: url({0}); display: list-item">x</p>',
        '<style>@import url("{0}");</style>',
        '<style>@font-face {{ font-family: F; src: url("{0}") }}</style><p style="font-family: F">x</p>',
    ],
)
def test_a_template_cannot_fetch_either(listener, tag):
    """C15: even markup of our own reaches neither the network nor the disk."""
    for address in (listener[0] + "/x", "file:///etc/hostname", "ftp://127.0.0.1/x"):
        page = weasyprint.HTML(string=f"<html>{tag.format(address)}", url_fetcher=ClosedFetcher(frozenset()))
        try:
            pdf = page.write_pdf()
        except AddressRefused:
            continue
        assert b"hostname" not in pdf
    assert not listener[1]


def test_the_fetcher_opens_pictures_in_the_data_and_our_faces_only(tmp_path):
    """C15: `data:` PNG and JPEG, and the font files named by PAPER_FONTS."""
    face = tmp_path / "仿宋_GB2312.ttf"
    face.write_bytes(b"not a font")
    fetcher = ClosedFetcher(fonts.allowed_files(tmp_path))
    assert fetcher.fetch(PIXEL).read().startswith(b"\x89PNG")
    assert fetcher.fetch(face.as_uri()).read() == b"not a font"
    beside = tmp_path / "other.ttf"
    beside.write_bytes(b"x")
    refused = (
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:text/html,x",
        beside.as_uri(),
        "file:///etc/passwd",
        "https://a/",
    )
    for address in refused:
        with pytest.raises(AddressRefused):
            fetcher.fetch(address)


def test_a_folder_of_faces_without_a_usable_one_does_no_harm(tmp_path):
    """C46: papers print in Noto when the office's folder is empty or not there."""
    for folder in (tmp_path, tmp_path / "absent"):
        with override_settings(PAPER_FONTS=str(folder)):
            assert "演示·艾力" in text_of(typeset("certificate", specimens.ordinary("certificate")))


def test_the_settings_as_they_stand_print_in_fang():
    """C46: 仿宋 for the text and 小标宋 for the title, from the folder that `make` fills; a rare character from Noto."""
    used = faces_of(typeset("conduct", {**specimens.ordinary("conduct"), "politics": "文字喆"}))
    assert "Paper-Title" in used["实"]
    assert "Paper-Fang" in used["字"]
    assert "Noto-Serif" in used["喆"]


def test_this_machine_can_make_papers():
    """C46, C47: `manage.py check` is silent where the library and the faces are there."""
    assert papers_can_be_made() == []


def test_check_fails_loudly_without_the_subsetter_or_the_faces(monkeypatch):
    """C46: an installation that would print slowly or in boxes does not start."""
    monkeypatch.setattr(fonts.ctypes, "CDLL", _no_library)
    monkeypatch.setattr(fonts, "MUST_HAVE", ("A Face Nobody Has",))
    found = papers_can_be_made()
    assert [error.id for error in found] == ["documents.E001", "documents.E002"]
    assert all(error.level == checks.ERROR for error in found)
    assert "libharfbuzz-subset0" in found[0].msg
    assert "fonts-noto-cjk" in found[1].msg


def _no_library(name):
    raise OSError(name)


def _face(path, chars: str) -> None:
    """Draw a face with a filled square for each of `chars`, as an office's own file would lie in its folder."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 800), (800, 800), (800, 0)):
        pen.lineTo(corner)
    pen.closePath()
    names = [".notdef", *(f"uni{ord(char):04X}" for char in chars)]
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(char): name for char, name in zip(chars, names[1:], strict=True)})
    made.setupGlyf(dict.fromkeys(names, pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": "Drawn", "styleName": "Regular"})
    made.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    made.setupPost()
    made.save(path)


def test_an_own_face_is_used_for_what_it_has_and_draws_right(tmp_path):
    """C46: 仿宋 of the office first; a character that it lacks, ￥ and the dot of a name come from Noto."""
    _face(tmp_path / "simfang.ttf", "演示男￥·")
    with override_settings(PAPER_FONTS=str(tmp_path)):
        pdf = typeset("conduct", {**specimens.ordinary("conduct"), "politics": "演示￥喆·男"})
    used = faces_of(pdf)
    assert "Paper-Fang" in used["演"]
    assert "Noto-Serif" in used["喆"]
    assert "Noto-Serif" in used["￥"]
    assert "Noto-Serif" in used["·"]
