"""What each step leaves behind: one event (who, for whom, from, to, when, why, from which address), and who is told.

Every transition goes through its real service; guards and fields are in `test_workflow.py`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from accounts.enums import Role
from accounts.models import Membership, Message
from applications.enums import State, Transition
from applications.models import Application, Event
from applications.services.employer import return_to_applicant
from applications.services.filing import withdraw
from applications.services.sweep import sweep
from campaigns.enums import Kind
from review.services import desk, determination, publicity, revocation
from tests import factories, stories
from tests import stories_after as after
from tests.review.after.world import accepted_case
from tests.review.desk import cases

pytestmark = pytest.mark.django_db
COUNTY, TITLES, OWN, PORTAL = "hetian-shi-hr", "title-office", "10.0.0.1", None
OFFICER = "10.0.0.2"


class Left(NamedTuple):
    """An event, by what it says; `unit` is empty for the applicant and for the portal."""

    step: str
    source: str
    target: str
    at: datetime
    actor: int | None
    unit: str
    address: str | None
    reasons: tuple[str, ...] = ()
    comment: str = ""


def left(event: Event) -> Left:
    return Left(
        event.transition,
        event.source,
        event.target,
        event.at,
        event.actor_id,
        event.unit_name,
        event.address,
        tuple(event.reasons),
        event.comment,
    )


def last(row: Application) -> Left:
    """Give the last event, and see that it is whole and named as its actor was."""
    event = row.events.order_by("-sequence")[0]
    assert event.digest == event.computed_digest()
    assert event.actor_name == (event.actor.name if event.actor else "系统")
    return left(event)


def told(row: Application, at: datetime) -> list[str]:
    """Give the subjects of what the applicant was told at a moment."""
    found = Message.objects.filter(user=row.applicant, created_at=at).order_by("id")
    return list(found.values_list("subject", flat=True))


def unit(key: str) -> str:
    return factories.office(key).name


def certified_after_a_return() -> Application:
    """Give a case brought from the first draft to the certificate, returned once on the way."""
    case = stories.resubmitted(stories.returned())
    for bring in (stories.in_final_review, stories.accepted, after.originals_confirmed, after.paid):
        case = bring(case)  # type: ignore[operator]
    for bring in (after.in_committee, after.judged, after.publicised, after.qualified, after.certified):
        case = bring(case)
    return case


def wanted_of(case: Application) -> list[Left]:
    """Give the fifteen events of that way."""
    s, t = State, Transition
    clerk = stories.clerk_of(case.employer)
    secretary = after.secretary_act(case.tallies.get().meeting.committee, after.MET).person.pk
    reviewer = Membership.objects.get(office__key=COUNTY, role=Role.REVIEWER).user_id
    officer = Membership.objects.filter(office__key=TITLES, role=Role.TITLE_OFFICER).earliest("pk").user_id
    me = (case.applicant_id, "", OWN)
    firm = (clerk.user_id, clerk.unit_name, OFFICER)
    county = (reviewer, unit(COUNTY), OFFICER)
    titles, panel = (officer, unit(TITLES), OFFICER), (secretary, unit(TITLES), OFFICER)
    number, meeting = case.result_documents.get().number, str(case.tallies.get().meeting)
    posted = "2月20日张贴，2月21日至2月27日共5个工作日"
    votes = "到会9人，同意9，不同意0，弃权0。达到三分之二，在名额之内"
    closed, said = after.MET + timedelta(hours=8), "评审、审定结果公示（演示），公示到4月22日"
    seen = "呈报表2份，原件已看"
    return [
        Left(t.START, "", s.DRAFT, stories.STARTED, *me),
        Left(t.SUBMIT, s.DRAFT, s.EMPLOYER_CHECK, stories.SUBMITTED, *me),
        Left(t.START_NOTICE, s.EMPLOYER_CHECK, s.EMPLOYER_NOTICE, stories.POSTED, *firm, (), posted),
        Left(t.FORWARD, s.EMPLOYER_NOTICE, s.INITIAL_REVIEW, stories.FORWARDED, *firm),
        Left(
            t.RETURN_FOR_CORRECTION,
            s.INITIAL_REVIEW,
            s.RETURNED,
            stories.RETURNED,
            *county,
            ("B04",),
            "退回1处",
        ),
        Left(t.RESUBMIT, s.RETURNED, s.INITIAL_REVIEW, stories.CORRECTED, *me),
        Left(t.PASS_INITIAL, s.INITIAL_REVIEW, s.FINAL_REVIEW, stories.PASSED, *county),
        Left(t.ACCEPT, s.FINAL_REVIEW, s.ACCEPTED, stories.PASSED, *titles),
        Left(t.CONFIRM_ORIGINALS, s.ACCEPTED, s.ACCEPTED, after.CONFIRMED, *titles, (), seen),
        Left(t.SETTLE_FEE, s.ACCEPTED, s.ACCEPTED, after.PAID, *titles),
        Left(t.ENTER_COMMITTEE, s.ACCEPTED, s.IN_COMMITTEE, after.ENTERED, *panel, (), meeting),
        Left(t.PASS_REVIEW, s.IN_COMMITTEE, s.PASSED, closed, *panel, (), votes),
        Left(t.PUBLICISE, s.PASSED, s.PUBLICISED, after.PUBLICISED, *titles, (), said),
        Left(t.ISSUE, s.PUBLICISED, s.QUALIFIED, after.CONCLUDED, *titles, (), number),
        Left(t.CERTIFY, s.QUALIFIED, s.CERTIFIED, after.CERTIFIED, *titles, (), number),
    ]


def test_the_whole_way_leaves_an_unbroken_chain_of_who_did_what() -> None:
    """C44: fifteen steps with a return between, each by the right person for the right unit at its time."""
    case = certified_after_a_return()
    events = list(case.events.all())
    assert [left(event) for event in events] == wanted_of(case)
    assert [event.sequence for event in events] == list(range(1, 16))
    assert [event.previous for event in events] == ["", *(event.digest for event in events[:-1])]
    assert all(event.digest == event.computed_digest() for event in events)
    assert all(event.actor and event.actor_name == event.actor.name for event in events)
    assert case.state_since == after.CERTIFIED
    said = {
        stories.FORWARDED: ["单位已报送您的申报"],
        stories.RETURNED: ["退回修改1处，请在2025年3月10日（星期一）24时前改好"],
        stories.PASSED: ["已通过初审", "已接收材料，请打印呈报表"],
        after.PAID: ["评审费280.00元已到账"],
        after.MET + timedelta(hours=8): ["评审通过，等待结果公示"],
        after.PUBLICISED: ["您的结果正在公示"],
        after.CONCLUDED: ["任职资格文件已印发"],
        after.CERTIFIED: ["电子证书已签发"],
    }
    assert {at: told(case, at) for at in said} == said


# The ways that leave the main road


AT = factories.beijing(2025, 3, 4, 10)


def given_back() -> tuple[Application, Left, str]:
    row = factories.application(State.EMPLOYER_CHECK)
    clerk = factories.clerk_of(row.employer)
    return_to_applicant(
        application_id=row.pk, reason_code="B04", comment=" 姓名写错 ", act=factories.act_as(clerk, AT)
    )
    wanted = Left(
        Transition.RETURN_TO_APPLICANT,
        State.EMPLOYER_CHECK,
        State.DRAFT,
        AT,
        clerk.user_id,
        clerk.unit_name,
        OFFICER,
        ("B04",),
        "姓名写错",
    )
    return row, wanted, "单位退回了您的申报"


def refused() -> tuple[Application, Left, str]:
    row = cases.arrived()
    by = cases.act(at=AT)
    cases.mark_all(row, by)
    desk.reject(row.pk, submission=1, reason_codes=("E01",), comment=" 不在范围 ", act=by)
    wanted = Left(
        Transition.REJECT,
        State.INITIAL_REVIEW,
        State.REJECTED,
        AT,
        by.user.pk,
        unit(COUNTY),
        OFFICER,
        ("E01",),
        "不在范围",
    )
    return row, wanted, "不予受理"


def refused_by_date() -> tuple[Application, Left, str]:
    row = factories.application(State.RETURNED, at=factories.beijing(2025, 3, 1, 10))
    sweep(at=AT)
    said = ("R02",), "退回后逾期未修改"
    wanted = Left(Transition.REJECT, State.RETURNED, State.REJECTED, AT, None, "", PORTAL, *said)
    return row, wanted, "您的申报不予受理"


def lapsed_draft() -> tuple[Application, Left, str]:
    row, at = factories.application(State.DRAFT), factories.beijing(2025, 3, 8, 10)
    sweep(at=at)
    wanted = Left(Transition.LAPSE, State.DRAFT, State.LAPSED, at, None, "", PORTAL, (), "申报截止时间已过")
    return row, wanted, "您的申报已逾期失效"


def lapsed_acceptance() -> tuple[Application, Left, str]:
    row, at = accepted_case(confirmed=False), factories.beijing(2025, 3, 26, 10)
    sweep(at=at)
    comment = "纸质材料接收时间已过"
    wanted = Left(Transition.LAPSE, State.ACCEPTED, State.LAPSED, at, None, "", PORTAL, (), comment)
    return row, wanted, "您的申报已逾期失效"


def withdrawn() -> tuple[Application, Left, str]:
    row = factories.application(State.INITIAL_REVIEW)
    withdraw(application_id=row.pk, act=factories.act_of(row.applicant, AT))
    wanted = Left(Transition.WITHDRAW, State.INITIAL_REVIEW, State.WITHDRAWN, AT, row.applicant_id, "", OWN)
    return row, wanted, ""


def determined(passed: bool, comment: str) -> tuple[Application, Left, str]:
    row = accepted_case(kind=Kind.GRANT)
    act = after.officer_for(row, AT)
    determination.determine(row.pk, passed=passed, comment=comment, act=act)
    step = Transition.DETERMINE_PASS if passed else Transition.DETERMINE_FAIL
    target = State.PASSED if passed else State.FAILED
    by = (act.person.pk, unit(TITLES), OFFICER)
    return row, Left(step, State.ACCEPTED, target, AT, *by, (), comment), ""


def failed_by_vote() -> tuple[Application, Left, str]:
    row = after.judged(after.in_committee(accepted_case()), yes=5)
    secretary = after.secretary_act(row.tallies.get().meeting.committee, after.MET)
    at = after.MET + timedelta(hours=8)
    comment = row.events.get(transition=Transition.FAIL_REVIEW).comment
    assert comment.startswith("到会9人，同意5，不同意4，弃权0。")
    by = (secretary.person.pk, unit(TITLES), OFFICER)
    wanted = Left(Transition.FAIL_REVIEW, State.IN_COMMITTEE, State.FAILED, at, *by, (), comment)
    return row, wanted, "评审没有通过"


def objection_upheld() -> tuple[Application, Left, str]:
    row = after.publicised(accepted_case(kind=Kind.GRANT, state=State.PASSED, decided_at=after.MET))
    act, at = after.officer_for(row, after.PUBLICISED), after.PUBLICISED + timedelta(days=1)
    told_of = publicity.object_to(row.publicity_entry.pk, content="业绩不是他的", act=act)
    act = after.officer_for(row, at)
    publicity.settle_objection(told_of.pk, finding=" 业绩不实 ", upheld=True, act=act)
    by = (act.person.pk, unit(TITLES), OFFICER)
    return (
        row,
        Left(Transition.UPHOLD_OBJECTION, State.PUBLICISED, State.REVOKED, at, *by, (), "业绩不实"),
        "公示异议成立，您的结果已撤销",
    )


def revoked() -> tuple[Application, Left, str]:
    row = accepted_case(kind=Kind.GRANT, state=State.CERTIFIED, decided_at=after.MET)
    at = factories.beijing(2026, 1, 5, 10)
    act = after.officer_for(row, at)
    revocation.revoke(row.pk, finding=" 伪造学历 ", act=act)
    by = (act.person.pk, unit(TITLES), OFFICER)
    return row, Left(Transition.REVOKE, State.CERTIFIED, State.REVOKED, at, *by, (), "伪造学历"), "资格已撤销"


WAYS: dict[str, Callable[[], Any]] = {
    "given back": given_back,
    "refused": refused,
    "refused by date": refused_by_date,
    "lapsed draft": lapsed_draft,
    "lapsed acceptance": lapsed_acceptance,
    "withdrawn": withdrawn,
    "determined": lambda: determined(True, "符合条件"),
    "not determined": lambda: determined(False, "年限不够"),
    "failed by vote": failed_by_vote,
    "objection upheld": objection_upheld,
    "revoked": revoked,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_way_off_the_road_leaves_its_event_and_its_message(way: str) -> None:
    """C24, C44, C45: the last event says who, for whom, from where to where, when and why; the applicant is told."""
    row, wanted, subject = WAYS[way]()
    assert last(row) == wanted
    row = Application.objects.get(pk=row.pk)
    assert (row.state, row.state_since) == (wanted.target, wanted.at)
    if subject:
        assert subject in "；".join(told(row, wanted.at))
