"""What the desk says to input that is crooked, or not true yet."""

import pytest
from django.urls import reverse

from applications.enums import State
from applications.models import Application
from review.services import desk
from tests import factories
from tests.review.desk import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client, time_machine):
    time_machine.move_to(cases.REVIEWED, tick=False)
    member = factories.officer_of("hetian-shi-hr")
    cases.sign_in(client, member)
    return member


def test_the_refusal_offers_the_reasons_that_can_be_true(client, reviewer):
    """C18, C24: the sweep's reasons never; that the way back is closed only once it is."""
    row = cases.arrived()
    cases.mark_all(row, cases.act())
    page = client.get(reverse("desk:refuse", args=[row.number])).content.decode()
    assert "E01 " in page
    assert not any(code in page for code in ("R01", "R02", "R03", "R06"))

    Application.objects.filter(pk=row.pk).update(submissions_used=3)
    last = Application.objects.get(pk=row.pk)
    cases.submission(last, files=[])
    cases.mark_all(last, cases.act())
    page = client.get(reverse("desk:refuse", args=[row.number])).content.decode()
    assert "R01 " in page
    assert not any(code in page for code in ("R02", "R03"))


@pytest.mark.parametrize("seen", ["9" * 20, "9" * 5000, "zz", "", "1:1"])
def test_a_crooked_submission_is_left_out_of_the_bulk(client, reviewer, seen):
    """C25: what names no submission is as if it had not been ticked."""
    row = cases.arrived()
    cases.mark_all(row, cases.act())
    page = client.post(reverse("desk:bulk"), {"case": f"{row.number}:{seen}", "confirmed": "1"}, follow=True)
    assert "还没有勾选" in page.content.decode()
    assert Application.objects.get(pk=row.pk).state == State.INITIAL_REVIEW


@pytest.mark.parametrize("faults", ["9" * 20, "9" * 5000, "1;2"])
def test_a_return_of_faults_that_are_none_is_asked_again(client, reviewer, faults):
    """C24: a crooked list of faults returns nothing."""
    row = cases.arrived()
    by = cases.act()
    cases.mark_all(row, by, but=("achievements",))
    cases.pin(row, by)
    answer = client.post(reverse("desk:return", args=[row.number]), {"submission": 1, "faults": faults})
    assert answer.status_code == 422
    assert Application.objects.get(pk=row.pk).state == State.INITIAL_REVIEW


def test_the_facts_of_a_refusal_that_came_too_late_are_shown_again(client, reviewer):
    """Issue 2: a colleague passed the case first; the text typed is there to be copied, nothing is written."""
    row = cases.arrived()
    by = cases.act()
    cases.mark_all(row, by)
    desk.pass_initial(row.pk, submission=1, act=by)
    given = {"submission": 1, "reasons": "E01", "comment": "单位在喀什注册。"}
    answer = client.post(reverse("desk:refuse", args=[row.number]), given)
    assert answer.status_code == 409
    assert "单位在喀什注册。" in answer.content.decode()
    assert "已经通过初审，现在由和田地区专业技术人员职称办公室复审" in answer.content.decode()
    late = client.post(
        reverse("desk:mark", args=[row.number, "identity"]), {"submission": 1, "verdict": "problem"}
    )
    assert late.status_code == 409
    assert "已经通过初审" in late.content.decode()
    assert Application.objects.get(pk=row.pk).state == State.FINAL_REVIEW
