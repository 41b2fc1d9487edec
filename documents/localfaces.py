"""Uploaded faces on the disk of this machine, where what sets papers opens them: fetched from the store once."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from documents import digest, store
from documents.papers.shape import PaperDataError

#: Folders that stay: the faces in use, and those that were looked at last. Any other is fetched again when it is wanted.
KEPT = 8
State = tuple[int, int, int]
_known: dict[Path, State] = {}


class FaceGone(PaperDataError):
    """The file of a face in use is gone from the store, or is another: what is set now would look otherwise."""


@dataclass(frozen=True)
class StoredFace:
    """The file of a face in the store: for which one (`documents.fonts.Face.key`), as it was called, its SHA-256."""

    key: str
    name: str
    sha256: str

    @property
    def path(self) -> str:
        """The place in the store; it follows from the content."""
        return f"faces/{self.sha256}"


def fetched(face: StoredFace) -> str:
    """Give the folder of this disk in which `face` lies under its key.

    What lies there is compared with its digest once, and again when it was changed. Raises FaceGone, which names the
    face; StoreAway, also when this disk takes no more.
    """
    folder = Path(settings.FACES_FOLDER) / f"{face.key}-{face.sha256}"
    with store.answering():
        if not _is_whole(folder / face.key, face.sha256):
            _put(_read(face), folder / face.key)
            _drop_oldest(folder.parent)
    return str(folder)


def _is_whole(file: Path, sha256: str) -> bool:
    """Tell whether a file is there and is that of its digest."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    state = (found.st_ino, found.st_size, found.st_mtime_ns)
    if _known.get(file) != state:
        with file.open("rb") as stream:
            if digest.of_bytes(stream) != sha256:
                return False
        _known[file] = state
    return True


def _read(face: StoredFace) -> bytes:
    called = f"字体文件“{face.name}”（{face.sha256[:12]}）"
    try:
        data = store.read(face.path)
    except FileNotFoundError as gone:
        raise FaceGone(f"faces.{face.key}", f"{called}不在了") from gone
    if digest.of_bytes(data) != face.sha256:
        raise FaceGone(f"faces.{face.key}", f"{called}已经不是原来的那一个")
    return data


def _put(data: bytes, file: Path) -> None:
    """Write a file wholly or not at all, for its owner alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as part:
        try:
            part.write(data)
            part.flush()
            os.replace(part.name, file)
        except BaseException:
            os.unlink(part.name)
            raise
    os.utime(file.parent)


def _drop_oldest(folders: Path) -> None:
    with suppress(FileNotFoundError):  # another process drops the same
        for old in sorted(folders.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
