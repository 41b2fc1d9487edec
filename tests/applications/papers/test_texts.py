"""What the papers of applicant and employer say, read back from the PDF."""

from datetime import date

import pytest

from accounts.rules.identity import masked_document
from applications.enums import PaperKind, PaperStatus, State
from applications.models import Commitment, Receipt
from applications.papers import applicant as for_applicant
from applications.papers import letters
from applications.papers.common import contents_of
from applications.services import employer as services
from applications.services import papers
from documents.typesetting import typeset
from tests import factories, stories
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    unit = factories.employer()
    row = factories.application(State.EMPLOYER_CHECK, employer=unit)
    factories.sections(row, stories.CONTENTS)
    return row


def printed(case, kind):
    """Give the text of the paper of a kind that stands, made by the worker."""
    paper = case.papers.exclude(status=PaperStatus.OUTDATED).get(kind=kind)
    papers.make(paper.pk, at=stories.POSTED)
    paper.refresh_from_db()
    assert paper.status == PaperStatus.READY, paper.error
    with paper.file.open("rb") as stream:
        return text_of(stream.read())


def test_the_notice_in_the_words_of_the_template(case):
    """C46, C26: 推荐单位公示 word for word, five working days, the ID number as its first three and last four."""
    case = stories.in_notice(stories.in_check(case))
    text = printed(case, PaperKind.EMPLOYER_NOTICE)
    number = case.applicant.document_number
    for words in (
        "根据和田地区职称评审的要求，现对买买提艾力·吐尔逊同志申报工程技术人员系列建筑工程专业中级专业技术任职资格进行公示。",
        "性别：",
        "族别：维吾尔族",
        "政治面貌：群众",
        f"身份证号：{masked_document(number)}",
        "现任专业技术职务任职资格：助理工程师",
        "思想政治条件：政治立场坚定",
        "业绩成果：近五年",
        "公示时间从2025年2月21日起至2025年2月27日止（公示期不少于5个工作日）。",
        "请电话或书面形式反映至",
        "监督电话：0903-1000001",
        "咨询电话：0903-2069736监督电话：0903-2069176",
        "（推荐单位公章）",
    ):
        assert words in text
    assert number not in text


def test_the_office_can_print_the_number_whole(case):
    """C46: with the campaign's switch the number is whole, for a paper that stays inside."""
    case.campaign.full_number_on_notice = True
    case.campaign.save()
    case = stories.in_notice(stories.in_check(case))
    assert case.applicant.document_number in printed(case, PaperKind.EMPLOYER_NOTICE)


def test_conduct_and_recommendation(case):
    """C43: 《个人现实表现》 with 政治、廉洁、工作; 推荐报告 with the points checked, the notice and the opinion."""
    case = stories.in_notice(stories.in_check(case))
    conduct = printed(case, PaperKind.CONDUCT)
    for words in ("政治表现", "维护民族团结", "廉洁自律", "没有违纪违规行为", "工作表现", "能独立完成"):
        assert words in conduct
    act = factories.act_as(stories.clerk_of(case.employer), stories.FORWARDED)
    services.conclude_notice(application_id=case.pk, act=act)
    report = printed(case, PaperKind.RECOMMENDATION)
    for words in (
        "经核对原件，材料真实、完整、有效。",
        "该同志业务熟练，成绩突出，同意推荐。",
        "2025年2月21日至2025年2月27日",
        "专业工作年限",
        "继续教育",
        "和田市人力资源和社会保障局",
    ):
        assert words in report


def test_the_result_without_and_with_objections(case):
    """C46: 公示结果 in the template's words; with an objection it says what came and what was found."""
    case = stories.in_notice(stories.in_check(case))
    act = factories.act_as(stories.clerk_of(case.employer), stories.FORWARDED)
    services.conclude_notice(application_id=case.pk, act=act)
    text = printed(case, PaperKind.EMPLOYER_NOTICE_RESULT)
    assert (
        "买买提艾力·吐尔逊同志申报材料于2025年2月21日至2025年2月27日在本单位公示7天，公示无异议，未收到投诉、举报，"
        "申报材料真实、完整、有效，同意推荐"
    ) in text
    one = services.record_objection(
        application_id=case.pk, received_on=date(2025, 2, 27), content="反映业绩不实。", act=act
    )
    services.settle_objection(objection_id=one.pk, upheld=False, finding="查阅施工日志，属实。", act=act)
    services.conclude_notice(application_id=case.pk, act=act)
    text = printed(case, PaperKind.EMPLOYER_NOTICE_RESULT)
    assert "公示无异议" not in text
    for words in ("反映业绩不实", "查阅施工日志", "异议不成立"):
        assert words in text


def test_the_appraisal_form_of_each_year(case):
    """C47: 业务考核表 in the layout of annex 2, filled for each year, the opinions left for the pen."""
    contents = contents_of(case)
    assert for_applicant.appraisal_years(contents) == [2024, 2023, 2022]
    text = text_of(typeset("appraisal_form", for_applicant.appraisal_form(case, contents, 2022)))
    for words in (
        "专业技术人员业务考核表",
        "2022年度",
        "工作单位",
        "助理工程师",
        "2018年12月",
        "自2019年9月至",
        "和田市示例小区三期主体结构施工",
        "基层单位意见",
        "考核组考核意见及结论",
        "优秀合格基本合格不合格",
        "行政领导审核意见",
    ):
        assert words in text
    before = text_of(typeset("appraisal_form", for_applicant.appraisal_form(case, contents, 2020)))
    assert "示例小区" not in before


def test_the_commitment_as_it_was_signed(case):
    """C14: text, time, address and digest of what was signed; the number masked."""
    signed = Commitment.objects.create(
        application=case,
        version="2025-1",
        text=case.campaign.commitment_text,
        name=case.applicant.name,
        signed_at=stories.SUBMITTED,
        address="10.0.0.1",
    )
    text = text_of(typeset("commitment", for_applicant.commitment(case, signed)))
    for words in ("没有涂改、拼接或借用他人材料", "2025年2月18日22:16", "10.0.0.1", case.number):
        assert words in text
    assert case.applicant.document_number not in text


def test_the_receipt_names_time_digest_and_every_file(case):
    """C14, C17: the moment that counts, the digest, each file with its own."""
    file = stories.upload(
        stories.in_notice(stories.in_check(case)),
        "posting_notice",
        act=factories.act_as(stories.clerk_of(case.employer), stories.POSTED),
    )
    given = Receipt.objects.create(application=case, at=stories.SUBMITTED, digest="ab" * 32)
    text = text_of(typeset("receipt", for_applicant.receipt(case, given, [file], {"posting_notice": "单位公示"})))
    for words in (case.number, "2025年2月18日22:16", "单位公示", file.file.sha256[:16], "第1次"):
        assert words in text


def test_a_refusal_says_why_and_how_to_complain(case):
    """C18, C24: every reason with its clause, who decided, how to complain."""
    reasons = [letters.Given(case.campaign.reasons.get(code=code), "学历证书") for code in ("M03", "M06")]
    decision = letters.Decision(factories.beijing(2025, 3, 6, 16, 20), "周敏", "和田市人力资源和社会保障局")
    refused = text_of(typeset("refusal", letters.refusal(case, reasons, decision)))
    for words in (
        "M03",
        "扫描不正、不清",
        "M06",
        "周敏",
        "不予受理",
        "监督电话0903-2069176反映",
        "谁审查、谁负责",
    ):
        assert words in refused
