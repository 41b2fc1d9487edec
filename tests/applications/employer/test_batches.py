"""One paper for several people of an employer whose notices hang for the same days."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import EmployerStatus
from accounts.models import Message
from applications.enums import PaperKind, PaperStatus, State
from applications.models import Paper
from applications.rules.batches import JOINS, Days, why_not_yet
from applications.selectors.papers import OF_BATCH, papers_visible_to, successor_of
from applications.services import employer as services
from applications.services import papers
from applications.services.filing import withdraw
from documents.papers.shape import build
from documents.typesetting import FORMS
from tests import factories, stories
from tests.applications.employer.test_notice import (
    MONDAY,
    TEXTS,
    at_work,
    checked,
    concluded,
    objected,
    posted,
    refusal,
    running,
    settled,
)

pytestmark = pytest.mark.django_db
NOTICE, RESULT = PaperKind.EMPLOYER_BATCH_NOTICE, PaperKind.EMPLOYER_BATCH_RESULT
COMMITMENT, ONE_RESULT = PaperKind.EMPLOYER_COMMITMENT, PaperKind.EMPLOYER_NOTICE_RESULT
OVER = factories.beijing(2025, 3, 4, 9)


def part_of(case, on=date(2025, 2, 24), last=date(2025, 3, 3)):
    return Days(case.campaign_id, on, last).part


@pytest.fixture
def clerk():
    return factories.clerk_of(factories.employer())


@pytest.fixture
def cases(clerk):
    """Three people of one employer whose notices hang from the same Monday."""
    return [hung(clerk) for _number in range(3)]


def hung(clerk, on=MONDAY, **fields):
    case = factories.application(State.EMPLOYER_CHECK, employer=clerk.employer, **fields)
    factories.sections(case)
    checked(case, clerk)
    posted(case, clerk, on)
    return case


def asked(case, clerk, kind=NOTICE, at=MONDAY):
    return services.print_batch(part=part_of(case), kind=kind, act=at_work(clerk, at))


def shaped(paper):
    return build(FORMS[paper.kind].shape, papers.printed_data(paper))


def is_void(paper):
    paper.refresh_from_db()
    return paper.status == PaperStatus.OUTDATED


def test_one_notice_says_of_each_what_his_own_says(cases, clerk):
    """C46: the same people, words, days and telephone as in the single ones, which stay as they are."""
    paper = asked(cases[0], clerk)
    form = shaped(paper)
    singles = [case.papers.get(kind=PaperKind.EMPLOYER_NOTICE) for case in cases]
    assert [person.name for person in form.people] == [case.applicant.name for case in cases]
    assert {person.achievements for person in form.people} == {TEXTS["notice_achievements"]}
    assert all("*" in person.id_number for person in form.people)
    assert (form.from_day, form.to_day) == (date(2025, 2, 25), date(2025, 3, 3))
    assert form.objection_phone == "0903-1000001"
    assert {each.status for each in singles}.isdisjoint({PaperStatus.OUTDATED})
    assert (paper.application, paper.employer) == (None, clerk.employer)
    assert asked(cases[0], clerk).pk == paper.pk


def test_telephones_that_differ_are_all_named(clerk):
    """C46: whoever objects finds the number of every notice, each once."""
    first, second, third = (factories.application(State.EMPLOYER_CHECK, employer=clerk.employer) for _ in range(3))
    for case, phone in ((first, "0903-1000001"), (second, "0903-1000002"), (third, "0903-1000001")):
        factories.sections(case)
        checked(case, clerk)
        posted(case, clerk, phone=phone)
    assert shaped(asked(first, clerk)).objection_phone == "0903-1000001、0903-1000002"


def test_the_end_comes_for_all_or_not_at_all(cases, clerk):
    """C26: one result and one 承诺书 when the end of every notice is confirmed; an objection is told with its finding."""
    settled(objected(cases[1], clerk), clerk)
    for case in cases[:2]:
        concluded(case, clerk, OVER)
    for kind in (RESULT, COMMITMENT):
        assert "1人还没有确认公示期满" in refusal(asked, cases[0], clerk, kind, OVER)
    concluded(cases[2], clerk, OVER)
    result, promise = (
        shaped(asked(cases[0], clerk, RESULT, OVER)),
        shaped(asked(cases[0], clerk, COMMITMENT, OVER)),
    )
    assert [bool(person.finding) for person in result.people] == [False, True, False]
    assert "反映业绩不实。查阅施工日志，询问两人。经查，异议不成立。" in result.people[1].finding
    assert (result.days, result.working_days, result.signed_on) == (7, 5, OVER.date())
    assert promise.people == tuple(case.applicant.name for case in cases)
    assert (promise.employer_code, promise.handler) == (clerk.employer.uscc, clerk.user.name)


def returned(case, clerk):
    services.return_to_applicant(application_id=case.pk, reason_code="B01", comment="请补全。", act=at_work(clerk))


def withdrawn(case, _clerk):
    withdraw(application_id=case.pk, act=factories.act_of(case.applicant, MONDAY))


@pytest.mark.parametrize("leave", [returned, withdrawn])
def test_who_leaves_makes_it_void(cases, clerk, leave):
    """C26: withdrawn or given back, what named him is void, and the next one is of the others."""
    paper = asked(cases[0], clerk)
    leave(cases[2], clerk)
    assert is_void(paper)
    newer = asked(cases[0], clerk)
    assert [person["name"] for person in newer.data["people"]] == [case.applicant.name for case in cases[:2]]
    assert successor_of(paper) == newer


@pytest.mark.parametrize("leave", [returned, withdrawn])
def test_who_leaves_makes_his_own_void(cases, clerk, leave):
    """C26: what was posted of somebody who withdraws, or to whom it is given back, is void; of the others it stands."""
    singles = [case.papers.get(kind=PaperKind.EMPLOYER_NOTICE) for case in cases]
    leave(cases[2], clerk)
    assert [is_void(paper) for paper in singles] == [False, False, True]


def test_a_withdrawal_voids_the_result_and_tells_the_employer_why(desk, cases, clerk):
    """C26: the result and the report to be signed fall too; his page and the paper's own address say that he withdrew."""
    case = cases[0]
    concluded(case, clerk, OVER)
    single, result = (case.papers.get(kind=kind) for kind in (PaperKind.EMPLOYER_NOTICE, ONE_RESULT))
    case.refresh_from_db()
    withdraw(application_id=case.pk, act=factories.act_of(case.applicant, OVER))
    assert is_void(single)
    assert is_void(result)
    page = desk.get(f"/employer/{case.number}/").text
    assert "申报人撤回了，公示作废" in page
    assert "2月24日张贴的推荐单位公示还没有报送" in page
    told = Message.objects.get(user=clerk.user, subject=f"{case.applicant.name}撤回了申报")
    assert "张贴的取下" in told.body
    void = desk.get(f"/papers/{single.code}/")
    assert (void.status_code, "申报人撤回了申报，这一份不再有效" in void.text) == (410, True)


