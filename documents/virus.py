"""Asks a virus scanner about a file before it is kept, where the setting CLAMD names one.

    CLAMD = "unix:///run/clamav/clamd.ctl"    or "tcp://clamav:3310"; empty where there is none

clamd is given the bytes themselves (its command INSTREAM), so that it needs no access to the portal's files.
"""

import re
import socket
import struct
from collections.abc import Iterable
from itertools import chain
from urllib.parse import urlsplit

from django.conf import settings

from documents.streams import Source, pieces

PATIENCE = 20.0  # seconds for connecting, and for each piece and answer
ADDRESS = re.compile(r"unix:///[^?#]+|tcp://[^/:?#]+:[0-9]{1,5}")
_FOUND = re.compile(r"stream: (.+) FOUND")


class ScannerAway(Exception):
    """Nobody can say just now whether a file holds a virus: no answer, or one that says nothing of the file."""


def found(data: Source) -> str:
    """Give the name of the virus in `data`, or nothing where none was found or no scanner is set; raises ScannerAway."""
    if not settings.CLAMD:
        return ""
    said = _asked(b"zINSTREAM\0", (struct.pack(">I", len(piece)) + piece for piece in chain(pieces(data), [b""])))
    if named := _FOUND.fullmatch(said):
        return named[1]
    if said != "stream: OK":
        raise ScannerAway(said)
    return ""


def require_answer() -> None:
    """Raise ScannerAway unless the scanner that is set answers."""
    if (said := _asked(b"zPING\0")) != "PONG":
        raise ScannerAway(said)


def _asked(command: bytes, more: Iterable[bytes] = ()) -> str:
    try:
        with _connected() as line:
            line.sendall(command)
            for piece in more:
                line.sendall(piece)
            with line.makefile("rb") as answer:
                return answer.read(1000).rstrip(b"\0").decode(errors="replace")
    except OSError as wrong:
        raise ScannerAway(f"{type(wrong).__name__}: {wrong}") from wrong


def _connected() -> socket.socket:
    where = urlsplit(settings.CLAMD)
    if where.scheme == "tcp":
        return socket.create_connection((where.hostname, where.port), PATIENCE)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE)
    try:
        line.connect(where.path)
    except OSError:
        line.close()
        raise
    return line
