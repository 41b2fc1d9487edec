"""A person's messages."""

from django.db.models import QuerySet

from accounts.models import Message, User


def inbox_of(user: User) -> QuerySet[Message]:
    """Give a person's messages, newest first, without codes."""
    return Message.objects.filter(user=user, secret=False)


def unread_count(user: User) -> int:
    """Give how many messages wait to be read."""
    return inbox_of(user).filter(read_at=None).count()
