"""The paragraphs of a form that an office may word itself: what ours say, and what must stand in them.

    faults("refusal", {"opening": "不予受理。"})    # {"opening": "缺少{申报事项}。"}

A word in braces, such as {单位}, stands for what the paper says of the person or the matter (`documents.passages`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from documents.coverage import faceless

LONGEST = 500  # characters
PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Passage:
    """One paragraph: what it is called, our words, which words in braces may stand in it, and which must."""

    label: str
    text: str
    places: tuple[str, ...]
    needed: tuple[str, ...] = ()
    lines: bool = False


_ABOUT = ("单位", "申报事项", "机关")
_TELEPHONES = ("咨询电话", "监督电话")
_FEE_BASIS = "新价非字〔1991〕66号、发改价函〔2010〕5号"
#: By form, then by paragraph. Those of the 任职资格文件 are filled by whoever gives its data (`filled`).
PASSAGES: dict[str, dict[str, Passage]] = {
    "return_letter": {
        "opening": Passage(
            "开头",
            "您（工作单位：{单位}）的申报：{申报事项}，于{退回时间}退回修改，共{处数}处。"
            "请在{截止时间}（北京时间）之前改好并再次提交。",
            (*_ABOUT, "退回时间", "处数", "截止时间"),
            ("申报事项", "截止时间"),
        ),
        "limit": Passage("逾期的后果", "逾期不再提交，或第3次提交后仍不符合要求的，不予受理。", ()),
    },
    "refusal": {
        "opening": Passage(
            "开头",
            "您（工作单位：{单位}）的申报：{申报事项}，经审核，不予受理。原因和依据如下：",
            _ABOUT,
            ("申报事项",),
        ),
        "complaint": Passage(
            "怎样申诉",
            "对本决定有异议的，可以向{机关}书面申诉，也可以拨打监督电话{监督电话}反映；"
            "对材料和政策有疑问的，拨打咨询电话{咨询电话}。",
            (*_ABOUT, *_TELEPHONES),
            ("机关", "监督电话"),
        ),
    },
    "fee_notice": {
        "opening": Passage(
            "开头",
            "您（工作单位：{单位}）的申报：{申报事项}，状态已为“已接收材料”。请在{截止时间}（北京时间）之前缴纳评审费。",
            (*_ABOUT, "截止时间"),
            ("申报事项", "截止时间"),
        ),
        "basis": Passage("收费依据", _FEE_BASIS, ()),
    },
    "fee_receipt": {"basis": Passage("收费依据", _FEE_BASIS, ())},
    "result_publicity": {
        "opening": Passage(
            "开头",
            "根据和田地区职称评审的要求，{年度申报}工作中，下列{人数}名同志符合专业技术职务任职资格条件，现予公示。",
            ("年度申报", "人数", "机关"),
            ("人数",),
        ),
        "objection": Passage(
            "公示时间和反映方式",
            "公示时间从{公示开始}起至{公示结束}止（{工作日数}个工作日）。如有异议，请在公示期内以电话或书面形式反映至{机关}{地址}。",
            ("公示开始", "公示结束", "工作日数", "机关", "地址"),
            ("公示开始", "公示结束", "机关"),
        ),
    },
    "result_document": {
        "head": Passage("发文机关标志", "{机关}文件", ("机关",)),
        "to": Passage("主送机关", "各县（市）人社局、地直有关行业主管部门、各有关单位", ()),
        "body": Passage(
            "正文",
            "根据《{通知}》（{通知文号}），经评审委员会评审、职称办审定，{公示开始}至{公示结束}公示，"
            "现确认{首位姓名}{人数}名同志取得相应专业技术职务任职资格（名单附后），资格时间从附件所列日期起算。\n"
            "请各单位按照有关规定做好聘任工作。",
            ("通知", "通知文号", "公示开始", "公示结束", "首位姓名", "人数"),
            ("首位姓名", "人数"),
            lines=True,
        ),
    },
}


def faults(form: str, texts: Mapping[str, Any]) -> dict[str, str]:
    """Give what is wrong with an office's words for a form, by paragraph; nothing where they may be printed."""
    found = {}
    for key, text in texts.items():
        passage = PASSAGES.get(form, {}).get(key)
        if passage is None or not isinstance(text, str):
            found[key] = _("文书里没有这一段。")
        elif fault := _fault(passage, text):
            found[key] = fault
    return found


def _fault(passage: Passage, text: str) -> str:
    used = PLACE.findall(text)
    strange = [name for name in used if name not in passage.places]
    missing = [name for name in passage.needed if name not in used]
    if not text.strip():
        return _("请写上内容。")
    if len(text) > LONGEST:
        return _("最多%(most)d个字，现在有%(length)d个。") % {"most": LONGEST, "length": len(text)}
    if signs := faceless(text):
        return _("“%(signs)s”打印不出来，请删掉，或改用文字说明。") % {"signs": signs}
    if strange or "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text):
        return _("大括号里只能写：%(places)s。") % {
            "places": _braced(passage.places) or _("（这一段不能用大括号）")
        }
    if missing:
        return _("缺少%(missing)s。") % {"missing": _braced(missing)}
    return _("这一段只能写一行。") if "\n" in text.strip() and not passage.lines else ""


def _braced(names: Any) -> str:
    return "、".join(f"{{{name}}}" for name in names)


def text_of(form: str, key: str, words: Mapping[str, str]) -> str:
    """Give what a paragraph says before its words in braces are filled in: the office's words, or ours."""
    return words.get(key) or PASSAGES[form][key].text


def filled(text: str, values: Mapping[str, str]) -> str:
    """Give a paragraph with its words in braces replaced by `values`; one that has none stays as it is."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)
