"""The files that experts may not see, and why (C21)."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from applications.enums import CopyStand
from applications.models import BlindCopy, Material, Withdrawal
from applications.models.masking import FIT, LEAKING, UNMASKED
from applications.rules.blinding import Suspect, distinct, kept_out, stand_of, suspect_of
from applications.rules.masking import box_of
from applications.rules.refusal import Refusal
from campaigns.models import Slot


def unfit() -> QuerySet[Material]:
    """Give the files to be masked, whosever they are, that experts may not see, with the words of their slots (`label`).

    Those that nobody says are masked, and those whose copy may show something or was withdrawn; where the portal makes
    copies, also those without a fit one, whether it waits, failed, is void or was never asked for.
    """
    slot = Slot.objects.filter(campaign=OuterRef("application__campaign"), key=OuterRef("slot_key"))
    kept = UNMASKED | LEAKING
    if settings.SCAN_CHECKS:
        fit = BlindCopy.objects.filter(FIT, material=OuterRef("pk"))
        kept |= Exists(slot.filter(experts_see=True)) & ~Exists(fit)
    return (
        Material.objects.filter(kept, Exists(slot.filter(must_mask=True)), removed_at=None)
        .annotate(label=Subquery(slot.values("label")))
        .select_related("masking", "blind")
        .order_by("slot_key", "pk")
    )


def suspects(copy: BlindCopy | None) -> list[Suspect]:
    """Give what may still show whose a copy is, page by page: what experts saw, then what the leak check found."""
    if copy is None:
        return []
    said = Withdrawal.objects.filter(material=copy.material_id, boxes_digest=copy.boxes_digest)
    seen = [
        Suspect(one.page, _("专家看得出是谁"), one.place and box_of(one.place), by_expert=True) for one in said
    ]
    return distinct([*seen, *map(suspect_of, copy.leaks)])


def stand(material: Material) -> CopyStand:
    """Give how a file stands before the experts."""
    copy = getattr(material, "blind", None)
    return stand_of(copy, is_masked=material.is_masked, are_made=settings.SCAN_CHECKS)


def why_unfit(materials: Iterable[Material]) -> tuple[Refusal, ...]:
    """Give why files given by `unfit` keep their case from the experts."""
    return kept_out((stand(material), material.label) for material in materials)  # type: ignore[attr-defined]
