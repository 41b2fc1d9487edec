"""The working-day calendar: which days are worked, weekends made up for included."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
LAST_INSTANT = time(23, 59, 59, 999999)


def end_of_day(day: date) -> datetime:
    """Give the last instant of `day`, 北京时间."""
    return datetime.combine(day, LAST_INSTANT, tzinfo=BEIJING)


def start_of_day(day: date) -> datetime:
    """Give the first instant of `day`, 北京时间."""
    return datetime.combine(day, time.min, tzinfo=BEIJING)


def day_of(moment: datetime) -> date:
    """Give the day in 北京时间 on which the aware `moment` lies; ValueError when it is naive."""
    if moment.tzinfo is None:
        raise ValueError("a naive moment has no day in Beijing time")
    return moment.astimezone(BEIJING).date()


@dataclass(frozen=True)
class WorkingCalendar:
    """The days that are known, True where one works; days outside fall back to Monday to Friday (C26, C39)."""

    days: Mapping[date, bool]
    names: Mapping[date, str] = field(default_factory=dict)

    def is_known(self, day: date) -> bool:
        """Say whether the calendar covers `day`; where it does not, screens must say so."""
        return day in self.days

    def is_workday(self, day: date) -> bool:
        """Say whether `day` is worked: as published, else by the day of the week."""
        return self.days.get(day, day.weekday() < 5)

    def name_of(self, day: date) -> str:
        """Give the name of a holiday or of a make-up day (国庆节), or an empty text."""
        return self.names.get(day, "")

    def covers(self, first: date, last: date) -> bool:
        """Say whether every day from `first` to `last`, both included, is known."""
        return all(self.is_known(day) for day in days_from(first, last))

    def next_workday_on_or_after(self, day: date) -> date:
        """Give `day` itself when it is worked, else the next day that is."""
        while not self.is_workday(day):
            day += DAY
        return day

    def add_workdays(self, start: date, count: int) -> date:
        """Give the `count`-th working day after `start`, which itself does not count; `start` for 0."""
        return self._step(start, count, DAY)

    def subtract_workdays(self, start: date, count: int) -> date:
        """Give the `count`-th working day before `start`, which itself does not count; `start` for 0."""
        return self._step(start, count, -DAY)

    def workdays_between(self, first: date, last: date) -> int:
        """Count the working days from `first` to `last`, both included; 0 when `last` is earlier."""
        return sum(self.is_workday(day) for day in days_from(first, last))

    def _step(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError("a number of working days is not negative")
        while count:
            day += step
            count -= self.is_workday(day)
        return day


def days_from(first: date, last: date) -> Iterator[date]:
    """Give every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += DAY
