"""The papers of an employer for several people, of a meeting, of a vote and of the filings."""

from typing import Any

from documents.specimens.common import (
    CONTACT,
    DEED,
    LONG_EMPLOYER,
    LONG_NAME,
    ORDINARY_NAME,
    RARE_NAME,
    employer_of,
    long_text,
    name_of,
    target_of,
)

OFFICE = "和田地区专业技术人员职称办公室"
LONG_COMMITTEE = "和田地区农业（畜牧兽医、林业、水利）系列中级专业技术职务任职资格评审委员会"
PLACE = "和田市演示路1号职称办三楼会议室"


def names(many: int, hard: bool) -> list[str]:
    """Give `many` names in turn: ordinary, long, with characters that few faces have."""
    turn = (LONG_NAME, RARE_NAME, ORDINARY_NAME) if hard else (ORDINARY_NAME, "演示·阿依古丽", "演示·王喆")
    return [turn[number % len(turn)] for number in range(many)]


def committee_of(hard: bool) -> str:
    return LONG_COMMITTEE if hard else "工程系列中级评审委员会（演示）"


def goal_of(hard: bool) -> str:
    """What is applied for, in one line."""
    target = target_of(hard)
    title = "畜牧师、兽医师" if hard else "助理工程师"
    return f"{target['series']}系列{target['specialty']}，{title}（{target['level']}）"


def code_of(number: int) -> str:
    """A case code as a meeting gives it; any two differ."""
    return f"{(number * 7919 + 1234) % 10000:04d} {(number * 104729 + 77) % 10000:04d}"


def employer_batch_notice(hard: bool, many: int | None = None) -> dict[str, Any]:
    person = {
        **target_of(hard),
        "sex": "男",
        "ethnicity": "柯尔克孜族" if hard else "维吾尔族",
        "political": "中国民主建国会会员" if hard else "群众",
        "id_number": "653***********0011",
        "current_title": "助理畜牧师、助理兽医师（2019年12月取得）" if hard else "",
        "ideology": "拥护中国共产党的领导，遵纪守法，恪守职业操守，从业行为规范。",
        "achievements": long_text(DEED, 3) if hard else DEED,
    }
    count = (20 if hard else 4) if many is None else many
    return {
        **CONTACT,
        "people": [{**person, "name": name} for name in names(count, hard)],
        "from_day": "2025-02-20",
        "to_day": "2025-02-27",
        "office": "和田演示建设有限公司综合",
        "objection_phone": "0903-1000001",
        "employer": employer_of(hard),
    }


def employer_batch_result(hard: bool, many: int | None = None) -> dict[str, Any]:
    finding = "2025年2月24日收到书面反映1件，经查不属实，已向反映人答复。" if hard else ""
    count = (40 if hard else 4) if many is None else many
    return {
        **CONTACT,
        "people": [
            {**target_of(hard), "name": name, "finding": finding if number % 7 == 3 else ""}
            for number, name in enumerate(names(count, hard))
        ],
        "from_day": "2025-02-20",
        "to_day": "2025-02-27",
        "days": 8,
        "working_days": 5,
        "employer": employer_of(hard),
        "signed_on": "2025-02-28",
    }


def employer_commitment(hard: bool) -> dict[str, Any]:
    return {
        **CONTACT,
        "employer": employer_of(hard),
        "employer_code": "91653200MA0DEMO018",
        "people": names(30 if hard else 1, hard),
        "application": "2025年和田地区民营企业专项初定、评审（初、中级）、授予职称",
        "handler": LONG_NAME if hard else "演示·李明",
        "signed_on": "2025-02-28",
    }


