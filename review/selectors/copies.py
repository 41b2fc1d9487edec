"""The blind copies of the office's cases: which of them experts may not see, and one of them to look at (C21)."""

from functools import cached_property

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import RELEASED_IN, REMASKED_IN, BlindStatus, CopyStand
from applications.models import Application, BlindCopy, Material
from applications.models.masking import LEAKING
from applications.rules.blinding import TO_DO, Suspect, by_page
from applications.selectors.blinding import stand, suspects, unfit
from applications.selectors.masking import Drawn
from campaigns.enums import Kind
from campaigns.models import Campaign, Slot

#: Pixels of a page's picture: fitted, and two steps larger.
WIDTHS = (900, 1600, 1600)
WITHDRAWN = Q(blind__status=BlindStatus.READY, blind__withdrawn_at__isnull=False)
#: The most urgent first; what waits for nobody but the portal last.
URGENCY = Case(
    When(WITHDRAWN, then=0),
    When(LEAKING, then=1),
    When(blind__status=BlindStatus.FAILED, then=2),
    When(blind=None, then=3),
    When(blind__status=BlindStatus.WAITING, then=5),
    default=4,
)
SINCE = Case(
    When(WITHDRAWN, then=F("blind__withdrawn_at")),
    When(blind__status=BlindStatus.OUTDATED, then=F("masking__saved_at")),
    default=Coalesce("blind__done_at", "blind__created_at", "application__state_since"),
)


def _cases(act: Act) -> QuerySet[Application]:
    """The office's cases that go to experts, from its review until they have judged; never the officer's own (C44)."""
    if act.role != Role.TITLE_OFFICER:
        return Application.objects.none()
    rows = Application.objects.filter(final_office=act.office, kind=Kind.REVIEW, state__in=RELEASED_IN)
    return rows.exclude(applicant=act.user)


def files_of(act: Act) -> QuerySet[Material]:
    """Give every file of the office's cases that experts are to see, with the words of its slot (`label`)."""
    slot = Slot.objects.filter(campaign=OuterRef("application__campaign"), key=OuterRef("slot_key"))
    rows = Material.objects.filter(
        Exists(slot.filter(must_mask=True)), application__in=_cases(act), removed_at=None
    )
    return (
        rows.select_related("application", "file", "masking", "blind__released_by")
        .annotate(label=Subquery(slot.values("label")), since=SINCE)
        .order_by("pk")
    )


def unfit_of(act: Act, *, number: str = "") -> QuerySet[Material]:
    """Give the files of the office's cases, or of the case with that number, that experts may not see: urgent first."""
    rows = unfit().filter(application__in=_cases(act)).select_related("application")
    if number:
        rows = rows.filter(application__number=number)
    return rows.annotate(urgency=URGENCY, since=SINCE).order_by("urgency", "since", "pk")


def to_look_at(act: Act, campaign: Campaign) -> tuple[int, bool]:
    """Give how many files of a campaign wait for the office, and whether experts withdrew one of them (one query)."""
    rows = unfit_of(act).filter(application__campaign=campaign).exclude(blind__status=BlindStatus.WAITING)
    found = rows.aggregate(all=Count("pk"), withdrawn=Count("pk", filter=WITHDRAWN))
    return found["all"], bool(found["withdrawn"])


def to_make(act: Act) -> QuerySet[Material]:
    """Give the files of the office's cases whose copy failed or was never asked for."""
    masked = Q(masked_declared=True) | Q(masking__confirmed_at__isnull=False)
    lacking = Q(blind=None) | Q(blind__status=BlindStatus.FAILED)
    return unfit_of(act).filter(masked & lacking)


class Line:
    """One file in the list: how it stands, and what to do about it."""

    def __init__(self, material: Material) -> None:
        self.material = material

    @cached_property
    def stand(self) -> CopyStand:
        return stand(self.material)

    @property
    def is_the_officers(self) -> bool:
        """Whether it waits for the officer, not for the portal."""
        return self.stand != CopyStand.WAITING

    @property
    def to_do(self) -> str:
        return str(TO_DO[self.stand])


class Look(Line):
    """The blind copy of one file, as `files_of` gives it, with one of its pages open."""

    def __init__(self, material: Material, page: int, size: int) -> None:
        super().__init__(material)
        self.copy: BlindCopy | None = getattr(material, "blind", None)
        self.page = min(max(page, 1), material.file.pages)
        self.size = min(max(size, 1), len(WIDTHS))

    @cached_property
    def suspects(self) -> list[Suspect]:
        return suspects(self.copy)

    @property
    def suspected(self) -> list[tuple[int, str, bool]]:
        """The same page by page, as `rules.blinding.by_page` gives it."""
        return by_page(self.suspects)

    @property
    def drawn(self) -> list[Drawn]:
        """The suspected places of the page, as the copy shows it: upright."""
        turn = self.material.turned(self.page)
        here = [suspect.place for suspect in self.suspects if suspect.place and suspect.page == self.page]
        return [Drawn(place.turned(turn), is_leak=True) for place in here]

    @property
    def is_shown(self) -> bool:
        """Whether there is a copy of the boxes as they are."""
        return bool(self.copy and self.copy.status == BlindStatus.READY)

    @property
    def width(self) -> int:
        """How many pixels wide the picture of the page is."""
        return WIDTHS[self.size - 1]

    @property
    def sizes(self) -> range:
        return range(1, len(WIDTHS) + 1)

    @property
    def may_release(self) -> bool:
        return self.stand in (CopyStand.WITHDRAWN, CopyStand.LEAKING)

    @property
    def may_remake(self) -> bool:
        return self.stand in (CopyStand.FAILED, CopyStand.MISSING)

    @property
    def may_mask(self) -> bool:
        return self.stand != CopyStand.FIT and self.material.application.state in REMASKED_IN
