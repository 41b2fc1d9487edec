"""Saying a reminder: its row and its messages, in one transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Message, User
from accounts.services.messages import tell_all
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


def told_of(rows: QuerySet[Application], *fields: str) -> QuerySet[Application]:
    """Give the rows with what a reminder says of them, those `fields` among it, and whom it is for; nothing more.

    The state among it: a case looks at its own as soon as it is made, and would ask for it one by one.
    """
    return rows.select_related("applicant").only("state", "number", "applicant__name", "applicant__email", *fields)


def say(chunk: list[Due], at: datetime) -> int:
    rows = [Reminder(application=due.application, kind=due.kind, due_at=due.due_at, sent_at=at) for due in chunk]
    notices = {due.notice.occasion: due.notice for due in chunk}
    with transaction.atomic():
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
        return tell_notices(notices.values(), at)


def tell_notices(notices: Iterable[Notice], at: datetime) -> int:
    """Tell each person under a key of his own; what a second worker says too is refused by the key."""
    return len(tell_all(message for notice in notices for message in _messages(notice, at)))


def _messages(notice: Notice, at: datetime) -> Iterator[Message]:
    for user in notice.users:
        yield Message(
            user=user,
            key=f"{notice.occasion}:{user.pk}"[:200],
            subject=notice.subject,
            body=notice.body,
            link=notice.link,
            created_at=at,
        )
