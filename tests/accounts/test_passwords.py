"""A forgotten password, and a changed one."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Delivery, Message, ResetCode, User
from accounts.rules.refused import AccountRefused
from accounts.services.passwords import request_reset, reset_password
from tests.accounts.people import PASSWORD, client_for, person

pytestmark = pytest.mark.django_db
NEW = "Anders-2025"


@pytest.fixture
def someone() -> User:
    return person(email="a@example.com")


def mailed_code() -> str:
    """Read the code in the newest e-mail."""
    return re.findall(r"\d{6}", str(mail.outbox[-1].body))[0]


def code_for(someone: User, at: datetime, capture) -> str:
    """Have a code sent, and read it from the e-mail."""
    mail.outbox.clear()
    with time_machine.travel(at, tick=False), capture(execute=True):
        assert request_reset(someone, at=at)
    return mailed_code()


def test_the_code_in_the_mail_sets_a_new_password(
    client: Client, someone: User, django_capture_on_commit_callbacks
) -> None:
    """Issue 1: reset by a code sent through the message channel, in the browser from end to end."""
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/reset/", {"number": someone.phone})["Location"] == "/account/reset/code/"
    code = mailed_code()
    assert mail.outbox[0].to == ["a@example.com"]
    answer = client.post("/account/reset/code/", {"code": code, "password": NEW, "password_again": NEW})
    assert answer.status_code == 302
    someone.refresh_from_db()
    assert someone.check_password(NEW)
    assert client.get("/account/profile/").status_code == 200


def test_the_code_is_nowhere_in_the_database(someone: User, django_capture_on_commit_callbacks) -> None:
    """PIPL 51: the code is a hash, the text of the mail is wiped once it left, the inbox never shows it."""
    code = code_for(someone, timezone.now(), django_capture_on_commit_callbacks)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code_hash FROM accounts_resetcode")
        assert code not in str(cursor.fetchall())
        cursor.execute("SELECT subject, body FROM accounts_message")
        assert code not in str(cursor.fetchall())
    assert "验证码" not in client_for(someone).get("/account/inbox/").content.decode()


@time_machine.travel("2025-03-03T10:00:00+08:00", tick=False)  # each page tells the minute
def test_the_answer_is_the_same_for_nobody(client: Client, someone: User) -> None:
    """Issue 1: the page does not tell whether an account exists, has an e-mail, or is closed."""
    person(phone="19911110000", email="")
    person(phone="19911110001", email="b@example.com", is_active=False)
    pages = []
    for number in (someone.phone, "19800000000", "19911110000", "19911110001"):
        response = client.post("/account/reset/", {"number": number}, follow=True)
        assert "1分钟内不重发，一天最多5次" in response.content.decode()
        pages.append(re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.content.decode()))
        refused = client.post("/account/reset/code/", {"code": "000000", "password": NEW, "password_again": NEW})
        assert refused.status_code == 422
        assert refused.context["form"].errors["code"] == [
            "验证码不对，或已过期。请核对；错5次或过10分钟，要重新获取。"
        ]
    assert len(set(pages)) == 1
    assert ResetCode.objects.count() == 1


def test_a_code_works_once(someone: User, django_capture_on_commit_callbacks) -> None:
    """Issue, Bad input: a replayed code is refused."""
    at = timezone.now()
    code = code_for(someone, at, django_capture_on_commit_callbacks)
    reset_password(someone.handle, code=code, password=NEW, at=at)
    with pytest.raises(AccountRefused):
        reset_password(someone.handle, code=code, password="Nochmals-2025", at=at)
    someone.refresh_from_db()
    assert someone.check_password(NEW)


@pytest.mark.parametrize(
    ("later", "works"), [(timedelta(minutes=9, seconds=59), True), (timedelta(minutes=10), False)]
)
def test_a_code_lives_ten_minutes(
    someone: User, later: timedelta, works: bool, django_capture_on_commit_callbacks
) -> None:
    """Issue 1: a late code is refused."""
    at = timezone.now()
    code = code_for(someone, at, django_capture_on_commit_callbacks)
    if works:
        assert reset_password(someone.handle, code=code, password=NEW, at=at + later) == someone
    else:
        with pytest.raises(AccountRefused):
            reset_password(someone.handle, code=code, password=NEW, at=at + later)


def test_after_five_tries_the_right_code_is_refused_too(someone: User, django_capture_on_commit_callbacks) -> None:
    """Issue 1: nobody guesses a code; the count survives each refusal."""
    at = timezone.now()
    code = code_for(someone, at, django_capture_on_commit_callbacks)
    wrong = f"{(int(code) + 1) % 1000000:06}"
    for _ in range(5):
        with pytest.raises(AccountRefused):
            reset_password(someone.handle, code=wrong, password=NEW, at=at)
    with pytest.raises(AccountRefused):
        reset_password(someone.handle, code=code, password=NEW, at=at)
    someone.refresh_from_db()
    assert someone.check_password(PASSWORD)


def test_a_weak_password_leaves_the_code_good(someone: User, django_capture_on_commit_callbacks) -> None:
    """Issue, Bad input: nothing is lost by a password that is refused."""
    at = timezone.now()
    code = code_for(someone, at, django_capture_on_commit_callbacks)
    with pytest.raises(ValidationError):
        reset_password(someone.handle, code=code, password=f"Aa-{someone.phone}", at=at)
    assert reset_password(someone.handle, code=code, password=NEW, at=at) == someone


def test_a_new_code_ends_the_old_one_and_codes_are_rationed(
    someone: User, django_capture_on_commit_callbacks
) -> None:
    """Issue 1: one code at a time, one a minute, five a day."""
    at = timezone.now()
    first = code_for(someone, at, django_capture_on_commit_callbacks)
    assert not request_reset(someone, at=at + timedelta(seconds=59))
    later = at + timedelta(seconds=61)
    second = code_for(someone, later, django_capture_on_commit_callbacks)
    if first != second:
        with pytest.raises(AccountRefused):
            reset_password(someone.handle, code=first, password=NEW, at=later)
    sent = [request_reset(someone, at=at + timedelta(minutes=minute)) for minute in (3, 5, 7, 9, 11)]
    assert sent == [True, True, True, False, False]


def test_the_second_page_needs_the_first(client: Client) -> None:
    """Issue, Bad input: the code page alone leads back."""
    assert client.get("/account/reset/code/")["Location"] == "/account/reset/"


def test_a_changed_password_ends_other_sessions(someone: User) -> None:
    """GB/T 22239-2019: the other devices are signed out, this one stays; the person is told."""
    here, there = client_for(someone), client_for(someone)
    wrong = {"current": "Falsch-2025", "password": NEW, "password_again": NEW}
    assert here.post("/account/password/", wrong).status_code == 422
    same = {"current": PASSWORD, "password": PASSWORD, "password_again": PASSWORD}
    assert here.post("/account/password/", same).status_code == 422
    assert here.post("/account/password/", wrong | {"current": PASSWORD}).status_code == 302
    assert here.get("/account/profile/").status_code == 200
    assert there.get("/account/profile/").status_code == 302
    assert Message.objects.get(user=someone).subject == "密码已修改"


def test_the_telephone_changes_with_the_password_only(someone: User) -> None:
    """Issue 1: a telephone is a way to sign in, so it takes the password; a taken one is refused."""
    other = person()
    client = client_for(someone)
    new = {"phone": "138 1234 5678", "email": "neu@example.com", "current": PASSWORD}
    assert client.post("/account/profile/", new | {"current": "x"}).status_code == 422
    taken = client.post("/account/profile/", new | {"phone": other.phone})
    assert taken.status_code == 422
    assert "neu@example.com" in taken.content.decode()
    assert client.post("/account/profile/", new).status_code == 302
    someone.refresh_from_db()
    assert (someone.phone, someone.email) == ("13812345678", "neu@example.com")
    assert User.objects.with_phone("13812345678") == someone


def test_a_late_code_is_not_mailed(someone: User) -> None:
    """Issue 1: a code whose ten minutes are over is not sent any more, and its text is wiped."""
    from accounts.services.messages import send

    at = timezone.now()
    request_reset(someone, at=at)
    delivery = Delivery.objects.get()
    assert not send(delivery.pk, at=at + timedelta(minutes=11))
    delivery.refresh_from_db()
    assert (delivery.status, delivery.message.body) == ("failed", "")
