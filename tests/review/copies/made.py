"""Accepted cases whose files have blind copies, as a worker would have left them."""

from datetime import datetime
from typing import Any

from accounts.models import User
from applications.enums import BlindStatus
from applications.models import Application, BlindCopy, Masking, Material, StoredFile, Withdrawal
from applications.rules.masking import MaskBox
from applications.services import blinding
from documents import digest, store
from tests import factories, stories
from tests.review.after.world import accepted_case, at
from tests.review.desk import cases

NAME_LEFT = {"kind": "words", "page": 1, "what": "name", "box": vars(MaskBox(1, 2000, 3000, 4000, 3400, "name"))}
EXPERT, CODE = "努尔买买提·阿卜杜拉", "K7M2QX"


def file_of(
    case: Application | None = None,
    slot: str = "diploma",
    *,
    pages: int = 1,
    boxes: tuple[MaskBox, ...] = (),
    data: bytes = b"",
) -> Material:
    """Give a file of an accepted case, masked by its owner, of which no copy was asked for; `data` for real bytes."""
    material = cases.material(case or accepted_case(), slot, pages=pages, at=at(3, 11))
    if data:
        path, sha256 = store.keep(f"originals/of-{material.pk}", data), digest.of_bytes(data)
        StoredFile.objects.filter(pk=material.file_id).update(path=path, sha256=sha256, kind="pdf")
    Masking.objects.create(
        material=material,
        boxes=[vars(box) for box in boxes],
        confirmed_at=at(3, 11),
        confirmed_by=material.application.applicant,
    )
    return material


def blinded(material: Material, *, leaks: Any = (), status: str = BlindStatus.READY, **fields: Any) -> BlindCopy:
    """Give the copy of a file, made unless `status` says otherwise, with what the check found in it."""
    blinding.ask(material.application_id, at=at(3, 11), material_id=material.pk)
    given: dict[str, Any] = {"status": status, "leaks": list(leaks)}
    if status == BlindStatus.READY:
        path = store.keep(f"blind/of-{material.pk}.pdf", stories.sheet(1, material.file.pages))
        given |= {"path": path, "done_at": at(3, 12)}
    BlindCopy.objects.filter(material=material).update(**(given | fields))
    return BlindCopy.objects.select_related("material__application").get(material=material)


def withdrawn(
    copy: BlindCopy, *, by: User | None = None, place: tuple[int, int, int, int] | None = None, now: datetime
) -> Withdrawal:
    """Let an expert withdraw a copy."""
    return blinding.withdraw(copy, page=1, place=place, by=by or factories.person(EXPERT), code=CODE, now=now)
