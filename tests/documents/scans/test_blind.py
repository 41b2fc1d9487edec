"""Blind copies, and every way in which one could still name its person (C21)."""

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from numpy.random import default_rng
from PIL import Image, ImageDraw, ImageFont, ImageOps, PngImagePlugin

from documents.scans.blind import COVER, blind_copy
from documents.scans.identity import Identity
from documents.scans.leaks import Leak, in_name, in_structure, leaks
from documents.scans.lines import Box
from documents.scans.pages import PDF_SIDE, drawn, opened
from tests.scans import Blind, Page, planted_leaks, things
from tests.scans.choosing import readable
from tests.scans.plants import IN_PIXELS

WHO = Identity("买买提·吐尔逊江", "和田市昆仑建筑工程有限责任公司", "653201199003121234", "13912345678")


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """A page that names nobody."""
    drawn = Image.new("RGB", (900, 1270), "white")
    ImageDraw.Draw(drawn).text((100, 200), "Annual plan of the works", fill="black", font_size=40)
    return drawn


@pytest.fixture(scope="module")
def copy(picture: Image.Image) -> bytes:
    """Its blind copy, which is clean."""
    return blind_copy(_jpeg(picture), {})


def _jpeg(picture: Image.Image, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, **more)
    return out.getvalue()


def _kinds(found: list[Leak]) -> set[str]:
    return {leak.kind for leak in found}


def test_a_copy_is_pictures_and_nothing_else(copy: bytes) -> None:
    """Nothing to extract, nothing named, and equal for equal files."""
    assert leaks(copy, "a1.pdf", WHO) == []
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert "/Info" not in pdf.trailer
        assert {"/Metadata", "/Names", "/Outlines", "/PageLabels"}.isdisjoint(pdf.Root.keys())


def test_equal_files_give_equal_copies(picture: Image.Image, copy: bytes) -> None:
    assert blind_copy(_jpeg(picture, exif=_exif()), {}) == copy


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_boxes_lie_on_the_pixels_that_were_looked_at(picture: Image.Image, orientation: int) -> None:
    """However the camera was held: what is drawn on is what a viewer shows."""
    coloured, exif = picture.copy(), Image.Exif()
    ImageDraw.Draw(coloured).rectangle((100, 600, 400, 900), fill="red")
    exif[0x0112] = orientation
    data = _jpeg(coloured, exif=exif)
    shown = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data)))).astype(int)
    for seen in (next(opened(data)).pixels, next(drawn(data))[:, :, ::-1]):
        assert seen.shape == shown.shape
        assert np.abs(seen - shown).mean() < 1


def test_what_is_covered_is_gone_from_the_pixels(picture: Image.Image) -> None:
    box = Box(90, 190, 600, 260)
    covered = next(
        opened(blind_copy(_jpeg(picture), {1: [box, Box(-50, -50, 10, 10), Box(5000, 0, 6000, 9)]}))
    ).pixels
    scale = covered.shape[1] / picture.width
    inside = covered[round(200 * scale) : round(250 * scale), round(100 * scale) : round(590 * scale)]
    assert np.abs(inside.astype(int) - COVER).max() < 12


def test_a_text_pdf_becomes_pixels() -> None:
    """Its text layer, links and name are gone; what it shows stays."""
    from weasyprint import HTML

    paper = HTML(string=f"<title>{WHO.name}</title><h1>{WHO.name}</h1><p>{WHO.employer}</p>").write_pdf()
    page = next(opened(paper))
    assert WHO.name in "".join(line.text for line in page.lines)
    covered = blind_copy(paper, {1: [line.box.grown(4) for line in page.lines]})
    assert leaks(covered, "1.pdf", WHO) == []


# planted


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = WHO.name
    return exif


def test_what_is_planted_beside_the_pixels_is_found(copy: bytes) -> None:
    """C21: whatever is no pixel is a leak, whether or not it names anybody; so is a name in the file's name."""
    assert list(in_structure(copy)) == []
    planted = [blind for blind in planted_leaks(7, "tuning") if blind.leak not in IN_PIXELS]
    assert len(planted) > 30
    assert [blind.leak for blind in planted if not _beside_pixels(blind)] == []


def _beside_pixels(blind: Blind) -> list[Leak]:
    person = blind.person
    who = Identity(person.name, person.employer, person.id_number, person.phone)
    return [*in_name(blind.file_name, who), *in_structure(blind.data)]


def test_words_beside_the_pixels_of_a_png_are_found(picture: Image.Image) -> None:
    out, words = io.BytesIO(), PngImagePlugin.PngInfo()
    words.add_text("Author", WHO.name)
    picture.save(out, "PNG", pnginfo=words)
    assert _kinds(list(in_structure(out.getvalue()))) == {"metadata"}


def test_a_thumbnail_in_a_jpegs_first_segment_is_found(picture: Image.Image) -> None:
    plain = _jpeg(picture)
    assert list(in_structure(plain)) == []
    small = b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"abc"
    held = plain[:2] + b"\xff\xe0" + (len(small) + 2).to_bytes(2, "big") + small + plain[20:]
    assert _kinds(list(in_structure(held))) == {"metadata"}


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        (WHO.name, "买买提吐尔逊江.pdf"),
        (WHO.name, "吐尔逊江_买买提 (1).pdf"),
        (WHO.name, "Maimaiti-Tuerxunjiang.pdf"),
        (WHO.name, "tuerxunjiang maimaiti.pdf"),
        ("王小明", "小明王.pdf"),
        ("王小明", "WANG_XiaoMing.pdf"),
        ("王小明", "Xiǎomíng+Wáng.pdf"),
        ("诸葛国庆", "国庆·诸葛.pdf"),
        ("", "13912345678.pdf"),
    ],
)
def test_a_name_in_the_files_name_is_found(name: str, file_name: str) -> None:
    """In either order, in characters and in pinyin, whatever joins its parts."""
    assert _kinds(list(in_name(file_name, Identity(name, phone=WHO.phone)))) == {"file_name"}
    assert list(in_name("01-2025.pdf", Identity(name, phone=WHO.phone))) == []


