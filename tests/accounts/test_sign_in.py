"""Signing in, being locked out, choosing a capacity."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from tests.accounts.people import PASSWORD, clerk, client_for, employer, officer, person

pytestmark = pytest.mark.django_db
URL = "/account/sign-in/"


@pytest.fixture
def axes_on(settings):
    settings.AXES_ENABLED = True


def sign_in(client: Client, number: str, password: str = PASSWORD, **extra: str):
    return client.post(URL, {"username": number, "password": password, **extra})


def test_either_number_signs_in(client: Client) -> None:
    """Issue 1: by ID number or telephone, however it is spaced; the session gets a new key."""
    someone = person(document_number="11010519491231002X", phone="13812345678")
    for typed in ("11010519491231002x", "110105 19491231 002X", "+86 138-1234-5678"):
        client.logout()
        client.get("/account/reset/code/")
        before = client.session.session_key
        assert sign_in(client, typed).status_code == 302
        assert client.session["_auth_user_id"] == str(someone.pk)
        assert client.session.session_key != before


def test_a_wrong_password_and_an_unknown_number_read_the_same(client: Client) -> None:
    """GB/T 22239-2019, 身份鉴别 b: one generic message, 422, the number kept, the password not."""
    someone = person()
    wrong = sign_in(client, someone.phone, "Falsch-2025")
    unknown = sign_in(client, "19800000000", "Falsch-2025")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert someone.phone in wrong.content.decode()
    assert "Falsch" not in wrong.content.decode()


def test_a_closed_account_stays_out(client: Client) -> None:
    """Issue 1: `is_active` off keeps a person out."""
    someone = person(is_active=False)
    assert sign_in(client, someone.phone).status_code == 422


@pytest.mark.usefixtures("axes_on")
def test_five_failures_lock_the_account_at_that_address(client: Client) -> None:
    """GB/T 22239-2019, 身份鉴别 b: 15 minutes after the fifth failure, whichever number is typed; 429 in Chinese."""
    someone = person()
    numbers = [someone.phone, someone.document_number, someone.phone, someone.document_number]
    for number in numbers:
        assert sign_in(client, number, "Falsch-2025").status_code == 422
    last = sign_in(client, someone.phone, "Falsch-2025")
    assert last.status_code == 429
    assert "锁定15分钟" in last.content.decode()
    assert sign_in(client, someone.document_number).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="192.0.2.99"), someone.phone).status_code == 302


@pytest.mark.usefixtures("axes_on")
def test_an_unknown_number_is_locked_in_the_same_words(client: Client) -> None:
    """Issue 1: the lock does not tell whether an account exists."""
    statuses = [sign_in(client, "19800000000", "Falsch-2025").status_code for _ in range(6)]
    assert statuses == [422, 422, 422, 422, 429, 429]


@pytest.mark.usefixtures("axes_on")
def test_the_lock_ends_after_a_quarter_of_an_hour(client: Client) -> None:
    """GB/T 22239-2019, 身份鉴别 b: tries during the lock do not lengthen it."""
    someone = person()
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(5):
            sign_in(client, someone.phone, "Falsch-2025")
        clock.move_to(start + timedelta(minutes=14))
        assert sign_in(client, someone.phone).status_code == 429
        clock.move_to(start + timedelta(minutes=15, seconds=1))
        assert sign_in(client, someone.phone).status_code == 302


@pytest.mark.usefixtures("axes_on")
def test_the_record_of_failures_holds_no_number(client: Client) -> None:
    """PIPL 51: what counts failures knows a random handle or a blind index, never the number; success starts anew."""
    someone = person()
    sign_in(client, someone.document_number, "Falsch-2025")
    sign_in(client, "19800000000", "Falsch-2025")
    rows = str(list(AccessAttempt.objects.values()))
    assert someone.document_number not in rows
    assert "19800000000" not in rows
    sign_in(client, someone.phone)
    assert not AccessAttempt.objects.filter(username=someone.handle).exists()
    assert someone.document_number not in str(list(AccessLog.objects.values()))


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_out_of_the_portal(client: Client, away: str) -> None:
    """Issue, Bad input: an open redirect is refused."""
    response = sign_in(client, person().phone, next=away)
    assert response["Location"] == "/account/start/"


def test_one_comes_back_to_the_page_one_wanted(client: Client) -> None:
    """Issue 1: `next` is kept through a refused try."""
    someone = person()
    asked = client.get("/account/inbox/")
    assert asked["Location"] == "/account/sign-in/?next=/account/inbox/"
    refused = client.post("/account/sign-in/?next=/account/inbox/", {"username": "1", "password": "x"})
    assert 'name="next" value="/account/inbox/"' in refused.content.decode()
    assert sign_in(client, someone.phone, next="/account/inbox/")["Location"] == "/account/inbox/"


def test_one_capacity_is_taken_up_at_once(client: Client) -> None:
    """Issue 1: who has one membership begins in it, and can go back to himself."""
    member = officer()
    sign_in(client, member.user.phone)
    assert client.session["membership"] == member.pk
    page = client.get("/account/capacities/").content.decode()
    assert "和田市人力资源和社会保障局" in page
    client.post("/account/capacities/", {"membership": "0"})
    assert "membership" not in client.session


def test_several_capacities_are_asked_for(client: Client) -> None:
    """Issue 1: a person may hold several and switches."""
    member = officer()
    second = Membership.objects.create(user=member.user, role=Role.TITLE_OFFICER, office=member.office)
    assert sign_in(client, member.user.phone)["Location"] == "/account/capacities/"
    assert client.post("/account/capacities/", {"membership": second.pk})["Location"] == "/account/start/"
    assert client.session["membership"] == second.pk


@pytest.mark.parametrize("ended", [True, False])
def test_a_capacity_of_others_or_an_ended_one_does_not_exist(ended: bool) -> None:
    """Issue, Bad input: another's object is 404; the session stays as it was."""
    mine, other = officer(), officer()
    if ended:
        Membership.objects.create(user=mine.user, role=Role.SUPERVISOR, office=mine.office, is_active=False)
    target = mine.user.memberships.latest("pk") if ended else other
    client = client_for(mine)
    assert client.post("/account/capacities/", {"membership": target.pk}).status_code == 404
    assert client.post("/account/capacities/", {"membership": "9" * 30}).status_code == 404
    assert client.post("/account/capacities/", {"membership": "²"}).status_code == 404
    assert client.session["membership"] == mine.pk


