"""What an office may upload as a face: whole, with outlines, with the common characters, and licensed to be embedded."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from documents import apart
from documents.facefiles import FACE_BYTES, common_characters
from documents.inspection import FileRefused
from tests.documents.typefaces import FANG, KAI, collection, free, lacking, own, permitting, without


def test_gb_2312_level_1_is_whole() -> None:
    """GB 2312-1980: rows 16 to 55, from 啊 to 座."""
    assert len(common_characters()) == len(set(common_characters())) == 3755
    assert (common_characters()[0], common_characters()[-1]) == ("啊", "座")


def test_a_face_is_told_by_its_name_with_a_line_drawn_in_it() -> None:
    """The file is kept as it came."""
    data = own()
    seen, file = apart.face_file(data)
    assert (seen.postscript, seen.lacking) == ("OfficeFang-Regular", "")
    assert file == data
    assert Image.open(io.BytesIO(seen.line)).width > 600


def test_of_a_collection_the_first_face_is_kept() -> None:
    """A folder of faces names files, not the faces inside them."""
    seen, file = apart.face_file(collection(KAI, FANG))
    assert seen.postscript == "FandolKai-Regular"
    assert file[:4] == b"OTTO"
    assert apart.face_file(file) == (seen, file)


@pytest.mark.parametrize("fs_type", [0x0000, 0x0004, 0x0008, 0x000A])
def test_what_may_be_embedded_may_be_used(fs_type: int) -> None:
    """OpenType, OS/2: installable, preview and print, editable; of several the least strict counts."""
    assert apart.face_file(permitting(fs_type))[0].postscript == "FandolFang-Regular"


@pytest.mark.parametrize(
    ("fs_type", "code"),
    [(0x0002, "no_embedding"), (0x0100, "no_subsetting"), (0x0108, "no_subsetting"), (0x0204, "bitmaps_only")],
)
def test_what_may_not_is_refused_with_what_to_do(fs_type: int, code: str) -> None:
    """A licence is kept: a paper embeds the part of a face that it uses."""
    with pytest.raises(FileRefused, match="向字体厂商取得许可") as refused:
        apart.face_file(permitting(fs_type))
    assert refused.value.code == code


def test_some_characters_may_be_lacking_and_are_told() -> None:
    """Noto serves for them; more than a tenth is another kind of face."""
    chars = common_characters()
    assert apart.face_file(without(chars[:375]))[0].lacking == chars[:375]
    with pytest.raises(FileRefused, match="缺376个，如啊阿埃挨哎唉哀皑癌蔼") as refused:
        apart.face_file(without(chars[:376]))
    assert refused.value.code == "lacks_too_many"


BROKEN = {
    "empty": b"",
    "no_face": b"%PDF-1.7",
    "no_outlines": lambda: lacking("CFF "),
    "broken_face": lambda: free()[:200_000],
    "too_large": bytes(FACE_BYTES + 1),
}


@pytest.mark.parametrize("code", BROKEN)
@pytest.mark.parametrize("is_apart", [False, True], ids=["here", "apart"])
def test_a_broken_file_is_refused_in_words(code: str, is_apart: bool, settings: Any) -> None:
    """Here and in the process that opens files of strangers, with the same words."""
    settings.FILES_APART = is_apart
    data = BROKEN[code]
    with pytest.raises(FileRefused) as refused:
        apart.face_file(data() if callable(data) else data)
    assert refused.value.code == code
    assert "扫描" not in str(refused.value)


@pytest.mark.parametrize("table", ["cmap", "CFF ", "head", "hmtx", "OS/2", "name", "maxp"])
@pytest.mark.parametrize("spoilt", [b"\x00", b"\xff"])
def test_a_hostile_table_harms_nobody(table: str, spoilt: bytes, settings: Any) -> None:
    """Whatever a table holds, the answer is a face or a refusal in words, never another failure."""
    settings.FILES_APART = True
    data = free()
    place = data.index(table.encode(), 12)
    start, length = (int.from_bytes(data[place + at : place + at + 4], "big") for at in (8, 12))
    hostile = data[:start] + spoilt * min(length, 4000) + data[start + min(length, 4000) :]
    code = ""
    try:
        assert apart.face_file(hostile)[0].line
    except FileRefused as refused:
        code = refused.code
    assert code in ("", "broken_face", "no_outlines", "lacks_too_many", "no_subsetting", "no_embedding")


def test_a_process_that_serves_pages_opens_no_face() -> None:
    """It has the file looked into apart and stays small."""
    program = (
        "import os, sys, django; django.setup(); from django.conf import settings; settings.FILES_APART = True\n"
        "import hetian_titles.urls\nfrom documents import apart\n"
        f"print(apart.face_file(open({str(Path(settings.PAPER_FONTS) / FANG)!r}, 'rb').read())[0].postscript)\n"
        "print([name for name in ('weasyprint', 'fontTools') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert run.stdout.split() == ["FandolFang-Regular", "[]"], run.stderr
