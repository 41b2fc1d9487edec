"""Where a fault is pinned, in words and as the one value that a form carries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.enums import FaultTarget, SectionKey
from applications.models import Application, Fault
from applications.sections import field_label
from campaigns.models import Slot


@dataclass(frozen=True)
class Target:
    """A place of an application: a section with or without a field, or a slot with or without a file and its page."""

    kind: FaultTarget
    key: str
    field: str = ""
    material: int | None = None
    page: int | None = None

    @property
    def value(self) -> str:
        """The place as one word, for a form: `section:work:rows-0-employer`, `slot:diploma:17:2`, `slot:diploma`."""
        parts = [self.field] if self.kind == FaultTarget.SECTION else [self.material, self.page]
        return ":".join([self.kind, self.key, *(str(part) for part in parts if part)])

    @classmethod
    def parse(cls, value: str) -> "Target | None":
        """Give the place that a form's word names, or None when it names none."""
        kind, _colon, rest = value.partition(":")
        key, _colon, rest = rest.partition(":")
        if kind == FaultTarget.SECTION and key in SectionKey:
            return cls(FaultTarget.SECTION, key, field=rest)
        numbers = rest.split(":") if rest else []
        if (
            kind != FaultTarget.SLOT
            or not key
            or len(numbers) > 2
            or not all(part.isdecimal() for part in numbers)
        ):
            return None
        material, page = [*map(int, numbers), None, None][:2]
        return cls(FaultTarget.SLOT, key, material=material, page=page)


def target_label(fault: Fault, application: Application, slots: Mapping[str, str] | None = None) -> str:
    """Say where a fault is pinned: 学历证书，第1页; 工作经历第1项，起始时间.

    `slots`: labels of the campaign's slots by key, where the caller has them; read otherwise.
    """
    if fault.target == FaultTarget.SECTION:
        return field_label(fault.target_key, fault.field) or str(SectionKey(fault.target_key).label)
    label = (
        slot_labels(application).get(fault.target_key, "") if slots is None else slots.get(fault.target_key, "")
    )
    return _("%(slot)s，第%(page)d页") % {"slot": label, "page": fault.page} if fault.page else label


def slot_labels(application: Application, slots: Iterable[Slot] | None = None) -> dict[str, str]:
    """Give the labels of the campaign's slots by key, with the year they ask for; one query unless given `slots`."""
    campaign = application.campaign
    return {
        slot.key: slot.label.replace("{year}", str(campaign.year - (slot.years_back or 0)))
        for slot in (campaign.slots.all() if slots is None else slots)
    }
