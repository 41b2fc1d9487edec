"""Uploading, taking out, putting back and ordering materials."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.statements import Statement
from applications.enums import EDITABLE, FaultTarget, State
from applications.models import Application, Check, Material, StoredFile, Transfer
from applications.rules.refusal import NotNow, Refusal, Refused, require
from applications.services import checks, masking
from applications.services.corrections import note_change
from applications.services.steps import locked
from campaigns.enums import Uploader
from campaigns.models import Slot
from documents import digest, store, virus
from documents.apart import inspect, ofd_pages
from documents.formats import shown_name
from documents.inspection import MB, FileRefused, Inspection
from documents.streams import Source, size_of


def _sum_of(rows: QuerySet[Any], field: str) -> Subquery:
    own = rows.filter(application=OuterRef("pk")).order_by().values("application")
    return Subquery(own.annotate(sum=Sum(field)).values("sum"))


#: States in which the employer brings its own papers; in the last the applicant may bring them, too (C20).
EMPLOYER_UPLOADS = (State.EMPLOYER_CHECK, State.EMPLOYER_NOTICE, State.RETURNED)
LONGEST_REASON = 100  # characters
log = logging.getLogger(__name__)
#: What says whether a file may be uploaded, read before the file is looked into.
ASKED = Statement(
    lambda pk: Application.objects.filter(pk=pk).only("state", "campaign", "applicant", "employer"), int
)
SLOT = Statement(lambda campaign, key: Slot.objects.filter(campaign=campaign, key=key), int, str)
STORED = Statement(lambda sha256: StoredFile.objects.filter(sha256=sha256), str)
IN_SLOT = Statement(
    lambda application, slot: Material.objects.filter(
        application=application, slot_key=slot, removed_at=None
    ).values_list("file__sha256", "order"),
    int,
    str,
)
#: Bytes in an application's slots, and of files on their way there.
USED = Statement(
    lambda application: Application.objects.filter(pk=application).values_list(
        _sum_of(Material.objects.filter(removed_at=None), "file__size"),
        _sum_of(Transfer.objects.filter(material=None), "length"),
    ),
    int,
)


@dataclass(frozen=True)
class Upload:
    """What came from a browser: the bytes, the name they had there, and what was declared of them."""

    data: Source
    name: str
    declassified: bool = False
    masked: bool = False


def add_material(
    *,
    application_id: int,
    slot_key: str,
    upload: Upload,
    act: Act,
    replacing: Collection[int] = (),
    transfer: Transfer | None = None,
) -> Material:
    """Put a file into a slot. Raises `Refused` with the reason, `NotNow` when no file can be stored, or none be scanned
    for viruses; then nothing was written (C15, C21, C22).

    `replacing`: files of the slot that are taken out in the same step (C16). `transfer`: what the file came by, in the
    quota already. The file is looked into and stored under its SHA-256 before the application's row is locked.
    """
    application = ASKED.get(application_id)
    slot = _slot(application, slot_key)
    require(may_upload(application, slot, act), *_declared(slot, upload))
    require(None if transfer else within_quota(application_id, size_of(upload.data)))
    seen = _inspected(slot, upload)
    require_no_virus(upload.data)
    size, sha256 = size_of(upload.data), digest.of_bytes(upload.data)
    drawn = _drawn(seen, upload.data)
    _store(sha256, upload.data)
    with transaction.atomic():
        application = locked(application_id)
        here = _in_slot(application, slot)
        leaving = _taken_out(application, slot, replacing, act)
        require(may_upload(application, slot, act), *_fits(here, slot, sha256, leaving))
        material = Material.objects.create(
            application=application,
            slot_key=slot.key,
            file=_stored_file(sha256, seen, size, drawn, act),
            name=shown_name(upload.name) or _("未命名"),
            order=_next_order(here),
            masked_declared=upload.masked,
            declassified=upload.declassified,
            uploaded_by=act.person,
            uploaded_at=act.at,
        )
        if transfer:
            Transfer.objects.filter(pk=transfer.pk).update(material=material, pieces=[])
        checks.ask(material, at=act.at)
        note_change(application, FaultTarget.SLOT, slot.key, act)
    return material


def admitted(application: Application, slot_key: str, upload: Upload, sha256: str, act: Act) -> Slot:
    """Give the slot into which a file may come that is not there yet, before it is sent; raises `Refused`."""
    slot = _slot(application, slot_key)
    require(
        may_upload(application, slot, act), *_declared(slot, upload), _is_new(_in_slot(application, slot), sha256)
    )
    return slot


def within_quota(application_id: int, size: int) -> Refusal | None:
    """Whether `size` bytes more have room beside an application's files, those under way among them (C15)."""
    [counted] = USED.tuples(application_id)
    used, most = sum(part or 0 for part in counted), settings.APPLICATION_MEGABYTES
    return _holds(
        used + size <= most * MB,
        _("这件申报的文件合计最多%(most)d MB，已经有%(used).1f MB，放不下这个文件。")
        % {"most": most, "used": used / MB},
        "C15",
        _("请先删掉不用的文件，或把文件缩小后再传。"),
    )


