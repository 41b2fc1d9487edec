"""Saying a reminder: its row and its messages, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services.messages import tell
from applications.models import Application, Reminder


@dataclass(frozen=True)
class Notice:
    """Something to say to several people once; `occasion` names it. What receivers of `reminders_due` give."""

    occasion: str
    users: list[User]
    subject: str
    body: str
    link: str = ""


@dataclass(frozen=True)
class Due:
    """A reminder of one application: its row, and what is said to whom."""

    application: Application
    kind: str
    due_at: datetime
    notice: Notice


def say(chunk: list[Due], at: datetime) -> int:
    rows = [Reminder(application=due.application, kind=due.kind, due_at=due.due_at, sent_at=at) for due in chunk]
    notices = {due.notice.occasion: due.notice for due in chunk}
    with transaction.atomic():
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
        return sum(tell_notice(notice, at) for notice in notices.values())


def tell_notice(notice: Notice, at: datetime) -> int:
    """Tell each person under a key of his own; what a second worker says too is refused by the key."""
    keyed = ((user, f"{notice.occasion}:{user.pk}"[:200]) for user in notice.users)
    told = [
        tell(user, key=key, subject=notice.subject, body=notice.body, at=at, link=notice.link)
        for user, key in keyed
    ]
    return sum(message is not None for message in told)
