"""The faces that papers are set in, and nothing else.

仿宋, 楷体 and 小标宋 come first from the folders that `set_in` names, which hold what an office uploaded, then from that
of the setting `PAPER_FONTS`: `scripts/fonts` puts the free Fandol faces there, drawn in polygons (`documents.polygons`),
and whoever runs the portal may add 仿宋_GB2312, 楷体_GB2312 or 方正小标宋, which then come first. Noto Serif CJK SC has
every character of a name; it serves for what they lack, and for all where the folders are empty.
"""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

#: ASCII and GB 2312, as GBK calls its signs: nearly every character of a paper.
COMMON = bytes(range(0x20, 0x7F)).decode() + "".join(
    bytes((row, cell)).decode("gbk", "ignore") for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)
)
MUST_HAVE = ("Noto Serif CJK SC", "Noto Sans CJK SC")
#: What follows each of them. Named here and not in the style sheets, where it would be looked up for each line of text.
FALLBACKS = ("UKIJ Tuz", "DejaVu Sans")


def fallbacks() -> tuple[str, ...]:
    """Give the families of FALLBACKS and those that an installation adds by the setting `PAPER_MORE_FACES`."""
    return *FALLBACKS, *getattr(settings, "PAPER_MORE_FACES", ())


def system_families() -> tuple[str, ...]:
    """Give every family of the system that papers are set in."""
    return *MUST_HAVE, *fallbacks(), "UKIJ Ekran"


class FontsMissing(RuntimeError):
    """A library or a face without which papers come out wrong or very slowly."""


@dataclass(frozen=True)
class Face:
    """A face of one's own: `family` as the style sheets call it, `files` in order of preference.

    `key` names it elsewhere, and its uploaded file in a folder. `weight` is that of the text it serves: 小标宋 is made
    for titles and must not be thickened once more.
    """

    key: str
    family: str
    files: tuple[str, ...]
    weight: str = "normal"


OWN_FACES = (
    Face(
        "fang",
        "Paper Fang",
        ("仿宋_GB2312.ttf", "simfang.ttf", "FandolFang-Polygon.otf", "FandolFang-Regular.otf"),
    ),
    Face("kai", "Paper Kai", ("楷体_GB2312.ttf", "simkai.ttf", "FandolKai-Polygon.otf", "FandolKai-Regular.otf")),
    Face(
        "title",
        "Paper Title",
        (
            "方正小标宋简体.ttf",
            "方正小标宋_GBK.ttf",
            "FZXBSJW.TTF",
            "FandolSong-Bold-Polygon.otf",
            "FandolSong-Bold.otf",
        ),
        weight="bold",
    ),
)
#: What the common characters of 宋体 are taken from; the others come from Noto itself.
SONG = (
    Face("song", "Paper Song", ("PaperSong-Polygon.otf",)),
    Face("song-bold", "Paper Song", ("PaperSong-Bold-Polygon.otf",), weight="bold"),
)
DRAWN_WRONG = "￥·"  # Fandol draws the first as $ and the second a whole character wide
KEPT_IN_NOTO = "noto"  # the class that keeps them in 宋体


_before: ContextVar[tuple[str, ...]] = ContextVar("folders_of_faces", default=())


@contextmanager
def set_in(*folders: str) -> Iterator[None]:
    """While inside, papers are set in the faces of `folders`, and in those of PAPER_FONTS for what they lack."""
    token = _before.set(folders)
    try:
        yield
    finally:
        _before.reset(token)


def folders_in_use() -> tuple[str, ...]:
    """Give the folders whose faces papers are set in just here, the first before the others."""
    return *_before.get(), *filter(None, [str(getattr(settings, "PAPER_FONTS", None) or "")])


def own_faces(*folders: str | Path | None) -> list[tuple[Face, Path]]:
    """Give the faces of one's own that `folders` hold, each with its file: that of the first folder that has one."""
    return _faces_in(folders, OWN_FACES)


def song_faces(*folders: str | Path | None) -> list[tuple[Face, Path]]:
    """Give the faces of SONG that `folders` hold, each with its file."""
    return _faces_in(folders, SONG)


def _faces_in(folders: tuple[str | Path | None, ...], faces: tuple[Face, ...]) -> list[tuple[Face, Path]]:
    found = []
    for face in faces:
        places = (Path(folder) / name for folder in folders if folder for name in (face.key, *face.files))
        path = next((place for place in places if place.is_file()), None)
        if path:
            found.append((face, path.resolve()))
    return found


def face_rules(*folders: str | Path | None) -> str:
    """Give the `@font-face` rules of the faces in `folders`; empty without any."""
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; src: url("{path.as_uri()}");'
        f" font-weight: {face.weight}; }}\n"
        for face, path in (*own_faces(*folders), *song_faces(*folders))
    )


def keep_in_noto(html: str) -> str:
    """Give `html` with each character of DRAWN_WRONG in its body set in 宋体.

    A `unicode-range` will not do: it makes the face claim what it lacks, and 喆 and 堃 print as boxes.
    """
    head, body = html.split("<body", 1)
    for char in DRAWN_WRONG:
        body = body.replace(char, f'<span class="{KEPT_IN_NOTO}">{char}</span>')
    return f"{head}<body{body}"


def allowed_files(*folders: str | Path | None) -> frozenset[str]:
    """Give the addresses that the closed fetcher may open: the font files of `face_rules`, no other."""
    return frozenset(path.as_uri() for _face, path in (*own_faces(*folders), *song_faces(*folders)))


@contextmanager
def only_needed_fonts() -> Iterator[None]:
    """While inside, fontconfig sees `system_families` only: less memory, the same fallback on every machine."""
    accepted = "".join(
        f'<pattern><patelt name="family"><string>{name}</string></patelt></pattern>' for name in system_families()
    )
    aliases = "".join(
        f'<alias binding="same"><family>{family}</family><accept>'
        + "".join(f"<family>{name}</family>" for name in fallbacks())
        + "</accept></alias>"
        for family in MUST_HAVE
    )
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{aliases}<selectfont><acceptfont>{accepted}</acceptfont><rejectfont><pattern/></rejectfont></selectfont>"
        "</fontconfig>"
    )
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as conf:
        conf.write(text)
        conf.flush()
        os.environ["FONTCONFIG_FILE"] = conf.name
        try:
            yield
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


def require_subsetter() -> None:
    """Raise FontsMissing when libharfbuzz-subset is not there: a page would take 10 s and carry 15 MB of font."""
    names = ("libharfbuzz-subset.so.0", ctypes.util.find_library("harfbuzz-subset"), "libharfbuzz-subset.0.dylib")
    for name in filter(None, names):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return
    raise FontsMissing("libharfbuzz-subset is missing (Debian: apt-get install libharfbuzz-subset0)")


def require_faces() -> None:
    """Raise FontsMissing when a face of MUST_HAVE is not installed: Chinese would print as boxes."""
    fc_match = shutil.which("fc-match")
    if not fc_match:
        raise FontsMissing("fc-match is missing (Debian: apt-get install fontconfig)")
    for family in MUST_HAVE:
        run = subprocess.run([fc_match, "-f", "%{family}", family], capture_output=True, text=True, check=False)
        if family not in run.stdout:
            raise FontsMissing(f"the face {family} is missing (Debian: apt-get install fonts-noto-cjk)")
