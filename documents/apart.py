"""Files of strangers are opened apart, in a process with little memory and little time (documents.opener).

    seen = apart.inspect(data, allowed=("jpeg", "pdf"), max_bytes=10 * MB, max_pages=20)   # Inspection or FileRefused
    picture = apart.page_picture(data, "pdf", 1, 900)

Decoders are large programs in C: what makes one fall over or never end takes nothing along but its own process.
"""

import atexit
import json
import logging
import os
import socket
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from documents import facefiles, fonts, inspection
from documents.inspection import KINDS, FileRefused, Inspection
from documents.streams import Source, pieces, size_of, whole

if TYPE_CHECKING:
    from documents.pictures import Place
    from documents.scans.blind import Picture
    from documents.scans.pages import Page
    from documents.signing.seal import Seal

PATIENCE = 30  # seconds for one file, waiting for the processor included
AT_ONCE = 2  # files in each process of the portal
_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONUTF8")  # no secret among them
_FRUGAL = {"OPENBLAS_NUM_THREADS": "1"}  # more threads take memory at once, and nothing is reckoned there
log = logging.getLogger(__name__)
_turn = threading.BoundedSemaphore(AT_ONCE)
_starting = threading.Lock()


def inspect(data: Source, *, allowed: tuple[str, ...] = KINDS, max_bytes: int, max_pages: int) -> Inspection:
    """Give what `documents.inspection.inspect` gives; FileRefused also for what takes too much memory or time."""
    given: dict[str, Any] = {"allowed": allowed, "max_bytes": max_bytes, "max_pages": max_pages}
    if not settings.FILES_APART:
        return inspection.inspect(whole(data), **given, draws=False)
    inspection.check_size(size_of(data), max_bytes)
    said, _body = _asked("inspect", data, given)
    return Inspection(**said["found"])


def page_picture(data: Source, kind: str, page: int, width: int) -> bytes:
    """Give what `documents.inspection.page_picture` gives; FileRefused also for what takes too much memory or time."""
    given: dict[str, Any] = {"kind": kind, "page": page, "width": width}
    if not settings.FILES_APART:
        return inspection.page_picture(whole(data), **given)
    return _asked("page_picture", data, given)[1]


def scan_page(data: Source, page: int) -> "Page":
    """Give a page as `documents.scans.pages.page_at` gives it; FileRefused also for what takes too much."""
    from documents.scans import pages  # loads what only a worker needs that looks at scans

    if not settings.FILES_APART:
        return pages.page_at(whole(data), page)
    said, pixels = _asked("scan_page", data, {"page": page})
    return pages.unpacked(said["found"], pixels)


def blind_page(data: Source, page: int, places: Iterable["Place"], turn: int = 0) -> "Picture":
    """Give a page as `documents.scans.blind.burnt` does: covered, turned, nothing but pixels; raises as `scan_page`.

    places: left, top, right and bottom of what is covered, in ten-thousandths of the page's sides.
    """
    from documents.scans import blind, pages

    given: dict[str, Any] = {"page": page, "places": list(places), "turn": turn}
    if not settings.FILES_APART:
        pixels = pages.drawn_at(whole(data), page)
        return blind.burnt(pixels, blind.boxes_of(given["places"], pixels), turn)
    said, jpeg = _asked("blind_page", data, given)
    return blind.Picture(**said["found"], jpeg=jpeg)


def ofd_pages(data: Source) -> bytes:
    """Give the pages of an inspected OFD as the PDF from which they are shown, read and covered.

    Raises FileRefused where they cannot be drawn, or nothing is installed that draws them (setting OFD_PROGRAM).
    """
    if not os.access(settings.OFD_PROGRAM, os.X_OK):
        raise inspection.no_ofd()
    given = {"program": settings.OFD_PROGRAM}
    if not settings.FILES_APART:
        return inspection.ofd_pages(whole(data), **given)
    return _asked("ofd_pages", data, given)[1]


def check_signature(data: Source, ours: Iterable[bytes], authorities: Iterable[bytes]) -> "Seal":
    """Give what `documents.signing.checking.check` gives; FileRefused also for what takes too much memory or time."""
    from documents.signing.seal import Seal

    if not settings.FILES_APART:
        from documents.signing.checking import check

        return check(whole(data), ours=tuple(ours), authorities=tuple(authorities))
    given = {
        "ours": [b64encode(one).decode() for one in ours],
        "authorities": [b64encode(one).decode() for one in authorities],
    }
    said, _body = _asked("check_signature", data, given)
    return Seal(**said["found"])


