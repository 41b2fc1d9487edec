"""What an office sees on its desk: only what is routed to it, and only once it got there (C38, C40)."""

from collections.abc import Iterable

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from accounts.acting import Act
from accounts.models import Office, User
from applications.enums import State, Transition, Verdict
from applications.models import Application, Event, Fault, Mark, Review
from applications.selectors.reach import routed
from applications.workflow import REVIEW_ROLES
from campaigns.enums import Band, Level, WindowKind
from campaigns.models import ChecklistItem, Window

ROW = ("applicant", "employer", "specialty", "title", "campaign")
JUNIOR = [level for level in Level if level.band == Band.JUNIOR]
#: The order of the queue: what is due first in front.
SOONEST = (F("due"), "state_since", "id")
#: Whether every item is marked and none as a problem, so that the case may go on together with others (C25).
IS_READY = Case(When(fit__gte=F("items"), items__gt=0, then=True), default=False, output_field=BooleanField())


def routed_to(act: Act) -> QuerySet[Application]:
    """Give every application that was or is reviewed by the office of the act; none in another capacity."""
    if act.office is None or act.role not in REVIEW_ROLES:
        return Application.objects.none()
    return Application.objects.filter(routed(act))


def waiting_for(act: Act) -> QuerySet[Application]:
    """Give what the office has to review now, bare: for counting and filtering."""
    if act.office is None or act.role not in REVIEW_ROLES:
        return Application.objects.none()
    return Application.objects.filter(
        Q(state=State.INITIAL_REVIEW, initial_office=act.office)
        | Q(state=State.FINAL_REVIEW, final_office=act.office)
    ).annotate(due=review_due(), fit=_marks(exclude_problems=True), items=_items(), is_ready=IS_READY)


def passed_at(office: Office, *, but: User) -> QuerySet[Application]:
    """Give the applications that an office reviewed first and passed on, but those of one person (C38, C44)."""
    passed = Event.objects.filter(application=OuterRef("pk"), transition=Transition.PASS_INITIAL)
    mine = Application.objects.filter(Exists(passed), initial_office=office)
    return mine.exclude(applicant=but).select_related(*ROW)


def returned_by(act: Act) -> QuerySet[Application]:
    """Give what the office returned and waits for, the one that is due first in front (C16)."""
    return (
        routed_to(act)
        .filter(state=State.RETURNED)
        .filter(
            Q(returned_from=State.INITIAL_REVIEW, initial_office=act.office)
            | Q(returned_from=State.FINAL_REVIEW, final_office=act.office)
        )
        .annotate(open_faults=_faults_open(), all_faults=_faults_of_last_return())
        .select_related(*ROW)
        .order_by("correction_due", "id")
    )


def concluded_by(act: Act) -> QuerySet[Review]:
    """Give the conclusions of the office, newest first, each with who took it (C44)."""
    if act.office is None or act.role not in REVIEW_ROLES:
        return Review.objects.none()
    return (
        Review.objects.filter(office=act.office)
        .exclude(conclusion="")
        .select_related("submission", "concluded_by", *(f"application__{name}" for name in ROW))
        .annotate(pinned=Count("faults"))
        .order_by("-concluded_at", "-id")
    )


def rows(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Give queue rows with all that a row shows: marks, problems, and what became of the last return."""
    return applications.select_related(*ROW).annotate(
        marked=_marks(),
        problems=_marks(verdict=Verdict.PROBLEM),
        returned_faults=_faults_of_last_return(),
        changed_faults=_faults_of_last_return(changed_at__isnull=False),
    )


def review_due() -> Coalesce:
    """Annotate the end of the review window: for junior levels the county's own where it has one (C06, C09)."""
    windows = Window.objects.filter(campaign=OuterRef("campaign"), kind=WindowKind.REVIEW)
    own = windows.filter(division=OuterRef("employer__division"))
    common = windows.filter(division=None)
    return Coalesce(
        Case(When(level__in=JUNIOR, then=Subquery(own.values("closes_at")[:1]))),
        Subquery(common.values("closes_at")[:1]),
        output_field=DateTimeField(),
    )


def _count(rows: QuerySet) -> Coalesce:  # type: ignore[type-arg]
    counted = rows.order_by().values("counted").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _marks(*, exclude_problems: bool = False, **conditions: str) -> Coalesce:
    marks = Mark.objects.filter(
        review__application=OuterRef("pk"),
        review__submission__number=OuterRef("submissions_used"),
        review__stage=OuterRef("state"),
        **conditions,
    )
    if exclude_problems:
        marks = marks.exclude(verdict=Verdict.PROBLEM)
    return _count(marks.annotate(counted=F("review__application")))


def _items() -> Coalesce:
    return _count(ChecklistItem.objects.filter(campaign=OuterRef("campaign")).annotate(counted=F("campaign")))


def _faults_of_last_return(**conditions: bool) -> Coalesce:
    """Count the faults of the return that the present submission answers, or that is being corrected."""
    return _count(
        Fault.objects.filter(
            review__application=OuterRef("pk"),
            review__conclusion=Transition.RETURN_FOR_CORRECTION,
            review__concluded_at=OuterRef("returned_at"),
            **conditions,
        ).annotate(counted=F("review__application"))
    )


def _faults_open() -> Coalesce:
    return _faults_of_last_return(changed_at__isnull=True, answered_at__isnull=True)


def chosen(act: Act, words: Iterable[str]) -> list[tuple[Application, int]]:
    """Give the waiting applications that a form names as `number:submission`, with the submission that was seen."""
    seen = dict(word.split(":", 1) for word in words if ":" in word)
    found = waiting_for(act).filter(number__in=seen).select_related(*ROW).order_by(*SOONEST)
    return [
        (row, int(seen[row.number])) for row in found if seen[row.number].isdecimal() and len(seen[row.number]) < 3
    ]
