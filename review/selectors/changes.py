"""What changed since the last submission, and what became of every returned item (C16, C17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.enums import FaultTarget, SectionKey
from applications.models import Fault, Material, Submission
from applications.sections import SECTIONS, labelled
from review.rules.changes import FieldChange, SlotChange, field_changes, slot_changes
from review.selectors.case import Case


@dataclass(frozen=True)
class Answer:
    """One returned item: where, why, and what the applicant did about it."""

    fault: Fault
    label: str
    fields: Sequence[FieldChange]
    removed: Sequence[Material]
    added: Sequence[Material]

    @property
    def is_changed(self) -> bool:
        return bool(self.fields or self.removed or self.added)


@dataclass(frozen=True)
class Other:
    """A change that nobody asked for: a field, or the files of a slot."""

    label: str
    field: FieldChange | None = None
    removed: Sequence[Material] = ()
    added: Sequence[Material] = ()


@dataclass(frozen=True)
class Changes:
    answers: Sequence[Answer]
    others: Sequence[Other]


def changes_of(case: Case) -> Changes | None:
    """Give what changed between the last two submissions, or None for the first; asks no further query."""
    returned = case.returned_review()
    if case.previous is None or returned is None:
        return None
    fields = field_changes(_shown(case.previous), _shown(case.submission))
    slots = slot_changes(_files(case.previous), _files(case.submission))
    faults = list(returned.faults.all())
    return Changes(
        [_answer(case, fault, fields, slots) for fault in faults],
        [*_other_fields(fields, faults), *_other_slots(case, slots, faults)],
    )


def _shown(submission: Submission) -> dict[str, list[tuple[str, str, str]]]:
    return {key: labelled(key, submission.data.get(key, {})) for key in SECTIONS}


def _files(submission: Submission) -> list[tuple[int, str]]:
    return [(file.pk, file.slot_key) for file in submission.materials.all()]


def _answer(case: Case, fault: Fault, fields: Sequence[FieldChange], slots: Sequence[SlotChange]) -> Answer:
    slot = next((change for change in slots if _is_in_slot(fault, change)), None)
    return Answer(
        fault,
        case.fault_label(fault),
        [change for change in fields if _is_field(fault, change)],
        [case.files_ever[pk] for pk in slot.removed] if slot else [],
        [case.files_ever[pk] for pk in slot.added] if slot else [],
    )


def _is_field(fault: Fault, change: FieldChange) -> bool:
    same_section = fault.target == FaultTarget.SECTION and fault.target_key == change.section
    return same_section and fault.field in ("", change.field)


def _is_in_slot(fault: Fault, change: SlotChange) -> bool:
    return fault.target == FaultTarget.SLOT and fault.target_key == change.slot


def _other_fields(fields: Sequence[FieldChange], faults: Sequence[Fault]) -> list[Other]:
    return [
        Other(f"{SectionKey(change.section).label}，{change.label}", field=change)
        for change in fields
        if not any(_is_field(fault, change) for fault in faults)
    ]


def _other_slots(case: Case, slots: Sequence[SlotChange], faults: Sequence[Fault]) -> list[Other]:
    return [
        Other(
            case.slot_labels.get(change.slot) or _("上传材料"),
            removed=[case.files_ever[pk] for pk in change.removed],
            added=[case.files_ever[pk] for pk in change.added],
        )
        for change in slots
        if not any(_is_in_slot(fault, change) for fault in faults)
    ]
