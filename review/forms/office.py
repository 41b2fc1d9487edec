"""Input of the title office's pages."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from accounts.rules.identity import is_id_card, normal_document, normal_name
from applications.services.blinding import LONGEST_REASON
from review.services.revocation import Responsible


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ScanForm(PortalForm, forms.Form):
    """The code of a printed 呈报表, scanned or typed."""

    code = forms.CharField(
        label=_("呈报表上的码"),
        max_length=300,
        help_text=_("扫右上角的二维码，或输入旁边的12位字母和数字。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True, "data-scan": True}
        ),
    )

    def clean_code(self) -> str:
        """Give the code itself, also where a scanner typed the whole address."""
        typed = str(self.cleaned_data["code"]).strip().rstrip("/")
        return typed.rpartition("/")[2].replace(" ", "").replace("-", "").upper()[:12]


class ReleaseForm(PortalForm, forms.Form):
    """Why experts may see a blind copy in which something seems to be left."""

    reason = forms.CharField(
        label=_("为什么可以放行"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：标出的是学校负责人的姓名，不是申报人的。记您的名字，写进办理记录，申报人看得到。"),
    )


class OriginalsForm(PortalForm, forms.Form):
    """What lay on the desk: the form, how often, and the originals."""

    copies = forms.TypedChoiceField(
        label=_("收到呈报表"),
        coerce=int,
        choices=[("", _("请选择")), (2, _("2份")), (1, _("1份")), (0, _("没有"))],
    )
    originals_seen = forms.BooleanField(label=_("看过毕业证、学位证等原件，与上传的一致"), required=False)


class DetermineForm(PortalForm, forms.Form):
    """Determined or not, and why not."""

    decision = forms.ChoiceField(
        label=_("审定结论"), choices=[("pass", _("审定通过")), ("fail", _("不予认定"))], widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("理由"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不予认定的，必须写明理由，申报人会看到。"),
    )


class RevokeForm(PortalForm, forms.Form):
    """A finding of fraud, and who answers for it (C45)."""

    finding = forms.CharField(
        label=_("认定情况"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明什么事、什么依据、由谁认定。申报人会看到，核验页上会显示“已撤销”。"),
    )
    responsible = forms.CharField(
        label=_("直接责任人"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一人：姓名，空格，身份证号。列入诚信名单。"),
    )
    employer_too = forms.BooleanField(label=_("单位同时列入诚信名单"), required=False)

    def clean_responsible(self) -> list[Responsible]:
        """Give those named, one a line; a line that cannot be read is refused with its number."""
        lines = [line.split() for line in str(self.cleaned_data["responsible"]).splitlines() if line.strip()]
        return [self._person(number, parts) for number, parts in enumerate(lines, start=1)]

    def _person(self, number: int, parts: list[str]) -> Responsible:
        document = normal_document(parts[-1]) if len(parts) >= 2 else ""
        if not is_id_card(document, date.today()):
            raise forms.ValidationError(
                _("第%(number)d行读不出来，应为姓名、空格、18位身份证号。"), params={"number": number}
            )
        return Responsible(normal_name(" ".join(parts[:-1])), document)


class PubliciseForm(PortalForm, forms.Form):
    """Which passed cases go on one list, under which title."""

    title = forms.CharField(label=_("公示标题"), max_length=200)
    chosen = forms.TypedMultipleChoiceField(
        label=_("公示人员"),
        coerce=int,
        error_messages={
            "required": _("请至少选一个人。"),
            "invalid_choice": _("选的人里有已经公示过的，名单已更新，请再核对一次。"),
        },
    )

    def __init__(self, *args: Any, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]


class DocumentForm(PortalForm, forms.Form):
    """Number and signature of a result document."""

    title = forms.CharField(label=_("文件标题"), max_length=200)
    issued_on = forms.DateField(label=_("成文日期"), widget=DayInput())
    mark = forms.CharField(
        label=_("发文机关代字"), max_length=30, required=False, help_text=_("文号自动接着编，不跳号。")
    )


class FindingForm(PortalForm, forms.Form):
    """What became of an objection."""

    upheld = forms.ChoiceField(
        label=_("异议"), choices=[("no", _("不成立")), ("yes", _("成立，撤销结果"))], widget=forms.RadioSelect
    )
    finding = forms.CharField(label=_("调查结论"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RecordForm(PortalForm, forms.Form):
    """An objection that came by telephone or letter."""

    entry = forms.TypedChoiceField(label=_("被反映人"), coerce=int)
    content = forms.CharField(label=_("异议内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    objector = forms.CharField(label=_("反映人"), max_length=100, required=False)
    contact = forms.CharField(label=_("联系方式"), max_length=100, required=False)

    def __init__(self, *args: Any, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = choices  # type: ignore[attr-defined]
