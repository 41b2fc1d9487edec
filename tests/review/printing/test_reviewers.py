"""The office before the title office prints what it passed on: its own cases, the papers that it may see."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from applications.enums import PaperKind, State
from applications.models import Paper
from applications.rules.refusal import Refused
from review.selectors import printing as selectors
from tests.growing import signed_in
from tests.review.after.world import moment, officer
from tests.review.desk import cases
from tests.review.printing.made import NOW, asked, office, set_paper, worked

pytestmark = pytest.mark.django_db
LETTERS = [PaperKind.CONDUCT.value]


@pytest.fixture
def passed():
    """A case that the county has passed on, with a paper."""
    case = cases.arrived(State.FINAL_REVIEW)
    set_paper(case, kind=PaperKind.CONDUCT, pages=1)
    return case


def reviewer(case, key=""):
    return moment(officer(key or case.initial_office.key, Role.REVIEWER), NOW)


def test_the_first_office_prints_what_it_passed_on(passed):
    """C38: not what still waits on its desk, and no other office of its kind."""
    waiting = cases.arrived()
    set_paper(waiting, kind=PaperKind.CONDUCT, pages=1)
    run = worked(asked([passed, waiting], reviewer(passed), kinds=LETTERS)[0])
    assert [item.application for item in run.items.all()] == [passed]
    assert run.left_out == 0
    with pytest.raises(Refused, match="还没有选申报"):
        asked([passed], reviewer(passed, "moyu-hr"), kinds=LETTERS)
    assert not selectors.runs_of(reviewer(passed, "moyu-hr")).exists()
    assert not selectors.runs_of(office()).exists()


def test_nobody_prints_his_own(passed):
    """C44: a reviewer who applies himself is handed everybody's papers but his own, and no run in which they lie."""
    act = reviewer(passed)
    run, _is_new = asked([passed], act, kinds=LETTERS)
    passed.applicant = act.user
    passed.save()
    assert not selectors.printable_of(act).exists()
    assert run not in selectors.runs_of(act)


def test_no_report_form_is_made_before_acceptance(passed):
    """C39: the county cannot have one made that the title office has not accepted; the reason is told."""
    run = worked(asked([passed], reviewer(passed), kinds=[PaperKind.REPORT_FORM])[0])
    assert run.items.get().error == "还没有呈报表。"
    assert not Paper.objects.filter(kind=PaperKind.REPORT_FORM).exists()


def test_a_holders_own_copy_is_nobodys_to_print(passed):
    """C11: what a person has made of his certificate for his own ends is not in an office's run."""
    set_paper(passed, kind=PaperKind.CERTIFICATE_COPY)
    assert PaperKind.CERTIFICATE_COPY not in selectors.kinds_of(selectors.printable_of(reviewer(passed)), 0)


def test_the_pages_lead_from_the_desk_and_back(client, passed):
    """Print runs: found where what was passed on is listed; links lead to the desk, not to the title office's pages."""
    act = reviewer(passed)
    signed_in(client, act.membership)
    assert reverse("office:print_runs") in client.get(reverse("desk:done")).text
    assert reverse("desk:done") in client.get(reverse("office:print_runs")).text
    page = client.get(reverse("office:print_choose")).text
    assert reverse("desk:case", args=[passed.number]) in page
    assert "公示名单" not in page
    assert "打印符合条件的全部1件" in client.get(reverse("office:print_choose"), {"state": "final_review"}).text
    sent = {"case": passed.number, "confirmed": "1", "kinds": LETTERS, "copies": "1"}
    answer = client.post(reverse("office:print_ask"), sent, follow=True)
    assert "做好0件，共1件" in answer.text
