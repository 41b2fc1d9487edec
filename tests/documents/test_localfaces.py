"""Uploaded faces on the disk of who sets papers: put there once, compared with their digest, told when they are gone."""

import gc
import io
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from django.core.files.storage import default_storage

from documents import digest, fonts, localfaces, specimens, store
from documents.localfaces import FaceGone, StoredFace, fetched
from documents.press import PRESSES, Press, press_in_use
from documents.typesetting import typeset
from tests.documents.reading import text_of
from tests.documents.typefaces import BY_KIND, FANG, TITLE, embedded, in_truetype, own

DATA = specimens.ordinary("conduct")


@pytest.fixture(autouse=True)
def _own_places(settings: Any, tmp_path: Path) -> None:
    """A store and a disk that no other test sees."""
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files", "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    settings.FACES_FOLDER = tmp_path / "faces"


def stored(data: bytes, key: str = "fang") -> StoredFace:
    face = StoredFace(key, "方正仿宋.ttf", digest.of_bytes(data))
    store.keep(face.path, data)
    return face


def spoil(face: StoredFace, data: bytes) -> None:
    default_storage.delete(face.path)
    with default_storage.open(face.path, "wb") as file:
        file.write(data)


def looked_at(pdf: bytes) -> np.ndarray:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return np.asarray(document[0].render(scale=1, grayscale=True).to_pil(), int)
    finally:
        document.close()


def test_a_paper_is_set_in_the_uploaded_face_and_one_before_was_not() -> None:
    """Under its PostScript name; the folder of the installation serves for the others; afterwards all is as before."""
    before = typeset("conduct", DATA)
    with fonts.set_in(fetched(stored(own()))):
        during = typeset("conduct", DATA)
    assert {"FandolFang-Polygon", "FandolSong-Bold-Polygon"} <= embedded(before)
    assert {"OfficeFang-Regular", "FandolSong-Bold-Polygon"} <= embedded(during)
    assert "FandolFang-Polygon" not in embedded(during)
    assert typeset("conduct", DATA) == before


def test_all_three_may_be_ones_own() -> None:
    folders = [fetched(stored(own(file), kind)) for kind, file in BY_KIND.items()]
    with fonts.set_in(*folders):
        names = embedded(typeset("result_document", specimens.ordinary("result_document")))
    assert {"OfficeFang-Regular", "OfficeSong-Bold"} <= names
    assert not any(name.startswith("Fandol") for name in names)


def test_a_face_with_truetype_outlines_is_embedded_and_looks_the_same() -> None:
    """Most faces that offices own are such; its words are read as before, and are as dark."""
    text = f"{DATA}现实表现年月日单位（盖章）"
    folders = [fetched(stored(data)) for data in (own(), in_truetype(text))]
    pdfs = []
    for folder in folders:
        with fonts.set_in(folder):
            pdfs.append(typeset("conduct", DATA))
    with pikepdf.open(io.BytesIO(pdfs[1])) as document:
        programs = [
            each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each
        ]
        assert [str(each.FontName).rpartition("+")[2] for each in programs] == ["Paper-Fang"]
    assert text_of(pdfs[0]) == text_of(pdfs[1])
    first, second = (looked_at(pdf) for pdf in pdfs)
    assert np.abs(first - second).mean() < 1


def test_faces_are_loaded_once_for_each_choice_and_let_go() -> None:
    """The same folder again is the same press; of many that were tried no more than PRESSES stay in memory."""
    data = own()
    with fonts.set_in(fetched(stored(data))):
        assert press_in_use() is press_in_use()
    for number in range(PRESSES + 3):
        with fonts.set_in(fetched(stored(data + bytes(number)))):
            typeset("report_form", specimens.ordinary("report_form"))
    gc.unfreeze()
    gc.collect()
    assert sum(isinstance(each, Press) for each in gc.get_objects()) <= PRESSES


def test_a_file_is_put_there_once_and_again_when_it_was_changed(tmp_path: Path) -> None:
    """What lies on this disk is compared with its digest; nothing half written is left beside it."""
    face = stored(own())
    file = Path(fetched(face)) / "fang"
    first = file.stat()
    assert fetched(face) == str(file.parent)
    assert file.stat().st_mtime_ns == first.st_mtime_ns
    assert [each.name for each in file.parent.iterdir()] == ["fang"]
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    file.write_bytes(b"another")
    assert digest.of_bytes((Path(fetched(face)) / "fang").read_bytes()) == face.sha256


def test_a_file_that_is_gone_or_another_is_named() -> None:
    """Nothing is set in a face that is not the one that was looked at."""
    face = stored(own())
    spoil(face, b"another")
    with pytest.raises(FaceGone, match=r"^faces\.fang: 字体文件“方正仿宋.ttf”（.*）已经不是原来的那一个$"):
        fetched(face)
    default_storage.delete(face.path)
    with pytest.raises(FaceGone, match="不在了"):
        fetched(face)


def test_a_store_or_a_disk_that_takes_nothing_lets_papers_wait(settings: Any, tmp_path: Path) -> None:
    """Both are told as the store that does not answer, so that nothing is given up."""
    face = stored(own())
    (tmp_path / "file").write_bytes(b"")
    settings.FACES_FOLDER = tmp_path / "file"
    with pytest.raises(store.StoreAway):
        fetched(face)


def test_only_the_last_folders_stay(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk in memory is not filled by what was looked at; what is wanted again is fetched again."""
    monkeypatch.setattr(localfaces, "KEPT", 2)
    faces = [stored(own(file, maker)) for file, maker in ((FANG, "Office"), (TITLE, "Office"), (FANG, "Others"))]
    for face in faces:
        fetched(face)
    assert len(list(Path(settings.FACES_FOLDER).iterdir())) == 2
    assert (Path(fetched(faces[0])) / "fang").exists()
