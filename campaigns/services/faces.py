"""The faces that papers are set in: the files that the title office has put into use, before those of PAPER_FONTS."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.enums import OfficeKind
from accounts.models import Office
from documents import fonts
from documents.localfaces import StoredFace, fetched


def faces_in_use() -> dict[str, StoredFace]:
    """Give the uploaded face of each kind that papers are set in now."""
    office = Office.objects.filter(kind=OfficeKind.TITLE_OFFICE).values_list("faces", flat=True).first()
    return {kind: StoredFace(kind, said["name"], said["file"]) for kind, said in (office or {}).items()}


@contextmanager
def in_own_faces(**instead: StoredFace | None) -> Iterator[None]:
    """While inside, papers are set in the faces in use; `instead` takes another for some kinds, or none with None.

    Whoever sets a paper of the portal does it inside; what was changed meanwhile counts for the next one. Raises
    FaceGone, StoreAway.
    """
    wanted = faces_in_use() | instead
    with fonts.set_in(*(fetched(face) for face in wanted.values() if face)):
        yield
