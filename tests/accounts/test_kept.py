"""A form that was sent after its session had ended waits for the person who wrote it, and for nobody else."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.enums import EmployerStatus, Role
from accounts.kept import MOST
from accounts.models import Employer, Membership
from tests.accounts.people import PASSWORD, officer, person
from tests.accounts.test_employers import waiting as registered
from tests.factories import employer, membership

SIGN_IN, KEPT = "/account/sign-in/", "/account/kept/"
REASON = "执照看不清，请重新拍照。\n“法定代表人”和登记的不一样。"


pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> Employer:
    return registered()


@pytest.fixture
def reviewer() -> Membership:
    return officer()


def sign_in(client: Client, who: Membership, **extra: str):
    return client.post(SIGN_IN, {"username": who.user.phone, "password": PASSWORD, **extra})


def refused_too_late(client: Client, reviewer: Membership, row: Employer):
    """Let a reviewer open a page, lose his session, and send what he wrote."""
    sign_in(client, reviewer)
    client.get(f"/account/employers/{row.pk}/")
    Session.objects.all().delete()
    given = {"decision": "refuse", "reason": REASON, "confirmed": "1"}
    page = f"http://testserver/account/employers/{row.pk}/"
    return client.post(f"/account/employers/{row.pk}/", given, headers={"referer": page})


def form_of(client: Client) -> dict[str, str]:
    """Give the fields of the form that the page would send again."""
    page = client.get(KEPT).content.decode()
    fields = re.findall(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in fields}


def test_what_was_written_is_sent_again_after_signing_in(client: Client, waiting: Employer, reviewer) -> None:
    """Nothing of a person's work is lost: the reason is shown, sent with one press, and then waits no more."""
    sent = refused_too_late(client, reviewer, waiting)
    assert "留着" in client.get(sent.url).content.decode()
    assert client.get(KEPT).status_code == 302
    assert "执照" not in str(client.session.items())
    assert sign_in(client, reviewer, next="/account/inbox/").url == KEPT
    shown = client.get(KEPT)
    assert html.escape(REASON.split("\n", maxsplit=1)[0]) in shown.content.decode()
    assert f'action="/account/employers/{waiting.pk}/"' in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    waiting.refresh_from_db()
    assert waiting.status == EmployerStatus.PENDING
    again = client.post(f"/account/employers/{waiting.pk}/", form_of(client))
    assert again.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.status, waiting.status_reason) == (EmployerStatus.REFUSED, REASON)
    assert client.get(KEPT).status_code == 302


def test_it_can_be_thrown_away(client: Client, waiting: Employer, reviewer) -> None:
    """Back to the page that it stood on, and nothing is sent."""
    refused_too_late(client, reviewer, waiting)
    sign_in(client, reviewer)
    assert client.post(KEPT).url.endswith(f"/account/employers/{waiting.pk}/")
    assert client.get(KEPT).status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == EmployerStatus.PENDING


def test_nobody_else_sees_it(client: Client, waiting: Employer, reviewer) -> None:
    """A colleague who signs in on the same machine goes on as ever; then it is gone for its writer, too."""
    refused_too_late(client, reviewer, waiting)
    assert sign_in(client, officer(name="麦麦提")).url != KEPT
    assert "kept" not in client.session
    client.post("/account/sign-out/")
    assert sign_in(client, reviewer).url != KEPT


def test_after_half_an_hour_it_is_gone(client: Client, waiting: Employer, reviewer) -> None:
    """And the session that began with it, too; one that begins then lasts as long as any."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        refused_too_late(client, reviewer, waiting)
        assert client.session.get_expiry_age() == 30 * 60
        sign_in(client, reviewer)
        assert client.session.get_expiry_age() == 8 * 60 * 60
        clock.shift(timedelta(minutes=31))
        assert client.get(KEPT).status_code == 302
        assert "kept" not in client.session


def test_who_holds_several_seats_chooses_first(client: Client, waiting: Employer, reviewer) -> None:
    """The form comes after the choice, and is sent in the seat that he took."""
    membership(Role.EMPLOYER_CLERK, user=reviewer.user, employer=employer())
    refused_too_late(client, reviewer, waiting)
    chooses = sign_in(client, reviewer)
    page = client.get(chooses.url).content.decode()
    assert f'name="next" value="{KEPT}"' in page
    taken = client.post("/account/capacities/", {"membership": reviewer.pk, "next": KEPT})
    assert taken.url == KEPT
    assert form_of(client)["reason"] == REASON


@pytest.mark.parametrize(
    ("more", "headers"),
    [
        ({"password": "Shu-ye-2025-lu"}, {}),
        ({"reason": "长" * MOST}, {}),
        ({}, {"Sec-Fetch-Mode": "cors"}),
        ({}, {"HX-Request": "true"}),
    ],
    ids=["a password", "too long", "a script's", "a part of a page"],
)
def test_what_is_not_kept(client: Client, waiting: Employer, reviewer, more, headers) -> None:
    """Passwords lie nowhere; a script keeps its own; no session becomes as large as one likes."""
    sign_in(client, reviewer)
    Session.objects.all().delete()
    given = {"decision": "refuse", "reason": REASON, **more}
    sent = client.post(f"/account/employers/{waiting.pk}/", given, headers=headers)
    assert "请再办一次" in client.get(sent.url).content.decode()
    assert "kept" not in client.session
    assert sign_in(client, reviewer).url != KEPT


def test_a_stranger_fills_no_session(client: Client, waiting: Employer) -> None:
    """Who was never signed in here, or says so himself, leaves nothing in the store of sessions."""
    client.cookies["who"] = f"{person().pk}:forged"
    client.post(f"/account/employers/{waiting.pk}/", {"decision": "refuse", "reason": REASON})
    assert not Session.objects.exists()
