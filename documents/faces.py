"""Which faces papers are set in here, each with a line drawn in it."""

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageDraw, ImageFont

from documents.fonts import MUST_HAVE, OWN_FACES, Face, own_faces

SPECIMEN = "和田地区职称改革办公室文件〔2025〕3号"
#: The body of a result document with headings of both levels (GB/T 9704-2012, 7.3.3): the second is set in 楷体.
HEADED = (
    "一、任职资格\n（一）取得资格的人员\n现确认{首位姓名}{人数}名同志取得相应专业技术职务任职资格（名单附后）。\n"
    "（二）资格时间\n资格时间从附件所列日期起算。\n二、聘任工作\n请各单位按照有关规定做好聘任工作。"
)
SIZE, MARGIN = 40, 12  # pixels
FREE = "Fandol"


@dataclass(frozen=True)
class Served:
    """A face: the file that serves for it, which may be nobody's but Noto's; whether the file is the office's own.

    key: of `documents.fonts.Face`. picture: SPECIMEN drawn in it as a WebP, empty where the file cannot be drawn or none
    is there.
    """

    key: str
    file: str
    is_own: bool
    picture: bytes

    @property
    def stands_in(self) -> str:
        """The face that serves where no file is there."""
        return "" if self.file else MUST_HAVE[0]


def faces_in(folder: str | Path | None) -> list[Served]:
    """Give each face of `documents.fonts.OWN_FACES` as it is served from `folder`, in their order."""
    found = dict(own_faces(folder))
    return [_served(face, found.get(face)) for face in OWN_FACES]


def _served(face: Face, path: Path | None) -> Served:
    own = tuple(name for name in face.files if not name.startswith(FREE))
    if path is None:
        return Served(face.key, "", False, b"")
    return Served(face.key, path.name, path.name in own, _drawn(str(path), path.stat().st_mtime_ns))


@lru_cache(maxsize=8)
def _drawn(path: str, _changed: int) -> bytes:
    try:
        return drawn(path)
    except OSError:
        return b""


def drawn(file: str | BinaryIO) -> bytes:
    """Give SPECIMEN drawn in the face of a file, as a WebP. Raises OSError; a stranger's file is to be drawn apart."""
    font = ImageFont.truetype(file, SIZE)
    left, top, right, bottom = font.getbbox(SPECIMEN)
    picture = Image.new("RGB", (round(right - left) + 2 * MARGIN, round(bottom - top) + 2 * MARGIN), "white")
    ImageDraw.Draw(picture).text((MARGIN - left, MARGIN - top), SPECIMEN, font=font, fill="black")
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80)
    return out.getvalue()
