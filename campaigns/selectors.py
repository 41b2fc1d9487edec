"""What may be seen of a year's rules."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Division
from accounts.statements import Statement
from campaigns.enums import CampaignStatus, WindowKind
from campaigns.models import Announcement, CalendarDay, Campaign, Series, Specialty, Window
from campaigns.rules.calendar import WorkingCalendar

#: How far from a day the calendar is read: holidays of eight days and ten working days fit in twice.
SPAN = timedelta(days=60)
DAYS = Statement(
    lambda first, last: CalendarDay.objects.filter(date__gte=first, date__lte=last).values_list(
        "date", "is_workday", "name"
    ),
    date,
    date,
)


def published_campaigns() -> QuerySet[Campaign]:
    """Give the campaigns that the public sees, newest first."""
    return Campaign.objects.filter(status=CampaignStatus.PUBLISHED)


def current_campaigns(at: datetime) -> QuerySet[Campaign]:
    """Give the published campaigns whose certificates are not all out at `at`, the one that closes first in front."""
    running = Window.objects.filter(division=None, kind=WindowKind.CERTIFICATE, closes_at__gte=at)
    return published_campaigns().filter(pk__in=running.values("campaign")).order_by("issued_on", "key")


def current_campaign(at: datetime) -> Campaign | None:
    """Give the campaign that a visitor comes for at `at`: one open for filing, else running, else the newest.

    One query: every page asks it.
    """
    open_now = Window.objects.filter(
        Q(opens_at=None) | Q(opens_at__lte=at),
        campaign=OuterRef("pk"),
        kind=WindowKind.FILING,
        division=None,
        closes_at__gte=at,
    )
    running = Window.objects.filter(
        campaign=OuterRef("pk"), kind=WindowKind.CERTIFICATE, division=None, closes_at__gte=at
    )
    return (
        published_campaigns()
        .annotate(filing_open=Exists(open_now), running=Exists(running))
        .order_by("-filing_open", "-running", "-issued_on", "key")
        .first()
    )


def announcements(campaign: Campaign, at: datetime) -> QuerySet[Announcement]:
    """Give the notices that are out at `at`, newest first."""
    return campaign.announcements.filter(published_at__lte=at)


def windows(campaign: Campaign, division: Division | None = None) -> dict[str, Window]:
    """Give the windows by kind; a county's own window stands in place of the prefecture's (C09)."""
    rows = campaign.windows.filter(Q(division=None) | Q(division=division))
    return prevailing(rows)


def prevailing(rows: Iterable[Window]) -> dict[str, Window]:
    """Give the rows by kind, one with a division in place of one without."""
    return {row.kind: row for row in sorted(rows, key=lambda row: row.division_id is not None)}


def window(campaign: Campaign, kind: WindowKind, division: Division | None = None) -> Window | None:
    """Give the window of a kind that holds for a division, or None."""
    return windows(campaign, division).get(kind)


def timetable(campaign: Campaign) -> list[Window]:
    """Give the prefecture's windows in the order of their ends, for the public timetable (C05 to C11)."""
    return list(campaign.windows.filter(division=None))


def working_calendar(*, first: date | None = None, last: date | None = None) -> WorkingCalendar:
    """Give the calendar as a pure object, in one query; the caller keeps it for the length of a request."""
    rows = CalendarDay.objects.all()
    if first:
        rows = rows.filter(date__gte=first)
    if last:
        rows = rows.filter(date__lte=last)
    return _calendar(rows.values_list("date", "is_workday", "name"))


def _calendar(days: Iterable[tuple[date, bool, str]]) -> WorkingCalendar:
    found = list(days)
    return WorkingCalendar(
        {day: is_workday for day, is_workday, _ in found}, {day: name for day, _, name in found if name}
    )


def calendar_around(*days: date) -> WorkingCalendar:
    """Give as much of the calendar as periods and deadlines that begin or end on `days` are counted from: one query."""
    return _calendar(DAYS.tuples(min(days) - SPAN, max(days) + SPAN))


def series_with_specialties() -> QuerySet[Series]:
    """Give every series with its specialties and titles at hand (three queries)."""
    return Series.objects.prefetch_related(Prefetch("specialties", Specialty.objects.order_by("order")), "titles")
