"""An OFD is shown, read and covered as pages, whatever draws them; its seals stand where they were put (C15, C21)."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from django.core.management import call_command
from PIL import Image

from documents import apart, checks
from documents.inspection import FileRefused
from documents.scans.pages import drawn_at
from tests.documents import ofds

NAME = "买买提·吐尔逊江"
SAID = ["社会保险缴费证明", f"姓名：{NAME}", "单位：和田演示建设有限公司", "䶮喆堃"]
PER_MM = 2339 / 297  # pixels of a page as it is looked at


@pytest.fixture(autouse=True)
def _apart(settings: Any) -> None:
    settings.FILES_APART = True


def part(pixels: Any, left: float, top: float, width: float, height: float) -> Any:
    """Give a part of a page, in mm, blue first."""
    left, top, right, bottom = (round(side * PER_MM) for side in (left, top, left + width, top + height))
    return pixels[top:bottom, left:right].astype(int)


def redness(pixels: Any) -> float:
    """Give how much of a part is red, from 0 to 1."""
    return float(np.mean((pixels[..., 2] > 150) & (pixels[..., 1] < 110) & (pixels[..., 0] < 110)))


def darkness(pixels: Any) -> float:
    return float(np.mean(pixels.max(axis=-1) < 100))


def test_each_page_is_a_picture_with_text_and_lines_where_they_belong() -> None:
    """Two pages of A4; ink where each line stands, a red frame, white elsewhere; nothing but the picture in the PDF."""
    pdf = apart.ofd_pages(ofds.bound(ofds.parts([ofds.page(SAID, ofds.FRAME), ofds.page(["第二页"])])))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [[round(float(side)) for side in page.mediabox[2:]] for page in opened.pages] == [[595, 842]] * 2
        assert "/Metadata" not in opened.Root
    first, second = drawn_at(pdf, 1), drawn_at(pdf, 2)
    for number, line in enumerate(SAID):
        assert darkness(part(first, 20, 20 + 12 * number, 5 * len(line), 7)) > 0.05
    assert redness(part(first, 19, 199, 102, 52)) > 0.02
    assert darkness(part(first, 20, 100, 150, 90)) == 0
    assert darkness(part(second, 20, 20, 15, 7)) > 0.05
    assert darkness(part(second, 20, 40, 150, 200)) == 0


def test_every_rare_character_is_drawn() -> None:
    """A name is not shown with a gap: a face that lacks a character is helped out by one that has it."""
    pixels = drawn_at(apart.ofd_pages(ofds.ofd(["䶮喆堃"])), 1)
    assert all(darkness(part(pixels, 20 + 5 * n, 20, 5, 7)) > 0.05 for n in range(3))


@pytest.mark.parametrize("kind", ["png", "ofd"])
def test_a_seal_in_a_signature_is_printed_over_the_page(kind: str) -> None:
    """As ink is: red in its ring, the text under its white middle still there; an OFD may be the picture of a seal."""
    line = ["", *[""] * 16, "　" * 22 + "和田演示"]
    members = ofds.parts([ofds.page(line)])
    ring = ofds.FRAME.replace("20 200 100 50", "0 0 100 50").replace('LineWidth="1"', 'LineWidth="20"')
    picture = ofds.seal() if kind == "png" else ofds.bound(ofds.parts([ofds.page((), ring, "0 0 100 50")]))
    bare, stamped = (
        drawn_at(apart.ofd_pages(ofds.bound(each)), 1) for each in (members, ofds.sealed(members, kind, picture))
    )
    left, top, width, height = ofds.SEAL_BOX
    assert redness(part(bare, left, top, width, height)) == 0
    assert redness(part(stamped, left, top, width, height)) > 0.1
    text = (130, 224, 20, 8)
    assert darkness(part(bare, *text)) > 0.05
    assert darkness(part(stamped, *text)) == pytest.approx(darkness(part(bare, *text)), abs=0.02)
    outside = (20, 30, 90, 250)
    assert np.abs(part(bare, *outside) - part(stamped, *outside)).max() < 8


def test_equal_files_give_equal_pages() -> None:
    """The pages are kept under their digest: the same file sent twice is kept once (C15)."""
    data = ofds.bound(ofds.sealed(ofds.parts([ofds.page(SAID)]), "png", ofds.seal()))
    assert apart.ofd_pages(data) == apart.ofd_pages(data)


def test_what_draws_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C22: neither the file nor its pages stay in a folder, also where it could not be drawn."""
    monkeypatch.setattr(apart, "_ENVIRONMENT", (*apart._ENVIRONMENT, "TMPDIR"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    apart._opener.stop()
    apart.ofd_pages(ofds.ofd(SAID))
    with pytest.raises(FileRefused):
        apart.ofd_pages(ofds.bound(ofds.parts([ofds.page(sheet="0 0 2000 2000")])))
    apart._opener.stop()
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_draws_it_the_way_to_a_pdf_is_told(settings: Any, tmp_path: Path) -> None:
    """C15: an installation without the program says what to do, and warns its administrator."""
    assert checks.ofd_can_be_drawn() == []
    settings.OFD_PROGRAM = str(tmp_path / "none")
    with pytest.raises(FileRefused, match="另存为PDF") as refused:
        apart.ofd_pages(ofds.ofd(SAID))
    assert refused.value.code == "ofd"
    assert [warning.id for warning in checks.ofd_can_be_drawn()] == ["documents.W004"]


def test_the_commands_read_and_cover_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C21: `inspect_scan` reads its pages, `blind_copy` covers the name and the employer and finds nothing left."""
    source, copy = tmp_path / "a.ofd", tmp_path / "copy.pdf"
    source.write_bytes(ofds.ofd(SAID))
    call_command("inspect_scan", str(source), "--slot", "social_security", "--name", NAME, "--json")
    assert json.loads(capsys.readouterr().out)["kind"] == "ofd"
    who = ["--name", NAME, "--employer", "和田演示建设有限公司"]
    call_command("blind_copy", str(source), *who, "--out", str(copy), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert {box["what"] for box in answer["boxes"]} >= {"name", "employer"}
    assert answer["leaks"] == []
    name = part(drawn_at(copy.read_bytes(), 1), 36, 33, 5 * len(NAME), 5)
    assert darkness(name) == 0


def test_the_picture_of_a_page_is_that_of_its_pdf() -> None:
    """C15: what people see is drawn from the same pages."""
    pdf = apart.ofd_pages(ofds.ofd(SAID))
    with Image.open(io.BytesIO(apart.page_picture(pdf, "pdf", 1, 900))) as shown:
        assert shown.size == (900, round(900 * 842 / 595))
