"""Input of the pages of results: the public ones, and a holder's annotated copies."""

from datetime import date
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from documents.inspection import MB, FileRefused
from review.models.annotated import PURPOSE_LENGTH

FILE_MEGABYTES = 20  # a result document of three thousand people has five
#: Why a file could not be checked, by the code of its refusal.
NOT_CHECKED = {
    "not_pdf": _("这不是PDF文件。请上传收到的PDF原件，不要截图、拍照，也不要改文件名后缀。"),
    "locked": _("这份PDF加了密码，核验不了。平台签发的文件都不加密，请向持证人要原来的文件。"),
    "broken": _("这份PDF打不开，可能没有下载完，或者已经损坏。请重新下载，再上传一次。"),
    "too_heavy": _(
        "这份PDF打开时占用的内存或时间太多，核验不了。平台签发的文件没有这样的，请向持证人要原来的文件。"
    ),
}


class CertificateForm(PortalForm, forms.Form):
    """A certificate's number and its holder's name; both must match."""

    number = forms.CharField(label=_("证书编号"), max_length=40, help_text=_("17位，空格打不打都行，在证书下方。"))
    name = forms.CharField(label=_("持证人姓名"), max_length=100, help_text=_("和证书上一样，点和空格不计较。"))

    number.widget.attrs.update(autocomplete="off", spellcheck="false")
    name.widget.attrs.update(autocomplete="off")


class ObjectionForm(PortalForm, forms.Form):
    """An objection to a person in publicity; who objects may stay unnamed."""

    content = forms.CharField(
        label=_("异议内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明什么事、什么时间、有什么依据。不要写身份证号。"),
    )
    objector = forms.CharField(label=_("您的姓名"), max_length=100, required=False)
    contact = forms.CharField(
        label=_("联系方式"),
        max_length=100,
        required=False,
        help_text=_("留了才能把结论告诉您。只有职称办看得到。"),
    )


class FileCheckForm(PortalForm, forms.Form):
    """A PDF that somebody was shown, to be held against what was issued."""

    file = forms.FileField(
        label=_("PDF文件"),
        help_text=_("电子证书、证书加注件、任职资格文件，不超过20MB。只用来核验，不保存。"),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"empty": _("文件是空的，可能没有下载完。请重新下载，再上传一次。")},
    )

    def clean_file(self) -> File:
        """Refuse what is larger than anything that was ever issued, before it is opened."""
        given: File = self.cleaned_data["file"]
        if given.size > FILE_MEGABYTES * MB:
            raise forms.ValidationError(
                _("文件有%(size).1fMB，最多20MB。平台签发的文件没有这么大，请向持证人要原来的文件。")
                % {"size": given.size / MB}
            )
        return given

    def refuse(self, refused: FileRefused) -> None:
        """Say beside the field why the file could not be checked."""
        self.add_error("file", NOT_CHECKED.get(refused.code, NOT_CHECKED["broken"]))


class CopyForm(PortalForm, forms.Form):
    """What an annotated copy is for, and until when."""

    purpose = forms.CharField(
        label=_("用途"),
        max_length=PURPOSE_LENGTH,
        help_text=_("印在加注件上，最多40个字。比如：仅用于某公司投标。"),
    )
    valid_until = forms.DateField(label=_("有效期至"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, today: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.last = today, last
        field = self.fields["valid_until"]
        field.help_text = _("从今天起，最长一年。到这一天24时为止。")
        field.widget.attrs.update(min=today.isoformat(), max=last.isoformat())

    def clean_valid_until(self) -> date:
        """A day that is over, or too far ahead, is said beside the field."""
        chosen: date = self.cleaned_data["valid_until"]
        if not self.today <= chosen <= self.last:
            raise forms.ValidationError(
                _("请选%(first)s到%(last)s之间的一天。")
                % {"first": self.today.isoformat(), "last": self.last.isoformat()}
            )
        return chosen