def not_stored(away: store.StoreAway) -> NotNow:
    """Give the refusal of a file that the store of files does not take now, and write down why."""
    log.error("An upload could not be stored: %s", away)
    text = _("现在存不了文件，这个文件没有上传。")
    return NotNow(Refusal(text, remedy=_("已经上传的都在，没有变。请过几分钟再传一次。")))


def _taken_out(application: Application, slot: Slot, which: Collection[int], act: Act) -> int:
    """Take files out of a slot, and give how many there were."""
    if not which:
        return 0
    here = application.materials.filter(pk__in=which, slot_key=slot.key, removed_at=None)
    return int(here.update(removed_at=act.at))


def remove_material(*, material_id: int, act: Act) -> Material:
    """Take a file out of its slot; the row stays, so that it can be put back and old submissions keep it."""
    with transaction.atomic():
        material, application = _held(material_id, act)
        require(_holds(material.removed_at is None, _("这个文件已经删掉了。")))
        material.removed_at = act.at
        material.save(update_fields=["removed_at"])
        note_change(application, FaultTarget.SLOT, material.slot_key, act)
    return material


def restore_material(*, material_id: int, act: Act) -> Material:
    """Put a file back that was taken out."""
    with transaction.atomic():
        material, application = _held(material_id, act)
        slot = _slot(application, material.slot_key)
        here = _in_slot(application, slot)
        require(*_fits(here, slot, material.file.sha256))
        material.removed_at = None
        material.order = _next_order(here)
        material.save(update_fields=["removed_at", "order"])
        note_change(application, FaultTarget.SLOT, material.slot_key, act)
    return material


def move_material(*, material_id: int, earlier: bool, act: Act) -> None:
    """Move a file one place earlier or later in its slot; at the end it stays where it is."""
    with transaction.atomic():
        material, application = _held(material_id, act)
        rows = list(application.materials.filter(slot_key=material.slot_key, removed_at=None))
        here = next((place for place, row in enumerate(rows) if row.pk == material.pk), None)
        there = None if here is None else here + (-1 if earlier else 1)
        if here is None or there is None or not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        for place, row in enumerate(rows, start=1):
            row.order = place
        Material.objects.bulk_update(rows, ["order"])


def turn_page(*, material_id: int, page: int, degrees: int, act: Act) -> None:
    """Turn a page by quarters, clockwise, wherever it is shown; the file stays as it came."""
    with transaction.atomic():
        material, _application = _held(material_id, act)
        require(_holds(1 <= page <= material.file.pages and degrees % 90 == 0, _("没有这一页。")))
        material.turns = material.turns | {str(page): (material.turned(page) + degrees) % 360}
        material.save(update_fields=["turns"])
        masking.take_back(material)


