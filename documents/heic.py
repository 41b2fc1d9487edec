"""HEIC, the pictures of telephones: boxes (ISO/IEC 14496-12) around a still that is coded in HEVC (ISO/IEC 23008-12).

The decoder is told to leave aside what lies beside the picture: a thumbnail may show something else than it does.
"""

from collections.abc import Iterator

import pillow_heif

_STILL = {b"heic", b"heix", b"heim", b"heis"}
_PARTS = {b"ftyp", b"meta", b"mdat"}

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def is_heic(data: bytes) -> bool:
    """Tell whether the file says that it holds an HEVC still. AVIF and films say otherwise."""
    size = int.from_bytes(data[:4], "big")
    brands = {data[8:12], *(data[place : place + 4] for place in range(16, min(size, 256), 4))}
    return data[4:8] == b"ftyp" and data[8:12] != b"avif" and not brands.isdisjoint(_STILL)


def outside(data: bytes) -> bytes:
    """Give the bytes that belong neither to the picture nor to what describes it.

    Raises ValueError when a box ends behind the end of the file, or no picture is there.
    """
    found = list(_boxes(data))
    if not {kind for kind, _body in found} >= _PARTS:
        raise ValueError("a box is missing")
    return b"".join(body for kind, body in found if kind not in _PARTS)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give each outermost box with all its bytes."""
    place = 0
    while place < len(data):
        size, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if size == 1:
            size = int.from_bytes(data[place + 8 : place + 16], "big")
        elif size == 0:  # the last one may say so
            size = len(data) - place
        if size < 8 or place + size > len(data):
            raise ValueError("a box is cut off")
        yield kind, data[place : place + size]
        place += size
