"""The papers of a meeting and of a filing: what the secretary prints, who opens it, when a print is void."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role, Tier
from applications.enums import PaperKind, PaperStatus
from applications.models import Paper
from applications.rules.refusal import Refused
from applications.selectors.papers import papers_visible_to
from applications.services import papers
from documents.papers.shape import build
from documents.typesetting import FORMS, typeset
from hetian_titles.demo.rubrics import publish_rubrics
from review.enums import FilingKind
from review.meeting_papers import age_band
from review.models import Filing, Tally
from review.rules import meeting_papers as rules
from review.rules.rubrics import CriterionFacts
from review.services import meeting as services
from review.services.filings import register_filing
from review.services.meeting_papers import outdate_of_meeting, print_of_filing, print_of_meeting
from review.services.rubrics import publish_rubric, save_rubric
from tests.documents.reading import pages_of
from tests.review.after.test_meeting import count, held_meeting
from tests.review.after.test_pages import sign_in  # noqa: F401
from tests.review.after.world import accepted_case, at, moment, officer, panel
from tests.stories_after import qualified

pytestmark = pytest.mark.django_db
MET = at(4, 11, 9)
AFTER = at(4, 11, 18)


@pytest.fixture
def held():
    """A meeting that is open, with two cases, its panel and the cases."""
    committee = panel()
    meeting, _tallies = held_meeting(committee, accepted_case(), accepted_case())
    return committee, meeting


def printed(committee, meeting, key, when=MET) -> Paper:
    [paper] = print_of_meeting(meeting.pk, key=key, act=moment(committee.secretary, when))
    return paper


def shaped(paper: Paper):
    """Give the paper's data as the form takes them; raises where a field does not fit."""
    return build(FORMS[paper.kind].shape, papers.printed_data(paper))


@pytest.mark.parametrize(
    "key",
    [
        *("roster", "named_summary", "draw_record", "sign_in_sheet", "ballot", "ballot-apart", "count_sheet"),
        *("expert_commitment", "score_sheet", "defence_record"),
    ],
)
def test_every_paper_of_an_open_meeting_fits_its_form(held, key):
    """C37: what the portal knows of a meeting fills each form without a hole."""
    committee, meeting = held
    form = shaped(printed(committee, meeting, key))
    said = form.heading if key == "roster" else form.committee
    assert said.startswith(committee.committee.name)


def test_the_roster_masks_numbers(held):
    """C46: the list that goes from hand to hand has no whole ID number and no whole telephone."""
    committee, meeting = held
    first = shaped(printed(committee, meeting, "roster")).people[0]
    person = Tally.objects.filter(meeting=meeting).order_by("code").first().application.applicant
    assert first.name == person.name
    assert person.document_number not in first.id_number
    assert "*" in first.id_number
    assert person.phone not in first.phone


def test_a_ballot_names_nobody_and_is_the_same_for_all(held):
    """C21, C37: codes alone; a second request gives the same paper, so every expert holds the same print."""
    committee, meeting = held
    paper = printed(committee, meeting, "ballot")
    assert printed(committee, meeting, "ballot").pk == paper.pk
    assert {case["code"] for case in paper.data["cases"]} == {tally.spaced_code for tally in meeting.tallies.all()}
    names = {tally.application.applicant.name for tally in meeting.tallies.all()}
    said = str(paper.data)
    assert not any(name in said for name in names)
    assert not any(member.name in said for member in committee.committee.members.all())


def test_the_draw_record_says_who_sits_and_invents_no_draw(held):
    """C33, C37: the seats with their roles, who set them and its filing; what of a draw nobody recorded is left open."""
    committee, meeting = held
    Filing.objects.filter(kind=FilingKind.PRIOR).update(status="submitted", number="")
    assert "备案" not in shaped(printed(committee, meeting, "draw_record")).source
    prior = Filing.objects.get(kind=FilingKind.PRIOR)
    register_filing(prior.pk, number="演示备字9号", act=moment(committee.registrar, MET))
    paper = printed(committee, meeting, "draw_record")
    form = shaped(paper)
    members = committee.committee.members.order_by("pk")
    assert [(each.name, each.remark) for each in form.drawn] == [
        (member.name, member.get_role_display()) for member in members
    ]
    assert committee.committee.office.name in form.source
    assert "演示备字9号，2025年4月11日登记" in form.source
    assert (form.drawn_at, form.pool, form.seed, form.is_by_hand) == (None, None, "", True)
    text = "".join(pages_of(typeset("draw_record", paper.data)))
    assert "本次会议的评审专家，共11人" in text
    assert "系统没有记录抽取的过程" in text
    assert "结果相同" not in text
    assert "抽中" not in text


