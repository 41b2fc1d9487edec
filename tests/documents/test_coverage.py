"""Which characters can be printed, and how an installation adds a face for those that are missing."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from documents.coverage import faceless, with_shapes
from tests.documents.reading import text_of

MISSING = "\U00013000"  # a hieroglyph
SET_IT = f"""
import sys, django
django.setup()
from documents import specimens
from documents.typesetting import typeset
data = specimens.ordinary("certificate") | {{"name": "演示·{MISSING}"}}
sys.stdout.buffer.write(typeset("certificate", data))
"""


def face_of(char: str, family: str, path: Path) -> None:
    """Write a face that has one character, a square."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "square"])
    made.setupCharacterMap({ord(char): "square"})
    made.setupGlyf({".notdef": empty, "square": square})
    made.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 100)})
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": family, "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    made.save(path)


def set_with(folder: Path, faces: str) -> subprocess.CompletedProcess[bytes]:
    """Set a certificate whose name has a character that none of our faces has, in a process of its own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "hetian_titles.settings.test",
        "PAPER_MORE_FACES": faces,
        "XDG_DATA_HOME": str(folder),
    }
    return subprocess.run([sys.executable, "-c", SET_IT], env=environment, capture_output=True, timeout=120)


def test_an_installation_adds_a_face_for_a_rare_name(tmp_path: Path) -> None:
    """C11: a name that no face has is refused by its field, and prints once the face is named in the settings."""
    (tmp_path / "fonts").mkdir()
    face_of(MISSING, "Demo Rare", tmp_path / "fonts" / "rare.ttf")
    without = set_with(tmp_path, "")
    assert without.returncode == 1
    assert b"U+13000" in without.stderr
    with_it = set_with(tmp_path, "Demo Rare")
    assert with_it.returncode == 0, with_it.stderr
    assert MISSING in text_of(with_it.stdout)
    with pikepdf.open(io.BytesIO(with_it.stdout)) as pdf:
        faces = [str(thing.BaseFont) for thing in pdf.objects if "/BaseFont" in getattr(thing, "keys", list)()]
    assert any("Rare" in face for face in faces), faces


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("买买提·吐尔逊江，工程师（水利）", ""),
        ("ئۇيغۇر㎡№\u3000\u200d", ""),
        ("一行\r\n又一行\n", ""),
        ("好🙂的👍，🙂", "🙂👍"),
    ],
)
def test_what_no_face_has_is_named_once(text: str, missing: str) -> None:
    """C11: Uyghur, signs of technical texts and joiners print; emoji do not."""
    assert faceless(text) == missing
    assert with_shapes(text) == text.replace("🙂", "□").replace("👍", "□")
