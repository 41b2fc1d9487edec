"""A rehearsal asked for in the back office is played by a process of its own, by the rules as the office edited them."""

import pytest
from django.urls import reverse

from campaigns.enums import ExaminationKind, WindowKind
from campaigns.models import Campaign, Examination
from campaigns.services import examinations
from hetian_titles.celery import app as celery_app
from hetian_titles.examinations import carry_out
from tests import factories
from tests.factories import beijing

pytestmark = pytest.mark.django_db
ASKED = beijing(2025, 1, 20, 10)


@pytest.fixture
def nobody_works():
    """No worker stands beside this test: what is queued waits."""
    celery_app.conf.task_always_eager = False
    yield
    celery_app.conf.task_always_eager = True


def test_a_meeting_in_the_public_holiday_is_told_before_anybody_files(client, campaign, nobody_works):
    """C08: the committees are to meet from 1 to 4 May, whatever the files of 2025 say; the living data stay."""
    opens, closes = beijing(2025, 5, 1), beijing(2025, 5, 4, 23, 59, 59, 999999)
    campaign.windows.filter(kind=WindowKind.MEETING).update(opens_at=opens, closes_at=closes)
    admin = factories.person(is_staff=True, is_superuser=True)
    row = examinations.ask(
        kind=ExaminationKind.REHEARSAL, by=admin, at=ASKED, campaign=campaign, people=20, seed=1
    )
    assert carry_out(row.pk, clock=lambda: ASKED)
    row = Examination.objects.get()
    assert not row.failed, row.failed
    assert Campaign.objects.get().windows.filter(division=None).count() == campaign.windows.count()
    assert sum(count for _state, count in row.result["states"]) > 0
    client.force_login(admin, backend="accounts.backends.NumberBackend")
    page = client.get(reverse("admin:campaigns_examination_change", args=[row.pk])).content.decode()
    assert "评审会期间的5月1日（劳动节）是休息日" in page
    assert "评审会期间没有一个工作日" in page
    assert "评审会与答辩 5月1日—5月4日" in page
    assert page.count('<path class="bars"') == min(len(row.result["desks"]), 6) > 0
