"""The list of sections beside every page of the form: what is filled, what is not, what was returned."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.enums import FaultTarget
from applications.sections import CHECK_NUMBER, MATERIALS_NUMBER, SECTIONS
from applications.selectors.applicant import Workspace
from campaigns.enums import Uploader
from campaigns.rules.campaign import SlotRule


@dataclass(frozen=True)
class Entry:
    """One line: number, label, what there is to say of it, and in which tone (done, warn, half, none)."""

    key: str
    number: int
    label: str
    note: str
    status: str
    link: str
    current: bool


@dataclass(frozen=True)
class Contents:
    """The whole list, and when anything was saved last."""

    entries: list[Entry]
    current: Entry
    saved_at: datetime | None

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def following(self) -> int:
        return min(self.current.number + 1, self.total)

    @property
    def bars(self) -> list[tuple[str, str]]:
        """Give the segments of the progress bar: where each begins in per cent, and its class."""
        marks = {"done": "d", "warn": "w"}
        width = 100 / len(self.entries)
        return [
            (f"{place * width:.2f}%", "n" if entry.current else marks.get(entry.status, ""))
            for place, entry in enumerate(self.entries)
        ]

    @property
    def bar_width(self) -> str:
        return f"{100 / len(self.entries) - 0.8:.2f}%"


def contents_of(space: Workspace, *, current: str) -> Contents:
    """Give the list; `current` is a section's key, `materials` or `check`."""
    faults = _open_faults(space)
    entries = [_section(space, key, current, faults) for key in SECTIONS]
    entries += [_materials(space, current, faults), _check(space, current)]
    here = next(entry for entry in entries if entry.current)
    saved = [row.saved_at for row in space.sections.values() if row.revision]
    return Contents(entries, here, max(saved, default=None))


def _open_faults(space: Workspace) -> dict[tuple[str, str], int]:
    """Count the returned items that nobody dealt with yet, by place; no query outside `returned`."""
    found = ((FaultTarget.SLOT, space.slot_faults), (FaultTarget.SECTION, space.section_faults))
    return {
        (target, key): sum(not fault.is_dealt_with for fault in faults)
        for target, places in found
        for key, faults in places.items()
    }


def _section(space: Workspace, key: str, current: str, faults: dict[tuple[str, str], int]) -> Entry:
    spec, row = SECTIONS[key], space.sections.get(key)
    returned = faults.get((FaultTarget.SECTION, key), 0)
    if returned:
        note, status = _("%(count)d处被退回") % {"count": returned}, "warn"
    elif row and row.complete and (not spec.optional or row.data.get("rows")):
        note, status = _("已填完"), "done"
    elif spec.optional and not (row and row.data.get("rows")):
        note, status = _("选填"), "none"
    elif row and has_content(row.data):
        note, status = _("填了一半"), "half"
    else:
        note, status = _("未填"), "none"
    link = reverse("applications:section", args=[space.application.number, key])
    return Entry(key, spec.number, spec.label, note, status, link, current == key)


def has_content(data: object) -> bool:
    """Tell whether anything was filled in; the years of fixed rows are not."""
    if isinstance(data, dict):
        return any(has_content(value) for name, value in data.items() if name != "year")
    return any(map(has_content, data)) if isinstance(data, list) else data not in ("", None)


def _materials(space: Workspace, current: str, faults: dict[tuple[str, str], int]) -> Entry:
    done, total = progress(space)
    returned = sum(count for (target, _key), count in faults.items() if target == FaultTarget.SLOT)
    note = _("%(count)d处被退回") % {"count": returned} if returned else f"{done}/{total}"
    if space.unmasked and not returned:
        note, returned = _("%(count)d份没遮盖") % {"count": len(space.unmasked)}, len(space.unmasked)
    status = "warn" if returned else "done" if done == total else "half" if done else "none"
    link = reverse("applications:materials", args=[space.application.number])
    return Entry("materials", MATERIALS_NUMBER, _("上传材料"), note, status, link, current == "materials")


def progress(space: Workspace) -> tuple[int, int]:
    """Count the required materials that are in, and all of them; a one-of group counts as one."""
    required = {need.slot.one_of or need.slot.key for need in space.needs if need.required and _is_ours(need.slot)}
    waiting = {key for missing in space.missing_slots for key in missing.keys}
    open_groups = {need.slot.one_of or need.slot.key for need in space.needs if need.slot.key in waiting}
    return len(required) - len(required & open_groups), len(required)


def _is_ours(slot: SlotRule) -> bool:
    return bool(slot.uploader == Uploader.APPLICANT)


def _check(space: Workspace, current: str) -> Entry:
    ready = not (space.incomplete or space.missing_slots or space.unmasked)
    note = _("可以提交") if ready else _("还没填齐")
    link = reverse("applications:check", args=[space.application.number])
    return Entry("check", CHECK_NUMBER, _("检查与提交"), note, "none", link, current == "check")
