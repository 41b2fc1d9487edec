"""Forwarding: what must be there, by when, and what is frozen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from applications.enums import PaperKind, State, Transition
from applications.models import Application, Submission
from applications.rules.refusal import Refused
from applications.services import employer as services
from campaigns.rules.calendar import end_of_day
from tests import factories, stories

pytestmark = pytest.mark.django_db
INSTANT = timedelta(microseconds=1)
REVIEW_CLOSES = end_of_day(date(2025, 3, 15))


@pytest.fixture
def clerk(db):
    return factories.clerk_of(factories.employer())


def case_of(clerk, *, concluded=True, scans=stories.EMPLOYER_SCANS):
    """Give a bare case in notice, posted on 20 February, with an opinion and, unless told otherwise, all it needs."""
    row = factories.application(State.EMPLOYER_CHECK, employer=clerk.employer)
    factories.sections(row)
    row = stories.in_notice(stories.in_check(row))
    if concluded:
        services.conclude_notice(application_id=row.pk, act=factories.act_as(clerk, stories.FORWARDED))
    for slot in scans:
        stories.upload(row, slot, at=stories.FORWARDED, act=factories.act_as(clerk, stories.FORWARDED))
    return row


def forwarded(row, clerk, at=stories.FORWARDED):
    return services.forward(application_id=row.pk, act=factories.act_as(clerk, at))


def refusal(row, clerk, at=stories.FORWARDED):
    with pytest.raises(Refused) as raised:
        forwarded(row, clerk, at)
    row.refresh_from_db()
    assert (row.state, row.submissions_used, row.submissions.count()) == (State.EMPLOYER_NOTICE, 0, 0)
    return str(raised.value)


def test_forwarding_freezes_submission_one(clerk):
    """C17, C26, C44: the state, the event with its author, the count, and what went, scans included."""
    row = case_of(clerk)
    event = forwarded(row, clerk)
    row.refresh_from_db()
    assert (row.state, row.submissions_used) == (State.INITIAL_REVIEW, 1)
    assert (event.transition, event.actor, event.unit_name) == (
        Transition.FORWARD,
        clerk.user,
        clerk.employer.name,
    )
    submission = row.submissions.get()
    assert (submission.number, submission.at) == (1, stories.FORWARDED)
    assert set(submission.materials.values_list("slot_key", flat=True)) == set(stories.EMPLOYER_SCANS)
    assert "报送" in row.applicant.inbox.get().subject


def test_the_whole_story_from_a_draft(db):
    """C20, C26: filed by the applicant, checked, posted, concluded and forwarded through the services alone."""
    row = stories.forwarded()
    steps = list(row.events.values_list("transition", flat=True))
    assert steps == [Transition.START, Transition.SUBMIT, Transition.START_NOTICE, Transition.FORWARD]
    assert "示例小区" in str(row.submissions.get().data)


def test_not_before_the_notice_is_concluded(clerk):
    """C26: signed papers alone do not end a notice."""
    assert "公示还没有期满" in refusal(case_of(clerk, concluded=False), clerk)


@pytest.mark.parametrize("missing", stories.EMPLOYER_SCANS)
def test_every_signed_paper_is_there(clerk, missing):
    """C20: 单位公示, 公示结果 and 推荐报告, each named when it is missing; 个人现实表现 may come."""
    row = case_of(clerk, scans=tuple(slot for slot in stories.EMPLOYER_SCANS if slot != missing))
    label = row.campaign.slots.get(key=missing).label
    assert label in refusal(row, clerk)


def test_an_objection_in_the_last_moment_stops_it(clerk):
    """C26: an objection taken down after the conclusion opens the notice again."""
    row = case_of(clerk)
    services.record_objection(
        application_id=row.pk,
        received_on=date(2025, 2, 28),
        content="反映业绩不实。",
        act=factories.act_as(clerk, stories.FORWARDED),
    )
    said = refusal(row, clerk)
    assert "异议" in said
    assert "公示还没有期满" in said


def test_in_the_last_instant_of_the_review_window_and_the_next(clerk):
    """C06: 15 March 24:00 counts; the next instant does not."""
    row = case_of(clerk)
    assert "截止" in refusal(row, clerk, REVIEW_CLOSES + INSTANT)
    forwarded(row, clerk, REVIEW_CLOSES)
    assert Application.objects.get(pk=row.pk).state == State.INITIAL_REVIEW


def test_who_may_not(clerk):
    """C26: neither another employer, nor the applicant as clerk, nor the applicant himself."""
    row = case_of(clerk)
    others = [
        factories.act_as(factories.clerk_of(factories.employer("别的单位")), stories.FORWARDED),
        factories.act_as(factories.clerk_of(clerk.employer, user=row.applicant), stories.FORWARDED),
        factories.act_of(row.applicant, stories.FORWARDED),
    ]
    for act in others:
        with pytest.raises(Refused):
            services.forward(application_id=row.pk, act=act)
    assert Application.objects.get(pk=row.pk).state == State.EMPLOYER_NOTICE


def test_twice_is_once(clerk):
    """C17: the second press of the button finds the case gone and spends nothing."""
    row = case_of(clerk)
    forwarded(row, clerk)
    with pytest.raises(Refused, match="初审"):
        forwarded(row, clerk)
    row.refresh_from_db()
    assert (row.submissions_used, row.submissions.count()) == (1, 1)


@pytest.mark.parametrize("number", [0, 1, 4])
def test_the_database_holds_three_submissions_at_most(clerk, number):
    """C17: the first to the third, each once, whatever the code says."""
    row = case_of(clerk)
    forwarded(row, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(application=row, number=number, at=stories.FORWARDED, data={}, digest="")


def test_after_a_return_the_old_scans_are_gone(clerk):
    """C20, C26: signed papers of a cancelled notice prove nothing for the next one; the rows stay."""
    row = case_of(clerk)
    act = factories.act_as(clerk, stories.FORWARDED)
    services.return_to_applicant(application_id=row.pk, reason_code="B01", comment="补全", act=act)
    assert not row.materials.filter(removed_at=None).exists()
    assert row.materials.count() == 3
    assert row.papers.filter(kind=PaperKind.EMPLOYER_NOTICE, status="outdated").exists()


def test_scans_are_taken_and_removed_by_the_employer_alone(clerk):
    """C20, C22: an employer's slot takes the employer's file; another's membership and the applicant's slots do not."""
    row = case_of(clerk, scans=("posting_notice",))
    act = factories.act_as(clerk, stories.FORWARDED)
    material = row.materials.get()
    services.remove_scan(material_id=material.pk, act=act)
    stranger = factories.act_as(factories.clerk_of(factories.employer("别的单位")), stories.FORWARDED)
    for wrong, slot in ((stranger, "posting_notice"), (act, "diploma")):
        with pytest.raises(Refused):
            stories.upload(row, slot, at=stories.FORWARDED, act=wrong)
    assert not row.materials.filter(removed_at=None).exists()
    assert "还没有上传：单位公示、" in refusal(row, clerk)


@pytest.mark.parametrize(
    ("day", "said"),
    [(6, "改好后请在申报截止前重新提交"), (7, "已经截止，不能再提交")],
    ids=["in time", "too late"],
)
def test_a_return_says_whether_there_is_a_way_back(clerk, day, said):
    """C05, C17: after the filing window nobody is told to file again; the supervisor's number is named."""
    row = factories.application(State.EMPLOYER_CHECK, employer=clerk.employer)
    act = factories.act_as(clerk, factories.beijing(2025, 3, day, 10))
    services.return_to_applicant(application_id=row.pk, reason_code="B01", comment="补全。", act=act)
    body = row.applicant.inbox.get().body
    assert said in body
    assert ("0903-2069176" in body) == (day == 7)
