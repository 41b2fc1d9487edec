"""What must fit together in a campaign, beyond each row by itself."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaigns.enums import WindowKind
from campaigns.models import Campaign
from campaigns.models.validators import SECTIONS
from campaigns.rules.windows import faults_among


def inconsistencies(campaign: Campaign) -> list[str]:
    """Give a sentence for everything in the campaign that points nowhere or is missing."""
    return [
        *_windows(campaign),
        *_slots(campaign),
        *_checklist(campaign),
        *_reasons(campaign),
    ]


def _windows(campaign: Campaign) -> Iterator[str]:
    have = set(campaign.windows.filter(division=None).values_list("kind", flat=True))
    for kind in WindowKind:
        if kind not in have:
            yield _("时间安排缺少“%(kind)s”") % {"kind": kind.label}
    yield from faults_among(row.as_row() for row in campaign.windows.select_related("division"))


def _slots(campaign: Campaign) -> Iterator[str]:
    keys = set(campaign.slots.values_list("key", flat=True))
    for slot in campaign.slots.all():
        if slot.replaced_by and slot.replaced_by not in keys:
            yield _("材料“%(slot)s”可替代的材料“%(key)s”不存在") % {"slot": slot, "key": slot.replaced_by}
        if not slot.types:
            yield _("材料“%(slot)s”没有写明格式") % {"slot": slot}


def _checklist(campaign: Campaign) -> Iterator[str]:
    keys = set(campaign.slots.values_list("key", flat=True))
    for item in campaign.checklist.all():
        for key in set(item.slots) - keys:
            yield _("审核项目“%(item)s”所列材料“%(key)s”不存在") % {"item": item, "key": key}
        for key in set(item.sections) - set(SECTIONS):
            yield _("审核项目“%(item)s”所列章节“%(key)s”不存在") % {"item": item, "key": key}


def _reasons(campaign: Campaign) -> Iterator[str]:
    keys = set(campaign.checklist.values_list("key", flat=True))
    for reason in campaign.reasons.all():
        for key in set(reason.items) - keys:
            yield _("原因“%(reason)s”所列审核项目“%(key)s”不存在") % {"reason": reason, "key": key}
