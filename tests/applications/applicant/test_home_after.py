"""The applicant's home once the office has accepted: what to print, what to pay, what was written of him."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.enums import PaperKind
from applications.models import Application, Paper
from tests import stories
from tests.factories import beijing

pytestmark = pytest.mark.django_db
NOW = beijing(2025, 3, 12, 10)


def home(client: Client, case: Application) -> str:
    client.force_login(case.applicant)
    return client.get(reverse("applications:home")).content.decode()


def test_the_home_leads_to_the_form_and_the_order(client: Client, django_assert_max_num_queries: Any) -> None:
    """C36, C39: who must print and pay finds both on the first page, in at most 8 queries."""
    case = stories.accepted()
    form = Paper.objects.get(application=case, kind=PaperKind.REPORT_FORM)
    with time_machine.travel(NOW, tick=False):
        home(client, case)
        with django_assert_max_num_queries(8):
            page = client.get(reverse("applications:home")).content.decode()
    assert reverse("papers:download", args=[form.code]) in page
    assert reverse("payments:order", args=[case.number]) in page


def test_what_the_employer_wrote_for_the_offices_is_not_listed(client: Client) -> None:
    """C43: the recommendation and the conduct report go to the offices, not to the person."""
    case = stories.accepted()
    with time_machine.travel(NOW, tick=False):
        page = home(client, case)
    confidential = Paper.objects.filter(application=case, kind__in=(PaperKind.RECOMMENDATION, PaperKind.CONDUCT))
    assert confidential.exists()
    assert not [paper.code for paper in confidential if paper.code in page]
