"""Answers are asked once: from the public questions through sign-in or sign-up to the draft, and over a lost session."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests import factories, stories
from tests.accounts.people import PASSWORD
from tests.applications.applicant.test_pages import ANSWERS
from tests.factories import beijing

pytestmark = pytest.mark.django_db
START = "/applications/start/"
QUIZ = {
    "employer_kind": "private",
    "education_rank": "30",
    "full_time": "yes",
    "degree": "",
    "skill": "advanced",
    "prior_level": "assistant",
    "prior_years": "4",
    "specialty": "engineering/construction",
    "level": "intermediate",
}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(beijing(2025, 2, 19, 10), tick=False):
        yield


def begin_address(client: Client) -> str:
    """Give where the result of the public questions leads."""
    page = client.get(reverse("applications:quiz"), QUIZ).content.decode()
    return START + "?" + page.split(f'href="{START}?', 1)[1].split('"', 1)[0].replace("&amp;", "&")


def assert_prefilled(page: str) -> None:
    for value in ("31", "assistant", "advanced", "construction", "intermediate"):
        assert f'value="{value}" selected' in page or f'value="{value}" checked' in page, value


def test_the_public_answers_come_back_after_signing_in(client: Client) -> None:
    """C42: what was answered in public is not asked again; it stands in the address, nothing is kept of a stranger."""
    user = stories.person()
    asked = client.get(begin_address(client))
    assert urlsplit(asked["Location"]).path == reverse("accounts:sign_in")
    wanted = parse_qs(urlsplit(asked["Location"]).query)["next"][0]
    form = {"username": user.phone, "password": PASSWORD, "next": wanted}
    done = client.post(reverse("accounts:sign_in"), form)
    assert done["Location"] == wanted
    assert_prefilled(client.get(wanted).content.decode())


def test_the_way_to_an_account_of_ones_own_keeps_where_one_wanted_to_go(client: Client) -> None:
    """C42: from signing in to signing up and back, the address with the answers goes along."""
    wanted = begin_address(client)
    page = client.get(reverse("accounts:sign_in"), {"next": wanted}).content.decode()
    assert f"{reverse('accounts:sign_up')}?{urlencode({'next': wanted})}" in page
    page = client.get(reverse("accounts:sign_up"), {"next": wanted})
    assert page.context["next"] == wanted
    assert f"{reverse('accounts:sign_in')}?{urlencode({'next': wanted})}" in page.content.decode()


def test_answers_sent_without_a_session_come_back_after_signing_in(client: Client) -> None:
    """Bad input: nothing typed is lost when the session has ended meanwhile."""
    unit, user = stories.employer(), stories.person()
    lost = client.post(START, {"employer": unit.name, **ANSWERS})
    assert lost.status_code == 302
    form = {"username": user.phone, "password": PASSWORD, "next": START}
    assert client.post(reverse("accounts:sign_in"), form)["Location"] == START
    page = client.get(START).content.decode()
    assert unit.name in page
    assert 'value="construction" selected' in page
    assert "您刚才的回答都在" in page


def test_refused_answers_stay_when_one_looks_elsewhere_first(client: Client) -> None:
    """Bad input: what was wrong is there again, to be put right."""
    client.force_login(stories.person())
    client.post(START, {"employer": "没有登记的单位", **ANSWERS})
    assert "没有登记的单位" in client.get(START).content.decode()


@pytest.mark.parametrize("as_oneself", [True, False])
def test_who_holds_several_memberships_lands_where_he_wanted(client: Client, as_oneself: bool) -> None:
    """Issue 1: choosing the capacity comes between, and the wish is kept."""
    user = factories.person()
    held = factories.membership(Role.EMPLOYER_CLERK, user=user, employer=factories.employer())
    factories.membership(Role.REVIEWER, user=user, office=factories.office())
    wanted = START if as_oneself else reverse("employer:home")
    form = {"username": user.phone, "password": PASSWORD, "next": wanted}
    asked = client.post(reverse("accounts:sign_in"), form)
    assert urlsplit(asked["Location"]).path == reverse("accounts:capacities")
    page = client.get(asked["Location"])
    assert page.context["next"] == wanted
    chosen = {"membership": 0 if as_oneself else held.pk, "next": wanted}
    assert client.post(reverse("accounts:capacities"), chosen)["Location"] == wanted


def test_choosing_a_capacity_leads_to_no_other_site(client: Client) -> None:
    """Issue, Bad input: an address outside the portal is not followed."""
    client.force_login(stories.person())
    chosen = {"membership": 0, "next": "https://example.org/"}
    assert client.post(reverse("accounts:capacities"), chosen)["Location"] == reverse("accounts:start")