def move_to_slot(*, material_id: int, slot_key: str, act: Act) -> None:
    """Move a file into the slot where it belongs, behind what is there; it is held against the form anew (C15)."""
    with transaction.atomic():
        material, application = _held(material_id, act)
        slot, left = _slot(application, slot_key), material.slot_key
        here = _in_slot(application, slot)
        declared = Upload(b"", material.name, material.declassified, material.masked_declared)
        require(
            may_upload(application, slot, act),
            *_declared(slot, declared),
            *_fits(here, slot, material.file.sha256),
            _suits(material.file, slot),
        )
        Material.objects.filter(pk=material.pk).update(slot_key=slot.key, order=_next_order(here))
        checks.ask_again(Check.objects.filter(material=material), at=act.at)
        for key in (left, slot.key):
            note_change(application, FaultTarget.SLOT, key, act)


def _suits(file: StoredFile, slot: Slot) -> Refusal | None:
    """Whether a file that is here already is of a kind and size that the slot takes."""
    return _holds(
        file.kind in slot.types and file.pages <= slot.max_pages and file.size <= slot.max_megabytes * MB,
        _("“%(slot)s”不收这样的文件。") % {"slot": slot.label},
        "C15",
        _("请看那一栏写的格式、页数和大小，另存后再传。"),
    )


def explain(*, material_id: int, reason: str, act: Act) -> None:
    """Keep one sentence why a file stays as it is over what the portal says of it. Raises `Refused`."""
    text = " ".join(reason.split())
    with transaction.atomic():
        material, _application = _held(material_id, act)
        too_long = _("说明最多%(most)d个字，现在有%(length)d个。") % {"most": LONGEST_REASON, "length": len(text)}
        require(_holds(len(text) <= LONGEST_REASON, too_long, remedy=_("请写短一些，说清原因就行。")))
        Check.objects.filter(material=material).update(reason=text)


def may_upload(application: Application, slot: Slot, act: Act) -> Refusal | None:
    """Who brings a slot's files, and when: the applicant his, the employer its own (C14, C20)."""
    own = act.user is not None and act.membership is None and act.user.pk == application.applicant_id
    if own and (slot.uploader == Uploader.APPLICANT or application.state == State.RETURNED):
        return None if application.state in EDITABLE else _too_late(application)
    employer = act.acts_for_employer(application.employer_id) and act.user.pk != application.applicant_id  # type: ignore[union-attr]
    if employer and slot.uploader == Uploader.EMPLOYER:
        return None if application.state in EMPLOYER_UPLOADS else _too_late(application)
    return Refusal(_("这一栏不由您上传。"), "C20")


def _too_late(application: Application) -> Refusal:
    return Refusal(
        _("这件申报现在是“%(state)s”，材料不能改动。") % {"state": application.get_state_display()},
        remedy=_("文件没有上传，已有的材料没有变。"),
    )


def _slot(application: Application, key: str) -> Slot:
    slot = SLOT.first(application.campaign_id, key)
    if slot is None:
        raise Refused(Refusal(_("没有这一栏材料。"), "C15", _("请刷新页面再选。")))
    return slot


def _declared(slot: Slot, upload: Upload) -> tuple[Refusal | None, ...]:
    """What must be said of a file that comes; an applicant may cover it here afterwards instead (`services.masking`)."""
    return (
        _holds(
            upload.declassified,
            _("还没有声明文件不涉密。"),
            "C22",
            _("本系统不能传涉密材料；涉密的先按规定脱密，再勾选后上传。"),
        ),
        _holds(
            upload.masked or not slot.must_mask or slot.uploader == Uploader.APPLICANT,
            _("还没有声明已经遮盖。"),
            "C21",
            _("评审是盲评：遮住申报人姓名、照片和工作单位，再勾选后上传。"),
        ),
    )


def _inspected(slot: Slot, upload: Upload) -> Inspection:
    try:
        return inspect(
            upload.data,
            allowed=tuple(slot.types),
            max_bytes=slot.max_megabytes * MB,
            max_pages=slot.max_pages,
        )
    except FileRefused as refused:
        raise Refused(Refusal(str(refused), "C15")) from None


