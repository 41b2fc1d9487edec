"""The words of the notice's annexes and the facts that each letter must state."""

from functools import cache

import pytest

from documents import specimens
from documents.typesetting import typeset, typeset_blank
from tests.documents.reading import pages_of, raw_text_of, squeezed, text_of

NOTICE_TEMPLATE = (
    "根据和田地区职称评审的要求，现对××同志申报××系列××专业×（高、中、初）级专业技术任职资格进行公示。",
    "基本信息：（包括：性别、族别、政治面貌、身份证号、现任专业技术职务任职资格）",
    "思想政治条件：（突出政治表现，强调职业操守和从业行为）",
    "业绩成果：（简要描述近五年的实践能力和业绩成果，并说明对业绩成果的实际贡献）。",
    "公示时间从××××年××月××日起至××××年××月××日止（公示期不少于5个工作日）。"
    "如对××同志的相关信息有疑异，请电话或书面形式反映至××办公室，监督电话：××××",
    "签字：（单位负责人签字）",
    "（推荐单位公章）",
    "2025年×月×日",
)
RESULT_TEMPLATE = (
    "×××同志申报材料于××××年××月××日至××××年××月××日在本单位公示××天，公示无异议，未收到投诉、举报，"
    "申报材料真实、完整、有效，同意推荐×××同志申报××系列××专业×（高、中、初）级专业技术任职资格。",
    "推荐单位名称（公章）",
    "2025年×月×日",
)
APPRAISAL_TEMPLATE = (
    "专业技术人员业务考核表",
    "（20年度）",
    "工作单位",
    "专业技术岗位",
    "批准时间",
    "聘（任）年限",
    "聘（任）期",
    "自年月至年月",
    "20年度（或任职期满）担任主要专业技术工作及工作业绩简结",
    "基层单位意见",
    "负责人签字：",
    "考核组考核意见及结论",
    "优秀合格基本合格不合格",
    "组长签字",
    "行政领导审核意见",
    "单位盖章",
)


@cache
def ordinary(form: str, **change) -> str:
    """The text of the ordinary specimen with some fields changed."""
    return text_of(typeset(form, {**specimens.ordinary(form), **change}))


@cache
def blank(form: str) -> str:
    """The text of the blank, as of the notice's day."""
    return text_of(typeset_blank(form, {"at": "2025-02-10T00:00:00+08:00", **specimens.CONTACT}))


@pytest.mark.parametrize("words", NOTICE_TEMPLATE)
def test_blank_employer_notice_has_the_words_of_annex_1(words):
    """C46: 推荐单位公示（模板）, word for word."""
    assert squeezed(words) in blank("employer_notice")


@pytest.mark.parametrize("words", RESULT_TEMPLATE)
def test_blank_notice_result_has_the_words_of_annex_1(words):
    """C46: 推荐单位公示结果（模板）, word for word."""
    assert squeezed(words) in blank("employer_notice_result")


@pytest.mark.parametrize("words", APPRAISAL_TEMPLATE)
def test_blank_appraisal_form_has_the_cells_of_annex_2(words):
    """C47: 专业技术人员业务考核表, cell for cell."""
    assert squeezed(words) in blank("appraisal_form")


def test_employer_notice_filled():
    """C46, C26, C48: the template's sentences with the person's facts; the ID number as it was given."""
    text = ordinary("employer_notice")
    assert "现对演示·艾力同志申报工程系列建筑工程专业助理级专业技术任职资格进行公示。" in text
    assert "身份证号：653***********0011；" in text
    assert "公示时间从2025年2月20日起至2025年2月27日止（公示期不少于5个工作日）。" in text
    assert (
        "如对演示·艾力同志的相关信息有疑异，请电话或书面形式反映至和田演示建设有限公司综合办公室，监督电话：0903-1000001"
        in text
    )


def test_a_series_named_in_full_is_not_doubled():
    """C46: 工程系列 does not become 工程系列系列."""
    assert "申报工程系列建筑工程专业" in ordinary("employer_notice", series="工程系列", specialty="建筑工程专业")


