"""The five public questions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import EmployerKind
from accounts.forms.base import PortalForm
from applications.rules.quiz import QuizAnswers
from campaigns.enums import Level, SchoolClass, Skill
from campaigns.models import Series

YES_NO = [("", _("不清楚")), ("yes", _("是")), ("no", _("不是"))]
EDUCATION = [
    ("", _("没有，或不清楚")),
    ("20", _("中专")),
    ("30", _("大专")),
    ("40", _("本科")),
    ("50", _("硕士研究生")),
    ("60", _("博士研究生")),
]
DEGREES = [("", _("没有")), ("bachelor", _("学士")), ("master", _("硕士")), ("doctor", _("博士"))]
TRUTH = {"yes": True, "no": False}


def _truth(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=YES_NO, required=False, widget=forms.RadioSelect, help_text=help_text
    )


def _years(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=60)


class QuizForm(PortalForm, forms.Form):
    """Five questions, none of which asks who somebody is."""

    employer_kind = forms.ChoiceField(label=_("单位是哪一类"), choices=EmployerKind, widget=forms.RadioSelect)
    employer_in_prefecture = _truth(_("营业执照在和田地区（含兵团第十四师）注册吗"))
    dispatched_a_year = _truth(_("由疆外单位派来的，已连续工作满1年吗"), _("不是派驻的不用选。"))
    education_rank = forms.ChoiceField(label=_("最高学历"), choices=EDUCATION, required=False)
    full_time = _truth(_("是全日制吗"))
    school_class = forms.ChoiceField(
        label=_("技工院校班级"), choices=[("", _("不是技工院校毕业")), *SchoolClass.choices], required=False
    )
    degree = forms.ChoiceField(label=_("学位"), choices=DEGREES, required=False)
    skill = forms.ChoiceField(label=_("技能等级"), choices=Skill.choices, required=False)
    skill_years = _years(_("取得技能等级后从事技能工作满几年"))
    prior_level = forms.ChoiceField(
        label=_("现在的职称"), choices=[("", _("还没有")), *Level.choices], required=False
    )
    prior_years = _years(_("取得现职称满几年"))
    professional_years = _years(_("从事本专业工作满几年"))
    appraisals_ok = _truth(_("近三年年度考核都合格吗"))
    township = _truth(_("在乡镇及以下工作吗"))
    specialty = forms.ChoiceField(label=_("哪个专业"))
    level = forms.ChoiceField(label=_("想报哪一级"), choices=[("", _("帮我看")), *Level.choices], required=False)

    groups = (
        (_("您的单位"), ("employer_kind", "employer_in_prefecture")),
        (_("您是派驻来的吗"), ("dispatched_a_year",)),
        (
            _("您的学历、学位、技能"),
            ("education_rank", "full_time", "school_class", "degree", "skill", "skill_years"),
        ),
        (
            _("您的职称和年限"),
            ("prior_level", "prior_years", "professional_years", "appraisals_ok", "township"),
        ),
        (_("想报什么"), ("specialty", "level")),
    )

    def __init__(self, *args: Any, series: Iterable[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["specialty"]
        chosen.choices = [("", _("请选择")), *_by_series(series)]

    def fieldsets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Give the five questions, each with its fields."""
        return [(title, [self[name] for name in names]) for title, names in self.groups]

    def answers(self) -> QuizAnswers:
        """Give the answers of a valid form."""
        said = dict(self.cleaned_data)
        series_key, _slash, specialty_key = said.pop("specialty").partition("/")
        rank = said.pop("education_rank")
        for name in ("employer_in_prefecture", "dispatched_a_year", "full_time", "appraisals_ok", "township"):
            said[name] = TRUTH.get(said[name])
        return QuizAnswers(
            **said,
            education_rank=int(rank) if rank else None,
            series_key=series_key,
            specialty_key=specialty_key,
        )


def _by_series(series: Iterable[Series]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the choices: each specialty under its series; a series without listed specialties stands for itself."""
    return [
        (
            each.name,
            [(f"{each.key}/{specialty.key}", specialty.offered_name) for specialty in each.specialties.all()]
            or [(f"{each.key}/", each.name)],
        )
        for each in series
    ]