def seal_picture(data: Source) -> bytes:
    """Give what `documents.pictures.seal_picture` gives; FileRefused also for what takes too much memory or time."""
    from documents import pictures

    if not settings.FILES_APART:
        return pictures.seal_picture(whole(data))
    inspection.check_size(size_of(data), pictures.SEAL_BYTES)
    return _asked("seal_picture", data, {})[1]


def face_file(data: Source) -> tuple[facefiles.FaceSeen, bytes]:
    """Give what `documents.facefiles.looked_into` gives; FileRefused also for what takes too much memory or time."""
    if not settings.FILES_APART:
        return facefiles.looked_into(whole(data))
    facefiles.require_size(size_of(data))
    try:
        said, body = _asked("face_file", data, {})
    except FileRefused as refused:
        raise facefiles.broken() if refused.code in ("broken", "too_heavy") else refused from None
    line = said["found"].pop("line")
    return facefiles.FaceSeen(**said["found"], line=body[:line]), body[line:]


def look(form: str, words: dict[str, str], more: dict[str, Any], page: int = 1) -> bytes:
    """Give what `documents.looks.first_page` gives; FileRefused for what cannot be printed, or takes too much."""
    given: dict[str, Any] = {"form": form, "words": words, "more": more, "page": page}
    if not settings.FILES_APART:
        from documents import looks
        from documents.papers.shape import PaperDataError

        try:
            return looks.first_page(**given)
        except PaperDataError as wrong:
            raise FileRefused("paper", str(wrong)) from wrong
    faces = {"folders": fonts.folders_in_use(), "more_faces": list(settings.PAPER_MORE_FACES)}
    said, picture = _asked("look", b"", given | faces)
    if said["found"]["fault"]:
        raise FileRefused("paper", said["found"]["fault"])
    return picture


def _asked(name: str, data: Source, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Have one of `documents.opener.JOBS` done apart; give what it said and its bytes."""
    said, body = _answer(name, data, given)
    if "refused" in said:
        raise FileRefused(*said["refused"])
    if "no_page" in said:
        raise IndexError(given["page"])
    if "wrong" in said:
        log.error("A file could not be opened: %s met %s", name, said["wrong"])
        raise FileRefused("broken", _("文件打不开，可能已损坏。请重新扫描或重新导出后上传。"))
    if "found" not in said:
        log.warning("A file took too much: %s ended by %s", name, said.get("signal", "the clock"))
        raise FileRefused(
            "too_heavy", _("这个文件打开时占用的内存或时间太多，不能接收。请打印成新的PDF，或重新扫描后上传。")
        )
    return said, body


def _answer(name: str, data: Source, given: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    call = json.dumps({"name": name, "given": given, "size": size_of(data)}).encode()
    mine, theirs = socket.socketpair()
    mine.settimeout(PATIENCE)
    with _turn, mine:
        with theirs:
            _opener.hand_over(theirs)
        try:
            for piece in chain([call + b"\n"], pieces(data)):
                mine.sendall(piece)
            with mine.makefile("rb") as answer:
                return json.loads(answer.readline() or b"{}"), answer.read()
        except OSError:  # it died before it had read all, or is still at it
            return {}, b""


class _Opener:
    """The process that opens files: started when it is first needed, by each process of the portal for itself."""

    def __init__(self) -> None:
        self._owner = 0
        self._control: socket.socket
        self._process: subprocess.Popen[bytes]

    def hand_over(self, job: socket.socket) -> None:
        """Give it the end of a socket, through which it is told what to do. One that died is started anew."""
        with _starting:
            if self._owner != os.getpid():
                self._start()
            try:
                socket.send_fds(self._control, [b"."], [job.fileno()])
            except OSError:
                self._start()
                socket.send_fds(self._control, [b"."], [job.fileno()])

    def _start(self) -> None:
        self.stop()
        self._control, its = socket.socketpair()
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "documents.opener", str(its.fileno()), str(settings.FILES_SECONDS)],
                cwd=settings.BASE_DIR,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | _FRUGAL,
                stdin=subprocess.DEVNULL,
                pass_fds=[its.fileno()],
            )
        self._owner = os.getpid()

    def stop(self) -> None:
        """End it with the process that started it. What it is still at ends by its own limits."""
        if self._owner == os.getpid():
            self._owner = 0
            self._control.close()
            self._process.kill()
            self._process.wait()


_opener = _Opener()
atexit.register(_opener.stop)
