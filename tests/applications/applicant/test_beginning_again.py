"""Whether somebody is told that he may begin: the filing window and the integrity list decide, whatever ended before."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import IntegrityKind
from accounts.models import IntegrityEntry, User
from applications.enums import State
from tests import factories, stories
from tests.factories import beijing

pytestmark = pytest.mark.django_db
EARLY, OPEN, LATE = beijing(2025, 2, 10, 10), beijing(2025, 2, 20, 10), beijing(2025, 3, 7, 10)
BEGIN = "开始新的申报"
ENDED = (State.REJECTED, State.FAILED, State.LAPSED, State.WITHDRAWN, State.REVOKED)


def home(client: Client, user: User, at: datetime) -> str:
    client.force_login(user)
    with time_machine.travel(at, tick=False):
        return client.get(reverse("applications:home")).content.decode()


def listed(user: User) -> None:
    IntegrityEntry.objects.create(
        kind=IntegrityKind.PERSON,
        name=user.name,
        document_index=user.document_index,
        starts_on=date(2025, 2, 1),
        ends_on=date(2028, 1, 31),
        finding="学历证书系伪造",
        entered_by=stories.person("认定人"),
        entered_at=beijing(2025, 2, 1, 9),
    )


@pytest.mark.parametrize("state", ENDED)
def test_the_offer_to_begin_again_follows_the_filing_window(client: Client, state: State) -> None:
    """C05: inside the window the button and its last moment, before it the first, after it none and why."""
    user = factories.application(state).applicant
    early, now, late = (home(client, user, at) for at in (EARLY, OPEN, LATE))
    assert BEGIN in now
    assert "网上申报到2025年3月6日（星期四）24时，在这以前可以重新开始一件。" in now
    assert BEGIN not in early
    assert "网上申报从2025年2月17日（星期一）00:00开始" in early
    assert BEGIN not in late
    assert "网上申报已在2025年3月6日（星期四）24时截止" in late
    assert "下一年度的通知" in late


@pytest.mark.parametrize("state", [*ENDED, None])
def test_who_is_listed_sees_his_ban_with_its_last_day_and_no_button(client: Client, state: State | None) -> None:
    """C45: after a revocation, and whatever else ended, the ban stands where the button was, inside the window too."""
    user = factories.application(state).applicant if state else stories.person()
    listed(user)
    page = home(client, user, OPEN)
    assert BEGIN not in page
    assert ">开始申报</a>" not in page
    assert "您已列入诚信名单，到2028年1月31日（星期一）（含当日）不能申报；2028年2月1日（星期二）起" in page
    assert "C45" in page
    with time_machine.travel(OPEN, tick=False):
        assert "您已列入诚信名单" in client.get(reverse("applications:start")).content.decode()


def test_an_ended_application_keeps_the_budget(client: Client, django_assert_max_num_queries: Any) -> None:
    """C42: at most 8 queries for the home of what is over."""
    user = factories.application(State.REVOKED).applicant
    listed(user)
    home(client, user, OPEN)
    with time_machine.travel(OPEN, tick=False), django_assert_max_num_queries(8):
        client.get(reverse("applications:home"))