def test_each_seat_signs_its_own_commitment(held):
    """40号令: one sheet for each seat of the meeting, with name, title and unit, each on a page of its own."""
    committee, meeting = held
    paper = printed(committee, meeting, "expert_commitment")
    assert [each.name for each in shaped(paper).sheets] == [
        member.name for member in committee.committee.members.order_by("pk")
    ]
    pages = pages_of(typeset("expert_commitment", paper.data))
    assert all("评审专家承诺书" in page for page in pages)


def test_a_score_sheet_for_each_seat_and_case_names_nobody(held):
    """C21, C31: every expert gets one for each case, both under codes, with the criteria of the case's layer."""
    committee, meeting = held
    paper = printed(committee, meeting, "score_sheet")
    sheets = shaped(paper).sheets
    codes = [tally.spaced_code for tally in meeting.tallies.order_by("code")]
    experts = sorted(member.code for member in committee.committee.members.all())
    assert [(each.expert, each.case.code) for each in sheets] == [(who, what) for who in experts for what in codes]
    assert all(each.standard.full == 100 for each in sheets)
    assert_blind(paper, committee, meeting)
    pages = pages_of(typeset("score_sheet", paper.data))
    assert len(pages) == len(sheets)
    assert all("合计100" in page for page in pages)


def test_a_defence_record_for_each_case_names_nobody(held):
    """C21, C27: a page for each case under its code, with room for three questions."""
    committee, meeting = held
    paper = printed(committee, meeting, "defence_record")
    assert_blind(paper, committee, meeting)
    pages = pages_of(typeset("defence_record", paper.data))
    assert len(pages) == 2
    for page, tally in zip(pages, meeting.tallies.order_by("code"), strict=True):
        assert f"评审代码{tally.spaced_code.replace(' ', '')}" in page
        assert "问题3" in page


def assert_blind(paper, committee, meeting):
    """What an expert holds says neither whose the case is nor who he is."""
    said = str(paper.data)
    for tally in meeting.tallies.all():
        assert tally.application.applicant.name not in said
        assert tally.application.employer.name not in said
        assert tally.application.number not in said
    assert not any(member.name in said for member in committee.committee.members.all())


def sheets_of(committee, meeting, when=MET) -> list[list[tuple[str, str]]]:
    """Give the score sheets of each file: of whom, for which case."""
    made = print_of_meeting(meeting.pk, key="score_sheet", act=moment(committee.secretary, when))
    return [[(each.expert, each.case.code) for each in shaped(paper).sheets] for paper in made]


@pytest.mark.parametrize(("most", "sizes"), [(22, [22]), (21, [20, 2]), (5, [4] * 5 + [2]), (1, [1] * 22)])
def test_more_score_sheets_than_a_file_holds_go_into_several(held, monkeypatch, most, sizes):
    """C31: eleven experts, two cases: every pair once, an expert's sheets together, no file over what it holds."""
    committee, meeting = held
    [whole] = sheets_of(committee, meeting)
    monkeypatch.setattr(rules, "MOST_SHEETS", most)
    found = sheets_of(committee, meeting)
    assert [len(sheets) for sheets in found] == sizes
    assert [pair for sheets in found for pair in sheets] == whole


@pytest.mark.parametrize(("key", "listed"), [("defence_record", "cases"), ("defence_notice", "people")])
def test_a_sheet_for_each_of_many_cases_goes_into_several_files(held, monkeypatch, key, listed):
    """C27: as with the score sheets; each case once."""
    committee, meeting = held
    act = moment(committee.secretary, at(4, 11, 8))
    [whole] = print_of_meeting(meeting.pk, key=key, act=act)
    monkeypatch.setattr(rules, "MOST_SHEETS", 1)
    made = print_of_meeting(meeting.pk, key=key, act=act)
    assert [paper.data[listed] for paper in made] == [[row] for row in whole.data[listed]]
    assert len({paper.code for paper in made}) == 2


def test_all_files_of_a_paper_are_void_together(held, monkeypatch):
    """C31, C37: those asked for before, also such as the paper made anew needs no longer; another paper's stand."""
    committee, meeting = held
    record = printed(committee, meeting, "defence_record")
    monkeypatch.setattr(rules, "MOST_SHEETS", 4)
    sheets_of(committee, meeting)
    standing = Paper.objects.filter(kind=PaperKind.SCORE_SHEET).exclude(status=PaperStatus.OUTDATED)
    assert standing.count() == 6
    monkeypatch.setattr(rules, "MOST_SHEETS", 12)
    sheets_of(committee, meeting)
    assert sorted(standing.values_list("part", flat=True)) == [f"meeting{meeting.pk}", f"meeting{meeting.pk}-2"]
    outdate_of_meeting(meeting, PaperKind.SCORE_SHEET)
    assert not standing.exists()
    record.refresh_from_db()
    assert record.status != PaperStatus.OUTDATED


