"""Telling a person something: once, and again when the channel fails."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import tasks
from accounts.models import Delivery, Message, User
from accounts.services.messages import late_deliveries, send, tell
from tests.accounts.people import client_for, person

pytestmark = pytest.mark.django_db


def say(someone: User, key: str = "k", **more: object) -> Message | None:
    return tell(someone, **{"key": key, "subject": "标题", "body": "内容", "at": timezone.now(), **more})  # type: ignore[arg-type]


def test_a_thing_is_said_once(django_capture_on_commit_callbacks) -> None:
    """Issue 7, C16: the same occasion gives one inbox row and one e-mail."""
    someone = person(email="a@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        assert say(someone, link="/account/inbox/") is not None
        assert say(someone) is None
    assert Message.objects.count() == Delivery.objects.count() == len(mail.outbox) == 1
    assert mail.outbox[0].body.splitlines()[2].endswith("/account/inbox/")
    assert not send(Delivery.objects.get().pk, at=timezone.now())
    assert len(mail.outbox) == 1


def test_without_an_address_the_inbox_is_all() -> None:
    """Issue 7: the inbox always, e-mail where set up."""
    say(person())
    assert Message.objects.count() == 1
    assert Delivery.objects.count() == 0


def test_a_channel_that_is_down_is_tried_again_and_given_up(settings, monkeypatch) -> None:
    """Issue 7: the row is the truth of the job; the sweep sends what is late, not for ever."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 8169
    someone = person(email="a@example.com")
    start = timezone.now()
    say(someone, at=start)
    delivery = Delivery.objects.get()
    assert not send(delivery.pk, at=start)
    assert late_deliveries(start) == []
    moment, tries = start, 1
    while late_deliveries(moment + timedelta(days=1)):
        moment += timedelta(days=1)
        send(delivery.pk, at=moment)
        tries += 1
    delivery.refresh_from_db()
    assert (tries, delivery.status, delivery.attempts) == (6, "failed", 6)


def test_the_sweep_sends_what_a_dead_worker_left(django_capture_on_commit_callbacks) -> None:
    """Issue 7: a message whose task was lost goes out with the next sweep, once."""
    someone = person(email="a@example.com")
    say(someone, at=timezone.now() - timedelta(minutes=5))
    assert tasks.requeue_deliveries() == 1
    assert tasks.requeue_deliveries() == 0
    assert len(mail.outbox) == 1


def test_a_delivery_that_is_gone_harms_nobody() -> None:
    """Issue 7: a task whose row is gone does nothing."""
    assert tasks.deliver(987654321) is False


def test_the_inbox_is_ones_own_and_counts_the_unread() -> None:
    """Issue, Bad input: another's message is 404; reading notes the time once and leads on."""
    someone, other = person(), person()
    mine, theirs = say(someone, "a", link="/account/profile/"), say(other, "b", subject="别人的")
    assert mine
    assert theirs
    client = client_for(someone)
    page = client.get("/account/inbox/").content.decode()
    assert "1条未读" in page
    assert "别人的" not in page
    assert client.post(f"/account/inbox/{theirs.pk}/read/").status_code == 404
    assert client.post(f"/account/inbox/{mine.pk}/read/")["Location"] == "/account/profile/"
    assert "0条未读" in client.get("/account/inbox/").content.decode()
    theirs.refresh_from_db()
    assert theirs.read_at is None
