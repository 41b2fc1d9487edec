"""What an act may ask of the database: at most so many statements, its own BEGIN and savepoints left out (issue 3)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.enums import Verdict
from applications.services.employer import conclude_notice, forward, start_notice
from applications.services.employer.notice import Posting
from applications.services.sections import save_section
from applications.services.submitting import submit
from campaigns.rules.calendar import day_of
from review.services.desk import accept, mark_item, pass_initial
from tests import stories
from tests.factories import act_as, act_of

pytestmark = pytest.mark.django_db
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN")


@contextmanager
def at_most(number: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    said = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NOT_COUNTED)]
    assert len(said) <= number, "\n".join([f"{len(said)} statements", *said])


def test_writing_and_filing():
    case = stories.filled(files=False)
    act = act_of(case.applicant, stories.SUBMITTED)
    section = case.sections.get(key="basics")
    with at_most(2):
        save_section(application_id=case.pk, key="basics", data=section.data, revision=section.revision, act=act)
    stories.upload_all(case, at=stories.SUBMITTED)
    with at_most(10):
        stories.upload(case, "achievements", serial=900)  # the slot that the story itself asks for among them
    with at_most(19):  # two of them ask for the blind copies
        submit(application_id=case.pk, signed=stories.signed(case), act=act)


def test_what_an_employer_does():
    case = stories.in_check()
    clerk = stories.clerk_of(case.employer)
    posting = Posting(posted_on=day_of(stories.POSTED), phone="0903-1000001")
    with at_most(16):
        start_notice(application_id=case.pk, posting=posting, act=act_as(clerk, stories.POSTED))
    act = act_as(clerk, stories.FORWARDED)
    with at_most(15):
        conclude_notice(application_id=case.pk, act=act)
    for slot in stories.EMPLOYER_SCANS:
        stories.upload(case, slot, at=stories.FORWARDED, act=act)
    with at_most(14):
        forward(application_id=case.pk, act=act)


@pytest.mark.parametrize(
    ("reached", "onward", "most"), [(stories.forwarded, pass_initial, 11), (stories.in_final_review, accept, 35)]
)
def test_what_an_office_does(reached: Callable[[], Any], onward: Callable[..., Any], most: int):
    case = reached()
    act = act_as(stories.reviewer_of(case), stories.PASSED)
    for item in case.campaign.checklist.values_list("key", flat=True):
        mark_item(case.pk, item_key=item, verdict=Verdict.OK, submission=1, act=act)
    with at_most(5):
        mark_item(case.pk, item_key=item, verdict=Verdict.OK, submission=1, act=act)
    with at_most(most):
        onward(case.pk, submission=1, act=act)