def defence_notice(hard: bool) -> dict[str, Any]:
    person = {
        "number": "PS-2025-000123",
        "employer": employer_of(hard),
        "application": f"2025年和田地区民营企业专项职称评审，{goal_of(hard)}",
        "starts_at": "2025-04-11T09:30:00+08:00",
        "place": PLACE * (3 if hard else 1),
        "group": "第2组（建筑工程）",
    }
    return {
        **CONTACT,
        "people": [
            {**person, "name": name, "order": f"第{place}位"} for place, name in enumerate(names(2, hard), start=7)
        ],
        "issuer": OFFICE,
        "issued_on": "2025-04-07",
        "rules": long_text("答辩时不报姓名和单位，只报序号；手机关机，不得录音录像。", 12) if hard else "",
    }


def _candidate(number: int, hard: bool) -> dict[str, Any]:
    deeds = [f"{place}. {DEED}" for place in range(1, 6 if hard else 3)]
    return {
        "code": code_of(number),
        "sex": "女" if number % 2 else "男",
        "age_band": "30—34岁",
        "target": goal_of(hard),
        "education": "大学本科，农学学士" if hard else "大学本科",
        "years": "8年",
        "current_title": "助理畜牧师、助理兽医师，5年" if hard else "",
        "grades": "2022—2024年合格",
        "training": "已满学时",
        "achievements": "\n".join(deeds),
        "papers": "《演示灌区渠道衬砌冻胀防治研究》，2024年" * (4 if hard else 1),
        "awards": "县级优质工程奖",
        "score": "78.50",
    }


def blind_summary(hard: bool, many: int | None = None) -> dict[str, Any]:
    count = (9 if hard else 4) if many is None else many
    return {
        "committee": committee_of(hard),
        "meeting_on": "2025-04-11",
        "candidates": [_candidate(number, hard) for number in range(count)],
    }


def named_summary(hard: bool, many: int | None = None) -> dict[str, Any]:
    data = blind_summary(hard, 6 if hard and many is None else many)
    whose = names(len(data["candidates"]), hard)
    data["candidates"] = [
        {**row, "name": name, "employer": employer_of(hard)}
        for row, name in zip(data["candidates"], whose, strict=True)
    ]
    return data


def roster(hard: bool, many: int | None = None) -> dict[str, Any]:
    person = {
        "sex": "男",
        "ethnicity": "柯尔克孜族" if hard else "维吾尔族",
        "born": "1993年7月",
        "id_number": "653***********0011",
        "employer": employer_of(hard),
        "education": "大学本科",
        "major": "动物科学与动物医学（民汉双语）" if hard else "水利水电工程",
        "started_work": "2016年7月",
        "current_title": "助理畜牧师、助理兽医师，2019年12月" if hard else "",
        "target": "畜牧师、兽医师（中级）" if hard else "工程师（中级）",
        "phone": "139****0001",
        "remark": "续聘" if hard else "",
    }
    count = (40 if hard else 6) if many is None else many
    return {
        "heading": f"{committee_of(hard)}2025年4月11日评审",
        "people": [{**person, "name": name} for name in names(count, hard)],
        "made_by": "演示·李明",
    }


def _members(many: int, hard: bool) -> list[dict[str, Any]]:
    roles = ["主任委员", "副主任委员"] + ["委员"] * many
    return [
        {
            "name": f"{name}（{number}）",
            "role": roles[number - 1],
            "title": "正高级工程师（教授级）" if hard else "高级工程师",
            "unit": LONG_EMPLOYER if hard else "和田地区演示设计院",
        }
        for number, name in enumerate(names(many, hard), 1)
    ]


def sign_in_sheet(hard: bool, many: int | None = None) -> dict[str, Any]:
    return {
        "committee": committee_of(hard),
        "starts_at": "2025-04-11T09:30:00+08:00",
        "place": PLACE,
        "members": _members((31 if hard else 11) if many is None else many, hard),
        "needed": 21 if hard else 8,
    }


def expert_commitment(hard: bool) -> dict[str, Any]:
    return {
        "committee": committee_of(hard),
        "meeting_on": "2025-04-11",
        "experts": [
            {"name": name, "title": "高级工程师", "unit": employer_of(hard)}
            for name in names(3 if hard else 2, hard)
        ],
        "text": long_text("本人承诺保守评审秘密，主动回避，独立、客观、公正评审，" * 3, 12) if hard else "",
    }


