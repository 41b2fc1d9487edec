"""Blind copies: made when a file is masked, checked for leaks, released by name where something may be left (C21).

A copy is made from the file, its boxes and its turns; what changes one of them makes the copy void (`services.masking`).
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import User
from applications.enums import RELEASED_IN, BlindStatus, CopyStand, MaskKind, Transition
from applications.models import Application, BlindCopy, Material, Withdrawal
from applications.models.masking import UNMASKED
from applications.rules import guards
from applications.rules.masking import MaskBox, box_of, digest_of, placed
from applications.rules.refusal import require
from applications.selectors.blinding import stand
from applications.services import telling
from applications.services.jobs import Jobs
from applications.services.steps import locked, record
from campaigns.models import Slot
from documents import store

if TYPE_CHECKING:
    from documents.scans.blind import Picture
    from documents.scans.leaks import Leak

log = logging.getLogger(__name__)
#: A page is drawn in less than a second and read twice in a few, and each renews the claim.
COPIES = Jobs(BlindCopy, claim_lives=timedelta(minutes=3), queue_waits=timedelta(minutes=1))
Clock = Callable[[], datetime]
LONGEST_REASON = 200  # characters


def ask(application_id: int, *, at: datetime, material_id: int | None = None) -> None:
    """Have copies made of an application's masked files that experts see, or of one of them, after the commit.

    A copy of the same boxes stays as it is. The caller holds the application's row.
    """
    if not settings.SCAN_CHECKS:
        return
    rows = _masked().filter(application=application_id, **({"pk": material_id} if material_id else {}))
    copies = [
        (getattr(material, "blind", None) or BlindCopy(material=material), _digest(material)) for material in rows
    ]
    due = [copy for copy, digest in copies if _is_to_be_made(copy, digest, at)]
    fresh, known = [copy for copy in due if not copy.pk], [copy for copy in due if copy.pk]
    withdrawn = _withdrawn(known)
    for copy in known:
        copy.withdrawn_at = withdrawn.get((copy.material_id, copy.boxes_digest))
        copy.save()
    BlindCopy.objects.bulk_create(fresh)
    for copy in due:
        hurry(copy.pk)


def _masked() -> QuerySet[Material]:
    """Give the files of which somebody says that they are masked, in slots that experts see."""
    shown = Slot.objects.filter(
        campaign=OuterRef("application__campaign"), key=OuterRef("slot_key"), experts_see=True
    )
    rows = Material.objects.filter(Exists(shown), removed_at=None).exclude(UNMASKED)
    return rows.select_related("file", "masking", "blind", "application__applicant", "application__employer")


def _is_to_be_made(copy: BlindCopy, digest: str, at: datetime) -> bool:
    """Tell whether a copy must be made anew, and make its row ready for that; an outdated one may hold again."""
    if copy.boxes_digest == digest and copy.status in (BlindStatus.WAITING, BlindStatus.READY):
        return False
    if copy.boxes_digest == digest and copy.status == BlindStatus.OUTDATED and copy.path:
        BlindCopy.objects.filter(pk=copy.pk).update(status=BlindStatus.READY)
        return False
    if old := copy.path:
        transaction.on_commit(lambda: store.forget(old), robust=True)
    copy.boxes_digest, copy.status, copy.created_at = digest, BlindStatus.WAITING, at
    copy.path, copy.leaks, copy.error, copy.attempts, copy.claimed_at = "", [], "", 0, None
    copy.released_at, copy.released_by, copy.released_reason = None, None, ""
    return True


def _withdrawn(copies: list[BlindCopy]) -> dict[tuple[int, str], datetime]:
    """Give when an expert last withdrew a copy of which file and boxes, as far as it concerns these copies."""
    if not copies:
        return {}
    said = Withdrawal.objects.filter(material__in=[copy.material_id for copy in copies]).order_by("at")
    return {(material, digest): at for material, digest, at in said.values_list("material", "boxes_digest", "at")}


def release(*, copy_id: int, reason: str, act: Act) -> BlindCopy:
    """Let experts see a copy in which something may be left: by an officer who has looked at it, with his reason (C21).

    The officer is of the office that decides on the case, and it is not his own. Raises `Refused` for anybody else, for a
    copy that is not there or needs no release, without a reason. An event of the application keeps who, when and why.
    """
    said = " ".join(reason.split())
    with transaction.atomic():
        application = locked(BlindCopy.objects.values_list("material__application", flat=True).get(pk=copy_id))
        copy = BlindCopy.objects.select_related("material__application").get(pk=copy_id)
        require(
            guards.acts_as_office(act, application.final_office_id, application.applicant_id, Role.TITLE_OFFICER),
            guards.holds(application.state in RELEASED_IN, _("这件申报现在不能放行盲评副本。"), "C21"),
            guards.holds(copy.status == BlindStatus.READY, _("这份盲评副本还没有生成，或已作废。"), "C21"),
            guards.holds(not copy.is_fit, _("这份盲评副本不用放行。"), "C21"),
            guards.holds(said, _("请写明为什么可以放行。"), "C21", _("例如：标出的是别人的姓名。")),
            guards.holds(
                len(said) <= LONGEST_REASON, _("理由最多%(most)d个字。") % {"most": LONGEST_REASON}, "C21"
            ),
        )
        copy.released_at, copy.released_by, copy.released_reason = act.at, act.user, said
        copy.withdrawn_at = None
        copy.save(update_fields=["withdrawn_at", "released_at", "released_by", "released_reason"])
        comment = _("%(slot)s：%(reason)s") % {"slot": label_of(copy.material), "reason": said}
        record(application, Transition.RELEASE_COPY, application.state, act, comment=comment)
    return copy


def withdraw(
    copy: BlindCopy, *, page: int, place: tuple[int, int, int, int] | None, by: User, code: str, now: datetime
) -> Withdrawal:
    """Take a copy away from every expert at once, because one sees in it whose it is; the title office is told (C21).

    `page`: from 1; `place`: left, top, right, bottom in ten-thousandths of the page as the copy shows it, or None; `by`,
    `code`: the expert, kept and told to nobody but the supervisor: the event is the portal's, the message names nobody.
    A second expert's word is kept beside the first's. Raises `Refused` for a page that is not there, for a copy that was
    made anew since, or whose case the experts no longer have; then nothing was written.
    """
    with transaction.atomic():
        application = locked(Material.objects.values_list("application", flat=True).get(pk=copy.material_id))
        held = BlindCopy.objects.select_related("material__file", "material__application").get(pk=copy.pk)
        material, is_same = held.material, held.boxes_digest == copy.boxes_digest
        require(
            guards.holds(application.state in RELEASED_IN, _("这件申报已经不在评审中。"), "C21"),
            guards.holds(is_same and held.status == BlindStatus.READY, _("这份材料正在重新处理。"), "C21"),
            guards.holds(1 <= page <= material.file.pages, _("没有这一页。")),
        )
        kept = place and vars(MaskBox(page, *place).turned(-material.turned(page)))
        said = Withdrawal.objects.create(
            material=material, boxes_digest=held.boxes_digest, page=page, place=kept, by=by, code=code, at=now
        )
        if not held.withdrawn_at:
            _take_away(held, application, now)
    return said


def _take_away(copy: BlindCopy, application: Application, now: datetime) -> None:
    """Keep from everybody a copy that an expert withdrew; the chain and the office that decides are told of it."""
    copy.withdrawn_at, copy.released_at, copy.released_by, copy.released_reason = now, None, None, ""
    copy.save(update_fields=["withdrawn_at", "released_at", "released_by", "released_reason"])
    comment = _("%(slot)s：可能看得出是谁，要重新遮盖。") % {"slot": label_of(copy.material)}
    record(application, Transition.WITHDRAW_COPY, application.state, Act.by_portal(now), comment=comment)
    officers = telling.members_of_office(application.final_office_id or 0, roles=(Role.TITLE_OFFICER,))
    telling.tell_all(
        [officer for officer in officers if officer.pk != application.applicant_id],
        occasion=f"blind:{copy.pk}:withdrawn:{now:%Y%m%d%H%M%S%f}",
        subject=_("一份盲评副本撤下了，要重新遮盖"),
        body=_("%(number)s，%(comment)s评审专家现在看不到这份材料（C21）。")
        % {"number": application.number, "comment": comment},
        at=now,
        link=telling.page("office:copy", copy.material_id),
    )


def label_of(material: Material) -> str:
    """Give the words of a material's slot."""
    return Slot.objects.get(campaign=material.application.campaign_id, key=material.slot_key).label


