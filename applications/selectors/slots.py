"""The material slots as the applicant sees them: in groups, each with its state, files and reason."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from applications.enums import State
from applications.models import Fault, Material
from applications.rules.slots import Duty, SlotNeed
from applications.selectors.applicant import Workspace
from campaigns.enums import Uploader
from campaigns.models import Slot
from documents import formats


@dataclass
class SlotCard:
    """One slot: what it wants, why, what is in it, and how it stands (done, unmasked, empty, optional, off, returned)."""

    slot: Slot
    need: SlotNeed
    label: str
    hint: str
    files: list[Material]
    status: str
    faults: list[Fault] = field(default_factory=list)
    removed: Material | None = None
    #: A file from before the return lies beside a newer one: nothing but the applicant can say which is meant.
    keeps_old: bool = False

    @property
    def types(self) -> str:
        return formats.names(self.slot.types)

    @property
    def accept(self) -> str:
        """What a file chooser offers."""
        return formats.accept(self.slot.types)

    @property
    def is_folded(self) -> bool:
        """Whether the upload form waits behind a line: the slot is filled, may stay empty, or is one of several."""
        return bool(self.files or self.slot.one_of) or self.status == "optional"

    @property
    def has_room(self) -> bool:
        return len(self.files) - len(self.refused) < self.slot.max_files and self.status != "off"

    @property
    def refused(self) -> list[Material]:
        """The files that a new one may replace: those an open item is pinned to, or the only one there is (C16)."""
        pinned = {fault.material_id for fault in self.faults if not fault.is_dealt_with}
        is_alone = None in pinned and len(self.files) == 1
        return [file for file in self.files if file.pk in pinned or is_alone]

    @property
    def may_exceed(self) -> bool:
        """Whether all that the slot takes is more than one upload may hold."""
        return bool(self.slot.max_files * self.slot.max_megabytes > settings.UPLOAD_MEGABYTES)


@dataclass
class SlotGroup:
    """One slot alone, or several of which one is enough."""

    key: str
    cards: list[SlotCard]
    is_one_of: bool

    @property
    def status(self) -> str:
        statuses = {card.status for card in self.cards}
        if "returned" in statuses:
            return "returned"
        if "unmasked" in statuses:
            return "unmasked"
        return "done" if "done" in statuses else self.cards[0].status

    @property
    def title(self) -> str:
        return _("下面%(count)d项，任选一项") % {"count": len(self.cards)}


def slot_groups(space: Workspace) -> list[SlotGroup]:
    """Give every slot that concerns this applicant: what is to be done first, what is not needed last."""
    cards = [_card(space, need) for need in space.needs if _shown(space, need)]
    groups: dict[str, SlotGroup] = {}
    for card in cards:
        key = card.slot.one_of or card.slot.key
        groups.setdefault(key, SlotGroup(key, [], bool(card.slot.one_of))).cards.append(card)
    for group in groups.values():
        _settle(group)
    order = {"returned": 0, "unmasked": 1, "empty": 1, "done": 2, "optional": 3, "off": 4}
    return sorted(groups.values(), key=lambda group: order[group.status])


def _shown(space: Workspace, need: SlotNeed) -> bool:
    """The employer's slots are its own business, except where something in them was returned (C20)."""
    if need.slot.key not in space.slots:
        return False
    mine = need.slot.uploader == Uploader.APPLICANT
    return mine or (space.application.state == State.RETURNED and need.slot.uploader == Uploader.EMPLOYER)


def _card(space: Workspace, need: SlotNeed) -> SlotCard:
    slot, files = space.slots[need.slot.key], space.materials.get(need.slot.key, [])
    card = SlotCard(
        slot=slot,
        need=need,
        label=slot.label,
        hint=slot.hint,
        files=files,
        status="done" if files else {Duty.REQUIRED: "empty", Duty.EXEMPT: "off"}.get(need.duty, "optional"),
        faults=space.slot_faults.get(slot.key, []),
    )
    card.keeps_old = bool(card.faults) and _is_of_both_sides(files, space.application.returned_at)
    if any(not fault.is_dealt_with for fault in card.faults):
        card.status = "returned"
    elif slot.must_mask and not all(file.is_masked for file in files):
        card.status = "unmasked"
    elif not files and slot.replaced_by and space.materials.get(slot.replaced_by):
        card.status = "off"
        card.need = SlotNeed(need.slot, Duty.EXEMPT, _("已传免学审批表，不用传"))
    return card


def _is_of_both_sides(files: list[Material], returned_at: datetime | None) -> bool:
    """Tell whether some files were uploaded before the return and some after it."""
    return returned_at is not None and len({file.uploaded_at > returned_at for file in files}) == 2


def _settle(group: SlotGroup) -> None:
    """In a group of which one is enough, a filled slot switches the empty ones off (C19)."""
    if group.is_one_of and any(card.files for card in group.cards):
        for card in group.cards:
            if not card.files and card.status != "returned":
                card.status = "off"
                card.need = SlotNeed(card.need.slot, Duty.EXEMPT, _("已选别项，不用传"))


def with_old_files(groups: list[SlotGroup]) -> list[SlotCard]:
    """Give the returned slots in which a file from before the return lies beside a newer one (C16)."""
    return [card for group in groups for card in group.cards if card.keeps_old]


def counts(groups: list[SlotGroup]) -> dict[str, int]:
    """Count the groups by how they stand."""
    found = dict.fromkeys(("returned", "unmasked", "empty", "done", "optional", "off"), 0)
    for group in groups:
        found[group.status] += 1
    found["open"] = found["empty"] + found["returned"] + found["unmasked"]
    return found
