"""The bytes of a file, which may be too many to hold at once: as they are, or in an open file that is read in pieces."""

from collections.abc import Iterator
from typing import IO

Source = bytes | IO[bytes]
PIECE = 256 * 1024  # bytes


def size_of(source: Source) -> int:
    """Give how many bytes there are."""
    return len(source) if isinstance(source, bytes) else source.seek(0, 2)


def pieces(source: Source) -> Iterator[bytes]:
    """Give them from the beginning, PIECE at a time."""
    if isinstance(source, bytes):
        yield from (source[place : place + PIECE] for place in range(0, len(source), PIECE))
        return
    source.seek(0)
    while piece := source.read(PIECE):
        yield piece


def whole(source: Source) -> bytes:
    """Give all of them at once."""
    return source if isinstance(source, bytes) else b"".join(pieces(source))
