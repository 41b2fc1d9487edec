"""What an employer sees: its people's applications, what is due, and one case with all that its page needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import BooleanField, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models import Case as Cases
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import ENDED, State
from applications.models import (
    Application,
    EmployerNotice,
    EmployerObjection,
    EmployerOpinion,
    Event,
    Material,
    Paper,
)
from applications.rules.deadlines import Deadline, Period
from applications.rules.opinions import TAKEN_UP
from applications.sections import SECTIONS, labelled
from applications.selectors.at_employer import AtEmployer, at_employer
from applications.selectors.batches import Batch, batches_of, notices_together
from applications.selectors.checks import Seen, check_of, seen_of
from applications.selectors.deadlines import Running, current_deadline, latest_notice_of, latest_notices, window_of
from applications.selectors.notices import blocking, missing_scans, period_of
from applications.selectors.opinions import Earlier, earlier_opinion, repeated_labels, usual_place
from applications.selectors.papers import papers_of
from campaigns.enums import Band, Uploader, WindowKind
from campaigns.models import Campaign, Slot
from campaigns.rules.calendar import WorkingCalendar, day_of
from campaigns.selectors import working_calendar

ROWS = 30
GROUPS: dict[str, tuple[str | Promise, tuple[State, ...]]] = {
    "check": (_("待审核"), (State.EMPLOYER_CHECK,)),
    "notice": (_("公示中"), (State.EMPLOYER_NOTICE,)),
    "review": (_("部门审核中"), (State.INITIAL_REVIEW, State.FINAL_REVIEW)),
    "returned": (_("部门退回修改"), (State.RETURNED,)),
    "draft": (_("单位退回"), (State.DRAFT,)),
    "accepted": (_("已接收及评审"), (State.ACCEPTED, State.IN_COMMITTEE, State.PASSED, State.PUBLICISED)),
    "titled": (_("已取得资格"), (State.QUALIFIED, State.CERTIFIED)),
    "ended": (_("已结束"), ENDED),
}
#: Nobody waits for anything any more.
AT_AN_END = (*GROUPS["titled"][1], *ENDED)
#: The order of the list: what the employer has to do in front, what is over at the end.
TURN = Cases(
    *(When(state__in=states, then=place) for place, (_label, states) in enumerate(GROUPS.values())),
    output_field=IntegerField(),
)


def applications_of(act: Act) -> QuerySet[Application]:
    """Give what was ever submitted to the employer; never the clerk's own application (C26)."""
    if act.employer is None or act.role not in Role.of_employer():
        return Application.objects.none()
    return Application.objects.filter(employer=act.employer, submitted_at__isnull=False).exclude(
        applicant=act.user
    )


