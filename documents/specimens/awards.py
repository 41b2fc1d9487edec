"""呈报表 and 评审表, the result document and the certificate."""

import base64
import io
from typing import Any

from PIL import Image, ImageDraw

from documents.specimens.common import DEED, LONG_NAME, RARE_NAME, employer_of, long_text, name_of, target_of


def photo() -> str:
    """Give a drawn head and shoulders, 358 x 441 pixels, as a `data:` address; nobody's picture."""
    image = Image.new("RGB", (358, 441), "#5b8fd0")
    pen = ImageDraw.Draw(image)
    pen.ellipse((104, 80, 254, 270), fill="#e8c9a8")
    pen.ellipse((30, 280, 328, 620), fill="#33415c")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


def report_form(hard: bool, kind: str = "") -> dict[str, Any]:
    """呈报表 of 初定, or with `hard` a 评审表 full to the brim."""
    kind = kind or ("review" if hard else "initial")
    data = {
        "kind": kind,
        "employer": employer_of(hard),
        **target_of(hard),
        "title": "畜牧师、兽医师" if hard else "助理工程师",
        "person": _person(hard),
        "filled_on": "2025-02-18",
        "summary": long_text(DEED, 12 if hard else 1),
        "remark": "拥护党的领导，遵纪守法，爱岗敬业，业务能力较强。" * (12 if hard else 1),
        "commitment_at": "2025-02-18T09:12:33+08:00",
        "employer_opinion": {
            "text": "经2025年2月20日至2月27日公示无异议，材料真实、完整、有效，同意推荐。" * (10 if hard else 1),
            "office": employer_of(hard),
        },
        "initial_opinion": {
            "text": "经审核，符合申报条件，同意呈报。",
            "office": "墨玉县人力资源和社会保障局",
            "signer": LONG_NAME if hard else "演示·王喆",
            "on": "2025-03-11",
        },
        **_rows(20 if hard else 2),
    }
    return {**data, **_review(hard)} if kind == "review" else data


def _person(hard: bool) -> dict[str, Any]:
    return {
        "name": name_of(hard),
        "sex": "男",
        "ethnicity": "柯尔克孜族" if hard else "维吾尔族",
        "born": "1993年7月",
        "id_number": "653***********0011",
        "political": "中国民主建国会会员" if hard else "群众",
        "native_place": "新疆墨玉",
        "started_work": "2016年7月",
        "years_in_profession": "8年7个月",
        "health": "健康",
        "education": "大学本科",
        "graduation": "2016年6月新疆演示农业大学"
        + ("动物科学学院动物医学（五年制，民汉双语）专业" if hard else "水利工程专业"),
        "degree": "农学学士",
        "title": "助理畜牧师、助理兽医师" if hard else "",
        "title_obtained": "2019年12月" if hard else "",
        "title_appointed": "2020年1月" if hard else "",
        "profession": "动物疫病预防控制" if hard else "建筑施工",
        "position": "检验室副主任" if hard else "质量检验员",
        "employer_kind": "民营企业",
        "employer": employer_of(hard),
        "employer_code": "91653200MA0DEMO018",
        "skill": "动物疫病防治员高级工" if hard else "",
        "skill_obtained": "2018年5月" if hard else "",
        "skill_number": "DEMO1865000000000123" if hard else "",
        "societies": "和田地区演示畜牧兽医学会理事" * (6 if hard else 1),
        "phone": "139****0001",
        "address": "墨玉县喀拉喀什镇演示路100号" * (3 if hard else 1),
        "photo": photo(),
    }