def _drawn(seen: Inspection, data: Source) -> str:
    """Give where the PDF lies that the pages of an OFD were drawn into; nothing for a file whose pages can be opened."""
    if seen.kind != "ofd":
        return ""
    try:
        pages = ofd_pages(data)
    except FileRefused as refused:
        raise Refused(Refusal(str(refused), "C15")) from None
    sha256 = digest.of_bytes(pages)
    _store(sha256, pages)
    return storage_path(sha256)


def require_no_virus(data: Source) -> None:
    """Raise `Refused` for a file in which a virus is found, `NotNow` when none can be looked for."""
    try:
        name = virus.found(data)
    except virus.ScannerAway as away:
        log.error("An upload could not be scanned: %s", away)
        text = _("现在不能检查病毒，这个文件没有上传。")
        raise NotNow(Refusal(text, remedy=_("已经上传的都在，没有变。请过几分钟再传一次。"))) from None
    if name:
        log.warning("An upload was refused for a virus: %s", name)
        raise Refused(
            Refusal(_("文件里有病毒，不能接收。"), remedy=_("请先给电脑或手机杀毒，再重新扫描原件上传。"))
        )


def _store(sha256: str, data: Source) -> None:
    try:
        store.keep(storage_path(sha256), data)
    except store.StoreAway as away:
        raise not_stored(away) from None


def storage_path(sha256: str) -> str:
    """Give the place of a file in the storage; it follows from the content."""
    return f"files/{sha256[:2]}/{sha256}"


def _stored_file(sha256: str, seen: Inspection, size: int, drawn: str, act: Act) -> StoredFile:
    """Give the row of the bytes, made when they are new; who stores the same at the same time has made it."""
    if known := STORED.first(sha256):
        return known
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                sha256=sha256,
                path=storage_path(sha256),
                size=size,
                kind=seen.kind,
                pages=seen.pages,
                stored_at=act.at,
                drawn_path=drawn,
            )
    except IntegrityError:
        return STORED.get(sha256)


def keep_picture(picture: bytes, act: Act) -> StoredFile:
    """Keep a PNG of our own making under its SHA-256. Raises `NotNow` when no file can be stored."""
    sha256 = digest.of_bytes(picture)
    _store(sha256, picture)
    return _stored_file(sha256, Inspection("png", 1, 0, 0), len(picture), "", act)


def _in_slot(application: Application, slot: Slot) -> list[tuple[str, int]]:
    """Give the SHA-256 and the place of each file that is in a slot."""
    return IN_SLOT.tuples(application.pk, slot.key)


def _fits(here: list[tuple[str, int]], slot: Slot, sha256: str, leaving: int = 0) -> tuple[Refusal | None, ...]:
    """Whether a file may join those `here`, of which `leaving` make room; one that leaves does not come again."""
    return (
        _holds(
            len(here) - leaving < slot.max_files,
            _("这一栏最多%(most)d个文件。") % {"most": slot.max_files},
            "C15",
            _("先删掉一个，或把几页合成一个PDF。"),
        ),
        _is_new(here, sha256),
    )


def _is_new(here: list[tuple[str, int]], sha256: str) -> Refusal | None:
    return _holds(
        sha256 not in {sha256 for sha256, _order in here},
        _("这个文件已经在这一栏里了。"),
        "C15",
        _("请核对是不是选错了文件。"),
    )


def _next_order(here: list[tuple[str, int]]) -> int:
    return max((order for _sha256, order in here), default=0) + 1


def _held(material_id: int, act: Act) -> tuple[Material, Application]:
    """Give a material whose application is locked and may be changed by who acts."""
    material = Material.objects.select_related("file").get(pk=material_id)
    application = locked(material.application_id)
    require(may_upload(application, _slot(application, material.slot_key), act))
    material.refresh_from_db(fields=["removed_at", "order", "turns"])
    return material, application


def _holds(condition: object, text: str, clause: str = "", remedy: str = "") -> Refusal | None:
    return None if condition else Refusal(text, clause, remedy)
