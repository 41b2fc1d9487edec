"""Filling the working-day calendar from the State Council's yearly list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import chinese_calendar
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import CalendarDay
from campaigns.rules.calendar import days_from

SOURCE = "chinesecalendar"
HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@dataclass
class CalendarReport:
    """What a load did to the calendar."""

    created: int = 0
    updated: int = 0
    kept: list[date] = field(default_factory=list)
    uncovered: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        if self.created or self.updated:
            lines = [_("工作日历：新增%(created)d天，更新%(updated)d天") % vars(self)]
        else:
            lines = [_("工作日历：没有变化")]
        lines += [_("  %(day)s已由职称办更正，保留不动") % {"day": day} for day in self.kept]
        lines += [
            _("  %(year)d年的放假安排尚未公布，暂按周一至周五为工作日") % {"year": y} for y in self.uncovered
        ]
        return "\n".join(lines)


@transaction.atomic
def load_calendar(*, first_year: int, last_year: int) -> CalendarReport:
    """Fill the calendar for the years given, both included; rows that the office corrected stay.

    A year that is not published yet gets no rows: the rules then fall back to weekdays and say so.
    """
    report = CalendarReport()
    for year in range(first_year, last_year + 1):
        days = list(days_from(date(year, 1, 1), date(year, 12, 31)))
        try:
            rows = [_row(day) for day in days]
        except NotImplementedError:
            report.uncovered.append(year)
            continue
        _bring(rows, report)
    return report


def _row(day: date) -> dict[str, Any]:
    is_holiday, english = chinese_calendar.get_holiday_detail(day)
    is_weekend = day.weekday() >= 5
    name = HOLIDAYS.get(str(english), str(english)) if english else ""
    if not is_holiday and is_weekend:
        name = _("%(name)s调休上班") % {"name": name}
    return {"date": day, "is_workday": not is_holiday, "name": name, "source": SOURCE}


def _bring(rows: Iterable[dict[str, Any]], report: CalendarReport) -> None:
    rows = list(rows)
    have = {row.date: row for row in CalendarDay.objects.filter(date__range=(rows[0]["date"], rows[-1]["date"]))}
    new, changed = [], []
    for values in rows:
        row = have.get(values["date"])
        if row is None:
            new.append(CalendarDay(**values))
        elif (row.is_workday, row.name) == (values["is_workday"], values["name"]):
            continue
        elif row.corrected:
            report.kept.append(row.date)
        else:
            row.is_workday, row.name, row.source = values["is_workday"], values["name"], values["source"]
            changed.append(row)
    CalendarDay.objects.bulk_create(new)
    CalendarDay.objects.bulk_update(changed, ["is_workday", "name", "source"])
    report.created += len(new)
    report.updated += len(changed)
