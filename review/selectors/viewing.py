"""What a reviewer has open: file, page, size, and where a fault is being pinned. It stands in the address."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from applications.enums import FaultTarget
from applications.models import Material
from applications.sections import SECTIONS
from applications.selectors.checks import Compared, Remark, Seen
from applications.selectors.likeness import Elsewhere
from campaigns.models import ChecklistItem
from review.selectors.case import Case, Line, Told
from review.targets import Target

SIZES = (1, 2, 3)
TURNS = 4


@dataclass(frozen=True)
class Open:
    """The state of the desk as the address says it; whatever does not fit is left out."""

    case: Case
    file: Material | None = None
    page: int = 1
    size: int = 1
    turn: int = 0
    pin: str = ""
    at: Target | None = None
    section: str = ""
    beside: bool = False

    @property
    def query(self) -> str:
        """The state as an address query, without the question mark."""
        return self.to()

    def to(self, **changes: Any) -> str:
        """Give the query of the state with some of it changed."""
        wanted = replace(self, **changes) if changes else self
        words = {
            "s": wanted.section,
            "m": wanted.file.pk if wanted.file and not wanted.section else None,
            "p": wanted.page if wanted.page > 1 and not wanted.section else None,
            "z": wanted.size if wanted.size > 1 else None,
            "r": wanted.turn if wanted.turn and wanted.file and not wanted.section else None,
            "c": 1 if wanted.beside and wanted.file and not wanted.section else None,
            "pin": wanted.pin,
            "at": wanted.at.value if wanted.at else None,
            "queue": self.case.walk.words,
        }
        return urlencode({name: value for name, value in words.items() if value})

    def look(self, **words: Any) -> str:
        """Give the query that opens something plainly, by its words in the address."""
        wanted = {**words, "queue": self.case.walk.words}
        return urlencode({name: value for name, value in wanted.items() if value})

    @property
    def closed(self) -> str:
        """The query with no fault being pinned."""
        return self.to(pin="", at=None)

    @cached_property
    def pages(self) -> list[tuple[int, bool, str]]:
        """The pages of the file: number, whether a fault is pinned to it, the query that opens it."""
        if self.file is None:
            return []
        pinned = {fault.page for fault in self.case.faults if fault.material_id == self.file.pk}
        return [
            (number, number in pinned, self.to(page=number, at=None))
            for number in range(1, self.file.file.pages + 1)
        ]

    @property
    def before(self) -> str:
        """The query of the page before, or nothing."""
        return self.pages[self.page - 2][2] if self.pages and self.page > 1 else ""

    @property
    def after(self) -> str:
        return self.pages[self.page][2] if self.page < len(self.pages) else ""

    @property
    def upcoming(self) -> tuple[Material, int] | None:
        """The page that is probably looked at next, to be fetched meanwhile: file and number, or None."""
        if self.file is None or self.is_old or self.section:
            return None
        if self.after:
            return self.file, self.page + 1
        later = self.case.files[self.case.files.index(self.file) + 1 :]
        return (later[0], 1) if later else None

    @property
    def smaller(self) -> str:
        return self.to(size=self.size - 1) if self.size > SIZES[0] else ""

    @property
    def larger(self) -> str:
        return self.to(size=self.size + 1) if self.size < SIZES[-1] else ""

    @property
    def turned(self) -> str:
        """The query with the page turned a quarter to the right."""
        return self.to(turn=(self.turn + 1) % TURNS)

    @property
    def width(self) -> int:
        """How many pixels wide the picture is asked for: sharp also where it is enlarged."""
        return 900 if self.size == SIZES[0] else 1600

    @property
    def label(self) -> str:
        return self.case.slot_labels.get(self.file.slot_key, "") if self.file else ""

    @property
    def seen(self) -> Seen | None:
        """What the portal has seen of the file that is open."""
        return self.case.seen.get(self.file.pk) if self.file else None

    @cached_property
    def earlier(self) -> Material | None:
        """The file of the submission before whose place the open one has taken, slot by slot and in order."""
        if self.file is None or self.is_old or self.case.previous is None:
            return None
        earlier = sorted(self.case.previous.materials.all(), key=lambda file: (file.order, file.pk))
        before, now = (
            [file for file in files if file.slot_key == self.file.slot_key] for files in (earlier, self.case.files)
        )
        gone, new = [file for file in before if file not in now], [file for file in now if file not in before]
        return gone[min(new.index(self.file), len(gone) - 1)] if gone and self.file in new else None

    @property
    def earlier_page(self) -> int:
        """The page of it that is laid beside the open one."""
        return min(self.page, self.earlier.file.pages) if self.earlier else 1

    @property
    def laid_beside(self) -> str:
        """The query with the earlier file beside the open one, or without it where it is there."""
        return self.to(beside=not self.beside, size=1)

    @property
    def elsewhere(self) -> list[Elsewhere]:
        """Where else the open file is."""
        return self.case.elsewhere.get(self.file.pk, []) if self.file else []

    @property
    def noted(self) -> list[tuple[str, Seen, list[tuple[Remark, str]]]]:
        """The files with something to look at: the slot's label, and each remark with the query that opens its page."""
        return [
            (
                self.case.slot_labels.get(seen.material.slot_key, ""),
                seen,
                [(remark, self.at_page(seen.material, remark.page or 1)) for remark in seen.remarks],
            )
            for seen in self.case.noted
        ]

    def at_page(self, file: Material, page: int) -> str:
        """Give the query that opens a page of a file."""
        return self.to(file=file, page=page, turn=0, section="", at=None)

    @property
    def compared(self) -> list[tuple[Compared, str]]:
        """The form's values beside what was read in the open file, each with the query that opens its page."""
        return (
            [(each, self.at_page(self.seen.material, each.page)) for each in self.seen.compared]
            if self.seen
            else []
        )

    @property
    def is_old(self) -> bool:
        """Whether the file belongs to an earlier submission only."""
        return self.file is not None and self.file not in self.case.files

    @property
    def here(self) -> Target | None:
        """The page that is open, as a place for a fault."""
        if self.section:
            return Target(FaultTarget.SECTION, self.section)
        if self.file is None or self.is_old:
            return None
        return Target(FaultTarget.SLOT, self.file.slot_key, material=self.file.pk, page=self.page)

    @property
    def pin_here(self) -> str:
        """The query that begins a fault on the page that is open."""
        return self.to(pin=self.back, at=self.here) if self.back else ""

    @property
    def here_label(self) -> str:
        """Say what is open, as a place for a fault."""
        return self.case.place_label(self.here) if self.here else ""

    @property
    def back(self) -> str:
        """The key of the checklist item that what is open belongs to."""
        slot = self.file.slot_key if self.file and not self.section else ""
        item = self.case.item_for(section=self.section, slot=slot)
        return item.key if item else ""

    def pin_query(self, section: str, place: str) -> str:
        """Give the query that begins a fault at a place of a section."""
        item = self.case.item_for(section=section)
        return self.to(pin=item.key if item else "", at=Target.parse(place))

    @cached_property
    def shelf(self) -> list[tuple[str, list[tuple[Material, str, bool, bool]]]]:
        """The files by slot: label, and each file with its query, whether it is open, whether it bears a fault."""
        pinned = {fault.material_id for fault in self.case.faults}
        found: dict[str, list[tuple[Material, str, bool, bool]]] = {}
        for file in self.case.files:
            is_open = file == self.file and not self.section
            entry = (
                file,
                self.to(file=file, page=1, turn=0, section="", at=None),
                is_open,
                file.pk in pinned,
            )
            found.setdefault(self.case.slot_labels.get(file.slot_key, file.slot_key), []).append(entry)
        return list(found.items())

    @cached_property
    def told(self) -> Told | None:
        """The section that is open instead of a file, or None."""
        return next((told for told in self.case.told if told.key == self.section), None)

    @property
    def told_shelf(self) -> list[tuple[Told, str, bool]]:
        """The sections, each with the query that opens it beside the checklist."""
        return [(told, self._to_section(told.key), told.key == self.section) for told in self.case.told]

    def _to_section(self, key: str) -> str:
        return self.to(section=key, at=None)

    def looks(self, item: ChecklistItem) -> list[tuple[str, str, bool]]:
        """Give what belongs to an item: label, the query that opens it, whether it is open."""
        files = [
            (label, found[0][1], any(is_open for _file, _query, is_open, _pinned in found))
            for label, found in self.shelf
            if found[0][0].slot_key in item.slots
        ]
        sections = [
            (_("填报：%(section)s") % {"section": told.label}, query, is_open)
            for told, query, is_open in self.told_shelf
            if told.key in item.sections and told.fields
        ]
        return files + sections

    def places(self, item: ChecklistItem) -> list[Any]:
        """Give the places to choose from for a fault on an item: the open page, its slots, its sections' fields."""
        return [group for group in (self._now(), self._slots(item), *self._sections(item)) if group[1]]

    def _now(self) -> tuple[str, list[tuple[str, str]]]:
        wanted = [place for place in (self.at, self.here) if place]
        return (
            _("现在打开的"),
            list({place.value: self.case.place_label(place) for place in wanted}.items()),
        )

    def _slots(self, item: ChecklistItem) -> tuple[str, list[tuple[str, str]]]:
        labels = self.case.slot_labels
        return (
            _("材料栏目（整栏，或没有传）"),
            [
                (Target(FaultTarget.SLOT, key).value, labels[key])
                for key in (*item.slots, "other")
                if key in labels
            ],
        )

    def _sections(self, item: ChecklistItem) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (
                told.label,
                [
                    (
                        Target(FaultTarget.SECTION, told.key).value,
                        _("%(section)s（整栏）") % {"section": told.label},
                    ),
                    *((place, label) for _field, label, _shown, place in told.fields),
                ],
            )
            for told in self.case.told
            if told.key in item.sections
        ]

    def place_for(self, line: Line) -> str:
        """Give the place that a new fault on an item begins with."""
        if self.at:
            return self.at.value
        belongs = {*line.item.slots, *line.item.sections}
        if self.here and self.here.key in belongs:
            return self.here.value
        file = next((file for file in self.case.files if file.slot_key in line.item.slots), None)
        if file:
            return Target(FaultTarget.SLOT, file.slot_key).value
        return Target(FaultTarget.SECTION, line.item.sections[0]).value if line.item.sections else ""


def opened(case: Case, query: dict[str, str]) -> Open:
    """Read the state of the desk from an address query; without a file, the one to begin with."""
    file = case.files_ever.get(_number(query.get("m"))) or _first_file(case)
    pages = file.file.pages if file else 1
    return Open(
        case,
        file,
        min(max(_number(query.get("p")) or 1, 1), pages),
        min(max(_number(query.get("z")) or 1, SIZES[0]), SIZES[-1]),
        _number(query.get("r")) % TURNS,
        query.get("pin", "") if query.get("pin") in {item.key for item in case.items} else "",
        Target.parse(query.get("at", "")),
        query.get("s", "") if query.get("s", "") in SECTIONS else "",
        query.get("c") == "1",
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _first_file(case: Case) -> Material | None:
    """What was returned comes first, then what belongs to the first item without a mark."""
    returned = case.returned_review()
    slots = [fault.target_key for fault in returned.faults.all()] if returned and case.previous else []
    slots += next((line.item.slots for line in case.lines if not line.verdict), [])
    fits = (file for slot in slots for file in case.files if file.slot_key == slot)
    return next(fits, case.files[0] if case.files else None)
