"""The employer's notice: who may post it, when, for how long, and what objections do to it."""

from datetime import date, timedelta

import pytest

from accounts.enums import EmployerStatus, Role
from accounts.models import Message
from applications.enums import PaperKind, PaperStatus, State, Transition
from applications.models import EmployerNotice, Paper
from applications.rules.refusal import Refused
from applications.services import employer as services
from applications.services.employer import Posting
from applications.services.filing import withdraw
from campaigns.rules.calendar import end_of_day, start_of_day
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = factories.beijing(2025, 2, 24, 10)
TEXTS = {
    "checked_true": True,
    "opinion": "经审核，材料真实、完整、有效。",
    "recommendation": "该同志业务熟练，同意推荐。",
    "conduct_politics": "拥护中国共产党的领导，维护民族团结。",
    "conduct_integrity": "廉洁自律，没有违纪违规行为。",
    "conduct_work": "工作认真负责，能独立完成施工管理。",
    "notice_politics": "政治立场坚定，恪守职业操守，从业行为规范。",
    "notice_achievements": "近五年负责和田市演示大厦主体结构施工管理。",
}


@pytest.fixture
def case():
    row = factories.application(State.EMPLOYER_CHECK)
    factories.sections(row)
    return row


@pytest.fixture
def clerk(case):
    return factories.clerk_of(case.employer)


def at_work(clerk, at=MONDAY):
    return factories.act_as(clerk, at)


def checked(case, clerk, **texts):
    return services.record_opinion(application_id=case.pk, texts=TEXTS | texts, act=at_work(clerk))


def posted(case, clerk, on=MONDAY, **given):
    posting = Posting(**({"posted_on": on.date(), "phone": "0903-1000001", "place": "项目部门口"} | given))
    return services.start_notice(application_id=case.pk, posting=posting, act=at_work(clerk, on))


def running(case, clerk):
    checked(case, clerk)
    return posted(case, clerk)


def concluded(case, clerk, at=None):
    return services.conclude_notice(
        application_id=case.pk, act=at_work(clerk, at or factories.beijing(2025, 3, 4))
    )


def refusal(step, *given, **named):
    with pytest.raises(Refused) as raised:
        step(*given, **named)
    return str(raised.value)


def test_posted_on_a_monday_it_is_over_on_the_next_tuesday(case, clerk):
    """C26: five working days, the day of posting not counted; Monday's notice is concluded on Tuesday at 0:00."""
    notice = running(case, clerk)
    assert notice.last_day == date(2025, 3, 3)
    last_instant = end_of_day(date(2025, 3, 3))
    assert "3月3日24时" in refusal(concluded, case, clerk, last_instant)
    assert concluded(case, clerk, start_of_day(date(2025, 3, 4))).concluded_by == clerk.user


def test_starting_writes_state_event_notice_and_papers(case, clerk):
    """C26, C43, C44, C46: one step, signed, with the notice and 个人现实表现 asked for as papers."""
    notice = running(case, clerk)
    case.refresh_from_db()
    event = case.events.get(transition=Transition.START_NOTICE)
    assert (case.state, case.state_since) == (State.EMPLOYER_NOTICE, MONDAY)
    assert (event.actor, event.unit_name, event.at) == (clerk.user, case.employer.name, MONDAY)
    assert "2月25日至3月3日共5个工作日" in event.comment
    kinds = set(Paper.objects.filter(application=case).values_list("kind", flat=True))
    assert kinds == {PaperKind.EMPLOYER_NOTICE, PaperKind.CONDUCT}
    assert notice.workdays == 5
    assert case.opinion.recorded_by == clerk.user


@pytest.mark.parametrize("left_out", list(TEXTS))
def test_no_notice_before_everything_is_written(case, clerk, left_out):
    """C43: check, opinion, 推荐意见, 个人现实表现 and the notice's texts all come first."""
    checked(case, clerk, **{left_out: False if left_out == "checked_true" else "　"})
    assert "还没有填完" in refusal(posted, case, clerk)
    assert not EmployerNotice.objects.exists()


def test_a_notice_starts_today_or_later_but_in_time(case, clerk):
    """C26, C46: never back-dated or too late to be forwarded (2025: 7 March), never without a telephone."""
    checked(case, clerk)
    assert "早于今天" in refusal(posted, case, clerk, posted_on=MONDAY.date() - timedelta(days=1))
    assert "3月7日" in refusal(posted, case, clerk, posted_on=date(2025, 3, 10))
    assert "监督电话" in refusal(posted, case, clerk, phone=" ")
    assert posted(case, clerk, posted_on=date(2025, 3, 7)).last_day == date(2025, 3, 14)


def test_who_may_not(case, clerk):
    """C26, C01: not another employer, not the applicant himself, not an unconfirmed unit, not an office."""
    checked(case, clerk)
    other = factories.clerk_of(factories.employer("别的单位"))
    own = factories.clerk_of(case.employer, user=case.applicant)
    officer = factories.officer_of("hetian-shi-hr")
    assert "所在单位" in refusal(posted, case, other)
    assert "自己的申报" in refusal(posted, case, own)
    assert "所在单位" in refusal(posted, case, officer)
    case.employer.status = EmployerStatus.PENDING
    case.employer.save()
    clerk.refresh_from_db()
    assert "确认" in refusal(posted, case, clerk)
    case.refresh_from_db()
    assert case.state == State.EMPLOYER_CHECK


def test_the_head_may_as_well(case):
    """C26: clerk or head."""
    head = factories.clerk_of(case.employer, role=Role.EMPLOYER_HEAD)
    assert running(case, head).started_by == head.user