def test_the_page_gives_each_file_and_says_what_is_not_made(sign_in, held, monkeypatch):  # noqa: F811
    """C31: three files of one paper: a link each in their order; ready only once all are."""
    committee, meeting = held
    monkeypatch.setattr(rules, "MOST_SHEETS", 8)
    with time_machine.travel(MET, tick=False):
        client, act = sign_in(committee.secretary), moment(committee.secretary, MET)
        made = print_of_meeting(meeting.pk, key="score_sheet", act=act)
        assert len(made) == 3
        papers.make(made[0].pk, at=MET)
        page = client.get(reverse("committee:meeting", args=[meeting.pk])).text
        links = [page.index(reverse("papers:download", args=[paper.code])) for paper in made]
        assert links == sorted(links)
        assert page.count("正在制作") == 3
        for paper in made[1:]:
            papers.make(paper.pk, at=MET)
        assert "正在制作" not in client.get(reverse("committee:meeting", args=[meeting.pk])).text


def test_what_is_signed_at_the_table_outlives_the_counting(held):
    """C37: a sheet written on at the meeting is not void because its outcome is entered."""
    committee, meeting = held
    sheets = [printed(committee, meeting, key) for key in ("expert_commitment", "score_sheet", "defence_record")]
    count(committee, meeting.tallies.first(), yes=9)
    assert PaperStatus.OUTDATED not in {Paper.objects.get(pk=sheet.pk).status for sheet in sheets}


def test_a_rubric_and_a_time_that_change_void_what_is_printed():
    """C31, C33: until a meeting opens, a new version of a rubric voids the score sheets, another time what names it."""
    committee, early = panel(rubrics=False), at(4, 5)
    meeting, act = (
        committee.filed_meeting(MET, submitted=at(4, 3), filed=at(4, 4)),
        moment(committee.secretary, early),
    )
    case = accepted_case()
    services.take_in(meeting.pk, case.pk, act=act)
    with pytest.raises(Refused) as refused:
        printed(committee, meeting, "score_sheet", early)
    assert "还没有发布量化赋分标准" in refused.value.refusals[0].text
    publish_rubrics(committee.committee, act)
    wanted = ("score_sheet", "expert_commitment", "draw_record")
    sheet, signed, drawn = (printed(committee, meeting, key, early) for key in wanted)
    lines = [CriterionFacts("能力", "解决技术难题", Decimal(100))]
    draft = save_rubric(committee.committee.pk, Tier(case.employer.tier), lines=lines, act=act)
    publish_rubric(draft.pk, act=act)
    assert Paper.objects.get(pk=sheet.pk).status == PaperStatus.OUTDATED
    assert Paper.objects.get(pk=signed.pk).status != PaperStatus.OUTDATED
    services.move_meeting(meeting.pk, starts_at=at(4, 12, 9), act=act)
    assert {Paper.objects.get(pk=each.pk).status for each in (signed, drawn)} == {PaperStatus.OUTDATED}


def test_slips_and_sheet_stand_side_by_side(held):
    """C37: who is recused from one case gets no slip of it; printing slips does not void the sheet."""
    committee, meeting = held
    sheet, slips = printed(committee, meeting, "ballot"), printed(committee, meeting, "ballot-apart")
    sheet.refresh_from_db()
    assert sheet.status != PaperStatus.OUTDATED
    assert shaped(slips).apart


def test_a_count_entered_again_voids_the_sheet_in_hand(held):
    """C37, C39: who scans the count printed before a correction is told so, and no other paper of the meeting is void."""
    committee, meeting = held
    tally = meeting.tallies.first()
    count(committee, tally, yes=9)
    sheet, roster = printed(committee, meeting, "count_sheet"), printed(committee, meeting, "roster")
    count(committee, tally, yes=8, no=1)
    sheet.refresh_from_db()
    roster.refresh_from_db()
    assert sheet.status == PaperStatus.OUTDATED
    assert roster.status != PaperStatus.OUTDATED
    again = printed(committee, meeting, "count_sheet")
    assert {line.yes for line in shaped(again).lines} == {8, None}