def remake(*, material_id: int, act: Act) -> None:
    """Have the copy made that failed or was never asked for, by an officer of the office that decides (C21).

    Raises `Refused` for anybody else, and for a file whose copy is there, waits or needs another mask first.
    """
    with transaction.atomic():
        application = locked(Material.objects.values_list("application", flat=True).get(pk=material_id))
        material = Material.objects.select_related("blind", "masking").get(pk=material_id)
        lacks = stand(material) in (CopyStand.FAILED, CopyStand.MISSING)
        require(
            guards.acts_as_office(act, application.final_office_id, application.applicant_id, Role.TITLE_OFFICER),
            guards.holds(application.state in RELEASED_IN, _("这件申报已经不在评审中。"), "C21"),
            guards.holds(lacks and material.removed_at is None, _("这份盲评副本不用重新生成。"), "C21"),
        )
        ask(application.pk, at=act.at, material_id=material_id)


def is_known_unfit(material: Material) -> bool:
    """Tell whether just these boxes were already found to leave something, and no officer released the copy of them."""
    digest, copy = _digest(material), getattr(material, "blind", None)
    if copy and copy.path and copy.boxes_digest == digest:
        return copy.released_at is None and bool(copy.leaks or copy.withdrawn_at)
    return Withdrawal.objects.filter(material=material, boxes_digest=digest).exists()