def test_who_joins_is_on_the_next_one(cases, clerk):
    """C26: what hangs says nothing untrue of those whom it names; asked for again it names everybody of these days."""
    paper = asked(cases[0], clerk)
    hung(clerk, MONDAY + timedelta(days=1))
    assert asked(cases[0], clerk).pk == paper.pk
    hung(clerk)
    assert not is_void(paper)
    assert len(asked(cases[0], clerk).data["people"]) == 4
    assert is_void(paper)


def test_an_objection_after_the_end_voids_what_says_that_there_is_none(cases, clerk):
    """C26, C46: the joint result and 承诺书 fall with the single one, the joint notice stays."""
    notice = asked(cases[0], clerk)
    for case in cases:
        concluded(case, clerk, OVER)
    of_end = [asked(cases[0], clerk, kind, OVER) for kind in (RESULT, COMMITMENT)]
    objected(cases[1], clerk, OVER, date(2025, 3, 3))
    assert all(is_void(paper) for paper in of_end)
    assert not is_void(notice)


def test_who_is_forwarded_stays_in_it():
    """C26: what hung and was sent in as a scan still stands when one of them is with the office, or goes from there."""
    first = stories.in_notice()
    second = stories.in_notice(unit=first.employer)
    clerk, part = stories.clerk_of(first.employer), part_of(first, stories.POSTED.date(), date(2025, 2, 27))

    def again():
        return services.print_batch(part=part, kind=NOTICE, act=at_work(clerk, stories.FORWARDED))

    paper, single = again(), first.papers.get(kind=PaperKind.EMPLOYER_NOTICE)
    stories.forwarded(first)
    assert again().pk == paper.pk
    withdraw(application_id=first.pk, act=factories.act_of(first.applicant, stories.FORWARDED))
    assert not is_void(paper)
    assert not is_void(single)
    assert again().pk == paper.pk
    stories.forwarded(second)
    assert "没有人在公示" in refusal(again)


def test_who_may_not(cases, clerk):
    """C01, C26: no other employer, no office, no person, nobody whose own notice is among them, no unconfirmed unit."""
    other = factories.clerk_of(factories.employer("别的单位"))
    own = factories.clerk_of(clerk.employer, user=cases[1].applicant)
    assert "没有人在公示" in refusal(asked, cases[0], other)
    assert "所在单位" in refusal(asked, cases[0], factories.officer_of("hetian-shi-hr"))
    assert "自己的申报" in refusal(asked, cases[0], own)
    assert "没有这种文书" in refusal(asked, cases[0], clerk, PaperKind.ROSTER)
    clerk.employer.status = EmployerStatus.PENDING
    clerk.employer.save()
    assert "确认" in refusal(asked, cases[0], clerk)
    assert not Paper.objects.exclude(employer=None).exists()