@dataclass(frozen=True)
class Row:
    """One application of the list with its notice, if one runs, and its deadline."""

    application: Application
    notice: EmployerNotice | None
    running: Running | None
    latest_notice: Deadline | None = None

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for anything any more."""
        return self.application.state in AT_AN_END


@dataclass(frozen=True)
class Group:
    """States of the list under one name, with how many stand there."""

    key: str
    label: str | Promise
    count: int


class Home:
    """The employer's first page; each part is asked of the database once, when the page comes to it."""

    def __init__(self, act: Act, campaign: Campaign | None, *, group: str = "", page: int = 1) -> None:
        self.act, self.campaign = act, campaign
        self.group = group if group in GROUPS else ""
        self.page = max(page, 1)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return working_calendar()

    @cached_property
    def latest_notices(self) -> list[tuple[str, Deadline, list[str]]]:
        """The last days for a notice, the earliest first: the band, the day, and who waits for one (C09, C26)."""
        if self.campaign is None:
            return []
        division = self.act.employer.division_id if self.act.employer else None
        days = latest_notices(self.campaign, division, calendar=self.calendar)
        has_own = len(days) > 1
        return [
            (
                band,
                day,
                [
                    row.applicant.name
                    for row in self.waiting
                    if not has_own or (row.band == Band.JUNIOR) == bool(band)
                ],
            )
            for band, day in days
        ]

    @property
    def waiting(self) -> list[Application]:
        """Those of this year whose notice has not begun, as far as they stand on the page."""
        rows = (row.application for row in self.rows if row.application.state == State.EMPLOYER_CHECK)
        return [row for row in rows if row.campaign_id == self.campaign.pk]  # type: ignore[union-attr]

    @cached_property
    def _counted(self) -> list[tuple[str, bool, int]]:
        """How many stand in each state, apart for the clerk's own applications."""
        own = Cases(When(applicant=self.act.user, then=True), default=False, output_field=BooleanField())
        rows = Application.objects.filter(employer=self.act.employer, submitted_at__isnull=False).annotate(own=own)
        return list(rows.order_by().values_list("state", "own").annotate(Count("pk")))

    @cached_property
    def counts(self) -> dict[str, int]:
        return {state: count for state, own, count in self._counted if not own}

    @cached_property
    def total(self) -> int:
        return sum(self.counts.values())

    @cached_property
    def groups(self) -> list[Group]:
        """The groups in which somebody stands."""
        every = (
            Group(key, label, sum(self.counts.get(state, 0) for state in states))
            for key, (label, states) in GROUPS.items()
        )
        return [group for group in every if group.count]

    @cached_property
    def shown(self) -> int:
        return next((one.count for one in self.groups if one.key == self.group), self.total)

    @property
    def is_last(self) -> bool:
        return self.page * ROWS >= self.shown

    @cached_property
    def rows(self) -> list[Row]:
        found = applications_of(self.act)
        if self.group:
            found = found.filter(state__in=GROUPS[self.group][1])
        found = with_what_a_row_shows(found).order_by(TURN, "state_since", "id")
        first = (self.page - 1) * ROWS
        return [self._row(application) for application in found[first : first + ROWS]]

    def _row(self, application: Application) -> Row:
        notice = (
            next(iter(application.notices.all()), None) if application.state == State.EMPLOYER_NOTICE else None
        )
        running = current_deadline(application, calendar=self.calendar, at=self.act.at)
        waits = application.state == State.EMPLOYER_CHECK
        latest = latest_notice_of(application, calendar=self.calendar) if waits else None
        return Row(application, notice, running, latest)

    @cached_property
    def together(self) -> list[EmployerNotice]:
        """The notices that hang or wait to be forwarded, and those of the same days that were."""
        return list(
            notices_together(self.act).annotate(
                open=Count("objections", filter=Q(objections__settled_at=None)),
                upheld=Count("objections", filter=Q(objections__upheld=True)),
            )
        )

    @cached_property
    def notices(self) -> list[EmployerNotice]:
        """The notices that hang or wait to be forwarded; never the clerk's own."""
        return [
            notice
            for notice in self.together
            if notice.application.state == State.EMPLOYER_NOTICE
            and notice.application.applicant_id != self.act.person.pk
        ]

    @cached_property
    def batches(self) -> list[Batch]:
        """Those whose notices hang for the same days, as far as there is something to print of them together."""
        return [batch for batch in batches_of(self.act, self.together) if batch.is_offered]

    @cached_property
    def today(self) -> date:
        return day_of(self.act.at)

    @cached_property
    def to_conclude(self) -> int:
        over = (one for one in self.notices if one.concluded_at is None and one.last_day < self.today)
        return sum(not (one.open or one.upheld) for one in over)  # type: ignore[attr-defined]

    @cached_property
    def to_forward(self) -> int:
        return sum(1 for one in self.notices if one.concluded_at)

    @cached_property
    def objections(self) -> int:
        return sum(one.open for one in self.notices)  # type: ignore[attr-defined]

    @cached_property
    def to_return(self) -> int:
        """How many can only go back to their applicant, an objection being upheld (C26)."""
        return sum(bool(one.upheld) for one in self.notices)  # type: ignore[attr-defined]

    @cached_property
    def to_check(self) -> int:
        return self.counts.get(State.EMPLOYER_CHECK, 0)

    @property
    def own_waits(self) -> bool:
        """Whether the clerk's own application waits for somebody else of the employer (C26)."""
        waiting = (State.EMPLOYER_CHECK, State.EMPLOYER_NOTICE)
        return any(own and state in waiting for state, own, _count in self._counted)