def score_sheet(hard: bool, many: int | None = None) -> dict[str, Any]:
    criteria = [
        ("品德", "职业操守", "5.00", "没有违规记录的得满分"),
        ("能力", "解决技术难题", "30.00", "主持解决的每项15分，参加的每项6分"),
        ("业绩", "近五年项目", "40.00", "国家级、自治区级、地区级每项分别20、12、6分"),
        ("成果", "论文、标准、专利", "12.50", "每项2.5分，没有的不扣分"),
        ("资历", "从事专业年限", "12.50", "每满1年1.25分"),
    ]
    count = (60 if hard else 5) if many is None else many
    lines = [
        {"section": section, "name": name * (3 if hard else 1), "points": most, "note": note}
        for section, name, most, note in (criteria[number % 5] for number in range(count))
    ]
    return {
        "committee": committee_of(hard),
        "experts": ["K7M2", "Q4WX"][: 1 if many is not None else 2],
        "standards": [{"name": "县市层次，第3版", "lines": lines, "cases": blind_cases(1, hard)}],
    }


def blind_cases(many: int, hard: bool) -> list[dict[str, Any]]:
    return [{"code": code_of(number), "target": goal_of(hard)} for number in range(1, many + 1)]


#: The longest that a secretary can type, too.
GROUPS = ("第2组（建筑工程）", "第12组（水利水电工程、农田水利工程、" + "水土保持工程、" * 5 + "）")


def defence_record(hard: bool) -> dict[str, Any]:
    return {
        "committee": committee_of(hard),
        "on": "2025-04-11",
        "cases": [
            {**case, "group": GROUPS[hard], "on": "2025-04-12" if number else None}
            for number, case in enumerate(blind_cases(3 if hard else 2, hard))
        ],
    }


def ballot(hard: bool, many: int | None = None) -> dict[str, Any]:
    count = (45 if hard else 5) if many is None else many
    return {
        "committee": committee_of(hard),
        "meeting_on": "2025-04-11",
        "cases": [
            {"code": code_of(number), "target": goal_of(hard), "name": name if hard else ""}
            for number, name in enumerate(names(count, hard))
        ],
    }


def _counted(many: int, hard: bool) -> list[dict[str, Any]]:
    return [
        {
            "code": code_of(number),
            "name": name,
            "target": goal_of(hard),
            "present": 9,
            "yes": 9 - number % 4,
            "no": number % 4,
            "abstained": 0,
            "runoff": 8 if hard and number % 5 == 0 else None,
            "defence": "82.00",
            "score": "78.50",
            "outcome": "达到三分之二，在名额之内" if number % 4 < 3 else "同意票没有达到到会人数的三分之二",
        }
        for number, name in enumerate(names(many, hard))
    ]


def count_sheet(hard: bool, many: int | None = None) -> dict[str, Any]:
    return {
        "committee": committee_of(hard),
        "meeting_on": "2025-04-11",
        "place": PLACE,
        "members": 11,
        "present": 9,
        "needed": 8,
        "issued": 9,
        "returned": 9,
        "valid": 9,
        "pass_rate": 70,
        "lines": _counted((45 if hard else 5) if many is None else many, hard),
    }


def minutes(hard: bool, many: int | None = None) -> dict[str, Any]:
    people = [member["name"] for member in _members(11, hard)]
    return {
        "committee": committee_of(hard),
        "starts_at": "2025-04-11T09:30:00+08:00",
        "ended_at": "2025-04-11T18:05:00+08:00",
        "place": PLACE,
        "chair": people[0],
        "recorder": "演示·李明",
        "present": people[:9],
        "absent": people[9:],
        "recusals": long_text("委员演示·王喆与一名评审对象同一单位，对该件回避，没有表决票。", 12)
        if hard
        else "没有委员需要回避。",
        "process": "听取秘书报告，审阅材料，听取答辩组汇报，逐件评议，无记名投票表决。" * (30 if hard else 1),
        "opinions": long_text("评审对象的业绩以县级项目为主，实践能力较强，理论总结不足，", 30) if hard else "",
        "lines": _counted((45 if hard else 5) if many is None else many, hard),
        "passed": 34 if hard else 4,
    }