def test_minutes_come_after_the_meeting(held):
    """C37: minutes of what has not ended cannot be had; afterwards they tell who sat and what came of each case."""
    committee, meeting = held
    with pytest.raises(Refused) as refused:
        printed(committee, meeting, "minutes")
    assert "闭会以后" in refused.value.refusals[0].text
    for tally in meeting.tallies.all():
        count(committee, tally, yes=9)
    services.close_meeting(meeting.pk, act=moment(committee.secretary, AFTER))
    minutes = shaped(printed(committee, meeting, "minutes", AFTER))
    assert len(minutes.present) + len(minutes.absent) == committee.committee.members.count()
    assert minutes.passed == 2
    assert {line.outcome for line in minutes.lines} == {"达到三分之二，在名额之内"}
    with pytest.raises(Refused):
        printed(committee, meeting, "ballot", AFTER)


def test_only_its_own_secretary_prints_and_opens(held):
    """C37, C44: the list of experts is never public: another office's secretary neither prints nor opens it."""
    committee, meeting = held
    other = officer("sector-agriculture", Role.COMMITTEE_SECRETARY)
    with pytest.raises(Refused):
        print_of_meeting(meeting.pk, key="sign_in_sheet", act=moment(other, MET))
    paper = printed(committee, meeting, "sign_in_sheet")
    assert papers_visible_to(committee.secretary).filter(pk=paper.pk).exists()
    for act in (other, committee.chair, officer("title-office", Role.TITLE_OFFICER)):
        assert not papers_visible_to(act).filter(pk=paper.pk).exists()


def test_a_paper_that_there_is_not_is_refused(held):
    """C37: the list on the page is all that there is."""
    committee, meeting = held
    with pytest.raises(Refused) as refused:
        printed(committee, meeting, "certificate")
    assert "没有这种文书" in refused.value.refusals[0].text


def test_before_and_at_the_meeting_the_filing_forms_fit():
    """C33: 组建备案表 and 会前备案表 with members, term, time; registered, the number is on it; the office opens it."""
    committee = panel()
    meeting = committee.filed_meeting(MET, submitted=at(4, 3), filed=at(4, 4))
    prior, before = (Filing.objects.get(kind=kind) for kind in (FilingKind.PRIOR, FilingKind.PRE_MEETING))
    first = shaped(print_of_filing(prior.pk, act=moment(committee.secretary, MET)))
    assert first.size == committee.committee.members.count()
    paper = print_of_filing(before.pk, act=moment(committee.secretary, MET))
    second = shaped(paper)
    assert second.number == "演示备字2号"
    assert second.starts_at == meeting.starts_at
    assert second.place == meeting.place
    assert papers_visible_to(committee.registrar).filter(pk=paper.pk).exists()
    assert not papers_visible_to(officer("moyu-title", Role.TITLE_OFFICER)).filter(pk=paper.pk).exists()


def test_after_the_document_the_filing_lists_who_passed():
    """C33: 评审结果备案表 states how many were judged and passed, the publicity, the document, and names them."""
    document = qualified().result_documents.get()
    filing = document.filings.get(kind=FilingKind.POST)
    act = officer(filing.committee.office, Role.COMMITTEE_SECRETARY)
    form = shaped(print_of_filing(filing.pk, act=moment(act, at(4, 25))))
    assert form.document == document.number
    assert form.applied == form.passed == len(form.people) == 1
    assert form.people[0].name == document.applications.get().applicant.name


@pytest.mark.parametrize(
    ("born", "on", "band"),
    [("1993-07-15", "2025-04-11", "30—34岁"), ("1990-04-11", "2025-04-11", "35—39岁"), ("", "2025-04-11", "")],
)
def test_age_in_bands_of_five_years(born, on, band):
    """C21: a summary tells an age band, counted in full years on the day of the meeting, and no birthday."""
    assert age_band(date.fromisoformat(born) if born else None, date.fromisoformat(on)) == band


def test_the_page_shows_what_is_being_made_and_what_can_be_opened(sign_in, held):  # noqa: F811
    """C37: one button for each paper; then its state, then the PDF; what cannot be had says why."""
    committee, meeting = held
    address = reverse("committee:meeting", args=[meeting.pk])
    with time_machine.travel(MET, tick=False):
        client = sign_in(committee.secretary)
        assert "闭会以后才有会议纪要" in client.get(address).text
        answer = client.post(reverse("committee:print", args=[meeting.pk]), {"paper": "roster"})
        assert answer["Location"] == f"{address}#print"
        paper = Paper.objects.get(kind=PaperKind.ROSTER)
        page = client.get(address).text
        assert reverse("papers:download", args=[paper.code]) in page
        assert "正在制作" in page
        papers.make(paper.pk, at=MET)
        assert "重新制作" in client.get(address).text
        opened = client.get(reverse("papers:download", args=[paper.code]))
        assert b"".join(opened.streaming_content).startswith(b"%PDF")
        assert client.post(reverse("committee:print", args=[meeting.pk]), {"paper": "minutes"}).status_code == 409
