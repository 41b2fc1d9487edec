"""The stage of a rehearsal: its clock, who waits for which moment, and what everybody shares.

A story is a generator that yields the moment at which it goes on. The stage resumes the story whose moment comes next,
with its clock set to it; nothing here or in a story reads the clock of the machine.
"""

import heapq
from collections.abc import Callable, Generator
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import count
from typing import TYPE_CHECKING, Any

from accounts.acting import Act
from accounts.models import Division, Membership, Office, User
from accounts.statements import Statement
from applications.models import Application
from applications.rules.refusal import Refused
from campaigns.enums import WindowKind
from campaigns.models import Campaign, Specialty, Window
from campaigns.rules.calendar import BEIJING, DAY, WorkingCalendar, day_of
from campaigns.selectors import windows, working_calendar
from hetian_titles.rehearsal.ledger import Ledger

if TYPE_CHECKING:
    from hetian_titles.rehearsal.cast import Person
    from hetian_titles.rehearsal.offices import Fees

Story = Generator[datetime, None, None]
SECOND = timedelta(seconds=1)
ADDRESS = "127.0.0.1"
READ = Statement(lambda pk: Application.objects.filter(pk=pk), int)


class Turn(Enum):
    """Whose turn it is: a story ends by saying so, and the stage begins the next one."""

    EMPLOYER = "employer"
    DRAFT_AGAIN = "draft again"
    CORRECTION = "correction"
    REVIEW = "review"
    ACCEPTED = "accepted"
    DECISION = "decision"
    CERTIFIED = "certified"


class Stage:
    """One rehearsal of a campaign with so many people; the same seed gives the same."""

    def __init__(self, campaign: Campaign, *, seed: str, people: int) -> None:
        self.campaign, self.seed, self.people = campaign, seed, people
        self.calendar: WorkingCalendar = working_calendar()
        self.slots = list(campaign.slots.all())
        self.checklist = list(campaign.checklist.values_list("key", flat=True))
        self.specialties = {one.key: one for one in Specialty.objects.select_related("series")}
        self.fees: Fees
        self.turns: dict[Turn, Callable[[Stage, Person], Story]] = {}
        self.windows: dict[str, Window] = windows(campaign)
        self.ledger = Ledger()
        self.offices = {office.pk: office for office in Office.objects.select_related("division")}
        self.officers: dict[tuple[int, str], Membership] = {}
        self.desk_officers: dict[int, int] = {}
        self.now = self.closes(WindowKind.PRIOR_FILING) - timedelta(days=21)
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._order = count()

    def start(self, story: Story, at: datetime | None = None) -> None:
        """Let a story begin now, or at a later moment."""
        heapq.heappush(self._waiting, (at or self.now, next(self._order), story))

    def pass_to(self, turn: Turn, person: "Person") -> None:
        """Let the story begin of whoever's turn it is now."""
        self.start(self.turns[turn](self, person))

    def run(self, until: datetime) -> None:
        """Play every story up to a moment."""
        while self._waiting and self._waiting[0][0] <= until:
            moment, _order, story = heapq.heappop(self._waiting)
            self.now = max(self.now, moment)
            wakes = next(story, None)
            if wakes is not None:
                self.start(story, max(wakes, self.now))
        self.now = until

    def attempt(self, who: "Person | str", service: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Give what a service gives; None when it refuses, which the ledger and the person concerned remember."""
        try:
            return service(*given, **named)
        except Refused as refused:
            self.ledger.refused(refused, str(who), self.now)
            if not isinstance(who, str):
                who.refusals += [str(refusal.text) for refusal in refused.refusals]
            return None

    # dates

    @property
    def today(self) -> date:
        return day_of(self.now)

    def on(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Give a moment of a day, 北京时间."""
        return datetime.combine(day, time(hour, minute), BEIJING)

    def workday(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Give an hour of the `days`-th working day after today; 0 is today, or the next day that is worked."""
        day = self.calendar.next_workday_on_or_after(self.today) if not days else self.today
        return self.on(self.calendar.add_workdays(day, days), hour, minute)

    def opens(self, kind: WindowKind) -> datetime:
        """Give when a window opens; that of filing has always an opening, others may begin with it."""
        return self.windows[kind].opens_at or self.windows[WindowKind.FILING].opens_at or self.closes(kind)

    def closes(self, kind: WindowKind) -> datetime:
        return self.windows[kind].closes_at

    def county_with_own_dates(self) -> Division | None:
        """Give a county that closes filing on a day of its own, or None (C09)."""
        own = self.campaign.windows.filter(kind=WindowKind.FILING, division__isnull=False).select_related(
            "division"
        )
        found = own.order_by("pk").first()
        return found.division if found else None

    # who acts

    def oneself(self, user: User) -> Act:
        return Act(at=self.now, user=user, address=ADDRESS)

    def act(self, membership: Membership) -> Act:
        return Act(at=self.now, user=membership.user, membership=membership, address=ADDRESS)

    def officer(self, office_id: int | None, *roles: str) -> Act:
        """Give the act of whoever holds the first of `roles` that somebody holds in the office."""
        assert office_id is not None
        held = next(self.officers[office_id, role] for role in roles if (office_id, role) in self.officers)
        return self.act(held)

    def officers_of(self, office_id: int) -> int:
        """Give how many officers work at a desk: as many as its share of the people needs in the review window."""
        return self.desk_officers.get(office_id, 1 + self.people // 120)

    def application(self, person: "Person") -> Application:
        """Give a person's application as the database has it now, with those beside it whom everybody here knows."""
        application = READ.get(person.application)
        application.campaign, application.applicant = self.campaign, person.user
        application.employer = person.unit.employer
        application.specialty = self.specialties[person.plot.profile.specialty]
        application.series = application.specialty.series
        return application


def tomorrow(stage: Stage, hour: int) -> datetime:
    return stage.on(stage.today + DAY, hour)
