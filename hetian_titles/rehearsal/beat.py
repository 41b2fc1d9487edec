"""What beat does in a rehearsal: sweeps and reminders at their hours, messages sent, by the rehearsal's own clock."""

from datetime import datetime

from accounts.services import messages
from applications.services.reminders import remind
from applications.services.sweep import sweep
from campaigns.enums import WindowKind
from campaigns.rules.calendar import DAY, day_of
from hetian_titles.celery import app
from hetian_titles.rehearsal.stage import Stage, Story

#: The hours, 北京时间, at which something can be due: a day's first, the offices' morning, three hours before midnight.
HOURS = (0, 9, 21)
#: A sweep leaves two minutes to requests under way, so it ends in the fourth minute what ran out with the day before.
MINUTE = 3


class Beat:
    """Counts what it did."""

    def __init__(self, stage: Stage, until: datetime) -> None:
        self.stage, self.until = stage, until
        self.lapsed = self.rejected = self.said = self.sent = 0

    def ticks(self) -> Story:
        """At each of the hours: sweep, remind, send what waits; the queue of the tasks is thrown away."""
        day = day_of(self.stage.opens(WindowKind.FILING)) - 2 * DAY
        while self.stage.now < self.until:
            day += DAY
            for hour in HOURS:
                yield self.stage.on(day, hour, MINUTE)
                self._tick(self.stage.now)

    def _tick(self, now: datetime) -> None:
        swept = sweep(at=now)
        self.lapsed += swept.drafts + swept.accepted
        self.rejected += swept.corrections
        self.said += remind(at=now)
        for delivery in messages.late_deliveries(now):
            self.sent += messages.send(delivery, at=now)
        app.control.purge()
