"""One case as a reviewer has it before him: rows read once, and what the page asks of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.enums import REVIEWING, FaultTarget, SectionKey, Transition
from applications.models import Application, EmployerOpinion, Event, Fault, Material, Review, Submission
from applications.rules.deadlines import Deadline, latest_full_return
from applications.sections import SECTIONS, labelled
from applications.selectors.checks import Seen, check_of, seen_of
from applications.selectors.deadlines import correction_deadline
from applications.selectors.likeness import Elsewhere, elsewhere
from applications.workflow import REVIEW_ROLES
from campaigns.enums import FOR_RETURN
from campaigns.models import ChecklistItem, Reason, Slot
from campaigns.rules.calendar import day_of
from review.rules.checklist import Choice, Standing, choices, may_return, standing
from review.selectors.desk import ROW, routed_to
from review.selectors.queue import Walk
from review.services.desk.dates import Dates, dates_for
from review.targets import Target, slot_labels, target_label


@dataclass(frozen=True)
class Pinned:
    """A fault and where it is pinned, in words."""

    fault: Fault
    label: str


@dataclass(frozen=True)
class Line:
    """One checklist item with its mark, the faults pinned to it, the reasons that fit it, and its last mark in words."""

    item: ChecklistItem
    verdict: str
    faults: Sequence[Pinned]
    reasons: Sequence[Reason]
    before: str = ""


@dataclass(frozen=True)
class Told:
    """One section as it is read: its label and its fields (field, label, shown value, the place for a fault)."""

    key: str
    label: str
    fields: Sequence[tuple[str, str, str, str]]
    faults: int


def case_for(act: Act, number: str) -> Application:
    """Give the application for its page; raises `Application.DoesNotExist` for one that is another's."""
    return (
        routed_to(act)
        .select_related(
            *ROW, "employer__division", "initial_office", "final_office", "series", "opinion__recorded_by"
        )
        .get(number=number)
    )


