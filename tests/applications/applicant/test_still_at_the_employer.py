"""An application that its employer does not forward: the applicant and the employer are told in time and after."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.models import Application
from tests import stories
from tests.factories import beijing

pytestmark = pytest.mark.django_db
IN_TIME, TOO_LATE, CLOSED = beijing(2025, 2, 20, 10), beijing(2025, 3, 11, 10), beijing(2025, 3, 16, 0, 0)
LAST_DAY = "公示最迟2025年3月7日（星期五）张贴"
NEVER = "这件申报不能再进入审核"
HOPELESS = "来不及了"


def home(client: Client, case: Application, at: datetime) -> str:
    client.force_login(case.applicant)
    with time_machine.travel(at, tick=False):
        return client.get(reverse("applications:home")).content.decode()


def desk(client: Client, case: Application, at: datetime) -> str:
    member = stories.clerk_of(case.employer)
    client.force_login(member.user)
    session = client.session
    session["membership"] = member.pk
    session.save()
    with time_machine.travel(at, tick=False):
        return client.get(reverse("employer:case", args=[case.number])).content.decode()


@pytest.mark.parametrize("page", [home, desk])
def test_the_last_day_of_posting_is_seen_in_time(client: Client, page: Any) -> None:
    """C26: while it can still be posted, both see the last day, and nothing that frightens."""
    text = page(client, stories.submitted(), IN_TIME)
    assert LAST_DAY in text
    assert NEVER not in text
    assert HOPELESS not in text


@pytest.mark.parametrize("page", [home, desk])
def test_a_notice_that_cannot_end_in_time_is_said_before_review_closes(client: Client, page: Any) -> None:
    """C06, C26: not posted, or posted too late; both are told, with the clauses and the title office's telephone."""
    unposted = page(client, stories.submitted(), TOO_LATE)
    assert HOPELESS in unposted
    assert "（C06、C26）" in unposted
    assert "最迟2025年3月7日（星期五）张贴；现在还没有张贴" in unposted


def test_a_notice_posted_too_late_is_said_to_end_too_late(client: Client) -> None:
    """C26: a notice of 10 March is over on 17 March, after review has closed."""
    case = stories.in_notice(at=beijing(2025, 3, 10, 9))
    for page in (home, desk):
        text = page(client, case, TOO_LATE)
        assert HOPELESS in text
        assert "期满要到审核截止（2025年3月15日（星期六）24时）以后" in text


@pytest.mark.parametrize("make", [stories.submitted, stories.in_notice])
def test_what_was_not_forwarded_when_review_closed_is_said_with_what_can_be_done(
    client: Client, make: Any
) -> None:
    """C06: from the first instant after the window on; the telephones of both, and the way to withdraw."""
    case = make()
    assert NEVER not in home(client, case, beijing(2025, 3, 15, 23, 59))
    text = home(client, case, CLOSED)
    assert NEVER in text
    assert "审核已在2025年3月15日（星期六）24时截止" in text
    assert case.campaign.contact_phone in text
    assert case.employer.contact_phone in text
    assert reverse("applications:withdraw", args=[case.number]) in text
    assert NEVER in desk(client, case, CLOSED)


@pytest.mark.parametrize("make", [stories.submitted, stories.in_notice])
def test_the_home_keeps_its_budget(client: Client, make: Any, django_assert_max_num_queries: Any) -> None:
    """C42: at most 8 queries."""
    case = make()
    home(client, case, CLOSED)
    with time_machine.travel(CLOSED, tick=False), django_assert_max_num_queries(8):
        client.get(reverse("applications:home"))
