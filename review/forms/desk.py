"""What a reviewer gives: a mark, a fault, a conclusion."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from applications.enums import Verdict
from campaigns.models import Reason
from review.targets import Target


class MarkForm(PortalForm, forms.Form):
    """One mark of one item, for the submission that the reviewer has before him."""

    verdict = forms.ChoiceField(choices=Verdict, label=_("核对"))
    submission = forms.IntegerField(min_value=1, max_value=3, widget=forms.HiddenInput)


class FaultForm(PortalForm, forms.Form):
    """A fault: where, why (from the published list), and in words to the applicant (C24)."""

    submission = forms.IntegerField(min_value=1, max_value=3, widget=forms.HiddenInput)
    target = forms.ChoiceField(label=_("钉在哪里"), widget=forms.Select)
    reason = forms.ChoiceField(
        label=_("原因"),
        error_messages={
            "required": _("请从公布的目录中选一条原因。"),
            "invalid_choice": _("请从公布的目录中选一条原因。"),
        },
    )
    comment = forms.CharField(
        label=_("对申报人说"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写清改哪里、怎么改。")},
    )

    def __init__(self, *args: Any, places: list[Any], reasons: list[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published = reasons
        self.fields["target"].choices = places  # type: ignore[attr-defined]
        self.fields["reason"].choices = [(reason.code, reason.label) for reason in reasons]  # type: ignore[attr-defined]

    def clean_target(self) -> Target:
        target = Target.parse(self.cleaned_data["target"])
        if target is None:
            raise forms.ValidationError(gettext("请选钉在哪里。"))
        return target

    @property
    def facts(self) -> dict[str, Any]:
        """What the service asks for, from a valid form."""
        target: Target = self.cleaned_data["target"]
        return {
            "submission": self.cleaned_data["submission"],
            "reason_code": self.cleaned_data["reason"],
            "comment": self.cleaned_data["comment"],
            "target": target.kind,
            "target_key": target.key,
            "field": target.field,
            "material_id": target.material,
            "page": target.page,
        }


class ReturnForm(PortalForm, forms.Form):
    """The confirmation of a return: which faults were on the page."""

    submission = forms.IntegerField(min_value=1, max_value=3, widget=forms.HiddenInput)
    faults = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_faults(self) -> tuple[int, ...]:
        parts = [part for part in self.cleaned_data["faults"].split(",") if part]
        if not all(part.isdecimal() and len(part) < 19 for part in parts):
            raise forms.ValidationError(gettext("请刷新页面后再试。"))
        return tuple(map(int, parts))


class OnwardForm(PortalForm, forms.Form):
    """The confirmation that an application goes on."""

    submission = forms.IntegerField(min_value=1, max_value=3, widget=forms.HiddenInput)


class RefusalForm(PortalForm, forms.Form):
    """A refusal: published reasons and the facts in words (C24)."""

    submission = forms.IntegerField(min_value=1, max_value=3, widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(
        label=_("原因（从公布的目录中选）"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请从公布的目录中选至少一条原因。")},
    )
    comment = forms.CharField(
        label=_("事实和理由"),
        max_length=2000,
        help_text=_("写清哪一项、差在哪里；会印在《不予受理通知书》上。"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明不予受理的事实和理由。")},
    )

    def __init__(self, *args: Any, published: list[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = [  # type: ignore[attr-defined]
            (reason.code, f"{reason.code} {reason.label}（{reason.citation}）") for reason in published
        ]