def _rows(many: int) -> dict[str, Any]:
    schooling = {
        "school": "新疆演示农业大学",
        "major": "水利水电工程",
        "graduated": "2016年6月",
        "length": "4年",
        "form": "全日制",
        "education": "大学本科",
        "degree": "工学学士",
        "certificate": "107581201605000123",
        "online_code": "A1B2C3D4E5F6G7H8",
    }
    work = {
        "period": "2016.07—2025.02",
        "employer": "和田演示建设有限公司",
        "work": DEED[:40],
        "position": "检验员",
    }
    return {
        "schooling": [schooling] * (1 + many // 7),
        "works": [work] * many,
        "grades": [
            {"year": year, "grade": "合格", "employer": "和田演示建设有限公司"}
            for year in ("2022", "2023", "2024")
        ],
    }


def _review(hard: bool) -> dict[str, Any]:
    many = 12 if hard else 2
    achievement = {
        "period": "2023.03—2023.11",
        "name": "墨玉县演示渠道防渗改造工程",
        "role": DEED,
        "effect": "合格",
    }
    study = {"period": "2012.09—2016.06", "school": "新疆演示农业大学", "subject": "水利", "result": "本科、学士"}
    return {
        "studies": [{**study, "form": "全日制", "witness": name_of(hard)}] * many,
        "achievements_before": [achievement] * many,
        "achievements_after": [achievement] * many,
        "papers": [
            {"day": "2024.06", "name": "演示灌区渠道衬砌冻胀防治研究", "publication": "《演示水利》2024年第3期"}
        ],
        "trainings": [_training(year) for year in ("2022", "2023", "2024", "2025")],
        "defences": [
            {"day": "2025.04.11", "kind": "专业水平答辩", "subject": "3题", "organiser": "工程系列评委会"}
        ],
        "group_opinion": {"text": "答辩合格。"},
        "votes": {"members": 11, "present": 9, "yes": 7, "no": 1, "abstained": 1} if hard else {},
        "committee_opinion": {"text": "经表决，通过。" if hard else ""},
        "final_opinion": {"text": "经公示无异议。", "office": "和田地区专业技术人员职称办公室"} if hard else {},
        "qualified_from": "2025-04-11" if hard else None,
    }


def _training(year: str) -> dict[str, Any]:
    return {
        "year": year,
        "public_hours": "30",
        "public_certificate": f"GX{year}000123",
        "special_hours": "60",
        "special_certificate": f"ZY{year}000456",
    }


def result_document(hard: bool) -> dict[str, Any]:
    """任职资格文件 with 3 or 40 people."""
    rare = {
        "name": RARE_NAME if not hard else LONG_NAME,
        "sex": "女",
        "employer": employer_of(hard),
        **target_of(hard),
        "title": "畜牧师、兽医师" if hard else "助理工程师",
        "qualified_from": "2025-04-11",
    }
    people = [{**rare, "name": name_of(hard)}, rare, rare] if not hard else [rare] * 40
    return {
        "sign": "和田地区专业技术人员职称办公室文件",
        "number": "和地职称办〔2025〕3号",
        "title": f"关于确认演示·艾力等{len(people)}名同志\n2025年民营企业专项评审专业技术职务\n任职资格的通知",
        "to": "各县（市）人社局，地区工商联、地区住建局、地区水利局、地区农业农村局",
        "body": "根据《新疆维吾尔自治区职称评审管理办法》（新人社规〔2022〕6号），"
        "经工程系列中级评审委员会2025年4月11日评审，"
        f"并于2025年4月16日至4月23日公示无异议，现确认演示·艾力等{len(people)}名同志具备相应专业技术职务任职资格。\n"
        "一、任职资格时间\n任职资格时间从2025年4月11日起算。\n"
        "二、聘任\n（一）岗位聘任\n用人单位根据岗位需要和本人考核情况自主聘任。"
        + ("\n特此说明，" * 30 if hard else ""),
        "annex": "2025年和田地区民营企业专项评审通过人员名单",
        "people": people,
        "issuer": "和田地区专业技术人员职称办公室",
        "issued_on": "2025-04-24",
        "printer": "和田地区专业技术人员职称办公室",
        "printed_on": "2025-04-24",
        "copies": "自治区人力资源和社会保障厅，地委组织部。",
    }


def certificate_copy(hard: bool) -> dict[str, Any]:
    """证书加注件, with `hard` for a purpose as long as may be."""
    purpose = "仅用于和田演示水利水电工程建设集团有限公司二〇二五年度演示灌区渠道项目投标报名"
    return {
        **certificate(hard),
        "purpose": f"{purpose}；䶮"[:40] if hard else "仅用于演示公司投标",
        "valid_until": "2025-12-31",
    }


def certificate(hard: bool) -> dict[str, Any]:
    """电子证书."""
    return {
        "name": name_of(hard),
        "sex": "男",
        "born": "1993年7月",
        "id_number": "653***********0011",
        "employer": employer_of(hard),
        **target_of(hard),
        "title": "畜牧师、兽医师" if hard else "助理工程师",
        "way": "评审",
        "committee": "和田地区农业（畜牧兽医、林业、水利）系列中级专业技术职务任职资格评审委员会"
        if hard
        else "和田地区工程系列评审委员会",
        "document_number": "和地职称办〔2025〕3号",
        "qualified_from": "2025-04-11",
        "number": "65322025P3000123X",
        "issuer": "和田地区专业技术人员职称办公室",
        "issued_on": "2025-05-10",
        "photo": photo(),
        "contact_phone": "0903-2069736",
        "supervision_phone": "0903-2069176",
    }
