"""Telling a person something: always into the inbox, by e-mail where an address is known."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from accounts.enums import Channel, DeliveryStatus
from accounts.models import Delivery, Message, User

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=2)  # doubled after every failure
SECRET_LIVES = timedelta(minutes=10)


def tell(
    user: User, *, key: str, subject: str, body: str, at: datetime, link: str = "", secret: bool = False
) -> Message | None:
    """Give the new message, or None when `key` was said before.

    The inbox row is the message; an e-mail leaves after the commit. `link` is a path of the portal. A `secret`
    message never shows in the inbox, and its text is wiped once it has left.
    """
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "user": user,
            "subject": subject,
            "body": body,
            "link": link,
            "secret": secret,
            "created_at": at,
        },
    )
    if not is_new:
        return None
    if user.email:
        _queue(Delivery.objects.create(message=message, channel=Channel.EMAIL, due_at=at))
    return message


def _queue(delivery: Delivery) -> None:
    from accounts.tasks import deliver  # the task calls back into this module

    transaction.on_commit(lambda: deliver.delay(delivery.pk), robust=True)


def send(delivery_id: int, *, at: datetime) -> bool:
    """Tell whether this call brought the delivery to its person. Two workers at once send it once.

    The claim moves the due time on, so that a worker that dies in the middle is followed by the sweep.
    """
    waiting = Delivery.objects.filter(pk=delivery_id, status=DeliveryStatus.WAITING)
    delivery = waiting.select_related("message__user").first()
    if delivery is None:
        return False
    next_try = at + FIRST_WAIT * 2**delivery.attempts
    if not waiting.filter(attempts=delivery.attempts).update(attempts=F("attempts") + 1, due_at=next_try):
        return False
    delivery.attempts += 1
    return _attempt(delivery, at)


def _attempt(delivery: Delivery, at: datetime) -> bool:
    if delivery.message.secret and at > delivery.message.created_at + SECRET_LIVES:
        _close(delivery, DeliveryStatus.FAILED, None)
        return False
    try:
        _mail(delivery.message)
    except (SMTPException, OSError):
        log.warning("Delivery %s failed at attempt %s", delivery.pk, delivery.attempts)
        if delivery.attempts >= MAX_ATTEMPTS:
            _close(delivery, DeliveryStatus.FAILED, None)
        return False
    _close(delivery, DeliveryStatus.SENT, at)
    return True


def _mail(message: Message) -> None:
    address = f"{settings.PORTAL_ADDRESS}{message.link}" if message.link else ""
    text = "\n\n".join(part for part in (message.body, address, settings.PORTAL_NAME) if part)
    EmailMessage(message.subject, text, to=[message.user.email]).send()


def _close(delivery: Delivery, status: DeliveryStatus, sent_at: datetime | None) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status=status, sent_at=sent_at)
    if delivery.message.secret:
        Message.objects.filter(pk=delivery.message_id).update(body="")


def late_deliveries(at: datetime, limit: int = 500) -> list[int]:
    """Give the deliveries that should have left by `at` and have not."""
    rows = Delivery.objects.filter(status=DeliveryStatus.WAITING, due_at__lte=at - FIRST_WAIT)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:limit])


def mark_read(message: Message, *, at: datetime) -> None:
    """Note when a message was read; the first time stays."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)


def mark_all_read(user: User, *, at: datetime) -> int:
    """Give how many messages were unread until now."""
    return Message.objects.filter(user=user, secret=False, read_at=None).update(read_at=at)
