"""Reminders: each is one row (application, kind, due time), so that a second run or two workers say nothing twice.

A chunk's rows and messages are written in one transaction: who dies in the middle has said nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import cast

from django.db import transaction

from applications.models import Reminder
from applications.services.reminders.deadlines import clocks, drafts, returned
from applications.services.reminders.desks import arrived_at_employers, notices_over, overdue_offices
from applications.services.reminders.saying import Due, Notice, say, tell_notices
from applications.signals import reminders_due

__all__ = ["Due", "Notice", "remind"]
CHUNK = 500


def remind(*, at: datetime) -> int:
    """Say everything that is due at `at` and was not said yet; give how many messages were new."""
    said = 0
    for found in _found(at):
        while chunk := list(islice(found, CHUNK)):
            said += say(chunk, at)
    return said + _say_for_others(at)


def _found(at: datetime) -> tuple[Iterator[Due], ...]:
    return (
        drafts(at),
        clocks(at),
        returned(at),
        arrived_at_employers(),
        notices_over(at),
        overdue_offices(at),
    )


def _say_for_others(at: datetime) -> int:
    """The later rooms' reminders, filings among them (C33)."""
    said = 0
    for _receiver, given in reminders_due.send(sender=Reminder, at=at):
        notices = cast("list[Notice]", given or [])
        with transaction.atomic():
            said += tell_notices(notices, at)
    return said
