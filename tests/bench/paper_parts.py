"""The content of a 评审表 as plain sections, for the template of typst."""

from typing import Any

Data = dict[str, Any]
PERSON = (
    ("姓名", "name"),
    ("性别", "sex"),
    ("民族", "ethnicity"),
    ("出生年月", "born"),
    ("政治面貌", "political"),
    ("身份证号", "id_number"),
    ("籍贯", "native_place"),
    ("参加工作时间", "started_work"),
    ("从事本专业年限", "years_in_profession"),
    ("健康状况", "health"),
    ("最高学历", "education"),
    ("何时何校何专业毕业", "graduation"),
    ("学位", "degree"),
    ("现任专业技术职务", "title"),
    ("取得时间", "title_obtained"),
    ("聘任时间", "title_appointed"),
    ("现从事专业", "profession"),
    ("行政职务", "position"),
    ("单位性质", "employer_kind"),
    ("单位名称", "employer"),
    ("统一社会信用代码", "employer_code"),
    ("职业资格或技能等级", "skill"),
    ("取得时间", "skill_obtained"),
    ("证书号", "skill_number"),
    ("学术团体及社会兼职", "societies"),
    ("联系电话", "phone"),
    ("通信地址", "address"),
)
#: Heading, key, least number of rows, and the columns: head and key of each.
TABLES = tuple(
    (heading, key, int(least), columns)
    for heading, key, least, *columns in map(
        str.split,
        """
学历学位 schooling 2 毕业院校 school 专业 major 毕业时间 graduated 学制 length 学历 education 证书 certificate
学习（培训）经历 studies 4 起止时间 period 学校 school 专业 subject 学历学位 result 形式 form 证明人 witness
工作经历 works 4 起止时间 period 单位 employer 岗位与专业技术工作 work 职务 position
任现职前主要业绩 achievements_before 3 起止时间 period 名称 name 本人起何作用 role 完成情况及效果 effect
任现职后主要业绩 achievements_after 3 起止时间 period 名称 name 本人起何作用 role 完成情况及效果 effect
著作、论文及重要技术报告 papers 3 日期 day 名称 name 出版 publication 著、译 authorship
水平能力测试、答辩情况 defences 2 日期 day 种类 kind 科目 subject 成绩 mark 组织单位 organiser
继续教育 trainings 4 年度 year 公需课 public_hours 证书号 public_certificate 专业课 special_hours 证书 special_certificate
考核情况 grades 3 年度 year 考核结果 grade 考核单位 employer
""".strip().splitlines(),
    )
)
#: Heading, key and millimetres that stay free.
BOXES = (
    ("本人工作总结", "summary", 60),
    ("个人承诺", "commitment_text", 27),
    ("单位对思想政治、职业道德、工作能力、业绩的评语", "remark", 27),
    ("基层单位意见", "employer_opinion", 27),
    ("县（市）人社局、行业主管部门意见", "initial_opinion", 27),
    ("答辩组（专业组）评议意见", "group_opinion", 27),
    ("评审委员会意见", "committee_opinion", 27),
    ("审批（核准）意见", "final_opinion", 27),
)
HOWTO = ("内容须真实、准确、完整，以提交时的电子文件为准；打印后不得涂改。",) * 6


def parts_of(data: Data, serial: str) -> Data:
    """Give title, cover and sections of a 评审表 from its data; `serial` ends each text, so that no two are the same."""
    person = [cell for label, key in PERSON for cell in (label, data["person"].get(key, ""))]
    rows = [
        *(person[start : start + 6] for start in range(0, len(person), 6)),
        ["相片", "{photo}", "", "", "", ""],
    ]
    sections = [{"heading": "基本情况", "columns": [1] * 6, "rows": rows}]
    for heading, key, least, columns in TABLES:
        heads, fields = columns[::2], columns[1::2]
        given = [[row.get(field, "") for field in fields] for row in data.get(key, ())]
        blank = [["　"] * len(heads)] * max(1, least - len(given))
        sections.append(
            {
                "heading": heading,
                "columns": [1] * len(heads),
                "rows": [heads, *given, *blank[:-1], [serial] * len(heads)],
            }
        )
    for heading, key, room in BOXES:
        said = data.get(key) or ""
        text = said if isinstance(said, str) else said.get("text", "")
        sections.append(
            {
                "heading": heading,
                "text": text + serial,
                "room": room,
                "hands": "负责人签字：　　　　　年　　月　　日",
            }
        )
    cover = [
        ["单位", data["employer"]],
        ["姓名", data["person"]["name"]],
        ["资格", data["title"]],
        ["系列", data["series"]],
    ]
    return {"title": "评审表", "code": data["code"], "cover": cover, "howto": HOWTO, "sections": sections}
