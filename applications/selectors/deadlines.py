"""Which deadlines run for an application: the loader between rows and the pure rules.

Give it applications with `campaign`, `employer` and, for lists, `campaign__windows` at hand: then it asks the database
nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.statements import Statement
from applications.enums import State
from applications.models import Application
from applications.rules import deadlines
from applications.rules.deadlines import Deadline
from campaigns.enums import Band, WindowKind
from campaigns.models import Campaign, Window
from campaigns.rules.calendar import WorkingCalendar
from campaigns.selectors import prevailing

AT_THE_EMPLOYER = (State.EMPLOYER_CHECK, State.EMPLOYER_NOTICE)
IN_REVIEW_WINDOW = (*AT_THE_EMPLOYER, State.INITIAL_REVIEW, State.FINAL_REVIEW)
WINDOWS = Statement(lambda campaign, kind: Window.objects.filter(campaign=campaign, kind=kind), int, str)


class Running(NamedTuple):
    """A deadline with what it is called and what happens when it is missed."""

    label: str
    deadline: Deadline
    consequence: str


def windows_of(application: Application) -> dict[str, Window]:
    """Give the windows that hold for an application, by kind.

    A county's own dates stand in place of the prefecture's, for junior levels alone (C09).
    """
    return _prevailing(application, application.campaign.windows.all())


def _prevailing(application: Application, windows: Iterable[Window]) -> dict[str, Window]:
    division = (
        application.employer.division_id if application.band == Band.JUNIOR and application.employer else None
    )
    return prevailing(row for row in windows if row.division_id in (None, division))


def window_of(application: Application, kind: WindowKind) -> Window | None:
    """Give the window of a kind that holds for an application, or None."""
    return windows_of(application).get(kind)


def read_window(application: Application, kind: WindowKind) -> Window | None:
    """Give the same for one application without its windows at hand: only that kind is asked for."""
    return _prevailing(application, WINDOWS.all(application.campaign_id, kind)).get(kind)


def current_deadline(
    application: Application, *, calendar: WorkingCalendar, at: datetime | None = None
) -> Running | None:
    """Give the deadline that runs now, or None where nothing can be missed.

    After acceptance several run: the next one that is not over at `at`, else the last.
    """
    running = sorted(_running(application, calendar), key=lambda one: one.deadline.moment)
    ahead = [one for one in running if at is None or not one.deadline.is_over(at)]
    return ahead[0] if ahead else running[-1] if running else None


def all_deadlines(application: Application, *, calendar: WorkingCalendar) -> list[Running]:
    """Give every deadline that an application has had or has, earliest first."""
    every = [_filing(application), _review(application)]
    if application.returned_at:
        every.append(_correction(application, calendar))
    if application.accepted_at:
        every += _after_acceptance(application, calendar, everything=True)
    return sorted((one for one in every if one), key=lambda one: one.deadline.moment)


def _running(application: Application, calendar: WorkingCalendar) -> Iterator[Running]:
    found: list[Running | None] = []
    if application.state == State.DRAFT:
        found = [_filing(application)]
    elif application.state in IN_REVIEW_WINDOW:
        found = [_review(application)]
    elif application.state == State.RETURNED:
        found = [_correction(application, calendar)]
    elif application.state == State.ACCEPTED:
        found = [*_after_acceptance(application, calendar)]
    return (one for one in found if one)


def _filing(application: Application) -> Running | None:
    window = window_of(application, WindowKind.FILING)
    if window is None:
        return None
    return Running(_("申报截止"), deadlines.window_closes(window), _("到时没有提交的草稿逾期失效。"))


def _review(application: Application) -> Running | None:
    window = window_of(application, WindowKind.REVIEW)
    if window is None:
        return None
    if application.state in AT_THE_EMPLOYER:
        return Running(_("单位报送截止"), deadlines.window_closes(window), _("到时没有报送，就不能再进入审核。"))
    return Running(_("审核截止"), deadlines.window_closes(window), _("各级审核须在这之前办完。"))


def correction_closes(application: Application) -> datetime | None:
    """Give the moment at which no correction is taken any more: the campaign's, else the end of review (C18)."""
    windows = windows_of(application)
    window = windows.get(WindowKind.CORRECTION) or windows.get(WindowKind.REVIEW)
    return window.closes_at if window else None


