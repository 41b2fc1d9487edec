"""The process in which files of strangers are opened: python -m documents.opener FD SECONDS (see documents.apart).

It has no secrets in its environment, no connection to anything, and loads the decoders once. For each file it forks a
child that may take MEMORY bytes and SECONDS of the processor, write nothing, and die without harm. The program that
draws an OFD has to write its pages somewhere, what sets a paper its faces: up to WRITTEN bytes each, into a folder of
the child's that is gone with it, however it ended.

Over the socket FD come the ends of sockets, one for each file. Through it the child is told what to do and answers:
a line of JSON, then bytes. Where it died without a word its parent says by which signal.
"""

import dataclasses
import gc
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from PIL import Image, WebPImagePlugin  # noqa: F401 - loaded once, before anybody forks

MEMORY = 1024 * 1024 * 1024  # bytes of address space, libraries included
WRITTEN = 64 * 1024 * 1024  # bytes of a file
Found = tuple[dict[str, Any], bytes]
_LIMITS = {
    resource.RLIMIT_AS: (MEMORY, MEMORY),
    resource.RLIMIT_FSIZE: (0, WRITTEN),
    resource.RLIMIT_CORE: (0, 0),
    resource.RLIMIT_NOFILE: (32, 32),
}


def main(control: socket.socket) -> None:
    """Fork a child for each socket that comes, until the other side is gone."""
    running: dict[int, tuple[int, socket.socket]] = {}
    while True:
        ready, _writable, _broken = select.select([control.fileno(), *running], [], [])
        for pidfd in running.keys() & ready:
            _bury(pidfd, *running.pop(pidfd))
        if control.fileno() in ready:
            _said, fds, _flags, _address = socket.recv_fds(control, 1, 1)
            if not fds:
                return
            job = socket.socket(fileno=fds[0])
            pid = os.fork()
            if not pid:
                _child(job, [control, *(other for _pid, other in running.values())])
            running[os.pidfd_open(pid)] = (pid, job)


def _bury(pidfd: int, pid: int, job: socket.socket) -> None:
    """Remove what a child wrote; say by which signal it died, if it did."""
    os.close(pidfd)
    _pid, status = os.waitpid(pid, 0)
    shutil.rmtree(_place_of(pid), ignore_errors=True)
    with job:
        if os.WIFSIGNALED(status):
            _answer(job, {"signal": os.WTERMSIG(status)})


def _place_of(pid: int) -> str:
    """Give the folder in which a child writes; `tempfile` would try to write where it looks for one."""
    return os.path.join(os.environ.get("TMPDIR", "/tmp"), f"opener-{pid}")


def _answer(job: socket.socket, said: dict[str, Any], data: bytes = b"") -> None:
    with suppress(OSError):  # when nobody waits for it any longer
        job.sendall(json.dumps(said).encode() + b"\n" + data)


def _child(job: socket.socket, others: list[socket.socket]) -> None:
    """Do one job and end; what is said to others is closed, so that their answers end with them."""
    try:
        for other in others:
            other.close()
        for limit, most in _LIMITS.items():
            resource.setrlimit(limit, most)
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("1000")
        _work(job)
    finally:
        os._exit(0)


def _let_write() -> None:
    """Let this child write, into a folder of its own; one that is there is of a process that nobody buried."""
    place = _place_of(os.getpid())
    shutil.rmtree(place, ignore_errors=True)
    os.mkdir(place, 0o700)
    tempfile.tempdir = place
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))


def _inspect(data: bytes, **given: Any) -> Found:
    from documents import inspection

    return dataclasses.asdict(inspection.inspect(data, **given)), b""


def _page_picture(data: bytes, **given: Any) -> Found:
    from documents import inspection

    return {}, inspection.page_picture(data, **given)


def _scan_page(data: bytes, page: int) -> Found:
    from documents.scans import pages

    return pages.packed(pages.page_at(data, page))


def _blind_page(data: bytes, page: int, places: list[tuple[int, int, int, int]], turn: int) -> Found:
    from documents.scans import blind, pages

    pixels = pages.drawn_at(data, page)
    picture = blind.burnt(pixels, blind.boxes_of(places, pixels), turn)
    return {"width": picture.width, "height": picture.height}, picture.jpeg


def _ofd_pages(data: bytes, program: str) -> Found:
    from documents import inspection

    _let_write()
    return {}, inspection.ofd_pages(data, program)


def _check_signature(data: bytes, ours: list[str], authorities: list[str]) -> Found:
    from documents.signing import checking

    seal = checking.check(
        data, ours=[b64decode(one) for one in ours], authorities=[b64decode(one) for one in authorities]
    )
    return dataclasses.asdict(seal), b""


def _seal_picture(data: bytes) -> Found:
    from documents import pictures

    return {}, pictures.seal_picture(data)


def _face_file(data: bytes) -> Found:
    from documents import facefiles

    seen, file = facefiles.looked_into(data)
    return dataclasses.asdict(seen) | {"line": len(seen.line)}, seen.line + file


def _look(_data: bytes, folders: list[str], more_faces: list[str], **given: Any) -> Found:
    from documents import fonts, looks
    from documents.papers.shape import PaperDataError

    settings.PAPER_MORE_FACES = more_faces
    _let_write()
    try:
        with fonts.set_in(*folders):
            return {"fault": ""}, looks.first_page(**given)
    except PaperDataError as wrong:
        return {"fault": str(wrong)}, b""


JOBS: dict[str, Callable[..., Found]] = {
    "inspect": _inspect,
    "page_picture": _page_picture,
    "scan_page": _scan_page,
    "blind_page": _blind_page,
    "ofd_pages": _ofd_pages,
    "check_signature": _check_signature,
    "seal_picture": _seal_picture,
    "face_file": _face_file,
    "look": _look,
}


def _work(job: socket.socket) -> None:
    """Do what is asked for and answer: what was found, or why the file is refused."""
    from documents import inspection

    with job.makefile("rb") as asked:
        call = json.loads(asked.readline())
        data = asked.read(call["size"])
    try:
        plain, body = JOBS[call["name"]](data, **call["given"])
        said: dict[str, Any] = {"found": plain}
    except inspection.FileRefused as refused:
        said, body = {"refused": [refused.code, str(refused)]}, b""
    except IndexError:
        said, body = {"no_page": True}, b""
    except MemoryError:
        said, body = {"signal": "out of memory"}, b""
    except Exception as wrong:  # a decoder may raise what it likes
        said, body = {"wrong": type(wrong).__name__}, b""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _answer(job, said | {"kilobytes": used.ru_maxrss, "seconds": used.ru_utime + used.ru_stime}, body)


def prepare() -> None:
    """Load what every child needs. What is refused is said in Chinese, the language that it is written in."""
    settings.configure(USE_I18N=False)
    from documents import inspection

    Image.preinit()
    inspection.kind_of(b"%PDF-1.7")
    gc.disable()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it is told, and closes the socket


if __name__ == "__main__":
    prepare()
    _LIMITS[resource.RLIMIT_CPU] = (int(sys.argv[2]), int(sys.argv[2]))
    with socket.socket(fileno=int(sys.argv[1])) as control:
        main(control)
