"""The five questions that lead to what somebody can apply for (C12)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import EmployerKind, Tier
from accounts.models import Employer
from applications.enums import SectionKey
from applications.forms.section import FieldsForm
from applications.rules.deadlines import full_years
from applications.rules.quiz import QuizAnswers
from applications.sections import SECTIONS, Field, FieldType, When
from applications.selectors.facts import as_day
from campaigns.code_tables import education_rank
from campaigns.enums import Level
from campaigns.rules.campaign import CampaignRules


@dataclass(frozen=True)
class Question:
    """One of the five: its words, and the fields that answer it."""

    label: str | Promise
    hint: str | Promise
    fields: tuple[Field, ...]


def _of(key: SectionKey, *names: str) -> tuple[Field, ...]:
    spec = SECTIONS[key]
    every = [*spec.fields, *(field for rows in spec.rows for field in rows.fields)]
    return tuple(next(field for field in every if field.name == name) for name in names)


def level_choices() -> list[tuple[str, Any]]:
    return list(Level.choices)


DISPATCHED = replace(_of(SectionKey.CATEGORY, "dispatched_on")[0], required=False)
QUESTIONS = (
    Question(
        _("您在哪个单位工作？"),
        _("写单位全称，或营业执照上的18位统一社会信用代码。单位要先在本系统登记，经县市人社局确认。"),
        (
            Field("employer", _("工作单位"), most=200),
            replace(DISPATCHED, when=When("@employer_kind", ("outside",))),
        ),
    ),
    Question(
        _("您是什么学历？"),
        _("全日制读到哪里就选哪里；读过技工院校的选“技工学校毕业”，再选班级。"),
        (
            *_of(SectionKey.EDUCATION, "code", "school_class", "degree"),
            Field(
                "in_service_code",
                _("在职最高学历"),
                FieldType.CHOICE,
                _("自考、函授、开放大学等；没有的不选。"),
                required=False,
                choices=_of(SectionKey.EDUCATION, "code")[0].choices,
            ),
        ),
    ),
    Question(
        _("您现在有什么职称、什么技能等级？"),
        "",
        _of(
            SectionKey.CURRENT,
            "has_title",
            "title_level",
            "title_obtained_on",
            "has_skill",
            "skill_level",
            "skill_obtained_on",
        ),
    ),
    Question(_("您从什么时候起做这一行？"), "", _of(SectionKey.BASICS, "professional_since")),
    Question(
        _("您报哪个专业？"),
        _("选和您现在的工作最接近的专业。"),
        (
            Field("specialty", _("系列和专业"), FieldType.CHOICE),
            Field(
                "level",
                _("想报哪一级"),
                FieldType.CHOICE,
                _("不清楚的不选，我们按您的条件列出来。"),
                required=False,
                choices=level_choices,
                size="is-short",
            ),
        ),
    ),
)
ALL_FIELDS = tuple(field for question in QUESTIONS for field in question.fields)


class StartForm(FieldsForm):
    """All five questions on one page; the employer and the specialty are looked up by the view's selectors."""

    def __init__(self, *, specialties: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(ALL_FIELDS, auto_id="%s", **kwargs)
        self.fields["employer"].error_messages["required"] = _("还没有填写。请写单位全称或信用代码。")
        self.fields["specialty"].choices = [("", _("请选择")), *specialties]  # type: ignore[attr-defined]

    def short(self, most: int) -> dict[str, str]:
        """Give what was typed, wrong or right, no answer longer than `most` characters."""
        return {name: value[:most] for name, value in self.typed.items() if value}

    def questions(self) -> list[tuple[Question, list[Any]]]:
        """Give each question with its fields as they are drawn."""
        return [(question, [self[field.name] for field in question.fields]) for question in QUESTIONS]


#: The code of the finished education that stands for each rank of the public questions.
CODES = {"20": "41", "30": "31", "40": "21", "50": "14", "60": "11"}
TECHNICAL_SCHOOL = "47"


def from_quiz(asked: Mapping[str, str]) -> dict[str, str]:
    """Turn answers to the public questions into first answers here; years do not say on which day, and are left out."""
    if not asked.get("specialty"):
        return {}
    code = TECHNICAL_SCHOOL if asked.get("school_class") else CODES.get(asked.get("education_rank", ""), "")
    in_service = asked.get("full_time") == "no"
    given = {
        "in_service_code" if in_service else "code": code,
        "school_class": "" if in_service else asked.get("school_class", ""),
        "degree": asked.get("degree") or ("none" if code else ""),
        "has_title": "yes" if asked.get("prior_level") else "no",
        "title_level": asked.get("prior_level", ""),
        "has_skill": "yes" if asked.get("skill") else "no",
        "skill_level": asked.get("skill", ""),
        "specialty": asked["specialty"].partition("/")[2],
        "level": asked.get("level", ""),
    }
    return {name: value for name, value in given.items() if value}


def quiz_answers(
    answers: Mapping[str, str],
    *,
    employer: Employer,
    series: str,
    specialty: str,
    rules: CampaignRules,
    today: date,
) -> QuizAnswers:
    """Turn what was typed into what the quiz takes; years are whole, up to the campaign's cut-off date."""

    def years(name: str) -> int | None:
        since = as_day(answers.get(name))
        return full_years(since, rules.years_counted_to) if since else None

    full_time, in_service = education_rank(answers["code"]), education_rank(answers.get("in_service_code", ""))
    has_title, has_skill = answers.get("has_title") == "yes", answers.get("has_skill") == "yes"
    dispatched = as_day(answers.get("dispatched_on"))
    higher = in_service is not None and in_service > (full_time or 0)
    return QuizAnswers(
        employer_kind=employer.kind,
        employer_in_prefecture=employer.kind != EmployerKind.OUTSIDE,
        dispatched_a_year=None if dispatched is None else full_years(dispatched, today) >= 1,
        education_rank=in_service if higher and not _wants_initial(has_title) else full_time,
        full_time=not higher or _wants_initial(has_title),
        school_class=answers.get("school_class", ""),
        degree="" if answers.get("degree") == "none" else answers.get("degree", ""),
        skill=answers.get("skill_level", "") if has_skill else "",
        skill_years=years("skill_obtained_on") if has_skill else None,
        prior_level=answers.get("title_level", "") if has_title else "",
        prior_years=years("title_obtained_on") if has_title else None,
        professional_years=years("professional_since"),
        township=employer.tier == Tier.TOWNSHIP,
        series_key=series,
        specialty_key=specialty,
        level=answers.get("level", ""),
    )


def _wants_initial(has_title: bool) -> bool:
    """Without a title the first way is 初定, which looks at the full-time diploma."""
    return not has_title


def first_contents(answers: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Give the answers as first contents of the sections, so that nothing is asked twice."""

    def only(*names: str) -> dict[str, str]:
        return {name: answers[name] for name in names if answers.get(name)}

    in_service = [{"code": answers["in_service_code"]}] if answers.get("in_service_code") else []
    return {
        SectionKey.CATEGORY: only("dispatched_on"),
        SectionKey.BASICS: only("professional_since"),
        SectionKey.EDUCATION: {"full_time": [only("code", "school_class", "degree")], "in_service": in_service},
        SectionKey.CURRENT: only(
            "has_title", "title_level", "title_obtained_on", "has_skill", "skill_level", "skill_obtained_on"
        ),
    }