def draw_record(hard: bool, many: int | None = None) -> dict[str, Any]:
    count = (31 if hard else 9) if many is None else many
    drawn = [
        {
            "name": name,
            "title": "正高级工程师（教授级）" if hard else "高级工程师",
            "unit": employer_of(hard),
            "specialty": "水利水电工程",
        }
        for name in names(count, hard)
    ]
    return {
        "committee": committee_of(hard),
        "drawn_at": "2025-04-08T16:00:00+08:00",
        "pool": 128,
        "pool_digest": "5c" * 32,
        "conditions": "建筑工程不少于4人，水利工程不少于3人\n同一单位不超过1人\n评审对象所在单位的不超过1人",
        "exclusions": [
            {"reason": "连续两年参加评审", "experts": 11},
            {"reason": "与评审对象同一单位", "experts": 6},
        ],
        "seed": "20250408" + "a7" * 12,
        "drawn": drawn,
        "substitutes": [{**row, "remark": "递补第3位"} for row in drawn[:2]],
        "operator": "演示·李明",
        "supervisor": LONG_NAME if hard else "演示·阿依古丽",
    }


def draw_record_by_hand() -> dict[str, Any]:
    """What is printed where no draw is on record: who sits, and what is known of how they came to their seats."""
    drawn = [
        {key: row[key] for key in ("name", "title", "unit")} | {"remark": row["role"], "specialty": ""}
        for row in _members(11, False)
    ]
    return {
        "committee": committee_of(False),
        "starts_at": "2025-04-11T09:30:00+08:00",
        "place": PLACE,
        "source": f"{OFFICE}组建评审委员会时确定并录入。\n组建备案：和职备〔2025〕12号，2025年2月18日登记。",
        "drawn": drawn,
    }


def _filing(hard: bool) -> dict[str, Any]:
    return {
        **CONTACT,
        "committee": committee_of(hard),
        "office": OFFICE,
        "series": target_of(hard)["series"],
        "band": "中级",
        "valid_from": "2025-01-01",
        "valid_until": "2027-12-31",
        "chair": name_of(hard),
        "members": _members(31 if hard else 11, hard),
        "standards": "地直、县市、乡镇",
        "pass_rate": 70,
        "due_at": "2025-04-05T23:59:59.999999+08:00",
        "number": "和职备〔2025〕12号" if hard else "",
        "filed_on": "2025-04-03" if hard else None,
    }


def filing_prior(hard: bool) -> dict[str, Any]:
    plan = "2月17日开始申报，3月15日审核结束，4月11日开会，4月25日前印发文件。"
    return {**_filing(hard), "plan": long_text(plan, 12) if hard else plan}


def filing_meeting(hard: bool) -> dict[str, Any]:
    return {**_filing(hard), "starts_at": "2025-04-11T09:30:00+08:00", "place": PLACE, "candidates": 45}


def filing_post(hard: bool, many: int | None = None) -> dict[str, Any]:
    count = (45 if hard else 4) if many is None else many
    return {
        **_filing(hard),
        "met_on": "2025-04-11",
        "applied": 65 if hard else 5,
        "passed": count,
        "public_from": "2025-04-16",
        "public_to": "2025-04-23",
        "objections": 2 if hard else 0,
        "document": "和地职称办〔2025〕3号",
        "issued_on": "2025-04-24",
        "people": [
            {
                "name": name,
                "employer": employer_of(hard),
                "specialty": target_of(hard)["specialty"],
                "title": "畜牧师、兽医师" if hard else "工程师",
            }
            for name in names(count, hard)
        ],
    }
