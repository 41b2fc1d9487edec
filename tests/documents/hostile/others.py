"""What is no picture and no PDF at all, whatever it is called; and good files with a few bytes changed."""

import gzip
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import weasyprint

from tests.documents import crafted
from tests.documents.hostile import ANY, Case
from tests.services import EICAR

MUTANTS = 12  # of each good file


def cases() -> Iterator[Case]:
    """Give all of them."""
    for name, data in FILES.items():
        yield Case(name, partial(bytes, data), "kind" if data else "empty")
    yield from mutants()
    yield from installed()


FILES = {
    "nothing": b"",
    "one byte": b"\0",
    "zeros": bytes(10_000),
    "text": "我的毕业证书".encode(),
    "text in another coding": "我的毕业证书".encode("gb18030"),
    "EICAR": EICAR,
    "HTML": b"<!doctype html><html><script>alert(1)</script></html>",
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "SVG behind a declaration": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "XML that grows": b"<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>",
    "PHP": b"<?php system($_GET['c']); ?>",
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "script": b"alert(document.cookie)",
    "PostScript": b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file\n",
    "program of Windows": b"MZ\x90\0" + bytes(500),
    "program of Linux": b"\x7fELF\x02\x01\x01" + bytes(500),
    "program of Java": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(500),
    "shortcut of Windows": b"L\0\0\0\x01\x14\x02\0" + bytes(100),
    "ZIP": crafted.archive(a=b"x"),
    "ZIP of paths": crafted.archive(**{"../../etc/passwd": b"x"}),
    "ZIP that grows": crafted.archive(a=bytes(20_000_000)),
    "Word": crafted.archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "GZIP that grows": gzip.compress(bytes(20_000_000)),
    "RAR": b"Rar!\x1a\x07\x01\0" + bytes(100),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
    "GIF": b"GIF89a" + bytes(50),
    "GIF that is a script": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//;",
    "BMP": b"BM" + bytes(200),
    "TIFF": b"II*\0\x08\0\0\0" + bytes(100),
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40),
    "icon": b"\0\0\x01\0\x01\0\x10\x10" + bytes(100),
    "Photoshop": b"8BPS\0\x01" + bytes(100),
    "film": crafted.box(b"ftyp", b"isom\0\0\0\0isomavc1") + crafted.box(b"mdat", bytes(99)),
    "film of pictures": crafted.box(b"ftyp", b"msf1\0\0\0\0msf1hevc") + crafted.box(b"mdat", bytes(99)),
    "sound": b"ID3\x04\0\0\0\0\0\0" + bytes(100),
    "mail": b"From: a@example.org\r\nSubject: x\r\n\r\nx",
    "database": b"SQLite format 3\0" + bytes(100),
    "font": b"\0\x01\0\0\0\x0c\0\x80" + bytes(100),
    "the mark of a JPEG alone": b"\xff\xd8",
    "the mark of a PNG alone": b"\x89PNG",
    "the mark of a PDF alone": b"%PD",
    "a PDF in capitals": b"%pdf-1.7\n%%EOF",
}


def mutants() -> Iterator[Case]:
    """Good files with a few bytes changed, dropped or doubled: always the same ones."""
    good = {
        "jpeg": crafted.jpeg(),
        "png": crafted.png(),
        "heic": crafted.heic(),
        "pdf": crafted.pdf(2),
        "pdf, packed": weasyprint.HTML(string="<p>文字</p>").write_pdf(),
    }
    for kind, whole in good.items():
        for seed in range(MUTANTS):
            yield Case(f"{kind}, mutant {seed}", partial(mutated, whole, f"{kind} {seed}"), ANY)


def mutated(whole: bytes, seed: str) -> bytes:
    dice, data = random.Random(seed), bytearray(whole)
    for _change in range(dice.choice((1, 3, 10, 40))):
        place = dice.randrange(8, len(data))
        what = dice.randrange(4)
        if what == 0:
            data[place] = dice.randrange(256)
        elif what == 1:
            data[place] ^= 1 << dice.randrange(8)
        elif what == 2:
            del data[place : place + dice.randrange(1, 9)]
        else:
            data[place:place] = data[place : place + dice.randrange(1, 30)]
    return bytes(data)


def installed() -> Iterator[Case]:
    """Pictures and PDFs that installed packages bring along, each cut at two thirds."""
    endings = (".jpg", ".png", ".pdf", ".heic")
    packages = Path(weasyprint.__file__).parents[1]
    found = sorted(path for path in packages.rglob("*.*") if path.suffix in endings)
    for ending in endings:
        for path in [path for path in found if path.suffix == ending][:4]:
            yield Case(f"{path.name} of {path.parent.name}", path.read_bytes, ANY)
            yield Case(f"{path.name} of {path.parent.name}, cut", partial(two_thirds, path), ANY)


def two_thirds(path: Path) -> bytes:
    data = path.read_bytes()
    return data[: len(data) * 2 // 3]
