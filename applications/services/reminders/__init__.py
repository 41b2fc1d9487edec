"""Reminders: each is one row (application, kind, due time), so that a second run or two workers say nothing twice.

A chunk's rows and messages are written in one transaction: who dies in the middle has said nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import cast

from django.db import transaction

from applications.enums import REVIEWING, State
from applications.models import Application, Reminder
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


def _found(at: datetime) -> list[Iterator[Due]]:
    """Look for what is due in the states in which somebody is: most days of a year most of them are empty."""
    there = set(Application.objects.order_by().values_list("state", flat=True).distinct())
    everywhere: tuple[tuple[set[State], Iterator[Due]], ...] = (
        ({State.DRAFT}, drafts(at)),
        ({State.RETURNED, State.ACCEPTED}, clocks(at)),
        ({State.RETURNED}, returned(at)),
        ({State.EMPLOYER_CHECK}, arrived_at_employers()),
        ({State.EMPLOYER_NOTICE}, notices_over(at)),
        (set(REVIEWING), overdue_offices(at)),
    )
    return [found for states, found in everywhere if states & there]


def _say_for_others(at: datetime) -> int:
    """The later rooms' reminders, filings among them (C33)."""
    said = 0
    for _receiver, given in reminders_due.send(sender=Reminder, at=at):
        notices = cast("list[Notice]", given or [])
        with transaction.atomic():
            said += tell_notices(notices, at)
    return said
