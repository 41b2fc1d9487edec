"""Return, pass, accept, refuse: who may, who may not, when not, and what each writes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.enums import Role
from accounts.models import Message
from applications.enums import PaperKind, State, Transition, Verdict
from applications.models import Application, Event, Fault, Paper, Review
from applications.rules.refusal import Refused
from applications.signals import application_accepted, application_rejected
from campaigns.enums import Kind, Level, WindowKind
from documents.typesetting import typeset
from review.services import desk
from tests import factories
from tests.review.desk import cases

pytestmark = pytest.mark.django_db
TITLE = {"role": Role.TITLE_OFFICER}


def snapshot(row):
    """Everything that a refused conclusion must leave as it was."""
    return (
        Application.objects.filter(pk=row.pk).values().get(),
        Event.objects.count(),
        Paper.objects.count(),
        Message.objects.count(),
        list(Review.objects.values_list("conclusion", flat=True)),
    )


def refused(row, step, match, **facts):
    """Take a step that must be refused, and prove that nothing was written."""
    before = snapshot(row)
    with pytest.raises(Refused, match=match):
        step(row.pk, **({"submission": row.submissions_used} | facts))
    assert snapshot(row) == before


@pytest.fixture
def row():
    return cases.arrived()


@pytest.fixture
def by():
    return cases.act()


@pytest.fixture
def final():
    return cases.arrived(State.FINAL_REVIEW)


@pytest.fixture
def title():
    return cases.act("title-office", **TITLE)


def faulty(row, by, **given):
    """Mark every item, one with a fault."""
    cases.mark_all(row, by, but=("achievements",))
    return cases.pin(row, by, **given)


# Return


def test_a_return_writes_state_deadline_event_conclusion_message_and_letter(row, by):
    """C16, C24, C44: everything that a return leaves behind, and until when the applicant may correct."""
    unit = factories.clerk_of(row.employer)
    faulty(row, by)

    desk.return_for_correction(row.pk, submission=1, act=by)

    row.refresh_from_db()
    assert (row.state, row.returned_from, row.returned_at) == (State.RETURNED, State.INITIAL_REVIEW, by.at)
    assert row.correction_due == factories.beijing(2025, 3, 10, 23, 59, 59, 999999)
    event = row.events.get()
    assert (event.transition, event.source, event.target) == (
        "return_for_correction",
        "initial_review",
        "returned",
    )
    assert (event.actor, event.unit_name, event.reasons) == (by.user, by.unit_name, ["M07"])
    review = Review.objects.get()
    assert (review.conclusion, review.concluded_by, review.concluded_at) == (event.transition, by.user, by.at)
    mine = Message.objects.get(user=row.applicant)
    assert "3月10日" in mine.subject
    assert "公章上的单位名称" in mine.body
    assert Message.objects.filter(user=unit.user).count() == 1
    letter = Paper.objects.get(application=row, kind=PaperKind.RETURN_LETTER)
    assert letter.data["reasons"][0]["code"] == "M07"
    assert letter.data["left"] == 2


def test_the_letters_can_be_set(row, by):
    """C24: the data of both letters fit the forms."""
    faulty(row, by)
    desk.return_for_correction(row.pk, submission=1, act=by)
    other = cases.arrived()
    cases.mark_all(other, by)
    desk.reject(other.pk, submission=1, reason_codes=("E01",), comment="单位不在和田注册。", act=by)

    for paper in Paper.objects.all():
        assert typeset(paper.kind, paper.data).startswith(b"%PDF")
    assert {paper.kind for paper in Paper.objects.all()} == {"return_letter", "refusal"}


def test_a_return_with_an_item_open_is_refused(row, by):
    """C25: all faults are told at once, so every item is marked before."""
    cases.pin(row, by)
    cases.mark_all(row, by, but=("achievements", "continuing"))
    refused(row, desk.return_for_correction, "继续教育", act=by)


def test_a_return_without_a_fault_is_refused(row, by):
    """C24: a return names its reasons."""
    cases.mark_all(row, by)
    refused(row, desk.return_for_correction, "没有钉上任何问题", act=by)


def test_a_problem_without_a_fault_concludes_nothing(row, by):
    """C24, C25: marking a problem is not enough, the fault must be pinned."""
    cases.mark_all(row, by)
    desk.mark_item(row.pk, item_key="research", verdict=Verdict.PROBLEM, submission=1, act=by)
    for step in (desk.return_for_correction, desk.pass_initial):
        refused(row, step, "科研成果（还没有钉上问题）", act=by)


def test_a_return_of_what_was_not_on_the_page_is_refused(row, by):
    """C24: a colleague pinned another fault after the confirmation was drawn; the reviewer is shown it first."""
    fault = faulty(row, by)
    cases.pin(row, cases.act(), reason_code="M03", comment="歪了。")
    refused(row, desk.return_for_correction, "又有同事", act=by, seen_faults=(fault.pk,))


def test_the_third_submission_cannot_be_returned():
    """C17, C18: after the third submission only acceptance or refusal is left."""
    row, by = cases.arrived(submissions_used=3), cases.act()
    faulty(row, by)
    refused(row, desk.return_for_correction, "第3次提交，不能再退回", act=by)


def test_a_campaign_may_allow_fewer_submissions(row, by):
    """C17: the limit is the campaign's own value, three at most."""
    row.campaign.max_submissions = 1
    row.campaign.save()
    faulty(row, by)
    refused(row, desk.return_for_correction, "不能再退回", act=by)


