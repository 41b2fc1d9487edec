"""What beat does in a rehearsal: sweeps and reminders at their hours, messages sent, by the rehearsal's own clock."""

from datetime import datetime
from typing import Any

from celery import Celery, Task

from accounts.services import messages
from applications.services.reminders import remind
from applications.services.sweep import sweep
from campaigns.enums import WindowKind
from campaigns.rules.calendar import DAY, day_of
from hetian_titles.rehearsal.stage import Stage, Story

#: The hours, 北京时间, at which something can be due: a day's first, the offices' morning, three hours before midnight.
HOURS = (0, 9, 21)
#: A sweep leaves two minutes to requests under way, so it ends in the fourth minute what ran out with the day before.
MINUTE = 3


class Forgotten(Task):  # type: ignore[misc]
    """A task that is not put into any queue: its row is the truth, and is worked off here."""

    def apply_async(self, *_given: Any, **_named: Any) -> None:
        """Forget what was asked for."""


def forget_the_queue() -> None:
    """Let the tasks that this thread asks for be `Forgotten`."""
    Celery("rehearsal", task_cls=Forgotten).set_current()


def ticks(stage: Stage, until: datetime) -> Story:
    """At each of the hours: sweep, remind, send what waits."""
    day = day_of(stage.opens(WindowKind.FILING)) - 2 * DAY
    while stage.now < until:
        day += DAY
        for hour in HOURS:
            yield stage.on(day, hour, MINUTE)
            _tick(stage.now)


def _tick(now: datetime) -> None:
    sweep(at=now)
    remind(at=now)
    for delivery in messages.late_deliveries(now):
        messages.send(delivery, at=now)