def boxes_of(material: Material) -> list[MaskBox]:
    """Give the boxes of a material."""
    masking = getattr(material, "masking", None)
    return [box_of(each) for each in masking.boxes] if masking else []


def _digest(material: Material) -> str:
    """Give a digest of what the copy is made from, and of the words that it is checked for."""
    person, employer = material.application.applicant, material.application.employer
    numbers = (person.document_index, person.phone_index or "")
    who = "\n".join((person.name, employer.name if employer else "", *numbers))
    return digest_of(material.file.sha256, boxes_of(material), material.turns, who)


def hurry(copy_id: int) -> None:
    """Put a copy into the queue after the commit; beat finds it where the queue has lost it."""
    from applications.tasks import make_blind_copy  # the task calls back into this module

    transaction.on_commit(lambda: make_blind_copy.delay(copy_id), robust=True)


def make(copy_id: int, *, clock: Clock) -> bool:
    """Tell whether this call made the copy. Two workers at once make it once; a third failure is the last."""
    copy = COPIES.claim(copy_id, at=clock())
    if copy is None:
        return False
    held = COPIES.held(copy).filter(boxes_digest=copy.boxes_digest)
    try:
        path, found = _made(copy, lambda: held.update(claimed_at=clock()))
    except store.StoreAway as away:
        log.warning("Blind copy %s waits for the store of files: %s", copy.pk, away)
        COPIES.give_back(copy)
        return False
    except Material.DoesNotExist:  # it was taken out, or is no longer masked
        held.update(status=BlindStatus.OUTDATED)
        return False
    except Exception as wrong:  # whatever it is, somebody must see that there is no copy
        log.exception("Blind copy %s failed at attempt %s", copy.pk, copy.attempts)
        COPIES.fail(copy, f"{type(wrong).__name__}")
        return False
    done = held.update(status=BlindStatus.READY, path=path, leaks=found, done_at=clock(), error="")
    if not done:  # the boxes changed meanwhile: this copy is of the old ones
        store.forget(path)
    return bool(done)


def _made(copy: BlindCopy, renew: Callable[[], object]) -> tuple[str, list[dict[str, Any]]]:
    """Give where the copy lies, and what the leak check found in it."""
    from applications.services.checks import identity  # which loads this module
    from documents.scans.blind import bound  # loads what only a worker needs
    from documents.scans.leaks import leaks

    material = _masked().get(pk=copy.material_id)
    pictures = _pictures(material, renew)
    data, name = bound(pictures), f"{secrets.token_hex(16)}.pdf"
    found = leaks(data, name, identity(material.application), renew)
    path = store.keep(f"blind/{name}", data)
    return path, [_plain(leak, material, pictures) for leak in found]


def _pictures(material: Material, renew: Callable[[], object]) -> list["Picture"]:
    """Give the pages covered and upright, each drawn apart."""
    from documents import apart

    data, boxes, pictures = store.read(material.file.pages_path), boxes_of(material), []
    for number in material.file.page_numbers:
        places = [box.sides for box in boxes if box.page == number]
        pictures.append(apart.blind_page(data, number, places, material.turned(number)))
        renew()
    return pictures


def _plain(leak: "Leak", material: Material, pictures: list["Picture"]) -> dict[str, Any]:
    """Give what is kept of a leak: its kind, what it may name, and where it lies on the page; never the words."""
    from documents.scans.pages import PDF_SIDE

    known = leak.detail if leak.kind == "words" else leak.kind
    what = known if known in MaskKind else MaskKind.OTHER
    if not leak.page or leak.box is None:
        return {"kind": leak.kind, "page": leak.page, "what": what, "box": None}
    picture, box = pictures[leak.page - 1], leak.box
    scale = PDF_SIDE / max(picture.width, picture.height)
    size = (round(picture.width * scale), round(picture.height * scale))
    place = placed(leak.page, (box.left, box.top, box.right, box.bottom), size, what)
    shown = place.turned(-material.turned(leak.page))
    return {"kind": leak.kind, "page": leak.page, "what": what, "box": vars(shown)}
