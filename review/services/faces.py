"""The faces of its own that the prefecture's title office has papers set in (GB/T 9704-2012, 5.2.2; C44)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.models import Office
from applications.enums import PaperKind
from applications.rules import guards
from applications.rules.refusal import Refusal, Refused, require
from applications.services.materials import not_stored, require_no_virus
from campaigns.enums import FaceKind
from campaigns.models import Download, FaceFile
from campaigns.services.downloads import make_again
from campaigns.services.history import changes_by
from documents import apart, digest, store
from documents.facefiles import FaceSeen
from documents.faces import HEADED
from documents.localfaces import StoredFace
from documents.streams import Source
from review.looks import Look, look_at
from review.services.wording import may_word

#: The paper that shows all three.
TRIED = PaperKind.RESULT_DOCUMENT
OfficeFace = dict[str, str]


@dataclass(frozen=True)
class Checked:
    """An uploaded face that papers can be set in: what it is, and its file."""

    seen: FaceSeen
    file: bytes


def checked(data: Source) -> Checked:
    """Give an uploaded face as it is kept. Raises FileRefused."""
    return Checked(*apart.face_file(data))


def keep_face(kind: FaceKind, name: str, face: Checked, *, act: Act) -> FaceFile:
    """Keep an uploaded face, in which nothing is set yet; the same file is kept once.

    Raises `Refused`: not the prefecture's title office, or a virus; `NotNow` when no file can be stored.
    """
    require(may_word(act))
    require_no_virus(face.file)
    stored = StoredFace(kind, name, digest.of_bytes(face.file))
    try:
        store.keep(stored.path, face.file)
    except store.StoreAway as away:
        raise not_stored(away) from None
    said = {
        "name": name,
        "size": len(face.file),
        "postscript": face.seen.postscript,
        "lacking": face.seen.lacking,
        "line": face.seen.line,
        "uploaded_by": act.person,
        "uploaded_at": act.at,
    }
    return FaceFile.objects.get_or_create(kind=kind, sha256=stored.sha256, defaults=said)[0]


def look_in(kind: FaceKind, file: FaceFile | None) -> Look:
    """Give the first page of a paper of nobody real set in a face that need not be in use; None: the installation's."""
    return look_at(TRIED, {"body": HEADED}, faces={kind: file.stored if file else None})


def use_face(kind: FaceKind, file: FaceFile | None, *, instead_of: OfficeFace, act: Act) -> None:
    """Have papers set in the face of `file` from now on, or with None in that of the installation.

    Those made already stay, but for the blank forms of the public pages. instead_of: what stood there when whoever
    chooses looked. What changed stands in the history of the office. Raises `Refused`: not the prefecture's title office,
    a paper cannot be set in it, or somebody else was quicker.
    """
    require(may_word(act))
    if file and (fault := look_in(kind, file).fault):
        raise Refused(Refusal(fault))
    with transaction.atomic():
        assert act.office
        office = Office.objects.select_for_update().get(pk=act.office.pk)
        require(
            guards.holds(
                office.faces.get(kind, {}) == instead_of,
                _("别人刚换过这种字体，您选的没有启用。请刷新页面，看过再选。"),
            )
        )
        faces = {name: face for name, face in office.faces.items() if name != kind}
        if file:
            faces[kind] = {"name": file.name, "file": file.sha256}
        if faces == office.faces:
            return
        office.faces = faces
        with changes_by(act.person, act.at):
            office.save(update_fields=["faces"])
        make_again(Download.objects.all())
