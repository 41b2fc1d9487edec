"""Uploads are what they say, open, and are safe; each refusal tells why and what to do (C15, C22)."""

import io
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from documents.inspection import KINDS, MB, FileRefused, Inspection, inspect, page_picture
from tests.documents import crafted, ofds


def look(data: bytes, allowed=KINDS, max_bytes=5 * MB, max_pages=3) -> Inspection:
    return inspect(data, allowed=allowed, max_bytes=max_bytes, max_pages=max_pages)


def refusal_of(data: bytes, **limits) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        look(data, **limits)
    assert len(str(refused.value)) > 15
    assert "请" in str(refused.value)
    return refused.value


def test_good_files_are_told_what_they_are():
    """C15: kind, pages and size come from the content."""
    assert look(crafted.jpeg()) == Inspection("jpeg", 1, 600, 400)
    assert look(crafted.png()) == Inspection("png", 1, 600, 400)
    assert look(crafted.pdf(3)) == Inspection("pdf", 3, 595, 842)
    assert look(crafted.heic()) == Inspection("heic", 1, 600, 400)
    assert look(ofds.ofd(["演示"], ["第二页"])) == Inspection("ofd", 2, 595, 842)
    assert look(crafted.jpeg(mode="L")) == Inspection("jpeg", 1, 600, 400)
    assert look(crafted.jpeg(mode="CMYK")) == Inspection("jpeg", 1, 600, 400)


def test_a_turned_photograph_counts_upright():
    """C15: a telephone's picture has the size that its viewer shows."""
    assert look(crafted.jpeg(orientation=6)) == Inspection("jpeg", 1, 400, 600)
    assert look(crafted.heic(orientation=6)) == Inspection("heic", 1, 400, 600)


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b"", {}, "empty"),
        (crafted.jpeg(), {"max_bytes": 100}, "too_large"),
        (b"hello, I am a text", {}, "kind"),
        (b"GIF89a" + b"\0" * 50, {}, "kind"),
        (crafted.archive(a=b"x"), {}, "kind"),
        (ofds.ofd(["演示"]), {"allowed": ("jpeg", "pdf")}, "ofd"),
        (b"MZ" + b"\0" * 500, {}, "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", {}, "kind"),
        (crafted.png(), {"allowed": ("jpeg", "pdf")}, "kind"),
        (crafted.pdf(), {"allowed": ("jpeg",)}, "kind"),
        (crafted.heic(), {"allowed": ("jpeg", "pdf")}, "kind"),
        (crafted.avif(), {}, "kind"),
        (crafted.avif().replace(b"ftypavif", b"ftypheic"), {}, "broken"),
        (crafted.heic()[:-1], {}, "broken"),
        (crafted.heic()[:-300], {}, "broken"),
        (crafted.heic(number=2), {}, "several"),
        (crafted.jpeg()[:-400], {}, "broken"),
        (crafted.jpeg()[:300], {}, "broken"),
        (crafted.png()[:-60], {}, "broken"),
        (crafted.pdf()[:-60], {}, "broken"),
        (crafted.pdf()[: len(crafted.pdf()) // 2], {}, "broken"),
        (b"%PDF-1.7\nnothing at all\n%%EOF\n", {}, "broken"),
        (crafted.jpeg(90, 600), {}, "too_small"),
        (crafted.png(1, 1), {}, "too_small"),
        (crafted.heic(90, 600), {}, "too_small"),
        (crafted.huge_png(), {}, "too_many_pixels"),
        (crafted.pdf(4), {}, "too_many_pages"),
        (crafted.pdf(0), {}, "broken"),
    ],
)
def test_refusals(data, limits, code):
    """C15: each fault has a code of its own and a way out."""
    assert refusal_of(data, **limits).code == code


@pytest.mark.parametrize("owner_only", [True, False])
def test_encrypted_pdf_is_refused(owner_only):
    """C15: with a password to open it, or with rights alone; the reviewer could not read or mask it."""
    lock = pikepdf.Encryption(owner="o", user="" if owner_only else "u")
    assert refusal_of(crafted.pdf(encryption=lock)).code == "encrypted"


@pytest.mark.parametrize("name", crafted.ACTIVE)
@pytest.mark.parametrize("packed", [True, False])
def test_active_content_is_refused(name, packed):
    """C22: scripts, programs, attachments and films, in object streams too."""
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert refusal_of(crafted.pdf(1, crafted.ACTIVE[name], object_stream_mode=mode)).code == "active"


def test_a_link_and_a_bookmark_are_not_active():
    """C24: no artificial barrier; an ordinary export with links is taken."""

    def linked(made: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://www.chsi.com.cn/")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(link)])
        made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])

    assert look(crafted.pdf(1, linked)).pages == 1


