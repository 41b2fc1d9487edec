"""A person's messages."""

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import Message, User


def inbox_of(user: User) -> QuerySet[Message]:
    """Give a person's messages, newest first, without codes."""
    return Message.objects.filter(user=user, secret=False)


def with_unread(users: QuerySet[User]) -> QuerySet[User]:
    """Give the users with how many messages wait to be read as `unread`, None for none."""
    waiting = Message.objects.filter(user=OuterRef("pk"), secret=False, read_at=None).order_by()
    return users.annotate(unread=Subquery(waiting.values("user").annotate(number=Count("pk")).values("number")))


def unread_count(user: User) -> int:
    """Give how many messages wait to be read."""
    return inbox_of(user).filter(read_at=None).count()