def test_without_correction_time_a_return_is_refused(row):
    """C18: when the correction date has passed, only acceptance or refusal is left."""
    late = cases.act(at=factories.beijing(2025, 3, 16, 9))
    faulty(row, late)
    refused(row, desk.return_for_correction, "修改时间已经没有了", act=late)


def test_the_correction_time_is_cut_at_the_end_of_the_review(row):
    """C16, C18: a return on the last day but one leaves one day, not two."""
    by = cases.act(at=factories.beijing(2025, 3, 14, 9))
    faulty(row, by)
    desk.return_for_correction(row.pk, submission=1, act=by)
    row.refresh_from_db()
    assert row.correction_due == factories.beijing(2025, 3, 15, 23, 59, 59, 999999)


# Pass


def test_passing_hands_the_case_to_the_final_office(row, by):
    """C25, C44: the second office gets it, with the event and the message."""
    cases.mark_all(row, by)

    desk.pass_initial(row.pk, submission=1, act=by)

    row.refresh_from_db()
    assert (row.state, row.state_since) == (State.FINAL_REVIEW, by.at)
    assert row.events.get().transition == Transition.PASS_INITIAL
    assert Message.objects.filter(user=row.applicant).count() == 1
    assert Review.objects.get().conclusion == Transition.PASS_INITIAL


def test_passing_is_impossible_while_a_fault_is_pinned(row, by):
    """C25: approval is impossible while an item is open or a fault stands."""
    faulty(row, by)
    refused(row, desk.pass_initial, "还有1处问题没有解决", act=by)


def test_passing_is_impossible_before_every_item_is_marked(row, by):
    """C25: eight items, each of them."""
    cases.mark_all(row, by, but=("practice",))
    refused(row, desk.pass_initial, "实践能力", act=by)


def test_not_applicable_counts_as_marked(row, by):
    """C25: an item that does not apply does not hold up the case."""
    cases.mark_all(row, by, verdict=Verdict.NOT_APPLICABLE)
    desk.pass_initial(row.pk, submission=1, act=by)
    row.refresh_from_db()
    assert row.state == State.FINAL_REVIEW


# Accept


def accepted(final, title):
    cases.mark_all(final, title)
    desk.accept(final.pk, submission=1, act=title)
    final.refresh_from_db()
    return final


def test_acceptance_begins_print_paper_and_fee(final, title):
    """C35, C36, C39: an intermediate review costs 280 yuan; the dates begin now, and the applicant is told what to do."""
    accepted(final, title)

    assert (final.state, final.accepted_at) == (State.ACCEPTED, title.at)
    assert final.print_due_at == factories.beijing(2025, 3, 13, 23, 59, 59, 999999)
    assert final.paper_due_at == factories.beijing(2025, 3, 25, 23, 59, 59, 999999)
    assert (final.fee_amount, final.fee_due_at) == (
        Decimal("280.00"),
        factories.beijing(2025, 3, 30, 23, 59, 59, 999999),
    )
    body = Message.objects.get(user=final.applicant, key__contains=":accepted:").body
    for words in ("一式两份", "毕业证、学位证等原件", "3月13日", "3月30日", "280"):
        assert words in body


