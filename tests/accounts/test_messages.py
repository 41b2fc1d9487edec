"""Telling a person something: once, and again when the channel fails."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.backends import NumberBackend
from accounts.models import Delivery, Message, User
from accounts.services.messages import MAX_ATTEMPTS, late_deliveries, send, tell
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


def test_the_masthead_counts_what_is_unread(client, django_assert_num_queries) -> None:
    """Issue 3: every page says how many messages wait; codes do not count, nor what is another's, nor what was read."""
    someone = person()
    for number in range(3):
        say(someone, f"k{number}")
    say(someone, "code", secret=True)
    say(person(), "other")
    client.force_login(someone, backend="accounts.backends.NumberBackend")
    home = reverse("applications:home")
    assert '>3<span class="vh">条未读</span>' in client.get(home).content.decode()
    client.post(reverse("accounts:read_all"))
    assert "条未读" not in client.get(home).content.decode()
    with django_assert_num_queries(1):
        assert NumberBackend().get_user(someone.pk) == someone


def test_without_an_address_the_inbox_is_all() -> None:
    """Issue 7: the inbox always, e-mail where set up."""
    say(person())
    assert Message.objects.count() == 1
    assert Delivery.objects.count() == 0


@pytest.fixture
def nobody_answers(settings) -> None:
    """The mail server is away."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 8169


def test_a_channel_that_is_down_is_tried_for_two_days_and_given_up(nobody_answers) -> None:
    """Issue 7: after each failure it waits longer, four hours at most; then the office reads why it did not leave."""
    moment = start = timezone.now()
    say(person(email="a@example.com"), at=start)
    delivery = Delivery.objects.get()
    waits = []
    while delivery.status == "waiting":
        assert not send(delivery.pk, at=moment)
        delivery.refresh_from_db()
        waits.append(delivery.due_at - moment)
        moment = delivery.due_at
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (2, 4, 8, 16)]
    assert max(waits) == timedelta(hours=4)
    assert timedelta(hours=40) < moment - start < timedelta(hours=54)
    assert (delivery.status, delivery.attempts) == ("failed", len(waits))
    assert "ConnectionRefusedError" in delivery.error


def test_nothing_is_sent_before_it_is_due(nobody_answers) -> None:
    """Issue 7: however often the queue hands it out, an attempt is made when its time has come, and one at a time."""
    start = timezone.now()
    say(person(email="a@example.com"), at=start)
    delivery = Delivery.objects.get()
    for second in range(0, 120, 10):
        assert not send(delivery.pk, at=start + timedelta(seconds=second))
    delivery.refresh_from_db()
    assert delivery.attempts == 1
    assert late_deliveries(start + timedelta(minutes=2)) == []
    assert late_deliveries(start + timedelta(minutes=4)) == [delivery.pk]


def test_what_killed_its_last_worker_is_given_up() -> None:
    """Issue 7: a mail that ends whoever sends it does not go round for ever."""
    start = timezone.now()
    say(person(email="a@example.com"), at=start)
    Delivery.objects.update(attempts=MAX_ATTEMPTS)
    assert late_deliveries(start + timedelta(minutes=2)) == []
    assert Delivery.objects.get().status == "failed"


def test_the_office_sees_what_did_not_leave_and_has_it_sent_again(
    client, django_capture_on_commit_callbacks
) -> None:
    """Issue 3: the list in the administration names the person, the reason and the next attempt, never the text."""
    client.force_login(person(is_staff=True, is_superuser=True), backend="accounts.backends.NumberBackend")
    say(person(name="何静", email="a@example.com"), body="不给别人看的内容", at=timezone.now())
    Delivery.objects.update(status="failed", attempts=1, error="550 nobody of that name")
    page = client.get("/admin/accounts/delivery/").content.decode()
    assert "何静" in page
    assert "550 nobody of that name" in page
    assert "不给别人看的内容" not in page
    action = {"action": "send_again", "_selected_action": [Delivery.objects.get().pk]}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/accounts/delivery/", action)
    assert Delivery.objects.get().status == "sent"
    assert mail.outbox[0].to == ["a@example.com"]


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
