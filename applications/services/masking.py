"""Covering what names a person on a page: proposed by the portal, put right and confirmed by its owner (C21).

Once a file is accepted and its blind copy shows something, an officer of the office that decides masks it again: each of
his changes is an event, and the boxes before it are kept.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import EDITABLE, REMASKED_IN, BlindStatus, CopyStand, State, Transition
from applications.models import Application, BlindCopy, EarlierBoxes, Masking, Material
from applications.rules import guards
from applications.rules.masking import MOST_BOXES, PERSON, PORTAL, MaskBox, box_of, placed, plain, uncovered
from applications.rules.refusal import Refusal, Refused, require
from applications.selectors.blinding import stand
from applications.services import blinding
from applications.services.sights import sights
from applications.services.steps import locked, record
from campaigns.models import Slot


class StaleMasking(Refused):
    """Somebody, usually the same person in another tab, or the portal itself changed the boxes in the meantime."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        super().__init__(
            Refusal(
                _("这份材料的遮盖刚才在别处改过。"),
                "C21",
                _("您在这里改的还在页面上，没有存。请看最新的，或用这里的覆盖。"),
            )
        )


def propose(material_id: int, *, at: datetime) -> None:
    """Put a box over whatever the portal has found on a material's pages that names its owner.

    What was proposed before and taken away by the owner does not come back; what is new takes a confirmation back.
    Costs no reading: the pages were looked at by the check. Raises as `sights`.
    """
    material = Material.objects.select_related(
        "file", *(f"application__{of}" for of in ("applicant", "employer", "campaign"))
    ).get(pk=material_id)
    if not _slots_to_mask(material.application).filter(key=material.slot_key).exists():
        return
    found = _found(material)
    with transaction.atomic():
        application = locked(material.application_id)
        masking = _held(material)
        known = [box_of(each) for each in masking.proposed or ()]
        boxes = [box_of(each) for each in masking.boxes]
        fresh = uncovered(uncovered(found, known), boxes) if application.state in EDITABLE else []
        masking.proposed = plain(found)
        if fresh or not masking.pk:
            _changed(masking, [*boxes, *fresh], at)
        masking.save()


def _found(material: Material) -> list[MaskBox]:
    """Give a box for every word, face, code and seal that names the owner."""
    from applications.services import checks  # which calls back into this module
    from documents.scans.proposals import within_page, words  # loads what only a worker needs

    who, boxes = checks.identity(material.application), []
    for seen in sights(material.file):
        size = (seen.width, seen.height)
        covers = within_page([*words(seen.lines, who), *seen.things], *size)
        sides = ((each.box.left, each.box.top, each.box.right, each.box.bottom) for each in covers)
        boxes += [placed(seen.number, side, size, each.what) for side, each in zip(sides, covers, strict=True)]
    return boxes


def save_boxes(
    *, material_id: int, page: int, boxes: Iterable[MaskBox], turn: int, revision: int, act: Act
) -> Masking:
    """Keep the boxes of one page, and take back what was confirmed; the same boxes once more change nothing.

    `boxes` as they lie on the page turned by `turn`, `revision`: as the page was opened with; raises `StaleMasking` when
    either is an older one, `Refused` for another's, a submitted or a removed file; then nothing was written (C21).
    """
    with transaction.atomic():
        material, masking = _editable(material_id, act)
        require(_exists(material, page), _not_too_many(new := [box.turned(-turn) for box in boxes]))
        before = [box_of(each) for each in masking.boxes]
        others = [box for box in before if box.page != page]
        proposed = {(*box.sides, box.what) for box in before if box.page == page and box.by == PORTAL}
        here = [_of_its_author(box, page, proposed) for box in new]
        if material.turned(page) == turn and plain([*others, *here]) == masking.boxes:
            return masking
        if (masking.revision, material.turned(page)) != (revision, turn):
            raise StaleMasking(masking.revision)
        if act.membership:
            _keep_earlier(masking, act)
            told = {"page": page, "before": len(before) - len(others), "now": len(here)}
            _record(material, act, _("第%(page)d页的框改过：原来%(before)d个，现在%(now)d个。") % told)
        _changed(masking, [*others, *here], act.at)
        masking.save()
    return masking


def _keep_earlier(masking: Masking, act: Act) -> None:
    """Keep the boxes as they are until an officer changes them."""
    if not masking.pk:
        masking.save()
    EarlierBoxes.objects.create(
        masking=masking,
        revision=masking.revision,
        boxes=masking.boxes,
        confirmed_at=masking.confirmed_at,
        confirmed_by=masking.confirmed_by,
        replaced_at=act.at,
        replaced_by=act.person,
    )