def correction_deadline(application: Application, returned_at: datetime, calendar: WorkingCalendar) -> Deadline:
    """Give the deadline that a return at `returned_at` sets (C16, C18)."""
    campaign = application.campaign
    return deadlines.correction(
        returned_at,
        days=campaign.correction_days,
        rolls=campaign.correction_rolls,
        correction_closes=correction_closes(application),
        calendar=calendar,
    )


def _correction(application: Application, calendar: WorkingCalendar) -> Running | None:
    if application.returned_at is None or application.correction_due is None:
        return None
    computed = correction_deadline(application, application.returned_at, calendar)
    return Running(
        _("修改截止"), _as_kept(computed, application.correction_due), _("到时没有重新提交，将不予受理。")
    )


def _after_acceptance(
    application: Application, calendar: WorkingCalendar, *, everything: bool = False
) -> Iterator[Running]:
    accepted_at, windows = application.accepted_at, windows_of(application)
    days = application.campaign.print_days
    if accepted_at is None:
        return
    if application.print_due_at and (everything or not application.originals_confirmed_at):
        computed = deadlines.print_form(accepted_at, workdays=days, calendar=calendar)
        text = _("请在这之前打印呈报表一式两份、盖章，带原件到现场核验。")
        yield Running(_("打印呈报表截止"), _as_kept(computed, application.print_due_at), text)
    if application.paper_due_at and (everything or not application.originals_confirmed_at):
        computed = deadlines.paper(accepted_at, windows.get(WindowKind.PAPER), workdays=days, calendar=calendar)
        text = _("到时没有核验原件的，申报逾期失效。")
        yield Running(_("纸质材料接收截止"), _as_kept(computed, application.paper_due_at), text)
    if application.fee_due_at and (everything or not application.fee_is_settled):
        computed = deadlines.payment(
            accepted_at, windows.get(WindowKind.PAYMENT), workdays=days, calendar=calendar
        )
        text = _("到时没有缴费的，申报逾期失效。")
        yield Running(_("缴费截止"), _as_kept(computed, application.fee_due_at), text)


def _as_kept(computed: Deadline, kept: datetime) -> Deadline:
    """What was promised when the clock began stands, even if the calendar was corrected since."""
    return computed if computed.moment == kept else replace(computed, moment=kept, steps=())


def latest_notice_start(application: Application, *, calendar: WorkingCalendar) -> date | None:
    """Give the last day on which the employer's notice can start in good time, or None without a window (C26)."""
    window = window_of(application, WindowKind.REVIEW)
    if window is None:
        return None
    days = application.campaign.notice_days
    return deadlines.latest_notice_start(window.closes_at, workdays=days, calendar=calendar)


def latest_notice_of(application: Application, *, calendar: WorkingCalendar) -> Deadline | None:
    """Give the end of the last day on which this application's notice can start in good time (C09, C26)."""
    window = window_of(application, WindowKind.REVIEW)
    if window is None:
        return None
    return deadlines.latest_notice(window.closes_at, workdays=application.campaign.notice_days, calendar=calendar)


def latest_notices(
    campaign: Campaign, division_id: int | None, *, calendar: WorkingCalendar
) -> list[tuple[str, Deadline]]:
    """Give the last days on which a notice can start in good time, the earliest first, each with the band it is for.

    One for everybody (band ""); two where the county has a review window of its own for junior levels (C09, C26).
    """
    rows = [row for row in campaign.windows.all() if row.kind == WindowKind.REVIEW]
    own = [(Band.JUNIOR.value, row) for row in rows if row.division_id and row.division_id == division_id]
    common = [("", row) for row in rows if row.division_id is None]
    found = [
        (band, deadlines.latest_notice(row.closes_at, workdays=campaign.notice_days, calendar=calendar))
        for band, row in (*own, *common)
    ]
    return sorted(found, key=lambda one: one[1].moment)
