"""What the masking editor shows of one page, as the page is shown: boxes, what was found, what is left open (C21)."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from accounts.acting import Act
from applications.enums import REMASKED_IN, BlindStatus, CheckStatus, CopyStand, MaskKind
from applications.forms.masking import Row, percent, row_of
from applications.models import BlindCopy, Masking, Material
from applications.rules.blinding import Suspect, by_page
from applications.rules.masking import MaskBox, box_of, uncovered
from applications.selectors.blinding import stand, suspects
from applications.selectors.files import materials_visible_to
from campaigns.models import Slot


def materials_to_mask(act: Act) -> QuerySet[Material]:
    """Give the materials whose boxes somebody may look at, each with all that the editor asks of it."""
    rows = materials_visible_to(act).filter(removed_at=None)
    return rows.select_related("file", "application", "masking", "blind", "checked")


@dataclass(frozen=True)
class Drawn:
    """A rectangle over the picture: its sides in percent, ready to be drawn, and what it covers or may show."""

    box: MaskBox
    is_leak: bool = False
    is_covered: bool = False

    @property
    def sides(self) -> tuple[str, str, str, str]:
        """Give left, top, width and height in percent."""
        left, top, right, bottom = self.box.sides
        return percent(left), percent(top), percent(right - left), percent(bottom - top)

    @property
    def label(self) -> str:
        return str(MaskKind(self.box.what).label)


class Editor:
    """One page of a material with its boxes, at its owner's or, `is_office`, at the office that decides."""

    def __init__(self, material: Material, slot: Slot, page: int, *, is_office: bool = False) -> None:
        self.material, self.slot, self.page, self.is_office = material, slot, page, is_office
        self.masking: Masking = getattr(material, "masking", None) or Masking(material=material)
        self.copy: BlindCopy | None = getattr(material, "blind", None)
        self.turn = material.turned(page)

    @cached_property
    def boxes(self) -> list[MaskBox]:
        """The boxes of the whole file, as they are kept."""
        return [box_of(each) for each in self.masking.boxes]

    @cached_property
    def leaks(self) -> list[MaskBox]:
        """The places where the blind copy may show something, as they are kept."""
        return [suspect.place for suspect in self.suspects if suspect.place]

    @cached_property
    def suspects(self) -> list[Suspect]:
        """What may be left in the blind copy; what experts saw there is told at the office alone."""
        return [suspect for suspect in suspects(self.copy) if self.is_office or not suspect.by_expert]

    @property
    def suspected(self) -> list[tuple[int, str, bool]]:
        """The same page by page, as `rules.blinding.by_page` gives it."""
        return by_page(self.suspects)

    @cached_property
    def found(self) -> list[tuple[MaskBox, bool]]:
        """What the portal found in the whole file, none inside another, and whether the check of the blind copy did."""
        proposed = [box_of(each) for each in self.masking.proposed or ()]
        outer: list[MaskBox] = []
        for box in sorted([*proposed, *self.leaks], key=lambda box: -box.area):
            outer += uncovered([box], outer)
        return [(box, any(box.covers(leak) for leak in self.leaks)) for box in outer]

    @cached_property
    def open_places(self) -> list[MaskBox]:
        """What the portal found and no box covers, in the whole file."""
        return uncovered([box for box, _is_leak in self.found], self.boxes)

    @property
    def open_pages(self) -> list[tuple[int, int]]:
        """The pages on which something is left open, and how many places."""
        return sorted(Counter(box.page for box in self.open_places).items())

    @property
    def rows(self) -> list[Row]:
        """The boxes of the page as rows of the form."""
        return [row_of(number, drawn.box) for number, drawn in enumerate(self.drawn, 1)]

    @cached_property
    def drawn(self) -> list[Drawn]:
        """The boxes of the page as it is shown."""
        return [Drawn(box.turned(self.turn)) for box in self.boxes if box.page == self.page]

    @property
    def places(self) -> list[Drawn]:
        """What the portal found on the page as it is shown."""
        here = [(box, is_leak) for box, is_leak in self.found if box.page == self.page]
        return [Drawn(box.turned(self.turn), is_leak, box not in self.open_places) for box, is_leak in here]

    @property
    def counts(self) -> list[tuple[MaskKind, int, int]]:
        """Each kind that must be covered, with how many boxes of it the page and the whole file have."""
        here = Counter(box.what for box in self.boxes if box.page == self.page)
        whole = Counter(box.what for box in self.boxes)
        return [(kind, here[kind], whole[kind]) for kind in MaskKind]

    @property
    def search(self) -> str:
        """How far the portal's own search is: `none`, `waiting`, `failed`, `unread` or `done`."""
        check = getattr(self.material, "checked", None)
        if check is None or not settings.SCAN_CHECKS:
            return "none"
        if self.masking.proposed is None and check.status != CheckStatus.FAILED:
            return "waiting" if check.status == CheckStatus.WAITING else "none"
        if check.status == CheckStatus.READY:
            return "done" if check.is_read else "unread"
        return "failed" if check.status == CheckStatus.FAILED else "done"

    @property
    def leaking(self) -> list[tuple[int, list[str]]]:
        """The pages on which the blind copy may show something, with the words for it; none where it is outdated."""
        if not self.copy or self.copy.status != BlindStatus.READY:
            return []
        pages: dict[int, list[str]] = {}
        for leak in self.copy.leaks:
            pages.setdefault(leak["page"] or 1, []).append(str(MaskKind(leak["what"]).label))
        return [(page, list(dict.fromkeys(words))) for page, words in sorted(pages.items())]

    @property
    def is_unread(self) -> bool:
        """Whether nobody could read the copy, so that only a person can tell whether it is clean."""
        return bool(self.copy and any(leak["kind"] == "unread" for leak in self.copy.leaks))

    @property
    def is_editable(self) -> bool:
        """Whether its side may change the boxes now, as `services.masking` allows it."""
        if not self.is_office:
            return self.material.application.is_editable
        return self.material.application.state in REMASKED_IN and not self.is_settled

    @cached_property
    def is_settled(self) -> bool:
        """Whether the office has nothing to mask again: experts may see the file as it is."""
        return self.is_office and stand(self.material) == CopyStand.FIT

    @property
    def before(self) -> int | None:
        return self.page - 1 or None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.material.file.pages else None
