"""What stands of an employer's notice: its period, its objections, the signed papers that are missing."""

from dataclasses import replace

from applications.models import Application, EmployerNotice
from applications.rules.deadlines import Period, notice_period
from campaigns.enums import SlotCondition, Uploader
from campaigns.rules.calendar import WorkingCalendar


def period_of(notice: EmployerNotice, *, calendar: WorkingCalendar) -> Period:
    """Give the period of a notice with its days; the last day is the one that was posted."""
    period = notice_period(notice.posted_on, workdays=notice.workdays, calendar=calendar)
    return period if period.last_day == notice.last_day else replace(period, last_day=notice.last_day, steps=())


def blocking(notice: EmployerNotice) -> int:
    """Count the objections that stand in the way of forwarding: not settled, or upheld (C26)."""
    return sum(1 for one in notice.objections.all() if one.settled_at is None or one.upheld)


def missing_scans(application: Application) -> tuple[str, ...]:
    """Give the labels of the employer's slots that must be filled and are not (C20)."""
    filled = set(application.materials.filter(removed_at=None).values_list("slot_key", flat=True))
    slots = application.campaign.slots.filter(uploader=Uploader.EMPLOYER, condition=SlotCondition.ALWAYS)
    return tuple(slot.label for slot in slots if slot.key not in filled)
