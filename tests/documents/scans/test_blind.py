"""Blind copies, and every way in which one could still name its person (C21)."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import segno
from django.core.management import CommandError, call_command
from PIL import Image, ImageDraw, PngImagePlugin

from documents.scans.blind import COVER, blind_copy
from documents.scans.identity import Identity
from documents.scans.leaks import Leak, in_structure, leaks
from documents.scans.lines import Box
from documents.scans.pages import opened
from tests.scans import Page, generate
from tests.scans.drawing import SERIF

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
    assert "words" in _kinds(leaks(blind_copy(paper, {}), "1.pdf", WHO))
    covered = blind_copy(paper, {1: [line.box.grown(4) for line in page.lines]})
    assert leaks(covered, "1.pdf", WHO) == []


# planted


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = WHO.name
    return exif


def _with(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes, Image.Image], bytes]:
    def planted(copy: bytes, _picture: Image.Image) -> bytes:
        with pikepdf.open(io.BytesIO(copy)) as pdf:
            change(pdf)
            out = io.BytesIO()
            pdf.save(out)
        return out.getvalue()

    return planted


def _drawing(text: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[pikepdf.Pdf], None]:
    """Write something on the page beside its picture."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources.Font = pikepdf.Dictionary(F=font)
        page.contents_add(before + b" BT /F 12 Tf " + text + b" (maimaiti) Tj ET " + after)

    return change


def _metadata(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as held:
        held["dc:title"] = WHO.name


def _layer(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=[group]))


def _thumbnail(pdf: pikepdf.Pdf) -> None:
    small = pikepdf.Stream(
        pdf, b"\0" * 300, Width=10, Height=10, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8
    )
    pdf.pages[0].obj.Thumb = pdf.make_indirect(small)


def _outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(WHO.name, 0))


def _label(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=WHO.name)])


def _second_picture(pdf: pikepdf.Pdf) -> None:
    other = Image.new("RGB", (40, 40), "white")
    image = pikepdf.Stream(
        pdf, _jpeg(other), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=40
    )
    pdf.pages[0].obj.Resources.XObject.Q = pdf.make_indirect(image)


def _inner_exif(pdf: pikepdf.Pdf) -> None:
    image = pdf.pages[0].obj.Resources.XObject.P
    picture = Image.open(io.BytesIO(image.read_raw_bytes()))
    image.write(_jpeg(picture, exif=_exif()), filter=pikepdf.Name.DCTDecode)


def _attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["x.txt"] = WHO.name.encode()


def _info(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = WHO.name


def _orphan(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = pdf.make_indirect(pikepdf.Dictionary(Private=WHO.name))


def _note(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=WHO.name
    )
    pdf.pages[0].obj.Annots = [pdf.make_indirect(note)]


PLANTED = {
    "text layer": _with(_drawing(b"3 Tr 100 100 Td")),
    "white text": _with(_drawing(b"1 1 1 rg 100 100 Td")),
    "off-page text": _with(_drawing(b"-900 -900 Td")),
    "text in a hidden layer": _with(_drawing(b"100 100 Td", b"/OC /L BDC", b"EMC")),
    "hidden layer": _with(_layer),
    "XMP": _with(_metadata),
    "document information": _with(_info),
    "attachment": _with(_attached),
    "thumbnail": _with(_thumbnail),
    "outline": _with(_outline),
    "page label": _with(_label),
    "annotation": _with(_note),
    "second picture": _with(_second_picture),
    "private data": _with(_orphan),
    "EXIF inside": _with(_inner_exif),
    "EXIF": lambda _copy, picture: _jpeg(picture, exif=_exif()),
    "comment": lambda _copy, picture: _jpeg(picture, comment=WHO.name.encode()),
    "behind the end": lambda _copy, picture: _jpeg(picture) + WHO.name.encode(),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_leak_in_what_the_file_is_made_of_is_found(copy: bytes, picture: Image.Image, planted: str) -> None:
    """C21: whatever is no pixel is a leak, whether or not it names anybody."""
    assert list(in_structure(copy)) == []
    assert list(in_structure(PLANTED[planted](copy, picture)))


def test_words_beside_the_pixels_of_a_png_are_found(picture: Image.Image) -> None:
    out, words = io.BytesIO(), PngImagePlugin.PngInfo()
    words.add_text("Author", WHO.name)
    picture.save(out, "PNG", pnginfo=words)
    assert _kinds(list(in_structure(out.getvalue()))) == {"metadata"}


@pytest.mark.parametrize("name", ["买买提吐尔逊江.pdf", "maimaiti tuerxunjiang.pdf", "13912345678.pdf"])
def test_a_name_in_the_files_name_is_found(copy: bytes, name: str) -> None:
    assert "file_name" in _kinds(leaks(copy, name, WHO))


@pytest.mark.parametrize("word", ["吐尔逊江・买买提", WHO.employer, "MAIMAITI TUERXUNJIANG"])
def test_words_in_the_pixels_are_found(picture: Image.Image, word: str) -> None:
    """Reversed, with another dot, in pinyin; small and grey too."""
    from PIL import ImageFont

    drawn = picture.copy()
    font = ImageFont.truetype(SERIF.format("Regular"), 18, index=2)
    ImageDraw.Draw(drawn).text((120, 700), word, fill=(120, 120, 120), font=font)
    assert "words" in _kinds(leaks(blind_copy(_jpeg(drawn), {}), "1.pdf", WHO))


def test_a_code_a_face_and_a_seal_are_found(picture: Image.Image) -> None:
    drawn, out = picture.copy(), io.BytesIO()
    segno.make("https://verify.example.cn/1").save(out, kind="png", scale=6)
    drawn.paste(Image.open(out).convert("RGB"), (100, 400))
    assert _kinds(leaks(blind_copy(_jpeg(drawn), {}), "1.pdf", WHO)) == {"code"}
    page = next(generate(seed=3, count=1, half="tuning", slot="skill_certificate"))
    assert {"face", "seal"} <= _kinds(leaks(blind_copy(page.data, {}), "1.pdf", WHO))


# the commands


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, Path]:
    """A paper as sent, in a file."""
    page = next(generate(seed=3, count=1, half="tuning", slot="current_title"))
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
        "print(seen.is_read, seen.misplaced, seen.pages[0].faults, [each.verdict for _page, each in seen.findings])\n"
        "covers = {1: [cover.box.grown(9) for cover in seen.pages[0].covers]}\n"
        "print({leak.kind for leak in leaks(blind_copy(data, covers), '1.pdf', Identity('王小明'))})"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False None [] []", "{'unread'}"]


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