@pytest.mark.parametrize("state", [State.DRAFT, State.INITIAL_REVIEW, State.RETURNED, State.ACCEPTED])
def test_when_not(clerk, case, state):
    """C26: only while the employer checks; from elsewhere the step does not exist and nothing is written."""
    checked(case, clerk)
    other = factories.application(state, employer=case.employer)
    assert refusal(posted, other, clerk)
    assert refusal(services.record_opinion, application_id=other.pk, texts=TEXTS, act=at_work(clerk))
    other.refresh_from_db()
    assert (other.state, other.events.count()) == (state, 0)


def objected(case, clerk, at=None, received=None):
    at = at or MONDAY + timedelta(days=2)
    return services.record_objection(
        application_id=case.pk, received_on=received or at.date(), content="反映业绩不实。", act=at_work(clerk, at)
    )


def settled(objection, clerk, upheld=False, at=None):
    return services.settle_objection(
        objection_id=objection.pk,
        upheld=upheld,
        finding="查阅施工日志，询问两人。",
        act=at_work(clerk, at or MONDAY + timedelta(days=3)),
    )


def test_an_open_objection_blocks_and_a_finding_frees(case, clerk):
    """C26: without objection, or with every one settled against it, the notice can be concluded."""
    running(case, clerk)
    objection = objected(case, clerk)
    assert "异议" in refusal(concluded, case, clerk)
    assert refusal(
        services.settle_objection, objection_id=objection.pk, upheld=False, finding=" ", act=at_work(clerk)
    )
    settled(objection, clerk)
    assert "已经有结论" in refusal(settled, objection, clerk)
    assert concluded(case, clerk).concluded_at
    result = Paper.objects.get(application=case, kind=PaperKind.EMPLOYER_NOTICE_RESULT)
    assert "异议不成立" in result.data["objections"][0]["conclusion"]


def test_an_objection_that_is_upheld_leaves_only_the_return(case, clerk):
    """C26: what is upheld cannot be concluded; the application goes back to the applicant."""
    running(case, clerk)
    settled(objected(case, clerk), clerk, upheld=True)
    told = Message.objects.get(user=case.applicant, key__contains="objection_upheld")
    assert "查阅施工日志" in told.body
    assert "异议成立" in refusal(concluded, case, clerk)
    services.return_to_applicant(
        application_id=case.pk, reason_code="B04", comment="请改正业绩。", act=at_work(clerk)
    )
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_an_objection_lies_between_posting_and_today(case, clerk):
    """C26: it cannot come before the notice hung, nor tomorrow."""
    running(case, clerk)
    at = MONDAY + timedelta(days=1)
    for received in (MONDAY.date() - timedelta(days=1), at.date() + timedelta(days=1)):
        assert "收到日期" in refusal(objected, case, clerk, at, received)


def test_an_objection_after_the_conclusion_opens_it_again(case, clerk):
    """C26, C46: a result that says 公示无异议 is void once an objection is in."""
    running(case, clerk)
    concluded(case, clerk)
    objected(case, clerk, factories.beijing(2025, 3, 4, 9), date(2025, 3, 3))
    notice = case.notices.get()
    result = Paper.objects.get(application=case, kind=PaperKind.EMPLOYER_NOTICE_RESULT)
    assert (notice.concluded_at, result.status) == (None, PaperStatus.OUTDATED)


def test_returning_costs_no_submission_and_cancels_the_notice(case, clerk, django_capture_on_commit_callbacks):
    """C17, C24: a published reason, no submission spent, the notice and its papers void, the applicant told."""
    running(case, clerk)
    act = at_work(clerk, MONDAY + timedelta(days=1))
    no_reason = {"application_id": case.pk, "reason_code": "R04", "comment": "自由发挥", "act": act}
    assert "公布的原因" in refusal(services.return_to_applicant, **no_reason)
    services.return_to_applicant(application_id=case.pk, reason_code="B01", comment="请补全。", act=act)
    case.refresh_from_db()
    assert (case.state, case.submissions_used) == (State.DRAFT, 0)
    assert case.notices.get().cancelled_at == act.at
    assert case.papers.get(kind=PaperKind.EMPLOYER_NOTICE).status == PaperStatus.OUTDATED
    event = case.events.get(transition=Transition.RETURN_TO_APPLICANT)
    assert (event.reasons, event.comment, event.actor) == (["B01"], "请补全。", clerk.user)
    message = case.applicant.inbox.get()
    assert "请补全。" in message.body


@pytest.mark.parametrize(
    ("state", "submitted", "said"),
    [
        (State.DRAFT, 0, None),
        (State.EMPLOYER_CHECK, 0, "单位不用再为他办理什么。"),
        (State.INITIAL_REVIEW, 1, "单位不用再为他办理什么。"),
        (State.RETURNED, 1, "单位不用再为他办理什么。"),
    ],
)
def test_a_withdrawal_outside_the_notice_leaves_the_employer_nothing_to_do(clerk, state, submitted, said):
    """C26: who had the case is told once that nothing hangs of it; of a draft that it never had it learns nothing."""
    row = factories.application(state, employer=clerk.employer, submissions_used=submitted)
    withdraw(application_id=row.pk, act=factories.act_of(row.applicant, MONDAY))
    told = Message.objects.filter(user=clerk.user, subject=f"{row.applicant.name}撤回了申报")
    assert list(told.values_list("body", flat=True)) == ([said] if said else [])
