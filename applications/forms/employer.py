"""What an employer types and picks about an application of one of its people."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from applications.models import Application, EmployerOpinion
from applications.rules.opinions import TEXTS, taken_up
from applications.services.employer import OPINION_FIELDS
from campaigns.enums import FOR_RETURN

LONGEST = 2000


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "is-short"})


class OpinionForm(PortalForm, forms.ModelForm):
    """Check, opinion, recommendation, conduct and the words of the notice; may be saved before it is whole (C43)."""

    use_required_attribute = False

    class Meta:
        model = EmployerOpinion
        fields = OPINION_FIELDS
        labels = {
            "checked_true": _(
                "已核对原件：基本信息、学历、专业工作年限、聘任年限、实践能力、业绩、科研成果、继续教育真实、完整、有效"
            ),
            "notice_politics": _("公示上的思想政治条件"),
            "notice_achievements": _("公示上的业绩成果"),
        }
        help_texts = {
            "opinion": _("写明核对了什么、结论是什么。谁审查、谁负责。"),
            "recommendation": _("是否同意推荐，为什么。"),
            "conduct_politics": _("政治立场、民族团结、遵纪守法的表现。"),
            "conduct_integrity": _("有没有违纪违规，职业操守怎样。"),
            "conduct_work": _("工作态度、能力和成绩。"),
            "notice_politics": _("会印在张贴的公示上：突出政治表现，强调职业操守和从业行为。"),
            "notice_achievements": _("会印在张贴的公示上：近五年的实践能力和业绩成果，写明本人的实际贡献。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = True  # as the page says; see `_clean_fields`
            if name != "checked_true":
                field.max_length = LONGEST  # type: ignore[attr-defined]
                field.validators.append(forms.fields.validators.MaxLengthValidator(LONGEST))  # type: ignore[attr-defined]
                field.widget.attrs["rows"] = 4

    @classmethod
    def begun(cls, typed: QueryDict, *, opinion: EmployerOpinion, name: str) -> "OpinionForm":
        """Give the form as it stands on the page, what is empty in it begun from an opinion of somebody else.

        Each text that was taken up says so beside it; nothing is saved (C43).
        """
        data = typed.copy()
        form = cls(data, prefix="opinion")
        now = {field: data.get(form.add_prefix(field), "") for field in TEXTS}
        of = opinion.application.applicant.name
        for field, text in taken_up(opinion.texts, of=of, now=now, name=name).items():
            data[form.add_prefix(field)] = text
            said = _("照您写给%(of)s的，还没有保存，请改成%(name)s的情况。")
            form.fields[field].help_text = said % {"of": of, "name": name}
        return form

    def _clean_fields(self) -> None:
        """Everything is asked for, and nothing refused for being empty yet: half a text may be saved."""
        for field in self.fields.values():
            field.required = False
        super()._clean_fields()  # type: ignore[misc]
        for field in self.fields.values():
            field.required = True


class NoticeForm(PortalForm, forms.Form):
    """When and where the notice is posted, and the telephone printed on it (C26, C46)."""

    posted_on = forms.DateField(
        label=_("张贴日期"), widget=DayInput(), help_text=_("今天或以后；从次日起数满5个工作日。")
    )
    place = forms.CharField(
        label=_("张贴地点"), max_length=100, required=False, help_text=_("如“公司一楼公告栏”。")
    )
    phone = forms.CharField(
        label=_("单位监督电话"), max_length=40, help_text=_("印在公示上，有异议的人打这个电话。")
    )

    @property
    def begun(self) -> dict[str, str]:
        """The place and the telephone as far as they were typed well, to be kept with the opinion."""
        self.is_valid()
        names = [name for name in ("place", "phone") if self.add_prefix(name) in self.data]
        return {f"notice_{name}": self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ObjectionForm(PortalForm, forms.Form):
    """An objection that came during the notice."""

    received_on = forms.DateField(label=_("收到日期"), widget=DayInput())
    content = forms.CharField(
        label=_("异议内容"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("谁反映的不用写，写反映了什么。"),
    )


class FindingForm(PortalForm, forms.Form):
    """What an inquiry found."""

    upheld = forms.TypedChoiceField(
        label=_("结论"),
        choices=[("no", _("异议不成立")), ("yes", _("异议成立"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    finding = forms.CharField(
        label=_("调查情况"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("怎么调查的、查明了什么；会印在公示结果上。"),
    )


class ScanForm(PortalForm, forms.Form):
    """One signed and sealed paper, scanned (C20)."""

    file = forms.FileField(label=_("盖章件扫描或照片"))
    declassified = forms.BooleanField(
        label=_("文件不含国家秘密"), error_messages={"required": _("请确认文件不涉密后打勾。")}
    )


class ReturnForm(PortalForm, forms.Form):
    """Why the application goes back to the applicant (C17, C24)."""

    reason = forms.ChoiceField(label=_("原因"), help_text=_("从公布的目录中选。"))
    comment = forms.CharField(
        label=_("对申报人说"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清改哪里、怎么改，一次说全。"),
    )

    def __init__(self, *args: Any, application: Application, too_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = application.campaign.reasons.filter(use__in=FOR_RETURN)
        choices = [("", _("请选择")), *((row.code, f"{row.code} {row.label}") for row in reasons)]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]
        if too_late:
            self.fields["understood"] = forms.BooleanField(
                label=_("我知道申报时间已经截止，退回后这件申报不能再提交，会逾期失效"),
                error_messages={"required": _("这一退就不能再报了，确认后再打勾。")},
            )


def notice_form(
    application: Application, today: date, opinion: EmployerOpinion | None = None, *, place: str = "", **given: Any
) -> NoticeForm:
    """Give the form of the notice with what is known already; `place`: where the employer hung its last one."""
    phone = application.employer.contact_phone if application.employer else ""
    begun = {"place": place, "phone": phone}
    if opinion:
        begun = {"place": opinion.notice_place or place, "phone": opinion.notice_phone or phone}
    return NoticeForm(prefix="notice", initial={"posted_on": today, **begun}, **given)
