"""Sample data of every form, ordinary and extreme, for tests, for the gallery and for whoever writes a caller.

Everybody here is 演示; no number belongs to a person.
"""

from typing import Any

LONG_NAME = "买买提·吐尔逊江·阿布都热依木·阿卜杜外力·艾尔肯江（演示）"
RARE_NAME = "䶮喆堃·𬱖（演示）"
ORDINARY_NAME = "演示·艾力"
CONTACT = {"contact_phone": "0903-2069736", "supervision_phone": "0903-2069176"}
MARKS = {
    "code": "PS-2025-000123-1",
    "code_url": "https://portal.example/p/7QZ3M9K2W8R5T1XA",
    "at": "2025-03-10T10:00:00+08:00",
}
LONG_EMPLOYER = "新疆和田昆仑演示水利水电建筑安装工程勘察设计咨询有限责任公司墨玉县分公司第三项目经理部"


def ordinary(form: str) -> dict[str, Any]:
    """Give data as they come every day for `form`."""
    return {**MARKS, **_MAKERS[form](False)}


def extreme(form: str) -> dict[str, Any]:
    """Give data that strain `form`: the longest names, rare characters, long texts, many rows."""
    return {**MARKS, **_MAKERS[form](True)}


def _long(seed: str, times: int) -> str:
    return "\n".join(f"第{n}段，{seed}" for n in range(1, times + 1))


_DEED = (
    "主持墨玉县演示渠道防渗改造工程，渠长12.6公里，采用C25混凝土预制板衬砌，节水率由0.52提高到0.71，"
    "本人负责测量放样、配合比设计与质量检验，合格率100%，获县级优质工程奖，当年增收￥1,260,000元。"
)


def _name(hard: bool) -> str:
    return LONG_NAME if hard else ORDINARY_NAME


def _employer(hard: bool) -> str:
    return LONG_EMPLOYER if hard else "和田演示建设有限公司"


def _target(hard: bool) -> dict[str, Any]:
    if hard:
        return {
            "series": "农业（畜牧兽医、林业、水利）",
            "specialty": "动物疫病预防控制与畜产品质量安全检验",
            "level": "中级",
        }
    return {"series": "工程", "specialty": "建筑工程", "level": "助理级"}


def _employer_notice(hard: bool) -> dict[str, Any]:
    return {
        "name": _name(hard),
        **_target(hard),
        "sex": "男",
        "ethnicity": "维吾尔族",
        "political": "群众",
        "id_number": "653***********0011",
        "current_title": "" if not hard else "助理畜牧师、助理兽医师（2019年12月取得，演示）",
        "ideology": "拥护中国共产党的领导，遵纪守法，恪守职业操守，从业行为规范。"
        if not hard
        else _long("政治立场坚定，" * 12, 4),
        "achievements": _DEED if not hard else _long(_DEED, 12),
        "from_day": "2025-02-20",
        "to_day": "2025-02-27",
        "office": "和田演示建设有限公司综合",
        "supervision_phone": "0903-1000001",
        "contact_phone": "0903-1000002",
        "employer": _employer(hard),
    }


def _employer_notice_result(hard: bool) -> dict[str, Any]:
    objection = {
        "received": "2025年2月24日收到书面反映，称业绩材料中“墨玉县演示渠道”一项的本人作用与实际不符。",
        "investigation": "单位纪检与技术负责人调阅施工日志、验收记录，询问项目经理两人，形成记录。" * 3,
        "conclusion": "经查，反映不属实，本人确为该项目质量负责人，已向反映人答复。",
    }
    return {
        **CONTACT,
        "name": _name(hard),
        **_target(hard),
        "from_day": "2025-02-20",
        "to_day": "2025-02-27",
        "days": 8,
        "working_days": 5,
        "employer": _employer(hard),
        "objections": [objection] * 3 if hard else [],
        "signed_on": "2025-02-28",
    }


def _appraisal_form(hard: bool) -> dict[str, Any]:
    return {
        "year": 2024,
        "employer": _employer(hard),
        "name": RARE_NAME if hard else ORDINARY_NAME,
        "title": "技术员" if not hard else "农业（畜牧兽医）系列助理畜牧师、助理兽医师",
        "post": "施工质量检验" if not hard else "动物疫病预防控制与畜产品质量安全检验岗位（兼项目技术负责人）",
        "approved": "2021年12月",
        "term": "3年",
        "term_from": "2022-01-01",
        "term_to": "2024-12-31",
        "summary": _DEED if not hard else _long(_DEED, 20),
        "employer_opinion": "同意考核组意见。",
        "group_opinion": "工作认真，业务熟练。" if not hard else _long("工作认真，业务熟练，" * 8, 4),
        "grade": "合格",
        "leader_opinion": "同意。",
    }


_MAKERS = {
    "employer_notice": _employer_notice,
    "employer_notice_result": _employer_notice_result,
    "appraisal_form": _appraisal_form,
}


def all_of(form: str) -> list[tuple[str, dict[str, Any]]]:
    """Give (name, data) of each specimen of `form`."""
    return [("ordinary", ordinary(form)), ("extreme", extreme(form))] if form in _MAKERS else []