def test_notice_result_without_objection():
    """C46, C26: natural days in the sentence, working days beneath it."""
    text = ordinary("employer_notice_result")
    assert (
        "演示·艾力同志申报材料于2025年2月20日至2025年2月27日在本单位公示8天，公示无异议，未收到投诉、举报，"
        "申报材料真实、完整、有效，同意推荐演示·艾力同志申报工程系列建筑工程专业助理级专业技术任职资格。"
    ) in text
    assert "公示8天中有工作日5个" in text


def test_notice_result_with_objections():
    """C26, C46: an objection is told with its inquiry and conclusion; 公示无异议 is not claimed."""
    text = text_of(typeset("employer_notice_result", specimens.extreme("employer_notice_result")))
    assert "公示期间收到异议3件" in text
    assert "公示无异议" not in text


def test_appraisal_ticks_one_grade():
    """C47: one tick, under the grade given."""
    assert ordinary("appraisal_form").count("√") == 1
    assert "√" not in blank("appraisal_form")


def test_report_form_of_each_kind():
    """C12, C39: 呈报表 for 初定 and 授予, 评审表 with its own parts for 评审."""
    initial = ordinary("report_form")
    assert "初定专业技术职务任职资格呈报表" in initial
    assert "同意确定助理工程师资格" in initial
    assert "评审委员会意见" not in initial
    grant = ordinary("report_form", kind="grant")
    assert "授予专业技术职务任职资格呈报表" in grant
    assert "同意授予助理工程师资格" in grant
    review = text_of(typeset("report_form", specimens.extreme("report_form")))
    parts = "著作、论文及重要技术报告登记 水平能力测试、答辩情况 答辩组（专业组）评议意见 评审委员会意见 一式两份"
    assert all(part in review for part in parts.split())
    assert "总人数参加人数赞成人数反对人数弃权人数备注119711" in review


def test_open_votes_stay_open():
    """C37: before the ballot the cells of the count are empty."""
    data = dict(specimens.all_of("report_form"))["review-ordinary"]
    assert "弃权人数备注主任委员签字" in text_of(typeset("report_form", data))


def test_refusal_says_why_by_what_and_where_to_complain():
    """C18, C24, C44, C48: reasons with code and clause, who decided, both telephones."""
    text = ordinary("refusal")
    for words in (
        "R-EDU-02",
        "通知五（一）2",
        "经办人演示·艾力",
        "书面申诉",
        "监督电话：0903-2069176",
        "咨询电话：0903-2069736",
    ):
        assert squeezed(words) in text


def test_return_letter_states_the_deadline_and_its_arithmetic():
    """C16, C17: until when, why, how often still."""
    text = ordinary("return_letter")
    for words in ("2025年3月10日24时", "3月8日是星期六，顺延到3月10日", "还可以提交2次", "共2处"):
        assert words in text
    assert "提交次数已用完" in ordinary("return_letter", left=0)


@pytest.mark.parametrize(
    ("amount", "figures", "capitals"),
    [
        ("280", "￥280.00", "贰佰捌拾元整"),
        ("140", "￥140.00", "壹佰肆拾元整"),
        ("450.50", "￥450.50", "肆佰伍拾元伍角"),
        ("1E+3", "￥1,000.00", "壹仟元整"),
    ],
)
def test_fee_in_figures_and_capitals(amount, figures, capitals):
    """C35, C36: 280 yuan is 贰佰捌拾元整, on the notice and on the receipt."""
    for form in ("fee_notice", "fee_receipt"):
        text = ordinary(form, amount=amount)
        assert figures in text
        assert f"人民币{capitals}" in text


def test_fee_receipt_states_the_day_and_no_hour():
    """C35: the bank tells the day on which the money came; the number of the fiscal receipt bears its own name."""
    text = ordinary("fee_receipt", bill_number="65000001")
    assert "到账日期2025年3月18日确认人" in text
    assert "电子票据号65000001" in text