def test_an_ended_membership_stops_at_once() -> None:
    """C44: from the next request on, the page of the role does not exist."""
    member = officer()
    client = client_for(member)
    assert client.get("/account/employers/").status_code == 200
    Membership.objects.filter(pk=member.pk).update(is_active=False)
    assert client.get("/account/employers/").status_code == 404


def test_a_password_set_by_somebody_else_is_changed_first(client: Client) -> None:
    """GB/T 22239-2019, 身份鉴别 a: no page but that one until it is changed."""
    someone = person(must_change_password=True)
    sign_in(client, someone.phone)
    assert client.get("/account/inbox/")["Location"] == "/account/password/"
    new = {"current": PASSWORD, "password": "Anders-2025", "password_again": "Anders-2025"}
    assert client.post("/account/password/", new).status_code == 302
    assert client.get("/account/inbox/").status_code == 200


def test_signing_out_takes_a_post(client: Client) -> None:
    """Issue, Bad input: a link on another page cannot sign one out."""
    client = client_for(clerk(employer()))
    assert client.get("/account/sign-out/").status_code == 405
    client.post("/account/sign-out/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("for_a_unit", "minutes"), [(True, 30), (False, 60)])
def test_an_idle_session_ends(for_a_unit: bool, minutes: int) -> None:
    """GB/T 22239-2019, 身份鉴别 b: idle too long, the next page asks to sign in and leads back."""
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = client_for(officer() if for_a_unit else person())
        clock.move_to(start + timedelta(minutes=minutes))
        assert client.get("/account/inbox/").status_code == 200
        clock.move_to(start + timedelta(minutes=2 * minutes))
        assert client.get("/account/inbox/").status_code == 200
        clock.move_to(start + timedelta(minutes=3 * minutes, seconds=1))
        assert client.get("/account/inbox/")["Location"] == "/account/sign-in/?next=/account/inbox/"


def test_what_was_typed_in_a_session_gone_idle_is_taken() -> None:
    """Issue, Bad input: nothing typed is lost; only the page after it asks to sign in."""
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        someone = person()
        client = client_for(someone)
        clock.move_to(start + timedelta(hours=2))
        changed = {"phone": "", "email": "spaet@example.com", "current": PASSWORD}
        assert client.post("/account/profile/", changed)["Location"] == "/account/profile/"
        someone.refresh_from_db()
        assert someone.email == "spaet@example.com"
        assert client.get("/account/profile/").status_code == 302


def test_a_form_sent_after_the_session_leads_back_to_its_page() -> None:
    """Issue, Bad input: it says that nothing was taken, and then opens the page of the form, not where forms are sent."""
    someone, stranger = person(), Client()
    page = "http://testserver/account/inbox/?page=1"
    answer = stranger.post("/account/inbox/read/", headers={"Referer": page}, follow=True)
    assert "刚才那一步没有办成" in answer.content.decode()
    wanted = parse_qs(urlsplit(answer.redirect_chain[-1][0]).query)["next"][0]
    sent = {"username": someone.phone, "password": PASSWORD, "next": wanted}
    back = stranger.post("/account/sign-in/", sent, follow=True)
    assert (back.status_code, back.redirect_chain[-1][0]) == (200, page)


def test_a_form_from_elsewhere_leads_nowhere_else() -> None:
    """Issue, Bad input: the page of another site is none to come back to; to open a page is no form that was lost."""
    answer = Client().post("/account/inbox/read/", headers={"Referer": "https://elsewhere.example/"}, follow=True)
    assert "elsewhere" not in answer.redirect_chain[-1][0]
    assert "没有办成" not in Client().get("/account/inbox/", follow=True).content.decode()


def test_an_address_that_forms_are_sent_to_says_so() -> None:
    """Issue, Bad input: whoever opens one reads why nothing is there, with a way on; who may ask how stays the same."""
    answer = client_for(person()).get("/account/inbox/read/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址不能直接打开" in answer.content.decode()
    assert 'href="/account/start/"' in answer.content.decode()
    assert 'class="btn" href="/account/inbox/"' in answer.content.decode(), "the page whose form it is"


def test_the_page_of_capacities_shows_an_employer_that_waits() -> None:
    """C01: who signed an employer up finds the way back to it."""
    unit = employer(status="pending")
    member = clerk(unit, Role.EMPLOYER_HEAD)
    Membership.objects.filter(pk=member.pk).update(is_active=False)
    assert unit.name in client_for(member.user).get("/account/capacities/").content.decode()
