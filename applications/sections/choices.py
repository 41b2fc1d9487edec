"""The option lists of the form that are not national code tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.sections.spec import Choices, Text
from campaigns.enums import Degree, Level, SchoolClass, Skill


def _fixed(*pairs: tuple[str, Text]) -> Choices:
    return lambda: list(pairs)


YES_NO = _fixed(("yes", _("有")), ("no", _("没有")))
GENDERS = _fixed(("male", _("男")), ("female", _("女")))
HEALTH = _fixed(
    ("1", _("健康或良好")), ("2", _("一般或较弱")), ("3", _("有慢性病")), ("6", _("有残疾"))
)  # GB/T 2261.3
DEGREES = _fixed(("none", _("没有学位")), *((degree.value, degree.label) for degree in Degree if degree.value))
SCHOOL_CLASSES = _fixed(
    (SchoolClass.INTERMEDIATE.value, _("中级工班（按中专）")),
    (SchoolClass.ADVANCED.value, _("高级工班（按大专）")),
    (SchoolClass.TECHNICIAN.value, _("预备技师（技师）班（按本科）")),
)  # C13
IN_SERVICE_FORMS = _fixed(
    ("self_study", _("自学考试")),
    ("adult", _("成人教育（函授、夜大、业余）")),
    ("open", _("开放大学、广播电视大学")),
    ("network", _("网络教育")),
    ("party", _("党校")),
    ("part_time", _("在职研究生")),
    ("other", _("其他")),
)
STUDY_FORMS = _fixed(
    ("full_time", _("全日制")), ("in_service", _("在职")), ("training", _("培训")), ("other", _("其他"))
)
SKILLS = _fixed(*((skill.value, skill.label) for skill in Skill if skill.value))  # C34
ROLES = _fixed(("lead", _("主持")), ("take_part", _("参加")), ("alone", _("独立完成")))
PHASES = _fixed(("after", _("任现职后")), ("before", _("任现职前")))
AUTHORSHIPS = _fixed(
    ("alone", _("独著")),
    ("first", _("第一作者")),
    ("with", _("合著")),
    ("translated", _("译著")),
    ("other", _("其他")),
)
GRADES = _fixed(
    ("excellent", _("优秀")),
    ("qualified", _("合格")),
    ("basic", _("基本合格")),
    ("failed", _("不合格")),
    ("none", _("当年没有参加考核")),
)
EXEMPTIONS = _fixed(("no", _("没有免学")), ("yes", _("经批准免学")))


def level_choices() -> list[tuple[str, Any]]:
    return list(Level.choices)


TRAINING_GIVEN = _fixed(("yes", _("逐年填学时")), ("no", _("首次申报，不填学时")))  # C29
