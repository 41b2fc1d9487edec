"""Marks and faults: who may, where, with which reason, and what they change."""

import pytest

from accounts.enums import Role
from applications.enums import State, Verdict
from applications.models import Fault, Mark, Review
from applications.rules.refusal import Refused
from review.services import desk
from tests import factories
from tests.review.desk import cases

pytestmark = pytest.mark.django_db


def test_the_first_mark_opens_the_review_of_this_submission_at_this_stage():
    """C25, C44: the review names submission, stage, office, and since when the case waited; the mark who made it."""
    row, by = cases.arrived(), cases.act()

    desk.mark_item(row.pk, item_key="identity", verdict=Verdict.OK, submission=1, act=by)

    review = Review.objects.get()
    assert (review.submission.number, review.stage, review.office) == (1, State.INITIAL_REVIEW, by.office)
    assert review.opened_at == row.state_since
    mark = review.marks.get()
    assert (mark.item.key, mark.verdict, mark.marked_by, mark.marked_at) == ("identity", "ok", by.user, by.at)


def test_marking_again_replaces_the_mark():
    """C25: one mark an item."""
    row, by = cases.arrived(), cases.act()
    desk.mark_item(row.pk, item_key="research", verdict=Verdict.OK, submission=1, act=by)

    desk.mark_item(row.pk, item_key="research", verdict=Verdict.NOT_APPLICABLE, submission=1, act=by)

    assert [mark.verdict for mark in Mark.objects.all()] == ["not_applicable"]


def test_another_office_marks_nothing():
    """C38, C40: only the office that reviews now marks; the title office waits for its turn."""
    row = cases.arrived()
    others = (
        cases.act("moyu-hr"),
        cases.act("title-office", role=Role.TITLE_OFFICER),
        factories.act_of(row.applicant, cases.REVIEWED),
    )
    for by in others:
        with pytest.raises(Refused, match=r"不归您所在的机构办理|只有|不能办理自己"):
            desk.mark_item(row.pk, item_key="identity", verdict=Verdict.OK, submission=1, act=by)
    assert not Review.objects.exists()


def test_the_reviewer_marks_nothing_on_his_own_application():
    """C44: nobody reviews himself, not even as an officer of the competent office."""
    row = cases.arrived()
    by = cases.act(user=row.applicant)

    with pytest.raises(Refused, match="不能办理自己的申报"):
        desk.mark_item(row.pk, item_key="identity", verdict=Verdict.OK, submission=1, act=by)
    assert not Mark.objects.exists()


def test_a_mark_for_an_earlier_submission_is_refused():
    """C17: who still has submission 1 before him marks nothing of submission 2."""
    row, by = cases.arrived(submissions_used=2), cases.act()

    with pytest.raises(Refused, match="已经重新提交"):
        desk.mark_item(row.pk, item_key="identity", verdict=Verdict.OK, submission=1, act=by)
    assert not Mark.objects.exists()


@pytest.mark.parametrize("state", [State.RETURNED, State.ACCEPTED, State.REJECTED, State.EMPLOYER_NOTICE])
def test_outside_a_review_nothing_is_marked(state):
    """C25: marks belong to a review that is going on."""
    row = cases.arrived(state, submissions_used=1)

    with pytest.raises(Refused, match="不在审核中"):
        desk.mark_item(row.pk, item_key="identity", verdict=Verdict.OK, submission=1, act=cases.act())


def test_a_fault_marks_its_item_and_keeps_reason_place_and_words():
    """C24: a fault is pinned to a page, with a published reason and words to the applicant."""
    row, by = cases.arrived(), cases.act()
    file = row.materials.get(slot_key="achievements")

    fault = cases.pin(row, by, material_id=file.pk, page=7)

    assert (fault.reason.code, fault.material, fault.page, fault.pinned_by) == ("M07", file, 7, by.user)
    assert fault.review.marks.get().verdict == Verdict.PROBLEM


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"comment": "  "}, "请写清改哪里"),
        ({"reason_code": "X99"}, "公布的目录"),
        ({"reason_code": "R04"}, "公布的目录"),
        ({"reason_code": "M06"}, "公布的目录"),
        ({"page": 13}, "没有这份材料或这一页"),
        ({"page": 0}, "没有这份材料或这一页"),
        ({"target_key": "diploma", "page": 1}, "没有这份材料或这一页"),
    ],
)
def test_a_fault_without_reason_words_or_place_is_refused(given, said):
    """C24: free text alone is refused, so is a reason for refusals, one of another item, and a page that is not there."""
    row = cases.arrived()
    file = row.materials.get(slot_key="achievements")
    given = given | ({"material_id": file.pk} if "page" in given else {})

    with pytest.raises(Refused, match=said):
        cases.pin(row, cases.act(), **given)
    assert not Fault.objects.exists()
    assert not Mark.objects.exists()


def test_a_file_of_another_application_cannot_be_pinned():
    """C17: a fault points into this submission."""
    row, other = cases.arrived(), cases.arrived()
    file = other.materials.get(slot_key="achievements")

    with pytest.raises(Refused, match="没有这份材料"):
        cases.pin(row, cases.act(), material_id=file.pk, page=1)


def test_taking_the_last_fault_off_resets_the_mark():
    """C25: an item is open again when its last fault is gone, and not before."""
    row, by = cases.arrived(), cases.act()
    first, second = cases.pin(row, by), cases.pin(row, by, reason_code="M03", comment="歪了，请摆正。")

    desk.unpin_fault(row.pk, fault_id=first.pk, submission=1, act=by)
    assert Mark.objects.get().verdict == Verdict.PROBLEM
    desk.unpin_fault(row.pk, fault_id=second.pk, submission=1, act=by)
    assert not Mark.objects.exists()


def test_an_item_with_a_fault_is_not_marked_otherwise():
    """C25: an approval must not leave a fault behind."""
    row, by = cases.arrived(), cases.act()
    cases.pin(row, by)

    with pytest.raises(Refused, match="还钉着1处问题"):
        desk.mark_item(row.pk, item_key="achievements", verdict=Verdict.OK, submission=1, act=by)
    assert Mark.objects.get().verdict == Verdict.PROBLEM
