"""Papers with a list: none, hundreds, the longest names; the head again on each page, nothing cut, nothing too small."""

from collections import Counter
from functools import cache

import pytest

from documents import specimens
from documents.typesetting import FORMS, typeset, typeset_blank
from tests.documents.reading import (
    codes_of,
    han,
    nearest_edge,
    pages_of,
    squeezed,
    strings_in,
    text_of,
)

#: The first cells of the head of each list.
HEADS = {
    "employer_batch_notice": "序号姓名性别族别",
    "employer_batch_result": "序号姓名申报系列",
    "blind_summary": "代号性别年龄段",
    "named_summary": "代号姓名单位",
    "roster": "序号姓名性别民族",
    "sign_in_sheet": "序号姓名职务职称单位签到时间",
    "score_sheet": "序号类别指标",
    "ballot": "序号代号",
    "count_sheet": "序号代号姓名申报资格投票人数",
    "minutes": "序号代号姓名申报资格赞成",
    "draw_record": "顺序姓名职称",
    "filing_post": "序号姓名单位专业资格名称",
}
MANY = 200
#: Lists with more in a row: pages enough from fewer, for the sake of whoever waits for the tests.
FEWER = {
    "employer_batch_notice": 30,
    "employer_batch_result": 60,
    "blind_summary": 12,
    "named_summary": 8,
    "ballot": 60,
    "roster": 60,
    "sign_in_sheet": 60,
    "score_sheet": 60,
    "count_sheet": 60,
    "minutes": 60,
    "draw_record": 75,
}


@cache
def many(form: str) -> tuple[dict, bytes]:
    data = specimens.with_rows(form, FEWER.get(form, MANY))
    return data, typeset(form, data)


@pytest.mark.parametrize("form", specimens.LISTS)
def test_a_long_list_is_whole_with_its_head_on_every_page(form):
    """C15, C37, C46: rows over many pages, names of thirty characters: none lost, none cut, the head on each page."""
    data, pdf = many(form)
    pages = pages_of(pdf)
    with_head = [number for number, page in enumerate(pages) if HEADS[form] in page]
    assert len(with_head) > 2
    assert with_head == list(range(with_head[0], with_head[-1] + 1))
    assert not Counter(han("".join(strings_in(data)))) - Counter("".join(pages))
    assert nearest_edge(pdf) >= 15
    assert data["code_url"] in codes_of(pdf, len(pages) - 1)


@pytest.mark.parametrize("form", specimens.LISTS)
def test_an_empty_list_says_so(form):
    """C15: a list without a row is printed as such and not as a hole."""
    text = text_of(typeset(form, specimens.with_rows(form, 0)))
    assert HEADS[form] in text
    assert "（无）" in text
    assert "⟦" not in text


def test_a_ballot_tells_neither_voter_nor_author():
    """C21, C37: a ballot holds codes, what is applied for and three empty columns; a slip each for who is recused."""
    cases = [{"code": "1234 0077", "target": "工程系列建筑工程，工程师（中级）"}]
    data = {**specimens.ordinary("ballot"), "cases": cases * 3}
    sheet, slips = text_of(typeset("ballot", data)), text_of(typeset("ballot", {**data, "apart": True}))
    assert "序号代号申报资格同意不同意弃权" in sheet
    assert sheet.count("表决票") == 1
    assert slips.count("表决票") == 3
    for text in (sheet, slips):
        assert "姓名" not in text.replace("票上不写姓名", "")
        assert "专家" not in text
        assert "编号" not in text


def test_a_blind_summary_has_no_place_for_a_name():
    """C21: name, employer and school are fields of the named 评审简表 only; the blind one refuses them."""
    blind, named = (FORMS[form].shape.__annotations__["candidates"] for form in ("blind_summary", "named_summary"))
    fields = [set(kind.__args__[0].__dataclass_fields__) for kind in (blind, named)]
    assert fields[1] - fields[0] == {"name", "employer"}
    assert not fields[0] & {"school", "id_number", "phone", "unit"}
    text = text_of(typeset("blind_summary", specimens.ordinary("blind_summary")))
    assert "姓名" not in text
    assert "单位" not in text


def test_a_score_sheet_bears_codes_and_its_full_marks():
    """C21, C31: case and expert under codes, no signature; the criteria's points add up to the full mark."""
    text = text_of(typeset("score_sheet", specimens.ordinary("score_sheet")))
    assert "评审代码91534806专家代码K7M2" in text
    assert "合计100" in text
    assert "签字" not in text


