"""The blind copies tell what their labels say, in that place alone."""

import io
import re
import zlib
from functools import lru_cache

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.scans import Blind, planted_leaks
from tests.scans.leaks import reversed_name
from tests.scans.plants import OF_THE_PAGE, PLANTS

WANTED = {
    *("pdf text layer", "pdf xmp", "pdf docinfo", "pdf attachment", "pdf file name", "pdf off-page text"),
    *("pdf hidden layer", "pdf white text", "pdf thumbnail", "pdf page label", "pdf outline title"),
    *("jpg exif", "jpg exif thumbnail", "jpg xmp", "jpg file name", "jpg qr code", "png text"),
}


@lru_cache
def copies() -> tuple[Blind, ...]:
    """Every leak."""
    return tuple(planted_leaks(3, "tuning"))


def test_every_leak_is_there_once():
    leaks = [copy.leak for copy in copies()]
    assert set(leaks) >= WANTED
    assert len(leaks) == len(set(leaks))


def test_a_seed_gives_the_same_copies():
    again = planted_leaks(3, "tuning")
    assert [copy.leak for copy in copies()[:4] if copy != next(again)] == []


def test_every_spelling_is_planted():
    assert len({copy.spelling for copy in copies() if copy.token}) == 7
    assert reversed_name("诸葛国庆") == "国庆诸葛"
    assert reversed_name("古丽·买买提") == "买买提·古丽"


@pytest.mark.parametrize("leak", PLANTS)
def test_a_copy_tells_what_was_planted_and_no_more(leak):
    for copy in copies():
        if copy.leak == leak:
            said = "\n".join(everything(copy))
            assert copy.leak == "png visible text" or copy.token in said
            person = copy.person
            names = {person.name, person.employer, person.id_number, person.phone} - {copy.token}
            assert all(name not in said for name in names if name not in copy.token)


def everything(copy: Blind):
    """Give all that a copy says beside its pixels, read by whatever reads it."""
    yield copy.file_name
    yield from (found.text for found in zxingcpp.read_barcodes(shown(copy)))
    if copy.suffix == "pdf":
        yield from said_by_pdf(copy.data)
    for packed in re.findall(rb"Comment\x00\x01\x00{3}(.+?)(?=....IEND)", copy.data, re.S):
        yield zlib.decompressobj().decompress(packed).decode()
    yield copy.data.decode("utf-8", "ignore")


def said_by_pdf(data: bytes):
    """Give the texts of a PDF's pages, objects and streams."""
    document = pypdfium2.PdfDocument(data)
    yield from (page.get_textpage().get_text_range() for page in document)
    document.close()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield from strings(thing)
            if isinstance(thing, pikepdf.Stream) and "/DCTDecode" not in str(thing.get("/Filter")):
                yield thing.read_bytes().decode("utf-8", "ignore")
            elif isinstance(thing, pikepdf.Stream):
                yield thing.read_raw_bytes().decode("utf-8", "ignore")
        yield from strings(pdf.trailer)


def strings(thing, depth: int = 0):
    """Give the strings in a PDF's object."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Array) and depth < 8:
        parts = thing.values() if isinstance(thing, pikepdf.Dictionary) else thing
        for part in parts:
            yield from strings(part, depth + 1)


def shown(copy: Blind) -> np.ndarray:
    """Give a copy's pixels as a viewer shows them."""
    if copy.suffix == "pdf":
        document = pypdfium2.PdfDocument(copy.data)
        pixels = np.array(document[0].render(scale=1.5).to_pil().convert("L"))
        document.close()
        return pixels
    with Image.open(io.BytesIO(copy.data)) as picture:
        return np.asarray(picture.convert("L"))


def embedded_pictures(data: bytes) -> list[Image.Image]:
    """Give every whole JPEG in `data`, one within another too."""
    found = []
    for start in re.finditer(rb"\xff\xd8\xff", data):
        with Image.open(io.BytesIO(data[start.start() :])) as picture:
            picture.load()
            found.append(picture.convert("L"))
    return found


@pytest.mark.parametrize("leak", sorted(OF_THE_PAGE - {"jpg face", "png transparent"}))
def test_what_was_burnt_can_still_be_seen_elsewhere(leak):
    """Behind the black of what is shown, a picture in the file has something at the same place."""
    copy = next(copy for copy in copies() if copy.leak == leak)
    black = shown(copy) < 8
    assert black.mean() > 0.01
    brightest = max(
        float(np.mean(np.asarray(picture.resize(black.shape[::-1]))[black]))
        for picture in embedded_pictures(copy.data)
    )
    assert brightest > 60


def test_what_is_clear_as_glass_is_there():
    copy = next(copy for copy in copies() if copy.leak == "png transparent")
    with Image.open(io.BytesIO(copy.data)) as picture:
        pixels = np.asarray(picture)
    hidden = pixels[pixels[..., 3] == 0][:, :3]
    assert len(hidden) > 1000
    assert np.ptp(hidden) > 150
