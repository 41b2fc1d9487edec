"""Which faces papers are set in: the office's own before the free ones, Noto where neither is there."""

import io
import shutil
from pathlib import Path

from django.conf import settings
from PIL import Image

from documents.faces import faces_in

FREE = Path(settings.PAPER_FONTS)


def test_the_file_that_serves_is_named_and_shown(tmp_path: Path) -> None:
    """An own 仿宋 comes before the free one; 楷体 is the free one; 小标宋 is nowhere, so Noto stands in."""
    shutil.copy(FREE / "FandolFang-Regular.otf", tmp_path)
    shutil.copy(FREE / "FandolKai-Regular.otf", tmp_path)
    shutil.copy(FREE / "FandolFang-Regular.otf", tmp_path / "simfang.ttf")
    fang, kai, title = faces_in(tmp_path)
    assert (fang.file, fang.is_own, fang.stands_in) == ("simfang.ttf", True, "")
    assert (kai.file, kai.is_own) == ("FandolKai-Regular.otf", False)
    assert (title.file, title.stands_in, title.picture) == ("", "Noto Serif CJK SC", b"")
    assert Image.open(io.BytesIO(fang.picture)).width > 600
    assert fang.picture != kai.picture


def test_a_file_that_is_no_font_is_named_without_a_picture(tmp_path: Path) -> None:
    """The page stands, so that somebody sees which file it is."""
    (tmp_path / "simkai.ttf").write_bytes(b"no font")
    kai = faces_in(tmp_path)[1]
    assert (kai.file, kai.picture) == ("simkai.ttf", b"")


def test_without_a_folder_noto_serves_for_all() -> None:
    assert [face.stands_in for face in faces_in(None)] == ["Noto Serif CJK SC"] * 3