def test_a_joint_notice_says_what_annex_1_says_of_each():
    """C26, C46: the template's sentence for several people; what each did stands beneath his name."""
    text = text_of(typeset("employer_batch_notice", specimens.ordinary("employer_batch_notice")))
    assert "现对演示·艾力等4名同志申报专业技术任职资格进行公示（名单附后）。" in text
    assert "公示时间从2025年2月20日起至2025年2月27日止（公示期不少于5个工作日）。" in text
    assert text.count("思想政治条件：") == text.count("业绩成果：") == 4
    alone = specimens.with_rows("employer_batch_notice", 1)
    assert "同志申报专业技术任职资格进行公示" in text_of(typeset("employer_batch_notice", alone))


def test_a_joint_result_claims_no_silence_where_somebody_objected():
    """C26, C46: 公示无异议 of all, or how many were objected to and how each was settled."""
    quiet = text_of(typeset("employer_batch_result", specimens.with_rows("employer_batch_result", 3)))
    assert "公示8天，公示无异议，未收到投诉、举报" in quiet
    told = text_of(typeset("employer_batch_result", specimens.extreme("employer_batch_result")))
    assert "收到涉及6名同志的异议" in told
    assert "未收到投诉、举报" not in told


@pytest.mark.parametrize("many", [15, 60])
def test_a_commitment_for_many_flows_on_with_its_head(many):
    """C26, C44: names of thirty characters fill the first page and go on, numbered, the head on each page."""
    data = {**specimens.ordinary("employer_commitment"), "people": [specimens.LONG_NAME] * many}
    pdf = typeset("employer_commitment", data)
    pages = pages_of(pdf)
    on_each = [page.count(squeezed(specimens.LONG_NAME)) for page in pages]
    assert sum(on_each) == many
    assert on_each[0] >= 10
    assert on_each[-1]  # no page has nothing but the signatures
    assert all("序号申报人序号申报人" in page for page in pages)
    assert f"共{many}人" in pages[0]
    assert nearest_edge(pdf) >= 15


def test_a_defence_notice_says_when_where_and_what_to_bring():
    """C27, C48: time, place, group, order, what to bring, whom to ask."""
    text = text_of(typeset("defence_notice", specimens.ordinary("defence_notice")))
    for words in ("2025年4月11日09:30（北京时间）", "第2组", "第7位", "身份证原件", "0903-2069736"):
        assert squeezed(words) in text


def test_the_draw_can_be_repeated_by_what_is_printed():
    """C33: seed and digest of the pool stand whole on the record, with whoever was left out and why."""
    data = specimens.ordinary("draw_record")
    text = text_of(typeset("draw_record", data))
    assert data["seed"] in text
    assert data["pool_digest"] in text
    assert "连续两年参加评审：11人" in text


@pytest.mark.parametrize("form", ["filing_prior", "filing_meeting", "filing_post"])
def test_a_filing_form_leaves_room_for_both_seals(form):
    """C33: committee, term, members, 备案号; the office that formed it and the one that registers sign."""
    text = text_of(typeset(form, specimens.extreme(form)))
    for words in ("和职备〔2025〕12号", "组建单位意见", "备案机关意见", "2027年12月31日", "70%"):
        assert words in text


def test_return_letter_and_refusal_say_how_to_complain():
    """C16, C18, C24: in writing to the office that decided, or by the supervision telephone."""
    returned = text_of(typeset("return_letter", specimens.ordinary("return_letter")))
    assert "书面申请复核，也可以拨打监督电话投诉" in returned
    assert "书面申诉，也可以拨打监督电话0903-2069176反映" in text_of(
        typeset("refusal", specimens.ordinary("refusal"))
    )


def test_blank_sheets_are_ruled_for_the_pen():
    """C27, C31, C37: 签到表, 表决票, 评分表, 答辩记录表 print empty, with rows to write in."""
    for form in ("sign_in_sheet", "ballot", "score_sheet", "defence_record", "draw_record"):
        text = text_of(typeset_blank(form))
        assert "（无）" not in text
        assert "None" not in text


def test_the_version_stands_beside_the_code():
    """C39: number of the form, code of the paper and the version of its data on each page."""
    pdf = typeset("minutes", specimens.extreme("minutes"))
    assert all("和职表287QZ3M9K2W8R5版本9f3a6c0d51be" in page for page in pages_of(pdf))