def test_who_opens_it(cases, clerk):
    """C26, C40: its employer alone; to everybody else it is not there."""
    paper = asked(cases[0], clerk)
    others = [
        at_work(factories.clerk_of(factories.employer("别的单位"))),
        factories.act_as(factories.officer_of("hetian-shi-hr"), MONDAY),
        factories.act_of(cases[0].applicant, MONDAY),
    ]
    assert papers_visible_to(at_work(clerk)).filter(pk=paper.pk).exists()
    assert not any(papers_visible_to(act).filter(pk=paper.pk).exists() for act in others)


def test_who_is_among_them_opens_what_is_posted_and_nothing_else_of_himself(cases, clerk):
    """C26, C44, C46: a joint paper says of him what he may read as its person; what is judged of him he opens nowhere."""
    settled(objected(cases[1], clerk), clerk)
    paper = asked(cases[0], clerk)
    for case in cases:
        concluded(case, clerk, OVER)
    joint = {paper, *(asked(cases[0], clerk, kind, OVER) for kind in (RESULT, COMMITMENT))}
    himself = factories.clerk_of(clerk.employer, user=cases[1].applicant)
    at_the_desk = papers_visible_to(at_work(himself, OVER))
    at_home = papers_visible_to(factories.act_of(cases[1].applicant, OVER))
    assert set(at_the_desk.exclude(employer=None)) == joint
    assert not at_the_desk.filter(application=cases[1]).exists()
    assert set(at_home.values_list("kind", flat=True)) == {*JOINS.values()}
    assert JOINS.keys() == {*OF_BATCH}
    own = at_home.get(kind=ONE_RESULT).data
    [finding] = [one["finding"] for one in Paper.objects.get(kind=RESULT).data["people"] if one["finding"]]
    assert all(words in finding for words in own["objections"][0].values())
    assert set(Paper.objects.get(kind=COMMITMENT).data["people"]) == {case.applicant.name for case in cases}


def test_one_alone_keeps_his_own(clerk):
    """C46: no joint notice of one person; his employer's 承诺书 he gets when his notice is over."""
    case = factories.application(State.EMPLOYER_CHECK, employer=clerk.employer)
    factories.sections(case)
    running(case, clerk)
    assert "不到两人" in refusal(asked, case, clerk)
    concluded(case, clerk, OVER)
    assert shaped(asked(case, clerk, COMMITMENT, OVER)).people == (case.applicant.name,)


@pytest.mark.parametrize(
    ("kind", "people", "standing", "said"),
    [
        (NOTICE, 1, 1, "不到两人"),
        (NOTICE, 2, 1, "1人的公示"),
        (NOTICE, 2, 2, None),
        (RESULT, 1, 1, "不到两人"),
        (RESULT, 300, 0, "300人还没有确认"),
        (COMMITMENT, 1, 1, None),
        (COMMITMENT, 1, 0, "1人还没有确认"),
    ],
)
def test_when_what_can_be_printed(kind, people, standing, said):
    """C26, C46: at least two, and of every one the paper that is joined."""
    refused = why_not_yet(kind, people=people, standing=standing)
    assert said in str(refused) if said else refused is None


def test_the_days_fit_their_column():
    """A campaign of ten digits still leaves room."""
    assert len(Days(9_999_999_999, date(2025, 2, 24), date(2025, 3, 3)).part) <= 30


def test_the_page_offers_what_there_is(desk, clerk):
    """C26, C46: asked for by a press, its state is on the page; a refusal is said there; one person gets no section."""
    assert "合在一张打印" not in desk.get("/employer/").text
    first = hung(clerk)
    assert "合在一张打印" not in desk.get("/employer/").text
    hung(clerk)
    page = desk.get("/employer/").text
    assert "2月24日张贴，3月3日期满，2人" in page
    assert page.count('action="/employer/together/"') == 1
    answer = desk.post("/employer/together/", {"part": part_of(first), "paper": NOTICE}, follow=True)
    assert "文书正在制作" in answer.text
    paper = Paper.objects.get(kind=NOTICE)
    assert f"/papers/{paper.code}/" in answer.text
    refused = desk.post("/employer/together/", {"part": part_of(first), "paper": RESULT})
    assert (refused.status_code, "2人还没有确认公示期满" in refused.text) == (409, True)
    papers.make(paper.pk, at=MONDAY)
    assert "PDF，2人，" in desk.get("/employer/").text
    assert b"".join(desk.get(f"/papers/{paper.code}/")).startswith(b"%PDF")


def test_a_page_of_many_asks_no_more(desk, clerk):
    """Issue 2: forty people in four batches cost the statements of two in one."""

    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get("/employer/").status_code == 200
        return len(captured)

    for _number in range(2):
        hung(clerk)
    few = statements()
    for number in range(38):
        hung(clerk, MONDAY + timedelta(days=number % 4))
    assert statements() == few