@pytest.mark.parametrize(
    "data",
    [
        crafted.jpeg() + crafted.pdf(),
        crafted.jpeg() + crafted.archive(a=b"x"),
        crafted.heic() + crafted.box(b"free", b"<script>alert(1)</script>"),
        crafted.heic() + crafted.box(b"free", crafted.pdf()),
        crafted.png() + b"<script>alert(1)</script>",
        crafted.png() + crafted.pdf(),
        crafted.pdf() + crafted.archive(a=b"x") + b"%%EOF",
    ],
)
def test_two_files_in_one_are_refused(data):
    """C22: a picture that another program would open as something else."""
    assert refusal_of(data).code == "mixed"


def test_rubbish_behind_a_picture_is_no_matter():
    """C24: some telephones append bytes of their own."""
    assert look(crafted.jpeg() + b"\0" * 64).kind == "jpeg"
    assert look(crafted.heic() + crafted.box(b"sefd", b"\0" * 64)).kind == "heic"


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


def test_previews_have_the_width_asked_for():
    """C15, C25: a page of any kind; a small picture is not blown up."""
    assert opened(page_picture(crafted.jpeg(2000, 1000), "jpeg", 1, 500)).size == (500, 250)
    assert opened(page_picture(crafted.png(300, 200), "png", 1, 500)).size == (300, 200)
    assert opened(page_picture(crafted.pdf(2), "pdf", 2, 595)).size == (595, 842)


def test_a_photographed_page_is_light_enough_for_a_slow_line():
    """C25: a page of 900 pixels from a phone comes in under 150 kB, which is 1.2 s at 1 Mbit/s."""
    paper = Image.blend(
        Image.linear_gradient("L").resize((2448, 3264)), Image.effect_noise((2448, 3264), 18), 0.12
    )
    photo = io.BytesIO()
    paper.convert("RGB").save(photo, "JPEG", quality=88)
    assert len(page_picture(photo.getvalue(), "jpeg", 1, 900)) < 150_000


def test_an_endless_page_is_drawn_all_the_same():
    """C25: as long as the format holds, and no longer."""
    assert opened(page_picture(crafted.png(100, 20_000), "png", 1, 900)).size == (82, 16_383)


@pytest.mark.parametrize("kind", ["jpeg", "heic"])
def test_preview_is_upright(kind):
    """C15: orientation 6 is turned clockwise: the red corner comes to the top right."""
    turned = getattr(crafted, kind)(800, 400, orientation=6)
    image = opened(page_picture(turned, kind, 1, 400)).convert("RGB")
    assert image.size == (400, 800)
    red, green, _blue = image.getpixel((390, 10))
    assert red > 200
    assert green < 80


def test_the_picture_is_shown_and_not_the_thumbnail_beside_it():
    """C21: a camera's thumbnail may show what the picture no longer does."""
    whole = pillow_heif.from_pillow(Image.new("RGB", (1024, 1024), "white"))
    whole.info["thumbnails"] = [512]
    out = io.BytesIO()
    whole.save(out, quality=60)
    image = Image.open(io.BytesIO(out.getvalue()))
    image.draft("RGB", (100, 100))
    assert image.size == (1024, 1024)
    assert look(out.getvalue()) == Inspection("heic", 1, 1024, 1024)


def test_a_scan_of_sixteen_bits_is_not_white():
    """C25: some scanners write greys of 16 bits."""
    grey = io.BytesIO()
    Image.new("I;16", (200, 200), 257 * 100).save(grey, "PNG")
    assert opened(page_picture(grey.getvalue(), "png", 1, 200)).convert("L").getpixel((5, 5)) == 100


def test_preview_of_a_cut_out_signature_is_on_white():
    """C25: transparent is white on screen, not black."""
    assert (
        opened(page_picture(crafted.png(200, 200, "RGBA"), "png", 1, 200)).convert("RGB").getpixel((5, 5))
        == (255,) * 3
    )


@pytest.mark.parametrize(("kind", "page"), [("pdf", 0), ("pdf", 2), ("jpeg", 2)])
def test_a_page_that_is_not_there(kind, page):
    """Another page is an error of the caller, not a picture of something else."""
    data = crafted.pdf() if kind == "pdf" else crafted.jpeg()
    with pytest.raises(IndexError):
        page_picture(data, kind, page, 300)


def test_many_previews_at_once():
    """C25: the renderer knows no threads; several reviewers' pages in one process come out right all the same."""
    data = crafted.pdf(2)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda n: page_picture(data, "pdf", 1 + n % 2, 200), range(24)))
    assert {opened(picture).size for picture in made} == {(200, 284)}
