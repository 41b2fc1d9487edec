"""Notices, letters and forms."""

from typing import Any

from documents.specimens.common import (
    CONTACT,
    DEED,
    LONG_NAME,
    ORDINARY_NAME,
    RARE_NAME,
    employer_of,
    long_text,
    name_of,
    target_of,
)


def employer_notice(hard: bool) -> dict[str, Any]:
    return {
        **CONTACT,
        "name": name_of(hard),
        **target_of(hard),
        "sex": "男",
        "ethnicity": "维吾尔族",
        "political": "群众",
        "id_number": "653***********0011",
        "current_title": "" if not hard else "助理畜牧师、助理兽医师（2019年12月取得，演示）",
        "ideology": "拥护中国共产党的领导，遵纪守法，恪守职业操守，从业行为规范。"
        if not hard
        else long_text("政治立场坚定，" * 12, 4),
        "achievements": DEED if not hard else long_text(DEED, 12),
        "from_day": "2025-02-20",
        "to_day": "2025-02-27",
        "office": "和田演示建设有限公司综合",
        "objection_phone": "0903-1000001",
        "employer": employer_of(hard),
    }


def employer_notice_result(hard: bool) -> dict[str, Any]:
    objection = {
        "received": "2025年2月24日收到书面反映，称业绩材料中“墨玉县演示渠道”一项的本人作用与实际不符。",
        "investigation": "单位纪检与技术负责人调阅施工日志、验收记录，询问项目经理两人，形成记录。" * 3,
        "conclusion": "经查，反映不属实，本人确为该项目质量负责人，已向反映人答复。",
    }
    return {
        **CONTACT,
        "name": name_of(hard),
        **target_of(hard),
        "from_day": "2025-02-20",
        "to_day": "2025-02-27",
        "days": 8,
        "working_days": 5,
        "employer": employer_of(hard),
        "objections": [objection] * 3 if hard else [],
        "signed_on": "2025-02-28",
    }


def appraisal_form(hard: bool) -> dict[str, Any]:
    return {
        "year": 2024,
        "employer": employer_of(hard),
        "name": RARE_NAME if hard else ORDINARY_NAME,
        "title": "技术员" if not hard else "农业（畜牧兽医）系列助理畜牧师、助理兽医师",
        "post": "施工质量检验" if not hard else "动物疫病预防控制与畜产品质量安全检验岗位（兼项目技术负责人）",
        "approved": "2021年12月",
        "term": "3年",
        "term_from": "2022-01-01",
        "term_to": "2024-12-31",
        "summary": DEED if not hard else long_text(DEED, 20),
        "employer_opinion": "同意考核组意见。",
        "group_opinion": "工作认真，业务熟练。" if not hard else long_text("工作认真，业务熟练，" * 8, 4),
        "grade": "合格",
        "leader_opinion": "同意。",
    }


def _application(hard: bool) -> str:
    target = target_of(hard)
    kind = "评审" if hard else "初定"
    return (
        f"2025年和田地区民营企业专项职称{kind}，{target['series']}系列{target['specialty']}专业{target['level']}"
    )


def _letter(hard: bool) -> dict[str, Any]:
    return {
        **CONTACT,
        "number": "和职演示〔2025〕17号",
        "name": name_of(hard),
        "employer": employer_of(hard),
        "application": _application(hard),
        "issuer": "和田地区专业技术人员职称办公室",
    }


def _reasons(hard: bool) -> list[dict[str, Any]]:
    reason = {
        "code": "R-EDU-02",
        "text": "学历证书没有附学信网《学历证书电子注册备案表》，也没有毕业生登记表。",
        "clause": "通知五（一）2",
        "item": "学历证书",
        "comment": "请在学信网下载备案表后上传；查不到的，上传人事档案里的毕业生登记表。",
    }
    crooked = {
        "code": "R-SCAN-01",
        "text": "扫描件不正、不清楚，看不出证书编号。",
        "clause": "通知五（一）1",
        "item": "继续教育专业课2024年合格证书",
    }
    return [{**reason, "comment": reason["comment"] * 5}, crooked] * 8 if hard else [reason, crooked]


