"""Input of the page on which the title office chooses what papers are set in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.base import PortalForm
from campaigns.models import FaceFile
from documents.formats import shown_name
from documents.inspection import FileRefused
from review.forms.wording import digest_of
from review.services.faces import Checked, OfficeFace, checked


class FaceForm(PortalForm, forms.Form):
    """The file of a face."""

    file = forms.FileField(
        label=gettext_lazy("字体文件"),
        error_messages={
            "required": gettext_lazy("请先选择字体文件。"),
            "empty": gettext_lazy("文件是空的，可能没有传完。请重新选择文件上传。"),
        },
        help_text=gettext_lazy("TTF、OTF或TTC，最多30 MB。请确认许可允许用来制作文书。"),
        widget=forms.FileInput(attrs={"accept": ".ttf,.otf,.ttc"}),
    )

    file_name = ""

    def clean_file(self) -> Checked:
        """Give the face as it is kept; its name is `file_name`."""
        self.file_name = shown_name(self.cleaned_data["file"].name) or _("未命名")
        try:
            return checked(self.cleaned_data["file"].file)
        except FileRefused as refused:
            raise ValidationError(str(refused.message)) from refused


class FaceUseForm(PortalForm, forms.Form):
    """Which of the uploaded `files` papers are set in, none for the installation's; `standing` is what stands now."""

    file = forms.ModelChoiceField(FaceFile.objects.none(), required=False, widget=forms.HiddenInput)
    began = forms.CharField(label=gettext_lazy("字体"), widget=forms.HiddenInput)

    def __init__(
        self, standing: OfficeFace, files: QuerySet[FaceFile], data: Any = None, chosen: FaceFile | None = None
    ):
        super().__init__(data, initial={"began": digest_of(standing), "file": chosen})
        self.standing = standing
        self.fields["file"].queryset = files  # type: ignore[attr-defined]

    def clean_began(self) -> str:
        """Refuse what was chosen over another face than the one that stands now."""
        if self.cleaned_data["began"] != digest_of(self.standing):
            raise ValidationError(_("别人刚换过这种字体，您选的没有启用。请刷新页面，看过再选。"))
        return str(self.cleaned_data["began"])