def test_conduct_leaves_out_what_nobody_wrote():
    """C43: 政治、廉洁、工作 always; 职业操守 and 奖惩 only where there is something to say."""
    assert "奖惩" in ordinary("conduct")
    text = ordinary("conduct", discipline="", awards="")
    assert "工作表现" in text
    assert "奖惩" not in text
    assert "遵纪守法职业操守" not in text


def test_a_heading_goes_with_its_text():
    """C43: 推荐意见 does not stand alone at the foot of a page."""
    pages = pages_of(typeset("recommendation", specimens.extreme("recommendation")))
    assert any("推荐意见同意推荐" in page for page in pages)


def test_fee_receipt_tells_of_a_refund():
    """C36: what went back is on the voucher."""
    assert "已退￥280.00（大写：人民币贰佰捌拾元整）" in ordinary("fee_receipt", refunded="280")
    assert "已退" not in ordinary("fee_receipt")


def test_receipt_has_time_and_digest():
    """C05, C14: the second of arrival, in Beijing time, and the fingerprint of what arrived."""
    text = ordinary("receipt", received_at="2025-02-18T01:12:33+00:00")
    assert "2025年2月18日09:12:33（北京时间）" in text
    assert "0123456789abcdef" * 4 in text


def test_a_moment_just_before_midnight_elsewhere_is_the_next_day_here():
    """C05: the date of the receipt is Beijing's."""
    assert "2025年3月7日00:10:00" in ordinary("receipt", received_at="2025-03-06T16:10:00+00:00")


def test_result_document_is_an_official_document():
    """C10, GB/T 9704: number, title, annex with repeated head, imprint on an even last page without a number."""
    data = specimens.extreme("result_document")
    pages = pages_of(typeset("result_document", data))
    assert "和地职称办〔2025〕3号" in pages[0]
    assert "—1—" in pages[0]
    lists = [page for page in pages if "资格时间" in page and "序号" in page]
    assert len(lists) > 1
    assert len(pages) % 2 == 0
    assert "抄送：自治区人力资源和社会保障厅，地委组织部。" in pages[-1]
    assert "2025年4月24日印发" in pages[-1]
    assert f"—{len(pages)}—" not in pages[-1]


@pytest.mark.parametrize("more", range(0, 44, 4))
def test_the_title_of_a_result_document_breaks_by_sense(more):
    """C10, GB/T 9704: wherever a line ends, 任职资格的通知 stays whole, and so does the year."""
    title = "关于确认和田地区" + "墨玉县洛浦县策勒县于田县" * 4
    title = title[: 8 + more] + "2025年民营企业专项申报专业技术职务任职资格的通知"
    shown = raw_text_of(typeset("result_document", {**specimens.ordinary("result_document"), "title": title}))
    for word in ("2025年", "民营企业", "专业技术职务", "任职资格的通知"):
        assert word in shown.partition("各县")[0]


def test_commitment_carries_how_it_was_signed():
    """C14, C45: our standing text with its consequences; time, address and digest of the signature."""
    text = ordinary("commitment")
    for words in (
        "三年内不得申报",
        "列入平台诚信名单库",
        "2025年2月18日09:12:33",
        "2001:db8::1",
        "9f" * 32,
        "脱密处理",
    ):
        assert words in text


def test_recommendation_covers_the_points_of_the_notice():
    """C25, C26, C43: the eight points that the employer verified."""
    text = ordinary("recommendation")
    points = (
        "基本信息",
        "学历",
        "专业工作年限",
        "聘任年限",
        "实践能力（经历）",
        "工作业绩",
        "科研成果",
        "继续教育",
    )
    assert all(point in text for point in (*points, "民意调查"))


def test_conduct_has_its_three_aspects():
    """C43: 政治、廉洁、工作."""
    text = ordinary("conduct")
    assert all(aspect in text for aspect in ("政治表现", "廉洁自律", "工作表现"))


@pytest.mark.parametrize(
    "form", ["receipt", "return_letter", "refusal", "fee_notice", "fee_receipt", "result_publicity"]
)
def test_every_notice_has_both_telephones(form):
    """C48: contact and supervision telephone on every notice."""
    text = ordinary(form)
    assert "0903-2069736" in text
    assert "0903-2069176" in text
