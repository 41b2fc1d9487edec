"""The sections of the form, as printed: what is asked, how, and when."""

from django.utils.translation import gettext_lazy as _

from applications.enums import SectionKey
from applications.sections.choices import (
    AUTHORSHIPS,
    DEGREES,
    EXEMPTIONS,
    GENDERS,
    GRADES,
    HEALTH,
    IN_SERVICE_FORMS,
    PHASES,
    ROLES,
    SCHOOL_CLASSES,
    SKILLS,
    STUDY_FORMS,
    TRAINING_GIVEN,
    YES_NO,
    level_choices,
)
from applications.sections.spec import Field, FieldType, Rows, SectionSpec, When
from campaigns.code_tables import education_choices, ethnic_group_choices, political_status_choices

CATEGORY = SectionSpec(
    SectionKey.CATEGORY,
    1,
    (
        Field(
            "dispatched_on",
            _("派驻和田起始日期"),
            FieldType.DAY,
            _("从派到和田连续工作的第一天算起，要满一年。"),
            when=When("@employer_kind", ("outside",)),
        ),
        Field(
            "dispatch_place",
            _("派驻在哪里"),
            hint=_("县市、工地或项目名称。"),
            when=When("@employer_kind", ("outside",)),
        ),
        Field(
            "explanation",
            _("条件说明"),
            FieldType.LONG,
            _("有“说明原因后可以报”的条件时，在这里写明您的情况，审核人会看到；没有的不用写。"),
            required=False,
            most=800,
        ),
    ),
    hint=_("申报类别决定要填什么、传什么、由谁审核。"),
    first_number=4,
)
BASICS = SectionSpec(
    SectionKey.BASICS,
    2,
    (
        Field("gender", _("性别"), FieldType.RADIO, choices=GENDERS, when=When("@derived", ("no",))),
        Field("born_on", _("出生日期"), FieldType.DAY, when=When("@derived", ("no",))),
        Field("ethnic_group", _("民族"), FieldType.CHOICE, choices=ethnic_group_choices, size="is-short"),
        Field(
            "political_status", _("政治面貌"), FieldType.CHOICE, choices=political_status_choices, size="is-short"
        ),
        Field("native_place", _("籍贯"), hint=_("省和县市，如“新疆和田”。"), most=60),
        Field("work_started_on", _("参加工作时间"), FieldType.MONTH, _("从第一份工作算起。")),
        Field(
            "professional_since",
            _("从事本专业工作起始时间"),
            FieldType.MONTH,
            _("毕业后开始做现在这个专业的年月；专业工作年限由它算出。"),
        ),
        Field("occupation", _("现从事的专业技术工作"), hint=_("如“建筑施工管理”。"), most=60),
        Field("post", _("现任行政职务"), hint=_("如“项目部技术员”；没有的不填。"), required=False, most=60),
        Field("health", _("健康状况"), FieldType.CHOICE, choices=HEALTH, size="is-short"),
        Field("societies", _("学术团体、社会兼职"), FieldType.LONG, required=False, most=300),
        Field(
            "address",
            _("通信地址"),
            FieldType.LONG,
            _("证书不邮寄，这里只用于必要的书面通知。"),
            required=False,
            most=200,
        ),
    ),
    first_number=3,
)
_DIPLOMA = (
    Field("code", _("学历"), FieldType.CHOICE, choices=education_choices),
    Field(
        "school_class",
        _("技工院校班级类别"),
        FieldType.CHOICE,
        _("看毕业证书上写的班级。"),
        when=When("code", ("47",)),
        choices=SCHOOL_CLASSES,
    ),
    Field("school", _("毕业学校")),
    Field("major", _("所学专业"), required=False, most=60),
    Field("graduated_on", _("毕业时间"), FieldType.MONTH),
    Field("length", _("学制（年）"), required=False, most=10, size="is-short"),
    Field("degree", _("学位"), FieldType.CHOICE, choices=DEGREES, size="is-short"),
    Field("certificate_number", _("毕业证书编号"), hint=_("没有编号的写“无”。"), most=60),
    Field(
        "chsi_code",
        _("学信网在线验证码"),
        hint=_("备案表或验证报告右上角的一串字母数字；查不到学历的不填。"),
        required=False,
        most=40,
    ),
)
_FORM = Field("form", _("学习形式"), FieldType.CHOICE, choices=IN_SERVICE_FORMS)
EDUCATION = SectionSpec(
    SectionKey.EDUCATION,
    3,
    rows=(
        Rows(
            "full_time",
            _("全日制最高学历"),
            _DIPLOMA,
            _("全日制读到哪里就填哪里，技工院校也填在这里。"),
            least=1,
            most=1,
        ),
        Rows(
            "in_service",
            _("在职学历"),
            (_FORM, *_DIPLOMA),
            _("工作以后读的，有就填，没有不用填。"),
            most=3,
            add=_("加一项在职学历"),
        ),
    ),
)
STUDY = SectionSpec(
    SectionKey.STUDY,
    4,
    rows=(
        Rows(
            "rows",
            _("学习培训"),
            (
                Field("starts_on", _("开始"), FieldType.MONTH),
                Field("ends_on", _("结束"), FieldType.MONTH),
                Field("school", _("学校或培训单位")),
                Field("subject", _("专业或内容"), most=100),
                Field("result", _("学历、学位或结果"), hint=_("如“大专毕业”“培训合格”。"), most=60),
                Field("form", _("形式"), FieldType.CHOICE, choices=STUDY_FORMS, size="is-short"),
                Field("witness", _("证明人"), required=False, most=100),
            ),
            least=1,
            add=_("加一段学习培训"),
        ),
    ),
    hint=_("从中专、高中以后填起，一段一格，先早后晚。"),
)
WORK = SectionSpec(
    SectionKey.WORK,
    5,
    rows=(
        Rows(
            "rows",
            _("工作经历"),
            (
                Field("starts_on", _("开始"), FieldType.MONTH),
                Field("ends_on", _("结束"), FieldType.MONTH, _("做到现在的不填。"), required=False),
                Field("employer", _("单位")),
                Field("work", _("从事何专业技术工作"), most=100),
                Field("post", _("职务或岗位"), required=False, most=60),
            ),
            least=1,
            most=12,
            add=_("加一段工作经历"),
        ),
    ),
    hint=_("从参加工作填到现在，一个单位一段，中间不要断；没有工作的时候也写明。"),
)
_HAS_TITLE = When("has_title", ("yes",))
_HAS_SKILL = When("has_skill", ("yes",))
CURRENT = SectionSpec(
    SectionKey.CURRENT,
    6,
    (
        Field(
            "has_title",
            _("有没有取得过职称"),
            FieldType.RADIO,
            _("没有的就是首次申报，继续教育学时不作硬性要求。"),
            choices=YES_NO,
        ),
        Field("title_level", _("现任资格级别"), FieldType.CHOICE, when=_HAS_TITLE, choices=level_choices),
        Field("title_name", _("现任资格名称"), hint=_("和证书上一样，如“助理工程师”。"), when=_HAS_TITLE, most=60),
        Field("title_obtained_on", _("取得时间"), FieldType.MONTH, _("看证书上的时间。"), when=_HAS_TITLE),
        Field("title_certificate", _("资格证书编号"), required=False, when=_HAS_TITLE, most=60),
        Field(
            "title_appointed_on",
            _("聘任时间"),
            FieldType.MONTH,
            _("看聘书；没有聘任的不填。"),
            required=False,
            when=_HAS_TITLE,
        ),
        Field(
            "has_skill",
            _("有没有高级工以上职业资格或技能等级"),
            FieldType.RADIO,
            _("高级工、技师、高级技师；培训合格证不算。"),
            choices=YES_NO,
        ),
        Field("skill_level", _("技能等级"), FieldType.CHOICE, when=_HAS_SKILL, choices=SKILLS),
        Field("skill_name", _("职业（工种）"), when=_HAS_SKILL, most=60),
        Field("skill_obtained_on", _("技能等级取得时间"), FieldType.MONTH, when=_HAS_SKILL),
        Field("skill_certificate", _("技能证书编号"), when=_HAS_SKILL, most=60),
    ),
)
ACHIEVEMENTS = SectionSpec(
    SectionKey.ACHIEVEMENTS,
    7,
    rows=(
        Rows(
            "rows",
            _("业绩"),
            (
                Field("phase", _("什么时候的业绩"), FieldType.CHOICE, choices=PHASES, size="is-short"),
                Field("starts_on", _("开始"), FieldType.MONTH),
                Field("ends_on", _("结束"), FieldType.MONTH, _("还在做的不填。"), required=False),
                Field("name", _("项目、课题或成果名称"), most=120),
                Field("role", _("您的作用"), FieldType.CHOICE, choices=ROLES, size="is-short"),
                Field("work", _("您做了哪些工作"), FieldType.LONG, _("写明负责哪一部分。"), most=500),
                Field("effect", _("完成情况和效果"), FieldType.LONG, _("获奖、效益、专利等，有就写。"), most=500),
            ),
            least=1,
            most=12,
            demanded=When("@kind", ("review",)),
            add=_("加一项业绩"),
        ),
    ),
    hint=_("一项一格，挑能证明专业能力的写。初定、授予的可以不填。"),
)
PAPERS = SectionSpec(
    SectionKey.PAPERS,
    8,
    rows=(
        Rows(
            "rows",
            _("论文著作"),
            (
                Field("published_on", _("发表或完成时间"), FieldType.MONTH),
                Field("name", _("名称"), most=120),
                Field("abstract", _("内容提要"), FieldType.LONG, required=False, most=300),
                Field("publication", _("出版、刊载、获奖或交流情况"), most=200),
                Field("authorship", _("著作方式"), FieldType.CHOICE, choices=AUTHORSHIPS, size="is-short"),
            ),
            most=10,
            add=_("加一篇"),
        ),
    ),
    hint=_("论文、著作、专利、标准、重要技术报告，有就填，没有不影响申报。"),
    optional=True,
)
_NOT_EXEMPT = When("exempt", ("", "no"))
CONTINUING = SectionSpec(
    SectionKey.CONTINUING,
    9,
    (
        Field(
            "given",
            _("学时怎么填"),
            FieldType.RADIO,
            _("首次申报职称的，学时不作硬性要求；学过的还是填上，对您有利。"),
            choices=TRAINING_GIVEN,
        ),
    ),
    rows=(
        Rows(
            "years",
            _("继续教育"),
            (
                Field("exempt", _("免学"), FieldType.CHOICE, required=False, choices=EXEMPTIONS, size="is-short"),
                Field("public_hours", _("公需课学时"), FieldType.HOURS, when=_NOT_EXEMPT),
                Field("public_certificate", _("公需课证书编号"), required=False, when=_NOT_EXEMPT, most=60),
                Field("special_hours", _("专业课学时"), FieldType.HOURS, when=_NOT_EXEMPT),
                Field("special_certificate", _("专业课证书编号"), required=False, when=_NOT_EXEMPT, most=60),
            ),
            when=When("given", ("yes",)),
            years_back=(0, 1, 2, 3, 4),
        ),
    ),
    hint=_(
        "每年不少于90学时，其中专业课不少于60学时；工程、农业系列看上一年度和当年的。没有学习的年度写0。"
        "2022年以后的证书从继续教育系统下载，不用自己另做。"
    ),
)
APPRAISALS = SectionSpec(
    SectionKey.APPRAISALS,
    10,
    rows=(
        Rows(
            "years",
            _("年度考核"),
            (
                Field("grade", _("考核结果"), FieldType.CHOICE, choices=GRADES),
                Field(
                    "employer",
                    _("考核单位"),
                    when=When("grade", ("excellent", "qualified", "basic", "failed")),
                ),
            ),
            years_back=(1, 2, 3),
        ),
    ),
)
SUMMARY = SectionSpec(
    SectionKey.SUMMARY,
    11,
    (
        Field(
            "text",
            _("个人总结"),
            FieldType.LONG,
            _(
                "任现职以来（初定的写见习期间）的专业技术工作，1500字以内。不要写本人姓名和单位名称，评审时专家会看到。"
            ),
            most=1500,
        ),
    ),
)

SECTIONS: dict[str, SectionSpec] = {
    spec.key: spec
    for spec in (
        CATEGORY,
        BASICS,
        EDUCATION,
        STUDY,
        WORK,
        CURRENT,
        ACHIEVEMENTS,
        PAPERS,
        CONTINUING,
        APPRAISALS,
        SUMMARY,
    )
}
MATERIALS_NUMBER = len(SECTIONS) + 1
CHECK_NUMBER = len(SECTIONS) + 2