@pytest.mark.parametrize(
    "file_name", ["绿洲设计院（有限公司）.pdf", "绿洲设计院 1.jpg", "和田县绿洲设计院(有限公司).pdf"]
)
def test_an_employer_in_the_files_name_is_found(file_name: str) -> None:
    """With its brackets, and without what stands in them."""
    assert _kinds(list(in_name(file_name, Identity(employer="和田县绿洲设计院（有限公司）")))) == {"file_name"}


def test_words_in_the_pixels_are_found(picture: Image.Image) -> None:
    """Reversed, with another dot, in pinyin; small and grey too."""
    drawn, words = picture.copy(), ("吐尔逊江・买买提", WHO.employer, "MAIMAITI TUERXUNJIANG")
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 18, index=2)
    for row, word in enumerate(words):
        ImageDraw.Draw(drawn).text((120, 400 + 200 * row), word, fill=(120, 120, 120), font=font)
    found, grown = leaks(blind_copy(_jpeg(drawn), {}), "1.pdf", WHO), PDF_SIDE / picture.height
    rows = {
        (round((leak.box.top / grown - 400) / 200), leak.detail)
        for leak in found
        if leak.kind == "words" and leak.box
    }
    assert rows == {(0, "name"), (1, "employer"), (2, "name")}


def test_a_code_a_face_and_a_seal_are_found(picture: Image.Image) -> None:
    drawn = picture.copy()
    drawn.paste(things.code("https://verify.example.cn/1", 180), (100, 400))
    drawn.paste(things.face(default_rng(1), 180), (400, 400))
    drawn.paste(seal := things.seal("昆仑建筑", 200), (400, 900), seal)
    assert _kinds(leaks(blind_copy(_jpeg(drawn), {}), "1.pdf", Identity())) == {"code", "face", "seal"}


# the commands


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, Path]:
    """A paper as sent, in a file."""
    page = readable("current_title")
    path = tmp_path_factory.mktemp("sent") / "a.jpg"
    path.write_bytes(page.data)
    return page, path


def test_the_office_looks_at_a_file(sent: tuple[Page, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """inspect_scan works on files alone, and says what is wrong in its own slot and in another."""
    page, path = sent
    call_command("inspect_scan", path, "--slot=current_title", f"--name={page.shown.name}", "--json")
    call_command("inspect_scan", path, "--slot=diploma", "--name=古丽巴哈尔", "--json")
    right, wrong = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (right["misplaced"], wrong["misplaced"]["kind"]) == (None, "current_title")
    assert [each["findings"][0]["verdict"] for each in (right, wrong)] == ["agrees", "differs"]
    assert right["pages"][0]["quarter"] == page.quarter


def test_a_file_that_cannot_be_taken_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jpg").write_bytes(b"nothing")
    call_command("inspect_scan", tmp_path / "a.jpg", "--json")
    assert json.loads(capsys.readouterr().out)["refused"]["code"] == "kind"
    with pytest.raises(CommandError):
        call_command("inspect_scan", tmp_path / "none.jpg")


def test_a_copy_in_which_something_is_left_is_no_success(picture: Image.Image, tmp_path: Path) -> None:
    """blind_copy fails when the leak check finds something, here the name in the file's name."""
    (tmp_path / "a.jpg").write_bytes(_jpeg(picture))
    with pytest.raises(CommandError, match="1 left"):
        call_command("blind_copy", tmp_path / "a.jpg", "--name=王小明", f"--out={tmp_path / '王小明.pdf'}")


def test_without_ocr_all_else_works_and_no_copy_is_called_clean(sent: tuple[Page, Path]) -> None:
    """Checks by text are shown as not done; a copy whose words nobody read waits for an officer (C21)."""
    _page, path = sent
    program = (
        "import sys; sys.modules['rapidocr'] = None; import django; django.setup()\n"
        "from documents.scans.inspecting import inspected, sight; from documents.scans.identity import Identity\n"
        "from documents.scans.pages import opened\n"
        "from documents.scans.blind import blind_copy; from documents.scans.leaks import leaks\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "seen = inspected(map(sight, opened(data)), 'diploma', {'name': '王小明'}, Identity('王小明'))\n"
        "print(seen.is_read, seen.misplaced, seen.pages[0].quarter, [each.verdict for _page, each in seen.findings])\n"
        "covers = {1: [cover.box.grown(9) for cover in seen.pages[0].covers]}\n"
        "print({leak.kind for leak in leaks(blind_copy(data, covers), '1.pdf', Identity('王小明'))})"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False None None []", "{'unread'}"]


def test_the_office_makes_a_blind_copy(sent: tuple[Page, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """blind_copy prints the boxes and what the leak check says of the copy that it wrote."""
    page, path = sent
    shown, out = page.shown, path.parent / "b.pdf"
    who = (
        f"--name={shown.name}",
        f"--employer={shown.employer}",
        f"--id-number={shown.id_number}",
        f"--phone={shown.phone}",
    )
    call_command("blind_copy", path, *who, f"--out={out}", "--json")
    said = json.loads(capsys.readouterr().out)
    assert {"name", "employer"} <= {box["what"] for box in said["boxes"]}
    assert said["leaks"] == list(in_structure(out.read_bytes())) == []