def test_what_costs_nothing_gets_no_fee():
    """C35: 初定 is not in the fee table; no amount, no date."""
    final = cases.arrived(State.FINAL_REVIEW, kind=Kind.INITIAL, level=Level.ASSISTANT)
    accepted(final, cases.act("title-office", **TITLE))
    assert (final.fee_amount, final.fee_due_at) == (None, None)
    assert "评审费" not in Message.objects.get(user=final.applicant, key__contains=":accepted:").body


def test_acceptance_is_told_in_one_message(final, title):
    """C36, C39: what to do and the code to pay with stand in one message to the applicant, and in one to his employer."""
    before = set(Message.objects.values_list("pk", flat=True))
    accepted(final, title)
    told = Message.objects.exclude(pk__in=before)
    order = final.fee_orders.get()
    (own,) = told.filter(user=final.applicant)
    assert "现场确认" in own.body
    assert order.grouped_code in own.body
    for other in told.exclude(user=final.applicant).values("user").distinct():
        assert told.filter(user=other["user"]).count() == 1


def test_acceptance_tells_the_later_rooms(final, title):
    """C36: payments hear of it inside the same transaction."""
    heard = []
    application_accepted.connect(listener := lambda application, **_: heard.append(application.pk))
    try:
        accepted(final, title)
    finally:
        application_accepted.disconnect(listener)
    assert heard == [final.pk]


def test_the_first_office_cannot_accept(row, by):
    """C38, C40: acceptance is the title office's."""
    cases.mark_all(row, by)
    refused(row, desk.accept, "不能办理“接收材料”", act=by)


def test_the_title_office_cannot_pass_the_first_review(row, title):
    """C40: the case is not theirs before it is passed on."""
    refused(row, desk.pass_initial, "不归您所在的机构办理", act=title)


def test_the_final_office_may_return_too(final, title):
    """C16, C17: a return from the final review leads back there."""
    faulty(final, title)
    desk.return_for_correction(final.pk, submission=1, act=title)
    final.refresh_from_db()
    assert (final.state, final.returned_from) == (State.RETURNED, State.FINAL_REVIEW)


# Refuse


def test_a_refusal_writes_reasons_notice_and_how_to_complain(row, by):
    """C18, C24, C48: published reasons, the facts, the notice with both telephones, and the end of the case."""
    faulty(row, by)
    heard = []
    application_rejected.connect(listener := lambda application, **_: heard.append(application.pk))
    try:
        desk.reject(row.pk, submission=1, reason_codes=("E01", "E04"), comment="单位在喀什注册。", act=by)
    finally:
        application_rejected.disconnect(listener)

    row.refresh_from_db()
    assert (row.state, row.decided_at, heard) == (State.REJECTED, by.at, [row.pk])
    event = row.events.get()
    assert (event.reasons, event.comment) == (["E01", "E04"], "单位在喀什注册。")
    notice = Paper.objects.get(kind=PaperKind.REFUSAL).data
    assert [reason["code"] for reason in notice["reasons"]] == ["E01", "E04"]
    assert "0903-2069176" in notice["complaint"]
    assert "书面申诉" in Message.objects.get(user=row.applicant).body


@pytest.mark.parametrize(
    ("codes", "comment", "said"),
    [
        ((), "理由。", "须选公布的原因"),
        (("M03",), "歪了。", "公布的不予受理原因"),
        (("X",), "理由。", "公布的不予受理原因"),
        (("R01",), "第一次提交就不符合要求。", "公布的不予受理原因"),
        (("R06",), "还有时间修改。", "公布的不予受理原因"),
        (("E01", "R02"), "逾期是系统办理的。", "公布的不予受理原因"),
        (("E01",), " ", "事实和理由"),
    ],
)
def test_a_refusal_without_published_reason_or_facts_is_refused(row, by, codes, comment, said):
    """C18, C24: free text alone is refused, and so is a reason for returns, of the sweep's, or not true yet."""
    cases.mark_all(row, by)
    refused(row, desk.reject, said, act=by, reason_codes=codes, comment=comment)


