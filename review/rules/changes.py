"""What changed between two submissions: fields as they are shown, files by their slot (C16, C17)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Shown = tuple[str, str, str]  # field, label, shown value


@dataclass(frozen=True)
class FieldChange:
    """One field that reads differently: what it said and what it says; empty where there was or is nothing."""

    section: str
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class SlotChange:
    """One slot whose files are others: ids of the files taken out and put in."""

    slot: str
    removed: tuple[int, ...]
    added: tuple[int, ...]


def field_changes(
    before: Mapping[str, Sequence[Shown]], after: Mapping[str, Sequence[Shown]]
) -> tuple[FieldChange, ...]:
    """Compare two frozen contents, section by section, in the order of `after`."""
    return tuple(
        change for section in after for change in _of_section(section, before.get(section, ()), after[section])
    )


def _of_section(section: str, before: Sequence[Shown], after: Sequence[Shown]) -> list[FieldChange]:
    was = {field: (label, str(value)) for field, label, value in before}
    now = {field: (label, str(value)) for field, label, value in after}
    return [
        FieldChange(section, field, (now.get(field) or was[field])[0], _value(was, field), _value(now, field))
        for field in [*now, *(field for field in was if field not in now)]
        if _value(was, field) != _value(now, field)
    ]


def _value(shown: Mapping[str, tuple[str, str]], field: str) -> str:
    return shown.get(field, ("", ""))[1]


def slot_changes(before: Iterable[tuple[int, str]], after: Iterable[tuple[int, str]]) -> tuple[SlotChange, ...]:
    """Compare the files of two submissions, given as id and slot; only slots that differ, sorted by key."""
    was, now = dict(before), dict(after)
    removed = {pk: slot for pk, slot in was.items() if pk not in now}
    added = {pk: slot for pk, slot in now.items() if pk not in was}
    return tuple(
        SlotChange(
            slot,
            tuple(pk for pk, of in removed.items() if of == slot),
            tuple(pk for pk, of in added.items() if of == slot),
        )
        for slot in sorted({*removed.values(), *added.values()})
    )
