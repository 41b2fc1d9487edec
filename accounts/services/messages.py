"""Telling a person something: always into the inbox, by e-mail where an address is known."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.enums import Channel, DeliveryStatus
from accounts.models import Delivery, Message, User
from accounts.models.message import ERROR_LENGTH
from accounts.statements import Statement

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 18  # in about two days
FIRST_WAIT = timedelta(minutes=2)  # doubled after every failure; longer than an attempt can take
LONGEST_WAIT = timedelta(hours=4)
REFUSED_FOR_GOOD = 500
SECRET_LIVES = timedelta(minutes=10)
#: What an e-mail is made of; nobody's documents are opened for it.
MAILED = (
    *(f"message__{name}" for name in ("subject", "body", "link", "secret", "created_at")),
    "message__user__email",
)
WAITING = Statement(
    lambda pk: (
        Delivery.objects.filter(pk=pk, status=DeliveryStatus.WAITING)
        .select_related("message__user")
        .only("attempts", "due_at", *MAILED)
    ),
    int,
)


def tell(
    user: User, *, key: str, subject: str, body: str, at: datetime, link: str = "", secret: bool = False
) -> Message | None:
    """Give the new message, or None when `key` was said before.

    The inbox row is the message; an e-mail leaves after the commit. `link` is a path of the portal. A `secret`
    message never shows in the inbox, and its text is wiped once it has left.
    """
    message = Message(user=user, key=key, subject=subject, body=body, link=link, secret=secret, created_at=at)
    return next(iter(tell_all([message])), None)


def tell_all(messages: Iterable[Message]) -> list[Message]:
    """Give those of `messages` whose keys were not said before, now written; their e-mails leave after the commit."""
    fresh = list({message.key: message for message in messages}.values())
    try:
        with transaction.atomic():
            Message.objects.bulk_create(fresh)
    except IntegrityError:  # something of it was said before, perhaps by another worker just now
        said = set(
            Message.objects.filter(key__in=[message.key for message in fresh]).values_list("key", flat=True)
        )
        fresh = Message.objects.bulk_create(message for message in fresh if message.key not in said)
    deliveries = Delivery.objects.bulk_create(
        Delivery(message=message, channel=Channel.EMAIL, due_at=message.created_at)
        for message in fresh
        if message.user.email
    )
    for delivery in deliveries:
        _queue(delivery.pk)
    return fresh


def _queue(delivery_id: int) -> None:
    from accounts.tasks import deliver  # the task calls back into this module

    transaction.on_commit(lambda: deliver.delay(delivery_id), robust=True)


def send(delivery_id: int, *, at: datetime) -> bool:
    """Tell whether this call brought the delivery to its person; nothing before it is due. Two workers send it once.

    The claim moves the due time on, so that whoever else comes meanwhile finds nothing to do, and a worker that dies in
    the middle is followed by the sweep. Should it die between the server's OK and our own note of it, the mail leaves
    again under the same Message-ID.
    """
    delivery = WAITING.first(delivery_id)
    if delivery is None or delivery.due_at > at:
        return False
    next_try = at + wait_after(delivery.attempts)
    unclaimed = Delivery.objects.filter(
        pk=delivery_id, status=DeliveryStatus.WAITING, due_at__lte=at, attempts=delivery.attempts
    )
    if not unclaimed.update(attempts=F("attempts") + 1, due_at=next_try):
        return False
    delivery.attempts += 1
    return _attempt(delivery, at)


def wait_after(failures: int) -> timedelta:
    """Give how long a delivery waits after its next failure, when it has failed `failures` times."""
    return min(FIRST_WAIT * 2**failures, LONGEST_WAIT)


def _attempt(delivery: Delivery, at: datetime) -> bool:
    if delivery.message.secret and at > delivery.message.created_at + SECRET_LIVES:
        _close(delivery, DeliveryStatus.FAILED, error=_("验证码已过期，不再发送"))
        return False
    try:
        _mail(delivery)
    except Exception as wrong:  # whatever it is, the office must see why a mail does not leave
        log.warning("Delivery %s failed at attempt %s: %s", delivery.pk, delivery.attempts, type(wrong).__name__)
        _record_failure(delivery, wrong)
        return False
    _close(delivery, DeliveryStatus.SENT, sent_at=at)
    return True


def _mail(delivery: Delivery) -> None:
    message = delivery.message
    address = f"{settings.PORTAL_ADDRESS}{message.link}" if message.link else ""
    text = "\n\n".join(part for part in (message.body, address, settings.PORTAL_NAME) if part)
    same = f"<{delivery.pk}.{message.created_at.timestamp():.0f}@{urlsplit(settings.PORTAL_ADDRESS).hostname}>"
    EmailMessage(message.subject, text, to=[message.user.email], headers={"Message-ID": same}).send()


def _record_failure(delivery: Delivery, wrong: Exception) -> None:
    said = f"{type(wrong).__name__}: {wrong}"
    if delivery.attempts >= MAX_ATTEMPTS or _is_final(wrong):
        _close(delivery, DeliveryStatus.FAILED, error=said)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(error=said[:ERROR_LENGTH])


def _is_final(wrong: Exception) -> bool:
    """Tell whether the server knows nobody of that address (5xx to the recipient); another attempt hears the same."""
    if not isinstance(wrong, SMTPRecipientsRefused):
        return False
    return all(code >= REFUSED_FOR_GOOD for code, _said in wrong.recipients.values())


def _close(
    delivery: Delivery, status: DeliveryStatus, *, sent_at: datetime | None = None, error: str = ""
) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status=status, sent_at=sent_at, error=error[:ERROR_LENGTH])
    if delivery.message.secret:
        Message.objects.filter(pk=delivery.message_id).update(body="")


def send_again(delivery_id: int, *, at: datetime) -> bool:
    """Tell whether a delivery that was given up is now due again, with all its attempts; secret ones stay closed."""
    failed = Delivery.objects.filter(pk=delivery_id, status=DeliveryStatus.FAILED, message__secret=False)
    if not failed.update(status=DeliveryStatus.WAITING, attempts=0, due_at=at, error=""):
        return False
    _queue(delivery_id)
    return True


def late_deliveries(at: datetime, limit: int = 500) -> list[int]:
    """Give the deliveries that should have left by `at` and have not; one whose last worker died is given up here."""
    rows = Delivery.objects.filter(status=DeliveryStatus.WAITING, due_at__lte=at - FIRST_WAIT)
    rows.filter(attempts__gte=MAX_ATTEMPTS).update(status=DeliveryStatus.FAILED, error=_("发送时中断"))
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:limit])


def mark_read(message: Message, *, at: datetime) -> None:
    """Note when a message was read; the first time stays."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)


def mark_all_read(user: User, *, at: datetime) -> int:
    """Give how many messages were unread until now."""
    return Message.objects.filter(user=user, secret=False, read_at=None).update(read_at=at)