def test_a_refusal_with_an_item_open_is_refused(row, by):
    """C24, C25: nobody is refused before everything was looked at."""
    refused(row, desk.reject, "还没有核完", act=by, reason_codes=("E01",), comment="不在范围。")


def test_while_it_is_being_corrected_nobody_refuses_it():
    """C18: a returned case waits for its deadline; the sweep alone may end it, afterwards."""
    row = cases.arrived(State.RETURNED)
    refused(row, desk.reject, "不在审核中", act=cases.act(), reason_codes=("R02",), comment="逾期。")


# Who may not


@pytest.mark.parametrize("step", [desk.pass_initial, desk.return_for_correction])
def test_nobody_but_the_competent_office_concludes(row, by, step):
    """C38, C40, C44: another county, a supervisor of the same office, the employer and the applicant are refused."""
    cases.mark_all(row, by)
    others = (
        cases.act("moyu-hr"),
        cases.act(role=Role.SUPERVISOR),
        factories.act_as(factories.clerk_of(row.employer), cases.REVIEWED),
        factories.act_of(row.applicant, cases.REVIEWED),
        cases.act(user=row.applicant),
    )
    for other in others:
        refused(row, step, r"不归您所在的机构|不能办理自己", act=other)


# Two at once


def test_approve_against_return_one_wins_and_the_other_is_told(row, by):
    """C44: two reviewers conclude the same submission; the second is told, and writes nothing."""
    cases.mark_all(row, by)
    desk.pass_initial(row.pk, submission=1, act=by)
    row.refresh_from_db()
    refused(row, desk.return_for_correction, "已经通过初审", act=cases.act())
    assert row.events.count() == 1


def test_return_against_approve_one_wins_and_the_other_is_told(final, title):
    """C44: the same the other way round, inside one office."""
    faulty(final, title)
    desk.return_for_correction(final.pk, submission=1, act=title)
    final.refresh_from_db()
    refused(final, desk.accept, "不在审核中", act=cases.act("title-office", **TITLE))


def test_an_approval_of_the_submission_before_is_refused(row, by):
    """C17: what was seen was submission 1; submission 2 has arrived meanwhile."""
    cases.mark_all(row, by)
    row.submissions_used = 2
    row.save()
    cases.submission(row, files=[])
    refused(row, desk.pass_initial, "已经重新提交", act=by, submission=1)


def test_a_fault_of_a_concluded_review_stays(row, by):
    """C44: what was told to the applicant cannot be taken back."""
    fault = faulty(row, by)
    desk.return_for_correction(row.pk, submission=1, act=by)

    with pytest.raises(Refused, match="不在审核中"):
        desk.unpin_fault(row.pk, fault_id=fault.pk, submission=1, act=by)
    assert Fault.objects.filter(pk=fault.pk).exists()


# Several at once


def test_in_bulk_each_has_its_own_answer(by):
    """C25, C44: one that is not clean holds up nobody, and is told why."""
    good, bad, other = cases.arrived(), cases.arrived(), cases.arrived()
    for row in (good, other):
        cases.mark_all(row, by)
    faulty(bad, by)

    outcomes = desk.let_pass([(good, 1), (bad, 1), (other, 1)], act=by)

    assert [bool(outcome.event) for outcome in outcomes] == [True, False, True]
    assert "还有1处问题" in outcomes[1].refused
    assert [Application.objects.get(pk=row.pk).state for row in (good, bad, other)] == [
        State.FINAL_REVIEW,
        State.INITIAL_REVIEW,
        State.FINAL_REVIEW,
    ]
    assert Event.objects.filter(application=good).get().actor == by.user


@pytest.mark.parametrize(("level", "own"), [(Level.ASSISTANT, True), (Level.INTERMEDIATE, False)])
def test_a_county_with_its_own_dates_has_its_own_correction_end(by, campaign, level, own):
    """C09, C18: for junior levels a county's own window stands in place of the prefecture's."""
    row = cases.arrived(kind=Kind.INITIAL, level=level)
    closes = by.at + timedelta(hours=1)
    campaign.windows.create(
        kind=WindowKind.CORRECTION,
        division=row.employer.division,
        closes_at=closes,
        clause="C18",
        citation="县市自定",
    )
    faulty(row, by)
    desk.return_for_correction(row.pk, submission=1, act=by)
    row.refresh_from_db()
    assert (row.correction_due == closes) is own