def commitment(hard: bool) -> dict[str, Any]:
    signed = {"signed_at": "2025-02-18T09:12:33+08:00", "address": "2001:db8::1", "digest": "9f" * 32}
    return {
        "name": LONG_NAME if hard else ORDINARY_NAME,
        "id_number": "653***********0011",
        "employer": employer_of(hard),
        "application": _application(hard),
        "text": long_text("本人承诺所填写的信息和上传的材料真实、准确、完整，" * 3, 8) if hard else "",
        **signed,
    }


def training_exemption(hard: bool) -> dict[str, Any]:
    year = {"year": "2023", "subject": "公需课、专业课", "hours": "90"}
    return {
        "name": name_of(hard),
        "sex": "女",
        "employer": employer_of(hard),
        "title": "助理工程师",
        "phone": "139****0001",
        "years": [year] * (9 if hard else 2),
        "reason": long_text("2023年3月至2024年2月产假及哺乳期，未能参加集中培训，" * 4, 6)
        if hard
        else "2023年3月至8月产假。",
        "proofs": "出生医学证明复印件、单位准假证明。",
    }


def receipt(hard: bool) -> dict[str, Any]:
    file = {"slot": "学历证书电子注册备案表", "name": "备案表.pdf", "pages": 2, "digest": "3b7e" * 16}
    odd = {
        "slot": "业绩成果",
        "name": "墨玉县演示渠道防渗改造工程竣工验收资料（第三册）扫描件最终版.jpeg",
        "digest": "a1" * 32,
    }
    return {
        **CONTACT,
        "number": "PS-2025-000123",
        "name": name_of(hard),
        "employer": employer_of(hard),
        "kind": "评审" if hard else "初定",
        **target_of(hard),
        "title": "畜牧师、兽医师" if hard else "助理工程师",
        "submission": 1,
        "received_at": "2025-02-18T09:12:33+08:00",
        "digest": "0123456789abcdef" * 4,
        "files": [file, odd] * (20 if hard else 2),
        "next_step": "等待工作单位审核，2025年3月15日前由单位提交到初审部门。",
        "issuer": "和田地区专业技术人员职称办公室",
    }


def refusal(hard: bool) -> dict[str, Any]:
    return {
        **_letter(hard),
        "reasons": _reasons(hard),
        "decided_by": name_of(hard),
        "issued_on": "2025-03-14",
    }


def return_letter(hard: bool) -> dict[str, Any]:
    return {
        **_letter(hard),
        "reasons": _reasons(hard),
        "returned_at": "2025-03-06T16:20:00+08:00",
        "deadline": "2025-03-10T23:59:59.999999+08:00",
        "why": "退回当日不算，从3月7日起算2日，3月8日是星期六，顺延到3月10日（星期一）24时（通知五（一）1）。",
        "left": 0 if hard else 2,
        "decided_by": "演示·阿依古丽",
    }


def fee_notice(hard: bool) -> dict[str, Any]:
    return {
        **_letter(hard),
        "level": "中级" if hard else "初级",
        "amount": "280" if hard else "140",
        "pay_code": "6532 2025 0001 2345",
        "deadline": "2025-03-30T23:59:59.999999+08:00",
        "issued_on": "2025-03-16",
        "ways": "\n".join(
            ["凭缴款码到代收银行网点缴纳。", "单位统一缴纳的，附人员名单和缴款码。"] * (6 if hard else 1)
        ),
    }


def fee_receipt(hard: bool) -> dict[str, Any]:
    return {
        **_letter(hard),
        "level": "高级" if hard else "中级",
        "amount": "1450.05" if hard else "280",
        "pay_code": "6532 2025 0001 2345",
        "paid_on": "2025-03-18",
        "channel": "单位统一缴纳（Excel导入）" if hard else "银行柜台",
        "bill_number": "DEMO20250318110509000123456789" if hard else "",
        "confirmed_by": LONG_NAME if hard else "演示·王喆",
        "issued_on": "2025-03-18",
        "refunded": "450" if hard else None,
        "refunded_on": "2025-04-01" if hard else None,
    }