def _record(material: Material, act: Act, what: str) -> None:
    """Add to the application's chain what an officer did to the boxes of one of its files (C44)."""
    comment = _("%(slot)s：%(reason)s") % {"slot": blinding.label_of(material), "reason": what}
    record(material.application, Transition.MASK_AGAIN, material.application.state, act, comment=comment)


def _of_its_author(box: MaskBox, page: int, proposed: set[tuple[int, int, int, int, str]]) -> MaskBox:
    return replace(box, page=page, by=PORTAL if (*box.sides, box.what) in proposed else PERSON)


def confirm(*, material_id: int, revision: int, act: Act) -> Masking:
    """Keep that all is covered on every page of a material, and have its blind copy made; raises as `save_boxes`.

    An officer confirms other boxes than those of which a copy was found to show something.
    """
    with transaction.atomic():
        material, masking = _editable(material_id, act)
        if masking.revision != revision:
            raise StaleMasking(masking.revision)
        if act.membership:
            require(_covers_more(material))
        if not masking.confirmed_at:
            if act.membership:
                _record(material, act, _("都遮好了，副本重新生成。"))
            masking.confirmed_at, masking.confirmed_by = act.at, act.user
            masking.save()
            blinding.ask(material.application_id, at=act.at, material_id=material.pk)
    return masking


def take_back(material: Material) -> None:
    """A page of it lies otherwise than when it was confirmed; the caller holds the application's row."""
    masking = Masking.objects.filter(material=material).first()
    if masking:
        _changed(masking, [box_of(each) for each in masking.boxes], masking.saved_at)
        masking.save()


def _changed(masking: Masking, boxes: list[MaskBox], at: datetime | None) -> None:
    """Put new boxes on a material; whatever was confirmed or made of the old ones no longer holds."""
    masking.boxes, masking.saved_at = plain(boxes), at
    masking.revision += 1
    masking.confirmed_at = masking.confirmed_by = None
    BlindCopy.objects.filter(material_id=masking.material_id).update(status=BlindStatus.OUTDATED)


def _held(material: Material) -> Masking:
    """Give the masking of a material whose application is locked, not yet saved where it is the first."""
    return Masking.objects.filter(material=material).first() or Masking(material=material)


def _editable(material_id: int, act: Act) -> tuple[Material, Masking]:
    material = Material.objects.select_related("file").get(pk=material_id)
    application = locked(material.application_id)
    material.refresh_from_db(fields=["removed_at", "turns", "slot_key"])
    material.application = application
    must_mask = _slots_to_mask(application).filter(key=material.slot_key).exists()
    require(
        *(_office_may if act.membership else _owner_may)(act, material),
        guards.holds(material.removed_at is None, _("这个文件已经删掉了。")),
        guards.holds(must_mask, _("这一栏专家看不到，不用遮盖。"), "C21"),
    )
    return material, _held(material)


def _owner_may(act: Act, material: Material) -> tuple[Refusal | None, ...]:
    application = material.application
    return (
        guards.acts_as_applicant(act, application.applicant_id),
        _still(application, EDITABLE, _("已经遮好的没有变。")),
    )


def _office_may(act: Act, material: Material) -> tuple[Refusal | None, ...]:
    application, is_fit = material.application, stand(material) == CopyStand.FIT
    return (
        guards.acts_as_office(act, application.final_office_id, application.applicant_id, Role.TITLE_OFFICER),
        _still(application, REMASKED_IN, _("申报人能改时由他自己遮，接收以后才由职称办遮。")),
        guards.holds(not is_fit, _("这份盲评副本专家可以看，不用再遮。"), "C21"),
    )


def _still(application: Application, states: tuple[State, ...], remedy: str) -> Refusal | None:
    text = _("这件申报现在是“%(state)s”，遮盖不能再改。") % {"state": application.get_state_display()}
    return guards.holds(application.state in states, text, "C21", remedy)


def _covers_more(material: Material) -> Refusal | None:
    """The boxes are others than those of a copy that shows something."""
    return guards.holds(
        not blinding.is_known_unfit(material),
        _("框和上一份副本的一样，那份副本里可能还看得出是谁。"),
        "C21",
        _("请把标出的地方遮住再确认；确实不用遮的，在副本那一页写明理由放行。"),
    )


def _slots_to_mask(application: Application) -> QuerySet[Slot]:
    return Slot.objects.filter(campaign=application.campaign_id, must_mask=True)


def _exists(material: Material, page: int) -> Refusal | None:
    return guards.holds(1 <= page <= material.file.pages, _("没有这一页。"))


def _not_too_many(boxes: list[MaskBox]) -> Refusal | None:
    return guards.holds(
        len(boxes) <= MOST_BOXES,
        _("一页最多%(most)d个框，现在有%(count)d个。") % {"most": MOST_BOXES, "count": len(boxes)},
        "C21",
        _("请用大一点的框，一个盖住几处。"),
    )
