"""Tells what kind of document a page looks like, by its words: a diploma in the place of the contract is noticed."""

from dataclasses import dataclass

from documents.scans.identity import squeezed
from documents.scans.lines import Line

#: For each kind the words that speak for it, and how strongly. A kind has the name of the slot that it belongs in.
SIGNS: dict[str, dict[str, float]] = {
    "id_card": {"居民身份证": 5, "公民身份号码": 5, "签发机关": 3, "有效期限": 2, "住址": 1},
    "diploma": {
        "毕业证书": 5,
        "准予毕业": 4,
        "修完": 2,
        "成绩合格": 1,
        "毕业证": 1,
        "校长": 1,
        "学制": 1,
    },
    "degree_certificate": {
        "学位证书": 6,
        "学位评定委员会": 4,
        "学士学位": 3,
        "硕士学位": 3,
        "博士学位": 3,
        "授予": 1,
    },
    "education_register": {"电子注册备案表": 9, "在线验证码": 2, "学信网": 1, "学生信息网": 1},
    "education_verification": {
        "在线验证报告": 4,
        "验证报告": 5,
        "学籍在线验证": 3,
        "学籍状态": 3,
        "在线验证码": 2,
        "学信网": 1,
        "学生信息网": 1,
    },
    "graduation_form": {"毕业生登记表": 9, "毕业鉴定": 3, "毕业实习": 1},
    "employment_contract": {
        "劳动合同": 6,
        "甲方": 1.5,
        "乙方": 1.5,
        "合同期限": 2,
        "劳动报酬": 2,
        "试用期": 1,
        "工作内容": 1,
    },
    "social_security": {
        "社会保险": 4,
        "参保": 3,
        "缴费": 2,
        "养老保险": 2,
        "失业保险": 2,
        "缴费基数": 2,
        "社保": 2,
    },
    "dispatch_proof": {
        "派驻证明": 6,
        "派驻": 4,
        "派出单位": 3,
        "选派": 4,
        "派往": 4,
        "外派": 4,
        "委派": 4,
        "援疆": 4,
        "挂职": 3,
        "和田工作": 2,
    },
    "current_title": {
        "任职资格": 4,
        "资格证书": 2,
        "职称证书": 5,
        "职称": 2,
        "评审委员会": 2,
        "专业技术": 2,
        "评审": 1,
    },
    "appointment": {
        "聘书": 6,
        "聘任": 3,
        "聘期": 3,
        "受聘": 2,
        "特聘": 3,
        "聘请": 3,
        "兹聘": 3,
        "聘为": 3,
        "聘用": 2,
        "专业技术职务": 2,
        "任期": 2,
    },
    "skill_certificate": {
        "技能等级": 6,
        "职业资格证书": 6,
        "职业名称": 3,
        "职业技能": 3,
        "操作技能": 2,
        "理论知识": 2,
    },
    "appraisal": {"考核表": 6, "年度考核": 4, "考核登记": 4, "考核等次": 3, "个人总结": 2, "主管领导": 1},
    "training_exemption": {"免学": 8, "免学审批": 2},
    "public_course": {"公需": 7, "继续教育": 2, "学时": 1},
    "specialty_course": {"专业课": 7, "专业科目": 7, "继续教育": 2, "学时": 1},
    "papers": {
        "摘要": 4,
        "关键词": 4,
        "参考文献": 3,
        "中图分类号": 3,
        "文章编号": 2,
        "abstract": 2,
        "doi": 1,
        "issn": 2,
        "isbn": 3,
        "目录": 2,
        "目次": 4,
        "期刊": 2,
        "学报": 3,
        "主办单位": 2,
        "编辑部": 3,
        "出版": 2,
        "刊号": 3,
        "作者简介": 3,
        "专利": 4,
        "发明人": 3,
        "实用新型": 4,
    },
    "awards": {
        "荣誉证书": 6,
        "获奖证书": 7,
        "奖状": 7,
        "荣获": 4,
        "等奖": 3,
        "特发此证": 2,
        "以资鼓励": 4,
        "表彰": 2,
        "奖励": 3,
        "称号": 3,
        "先进个人": 3,
        "先进工作者": 3,
        "劳动模范": 4,
        "表扬": 3,
        "进步奖": 4,
        "优秀奖": 4,
        "竞赛": 2,
        "评选": 1,
    },
    "posting_notice": {"单位公示": 6, "公示期": 2, "公示内容": 2},
    "posting_result": {"公示结果": 7},
    "recommendation": {"推荐报告": 8, "关于推荐": 6, "现予推荐": 3, "特此推荐": 3},
    "political_conduct": {"现实表现": 8},
    "commitment": {"承诺书": 8, "承诺": 1},
}
#: So many points make a kind likely, and so many more than the slot's own kind make the slot wrong.
LIKELY, CLEARLY = 5.0, 3.0


@dataclass(frozen=True)
class Look:
    """What a document looks like: its kind, or nothing when it could be anything, and the words that say so."""

    kind: str = ""
    words: tuple[str, ...] = ()


def kind_of_slot(slot_key: str) -> str:
    """Give the kind that belongs in a slot; slots of several years share one, and some take anything (nothing)."""
    kind = slot_key.rpartition("_y")[0] if slot_key[-1:].isdigit() else slot_key
    return kind if kind in SIGNS else ""


def look_of(lines: tuple[Line, ...]) -> Look:
    """Give what a document with these lines looks like."""
    points = _points(lines)
    best = max(points, key=lambda kind: points[kind])
    return _look(best, lines) if points[best] >= LIKELY else Look()


def misplaced(lines: tuple[Line, ...], slot_key: str) -> Look | None:
    """Give what a document looks like when it clearly belongs elsewhere than in this slot, else None."""
    own, look, points = kind_of_slot(slot_key), look_of(lines), _points(lines)
    if not own or not look.kind or points[look.kind] < points[own] + CLEARLY:
        return None
    return look


def _points(lines: tuple[Line, ...]) -> dict[str, float]:
    text = _text(lines)
    return {kind: sum(weight for word, weight in signs.items() if word in text) for kind, signs in SIGNS.items()}


def _text(lines: tuple[Line, ...]) -> str:
    return squeezed("".join(line.text for line in lines))[0]


def _look(kind: str, lines: tuple[Line, ...]) -> Look:
    text = _text(lines)
    return Look(kind, tuple(word for word in SIGNS[kind] if word in text))