def recommendation(hard: bool) -> dict[str, Any]:
    points = [
        "基本信息",
        "学历",
        "专业工作年限",
        "聘任年限",
        "实践能力（经历）",
        "工作业绩",
        "科研成果",
        "继续教育",
    ]
    finding = "与原件核对一致，真实、完整、有效。"
    return {
        "to": "墨玉县人力资源和社会保障局",
        "name": name_of(hard),
        "sex": "男",
        "ethnicity": "维吾尔族",
        "born": "1993年7月",
        "political": "群众",
        "position": "项目质量检验员",
        **target_of(hard),
        "employer": employer_of(hard),
        "employer_profile": "我单位成立于2012年，现有职工46人，专业技术人员15人。" * (8 if hard else 1),
        "process": "经个人申请、述职、考核测评、民意调查，2025年2月18日办公会研究，同意推荐。"
        * (8 if hard else 1),
        "notice_from": "2025-02-20",
        "notice_to": "2025-02-27",
        "achievements": long_text(DEED, 8) if hard else DEED,
        "checks": [{"point": point, "finding": finding * (5 if hard else 1)} for point in points],
        "opinion": "同意推荐。",
        "contact": "演示·李明，0903-1000003",
        "signed_on": "2025-02-28",
    }


def conduct(hard: bool) -> dict[str, Any]:
    words = {
        "politics": "拥护中国共产党的领导，维护祖国统一、民族团结，",
        "integrity": "廉洁自律，没有违纪违规行为，",
        "work": "工作认真负责，能独立完成质量检验，",
        "discipline": "遵守法律法规和职业操守，",
        "awards": "2023年度单位先进个人，没有受过处分，",
        "conclusion": "表现良好，同意推荐，",
    }
    return {
        "name": name_of(hard),
        "sex": "男",
        "ethnicity": "维吾尔族",
        "born": "1993年7月",
        "political": "群众",
        "employer": employer_of(hard),
        "position": "动物疫病预防控制中心检验室副主任（兼）" if hard else "质量检验员",
        **{key: long_text(text * 5, 5) if hard else text.rstrip("，") + "。" for key, text in words.items()},
        "handler": name_of(hard),
        "signed_on": "2025-02-28",
    }


def result_publicity(hard: bool) -> dict[str, Any]:
    person = {
        "name": name_of(hard),
        "employer": employer_of(hard),
        "sex": "男",
        "title": "助理工程师",
        **target_of(hard),
    }
    return {
        **CONTACT,
        "title": "2025年和田地区民营企业专项职称评审结果公示",
        "campaign": "2025年和田地区民营企业专项初定、评审（初、中级）、授予职称",
        "people": [{**person, "kind": "评审"}] * (30 if hard else 3),
        "from_day": "2025-04-16",
        "to_day": "2025-04-23",
        "working_days": 5,
        "issuer": "和田地区专业技术人员职称办公室",
        "address": "和田市演示路1号",
        "issued_on": "2025-04-15",
    }


def print_run(hard: bool) -> dict[str, Any]:
    missing = "呈报表：缺少“证件照”的文件，请申报人重新上传后再打印。"
    return {
        "serial": "12",
        "office": "和田地区专业技术人员职称办公室",
        "kinds": ["专业技术职务任职资格呈报表"] + ["个人现实表现"] * hard,
        "copies": 2,
        "asked_by": "演示·周敏",
        "asked_at": "2025-03-10T10:00:00+08:00",
        "cases": [
            {
                "place": place,
                "number": f"2025-P-{place:06d}",
                "name": name_of(hard and place % 3 == 0),
                "employer": employer_of(hard and place % 4 == 0),
                **({"why": missing} if place % 10 == 7 else {"pages": 7, "sheets": 4}),
            }
            for place in range(1, 61 if hard else 9)
        ],
    }