def with_what_a_row_shows(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Give the rows with everything that a line of the list shows, in a fixed number of queries."""
    standing = EmployerNotice.objects.filter(cancelled_at=None)
    return rows.select_related(
        "applicant", "employer", "series", "specialty", "title", "campaign", "initial_office", "final_office"
    ).prefetch_related("campaign__windows", Prefetch("notices", standing))


@dataclass(frozen=True)
class SlotFiles:
    """A slot with the files that lie in it."""

    slot: Slot
    files: list[Material]


class Case:
    """One application on the employer's desk."""

    def __init__(self, application: Application, act: Act) -> None:
        self.application, self.act = application, act

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return working_calendar()

    @cached_property
    def running(self) -> Running | None:
        return current_deadline(self.application, calendar=self.calendar, at=self.act.at)

    @cached_property
    def stand(self) -> AtEmployer | None:
        """How it stands against the end of review, while it is with the employer."""
        return at_employer(self.application, self.notice, calendar=self.calendar, at=self.act.at)

    @property
    def is_at_an_end(self) -> bool:
        """Whether nobody waits for anything any more."""
        return self.application.state in AT_AN_END

    @cached_property
    def is_open(self) -> bool:
        """Whether the contents may be read: not while the applicant works on a draft again."""
        return self.application.state != State.DRAFT

    @cached_property
    def sections(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """The sections as (label, [(field, label, value)])."""
        data = {row.key: row.data for row in self.application.sections.all()}
        return [(spec.label, labelled(key, data[key])) for key, spec in SECTIONS.items() if key in data]

    @cached_property
    def opinion(self) -> EmployerOpinion | None:
        return EmployerOpinion.objects.filter(application=self.application).select_related("recorded_by").first()

    @cached_property
    def next_to_check(self) -> Application | None:
        """The one who has waited longest for the employer's check, beside this one."""
        waiting = applications_of(self.act).filter(state=State.EMPLOYER_CHECK).exclude(pk=self.application.pk)
        return waiting.select_related("applicant").order_by("state_since", "pk").first()

    @cached_property
    def next_over(self) -> Application | None:
        """The one whose notice has been over for longest with nothing in its way, beside this one (C26)."""
        objections = EmployerObjection.objects.filter(
            notice__application=OuterRef("pk"), notice__cancelled_at=None
        )
        in_the_way = objections.filter(Q(settled_at=None) | Q(upheld=True))
        over = {"notices__cancelled_at": None, "notices__last_day__lt": day_of(self.act.at)}
        waiting = applications_of(self.act).filter(state=State.EMPLOYER_NOTICE, **over).exclude(Exists(in_the_way))
        found = waiting.exclude(pk=self.application.pk).select_related("applicant")
        return found.order_by("notices__last_day", "pk").first()

    @property
    def is_past_the_notice(self) -> bool:
        """Whether the clerk is at the end of a notice, or beyond it, and goes on to the next of the same kind."""
        state = self.application.state
        return state != State.EMPLOYER_CHECK and (state != State.EMPLOYER_NOTICE or self.is_over)

    @cached_property
    def earlier(self) -> Earlier | None:
        """What the acting person wrote last of somebody else, to begin from where a text is still empty."""
        texts = self.opinion.texts if self.opinion else {}
        is_begun = all(texts.get(name, "").strip() for name in TAKEN_UP)
        return None if is_begun else earlier_opinion(self.application, self.act)

    @cached_property
    def repeated(self) -> list[str]:
        """The labels of what was said of somebody else in the same words."""
        return repeated_labels(self.application, self.opinion) if self.opinion else []

    @cached_property
    def usual_place(self) -> str:
        return usual_place(self.application) if self.application.state == State.EMPLOYER_CHECK else ""

    @cached_property
    def notice(self) -> EmployerNotice | None:
        rows = EmployerNotice.objects.filter(application=self.application, cancelled_at=None)
        objections = EmployerObjection.objects.select_related("recorded_by", "settled_by")
        return (
            rows.select_related("started_by", "concluded_by")
            .prefetch_related(Prefetch("objections", objections))
            .first()
        )

    @property
    def is_withdrawn_from_notice(self) -> bool:
        """Whether its applicant took it back while its notice hung: what was posted is void (C26)."""
        withdrawn = self.application.state == State.WITHDRAWN and not self.application.submissions_used
        return withdrawn and self.notice is not None

    @cached_property
    def period(self) -> Period | None:
        return period_of(self.notice, calendar=self.calendar) if self.notice else None

    @cached_property
    def is_over(self) -> bool:
        return bool(self.period and self.period.may_conclude(self.act.at))

    @cached_property
    def objections(self) -> list[EmployerObjection]:
        return list(self.notice.objections.all()) if self.notice else []

    @property
    def upheld(self) -> bool:
        return any(one.upheld for one in self.objections)

    @cached_property
    def blocking(self) -> int:
        return blocking(self.notice) if self.notice else 0

    @cached_property
    def missing(self) -> tuple[str, ...]:
        return missing_scans(self.application)

    @cached_property
    def files(self) -> list[SlotFiles]:
        """The applicant's slots in which something lies."""
        return [one for one in self._slots(Uploader.APPLICANT) if one.files]

    @cached_property
    def scans(self) -> list[SlotFiles]:
        """The employer's own slots."""
        return self._slots(Uploader.EMPLOYER)

    def _slots(self, uploader: Uploader) -> list[SlotFiles]:
        return [
            SlotFiles(slot, self._by_slot.get(slot.key, [])) for slot in self._every if slot.uploader == uploader
        ]

    @cached_property
    def _every(self) -> list[Slot]:
        return list(self.application.campaign.slots.all())

    @cached_property
    def _by_slot(self) -> dict[str, list[Material]]:
        by_slot: dict[str, list[Material]] = {}
        rows: Iterable[Material] = self.application.materials.filter(removed_at=None).select_related(
            "file", "checked"
        )
        for material in rows:
            by_slot.setdefault(material.slot_key, []).append(material)
        return by_slot

    @cached_property
    def seen(self) -> dict[int, Seen]:
        """What the portal has seen of the files that are in, by material."""
        slots, today = {slot.key: slot for slot in self._every}, day_of(self.act.at)
        files = [file for files in self._by_slot.values() for file in files]
        return {file.pk: seen_of(file, check, slots, today=today) for file in files if (check := check_of(file))}

    @cached_property
    def papers(self) -> list[Paper]:
        return papers_of(self.application, self.act)

    @cached_property
    def events(self) -> QuerySet[Event]:
        return self.application.events.order_by("-sequence")

    @cached_property
    def filing_is_over(self) -> bool:
        """Whether an application that is given back now can no longer be submitted again (C05)."""
        window = window_of(self.application, WindowKind.FILING)
        return window is None or self.act.at > window.closes_at
