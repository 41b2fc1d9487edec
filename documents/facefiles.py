"""Looks into a face that somebody uploads, before papers may be set in it; to be called apart (`apart.face_file`).

What reads faces is loaded when one comes: processes that serve pages name what stands here.
"""

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.inspection import MB, FileRefused

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FACE_BYTES = 30 * MB
#: Of the characters of GB 2312 level 1, the 3,755 common ones, a face may lack this part: Noto serves for them.
MOST_LACKING = 0.1
_BEGINNINGS = (b"\x00\x01\x00\x00", b"true", b"OTTO", b"ttcf")
_TABLES = {"cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2"}
_SIZE = 24  # pixels
#: Bits of fsType in the table OS/2 (OpenType 1.9): who may embed a face, and how.
_PERMISSIONS, _RESTRICTED, _WHOLE_ONLY, _BITMAPS_ONLY = 0x000F, 0x0002, 0x0100, 0x0200


@dataclass(frozen=True)
class FaceSeen:
    """What a face is: its PostScript name, which common characters it lacks, and a line drawn in it as a WebP."""

    postscript: str
    lacking: str
    line: bytes


@cache
def common_characters() -> str:
    """Give the 3,755 characters of GB 2312 level 1, in their order."""
    codes = (bytes([0xA0 + row, 0xA0 + cell]) for row in range(16, 56) for cell in range(1, 95))
    return b"".join(codes).decode("gb2312", "ignore")


def looked_into(data: bytes) -> tuple[FaceSeen, bytes]:
    """Give what an uploaded TTF, OTF or TTC is, and the face to keep: of a collection its first one, else `data`.

    Raises FileRefused: too large, no font, without outlines, not to be embedded, or without too many common characters.
    """
    require_size(len(data))
    if data[:4] not in _BEGINNINGS:
        raise FileRefused("no_face", _("这不是字体文件。请选择TTF、OTF或TTC格式的字体。"))
    try:
        postscript, codes, file = _opened(data)
        lacking = _lacking(file, codes)
        line = _line(file)
    except FileRefused:
        raise
    except Exception as wrong:  # what a broken table makes a reader raise is not known beforehand
        raise broken() from wrong
    common = len(common_characters())
    if len(lacking) > MOST_LACKING * common:
        raise FileRefused(
            "lacks_too_many",
            _("%(common)d个常用汉字（GB 2312一级）里，这个字体缺%(count)d个，如%(which)s。请换字库完整的字体。")
            % {"common": common, "count": len(lacking), "which": lacking[:10]},
        )
    return FaceSeen(postscript, lacking, line), file


def require_size(size: int) -> None:
    """Raise FileRefused for a font of no bytes, or of more than FACE_BYTES."""
    if not size:
        raise FileRefused("empty", _("文件是空的，可能没有传完。请重新选择文件上传。"))
    if size > FACE_BYTES:
        told = {"size": size / MB, "limit": FACE_BYTES // MB}
        raise FileRefused(
            "too_large",
            _("字体文件有%(size).1f MB，这里最多%(limit)d MB。请换一个只有这一种字体的文件。") % told,
        )


def broken() -> FileRefused:
    """Give the refusal of a font that cannot be opened."""
    return FileRefused("broken_face", _("字体文件打不开，可能已损坏。请从字体光盘或安装包里重新取出，再上传。"))


def _opened(data: bytes) -> tuple[str, set[int], bytes]:
    """Give the PostScript name of a face, the code points it maps, and its file."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(data), fontNumber=0, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as face:
        _require_outlines(face)
        _require_permission(face["OS/2"].fsType)
        name = re.sub(r"[^!-~]", "", face["name"].getDebugName(6) or "")[:63]
        codes = {code for code, glyph in face.getBestCmap().items() if face.getGlyphID(glyph)}
        if data[:4] != b"ttcf":
            return name, codes, data
        single = io.BytesIO()
        face.save(single, reorderTables=None)
        return name, codes, single.getvalue()


def _require_outlines(face: "TTFont") -> None:
    if not (set(face.keys()) >= _TABLES and ("CFF " in face or {"glyf", "loca"} <= set(face.keys()))):
        raise FileRefused(
            "no_outlines",
            _("这个字体没有TrueType或OpenType的轮廓，印不出来。请换TTF或OTF格式的轮廓字体，不要点阵字体。"),
        )


def _require_permission(fs_type: int) -> None:
    """Whether a face says that it may be embedded, and in part."""
    told = {
        "no_embedding": (
            fs_type & _PERMISSIONS == _RESTRICTED,
            _("这个字体写明不许嵌入文件，文书里不能用。"),
        ),
        "no_subsetting": (fs_type & _WHOLE_ONLY, _("这个字体写明只许整个嵌入，不许取用到的字，文书里不能用。")),
        "bitmaps_only": (fs_type & _BITMAPS_ONLY, _("这个字体写明只许嵌入点阵，不许嵌入轮廓，文书里不能用。")),
    }
    for code, (forbidden, why) in told.items():
        if forbidden:
            raise FileRefused(
                code, why + _("请向字体厂商取得许可嵌入的版本，再上传；没有之前文书照现在的字体制作。")
            )


def _lacking(file: bytes, codes: set[int]) -> str:
    """Give the common characters that a face does not map, or for which it draws nothing."""
    from PIL import ImageFont

    face = ImageFont.truetype(io.BytesIO(file), _SIZE, layout_engine=ImageFont.Layout.BASIC)
    return "".join(
        char for char in common_characters() if ord(char) not in codes or face.getmask(char).getbbox() is None
    )


def _line(file: bytes) -> bytes:
    from documents.faces import drawn

    return drawn(io.BytesIO(file))