class Case:
    """The case of one application for one act, read in at most eleven queries."""

    def __init__(self, application: Application, act: Act, walk: Walk) -> None:
        self.application, self.act, self.walk = application, act, walk

    # What was submitted

    @cached_property
    def submissions(self) -> list[Submission]:
        """The submissions, oldest first, with their files."""
        files = Material.objects.select_related("file", "checked")
        return list(self.application.submissions.prefetch_related(Prefetch("materials", files)))

    @property
    def submission(self) -> Submission:
        return self.submissions[-1]

    @property
    def previous(self) -> Submission | None:
        return self.submissions[-2] if len(self.submissions) > 1 else None

    @cached_property
    def slots(self) -> list[Slot]:
        return list(self.application.campaign.slots.all())

    @cached_property
    def slot_labels(self) -> dict[str, str]:
        return slot_labels(self.application, self.slots)

    @cached_property
    def seen(self) -> dict[int, Seen]:
        """What the portal has seen of the files of every submission, by material."""
        slots, today = {slot.key: slot for slot in self.slots}, day_of(self.act.at)
        return {
            pk: seen_of(file, check, slots, today=today)
            for pk, file in self.files_ever.items()
            if (check := check_of(file))
        }

    @cached_property
    def elsewhere(self) -> dict[int, list[Elsewhere]]:
        """Where else the files of the present submission are, by material."""
        return elsewhere(self.application, self.files)

    @property
    def noted(self) -> list[Seen]:
        """What was seen of the present files that is to be looked at, in their order."""
        found = (self.seen.get(file.pk) for file in self.files)
        return [seen for seen in found if seen and seen.remarks]

    @cached_property
    def files(self) -> list[Material]:
        """The files of the present submission, in the order of their slots."""
        order = {slot.key: place for place, slot in enumerate(self.slots)}
        return sorted(
            self.submission.materials.all(), key=lambda file: (order.get(file.slot_key, 999), file.order, file.pk)
        )

    @cached_property
    def files_ever(self) -> dict[int, Material]:
        """Every file of any submission by id, so that what was returned can be looked at again."""
        return {file.pk: file for submission in self.submissions for file in submission.materials.all()}

    @cached_property
    def told(self) -> list[Told]:
        """What the applicant filled in, section by section, as frozen in the present submission."""
        pinned = [fault.target_key for fault in self.faults if fault.target == FaultTarget.SECTION]
        return [
            Told(
                key,
                str(SectionKey(key).label),
                [
                    (field, label, shown, Target(FaultTarget.SECTION, key, field=field).value)
                    for field, label, shown in labelled(key, self.submission.data.get(key, {}))
                ],
                pinned.count(key),
            )
            for key in SECTIONS
        ]

    @property
    def opinion(self) -> EmployerOpinion | None:
        """What the employer said of its applicant (C26, C43)."""
        return getattr(self.application, "opinion", None)

    # What was found

    @cached_property
    def reviews(self) -> list[Review]:
        """Every review of the application, oldest first, with marks and faults."""
        faults = Fault.objects.select_related("reason", "item")
        return list(
            self.application.reviews.select_related("office", "concluded_by", "submission").prefetch_related(
                "marks", Prefetch("faults", faults)
            )
        )

    @cached_property
    def review(self) -> Review | None:
        """The review of the present submission at the present stage, or the last one when none is open."""
        if not self.is_open:
            return self.reviews[-1] if self.reviews else None
        return next(
            (
                review
                for review in self.reviews
                if review.submission_id == self.submission.pk and review.stage == self.application.state
            ),
            None,
        )

    @cached_property
    def earlier(self) -> list[Review]:
        """The reviews before the present one, newest first: what the first office found, what was returned."""
        return [review for review in reversed(self.reviews) if review is not self.review and review.conclusion]

    @property
    def faults(self) -> list[Fault]:
        return list(self.review.faults.all()) if self.review else []

    @cached_property
    def items(self) -> list[ChecklistItem]:
        return list(self.application.campaign.checklist.all())

    @cached_property
    def reasons(self) -> list[Reason]:
        """The published reasons for a return (C24)."""
        return list(self.application.campaign.reasons.filter(use__in=FOR_RETURN))

    @cached_property
    def lines(self) -> list[Line]:
        verdicts = self.verdicts
        return [
            Line(
                item,
                verdicts.get(item.pk, ""),
                self.said([fault for fault in self.faults if fault.item_id == item.pk]),
                [reason for reason in self.reasons if not reason.items or item.key in reason.items],
                self.before.get(item.pk, ""),
            )
            for item in self.items
        ]

    @property
    def next_item(self) -> str:
        """The key of the first item without a mark, or nothing."""
        return next((line.item.key for line in self.lines if not line.verdict), "")

    @cached_property
    def verdicts(self) -> dict[int, str]:
        return {mark.item_id: mark.verdict for mark in self.review.marks.all()} if self.review else {}

    @cached_property
    def before(self) -> dict[int, str]:
        """How each item was marked when this stage last returned the case: read, never taken over (C25)."""
        stage = self.application.state
        returned = [one for one in self.earlier if one.stage == stage and one.submission_id != self.submission.pk]
        marks = returned[0].marks.all() if returned else ()
        return {mark.item_id: mark.get_verdict_display() for mark in marks}

    @cached_property
    def standing(self) -> Standing:
        faults = {line.item.pk: len(line.faults) for line in self.lines}
        return standing([(item.pk, item.label) for item in self.items], self.verdicts, faults)

    # What may be done

    @property
    def is_open(self) -> bool:
        return self.application.state in REVIEWING

    @property
    def is_own(self) -> bool:
        return self.act.user is not None and self.act.user.pk == self.application.applicant_id

    @property
    def may_act(self) -> bool:
        """Whether the act may mark and conclude: the office reviews now, and it is not his own application (C44)."""
        office = self.application.reviewing_office_id
        return self.is_open and not self.is_own and self.act.acts_for_office(office, *REVIEW_ROLES)

    @cached_property
    def dates(self) -> Dates:
        return dates_for(self.application, self.act.at)

    @cached_property
    def correction(self) -> Deadline:
        """Until when the applicant could resubmit if it were returned now (C16, C18)."""
        return correction_deadline(self.application, self.act.at, self.dates.calendar)

    @property
    def submissions_left(self) -> int:
        return self.application.campaign.max_submissions - self.application.submissions_used

    @property
    def is_returnable(self) -> bool:
        return may_return(
            self.application.submissions_used,
            self.application.campaign.max_submissions,
            self.correction.moment,
            self.act.at,
        )

    @property
    def is_last_full_day_over(self) -> bool:
        """Whether a return now would cut the applicant's days (C16, C18)."""
        closes = self.dates.correction_closes
        days = self.application.campaign.correction_days
        return closes is not None and day_of(self.act.at) > latest_full_return(closes, days=days)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        return choices(self.application.state, self.standing, returnable=self.is_returnable)

    @cached_property
    def events(self) -> list[Event]:
        return list(self.application.events.order_by("-sequence"))

    def said(self, faults: Sequence[Fault]) -> list[Pinned]:
        return [Pinned(fault, self.fault_label(fault)) for fault in faults]

    @property
    def pinned(self) -> list[Pinned]:
        """Every fault of the present review with its place."""
        return self.said(self.faults)

    @property
    def found_earlier(self) -> list[tuple[Review, list[Pinned], list[tuple[str, str]]]]:
        """The earlier reviews, each with its faults and its marks: what the first office found, what was returned."""
        labels = {item.pk: item.label for item in self.items}
        return [
            (
                review,
                self.said(list(review.faults.all())),
                [(labels[mark.item_id], mark.get_verdict_display()) for mark in review.marks.all()],
            )
            for review in self.earlier
        ]

    def fault_label(self, fault: Fault) -> str:
        return target_label(fault, self.application, self.slot_labels)

    def returned_review(self) -> Review | None:
        """The return that the present submission answers."""
        returns = [review for review in self.reviews if review.conclusion == Transition.RETURN_FOR_CORRECTION]
        return returns[-1] if returns and self.previous else None

    def item_for(self, *, section: str = "", slot: str = "") -> ChecklistItem | None:
        """Give the first item that a section or a slot belongs to, or the first of all."""
        fits = (item for item in self.items if section in item.sections or slot in item.slots)
        return next(fits, self.items[0] if self.items else None)

    def place_label(self, target: Target) -> str:
        """Say a place that somebody is about to pin."""
        fault = Fault(target=target.kind, target_key=target.key, field=target.field, page=target.page)
        return self.fault_label(fault) or _("这一处")
