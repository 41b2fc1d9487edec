"""Input of the secretary's and the chair's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from accounts.forms.fields import PhoneField
from accounts.models import User
from campaigns.enums import Band
from campaigns.models import Series
from review.enums import MemberRole
from review.forms.office import DayInput
from review.services.committee import MemberFacts

ROLES = {str(role.label): role for role in MemberRole}


class CommitteeForm(PortalForm, forms.Form):
    """A committee and its members, one a line."""

    name = forms.CharField(label=_("名称"), max_length=100)
    series = forms.ModelChoiceField(label=_("系列"), queryset=Series.objects.none())
    band = forms.ChoiceField(label=_("层级"), choices=Band.choices)
    valid_from = forms.DateField(label=_("有效期起"), widget=DayInput())
    valid_until = forms.DateField(label=_("有效期止"), widget=DayInput(), help_text=_("不超过3年。"))
    chair = forms.ModelChoiceField(
        label=_("主任委员的账号"),
        queryset=User.objects.none(),
        help_text=_("有本单位“主任委员”身份的人。计票由他会签。"),
    )
    pass_rate = forms.IntegerField(
        label=_("通过率（%）"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("中级必须设，会议开始后不能改。"),
    )
    members = forms.CharField(
        label=_("委员"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "一行一人，用逗号分开：姓名，职称，单位，职务。职务写主任委员、副主任委员或委员。人数为单数。"
        ),
    )

    def __init__(self, *args: Any, chairs: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = Series.objects.order_by("order")  # type: ignore[attr-defined]
        self.fields["chair"].queryset = chairs or User.objects.none()  # type: ignore[attr-defined]

    def clean_members(self) -> list[MemberFacts]:
        """Give the members, one a line; a line that cannot be read is refused with its number."""
        lines = [line for line in str(self.cleaned_data["members"]).splitlines() if line.strip()]
        return [self._member(number, line) for number, line in enumerate(lines, start=1)]

    def _member(self, number: int, line: str) -> MemberFacts:
        parts = [part.strip() for part in line.replace(",", "，").replace("\t", "，").split("，")]
        role = ROLES.get(parts[3] if len(parts) > 3 and parts[3] else str(MemberRole.MEMBER.label))
        if len(parts) < 3 or not all(parts[:3]) or role is None or len(parts) > 4:
            raise forms.ValidationError(
                _("第%(number)d行应为“姓名，职称，单位，职务”。"), params={"number": number}
            )
        return MemberFacts(parts[0][:100], parts[1][:40], parts[2][:200], role)


class MeetingForm(PortalForm, forms.Form):
    """When and where a committee meets."""

    starts_at = forms.DateTimeField(
        label=_("会议时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    place = forms.CharField(label=_("地点"), max_length=200)


class MoveForm(PortalForm, forms.Form):
    """A new time."""

    starts_at = MeetingForm.base_fields["starts_at"]


class SeatForm(PortalForm, forms.Form):
    """Whose account a member reads with."""

    phone = PhoneField(label=_("手机号码"))


class PassRateForm(PortalForm, forms.Form):
    percent = forms.IntegerField(label=_("通过率（%）"), min_value=1, max_value=100)


class TallyForm(PortalForm, forms.Form):
    """The count of one application."""

    yes = forms.IntegerField(label=_("同意"), min_value=0, max_value=999)
    no = forms.IntegerField(label=_("不同意"), min_value=0, max_value=999)
    abstained = forms.IntegerField(label=_("弃权"), min_value=0, max_value=999)
    score = forms.DecimalField(
        label=_("量化赋分"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )
    defence_score = forms.DecimalField(
        label=_("答辩成绩"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("中级必须填。"),
    )
    runoff_yes = forms.IntegerField(
        label=_("复投同意票"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=_("只有同分、名额不够时才填。"),
    )


class FilingNumberForm(PortalForm, forms.Form):
    """Registered under a number, or given back with a reason."""

    number = forms.CharField(label=_("备案号"), max_length=40)
    why = forms.CharField(label=_("退回的原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask only for what the pressed button needs; the secretary, who hands in, types nothing."""
        super().__init__(*args, **kwargs)
        if self.is_bound:
            pressed = self.data.get("decision")
            self.fields["number"].required, self.fields["why"].required = pressed == "register", pressed == "back"
