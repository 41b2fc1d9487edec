"""Input of the page on which an office puts its seal on its papers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.base import PortalForm
from documents.inspection import FileRefused
from documents.papers.shape import SEALS_MM
from review.forms.wording import digest_of
from review.services.seals import SEALED, OfficeSeal, Wanted, checked


class SealForm(PortalForm, forms.Form):
    """The picture of a seal, its diameter and the papers that bear it; `seal` is what stands now."""

    file = forms.FileField(
        label=gettext_lazy("印章的图片"),
        error_messages={"required": gettext_lazy("请先选择印章的图片。")},
        help_text=gettext_lazy("透明背景的PNG，只留印章本身，600 dpi扫描。"),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
    mm = forms.TypedChoiceField(
        label=gettext_lazy("直径"),
        coerce=int,
        choices=[(mm, f"{mm} mm") for mm in SEALS_MM],
        help_text=gettext_lazy("按实物：地区机关45毫米，县市机关42毫米，专用章以刻章时的为准。"),
    )
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("印在哪些文书上"),
        required=False,
        choices=[(kind.value, kind.label) for kind in SEALED],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("没有选的文书，盖章处空着，打印后用手盖。草稿和空白表上从不印章。"),
    )
    began = forms.CharField(label=gettext_lazy("印章"), widget=forms.HiddenInput)

    def __init__(self, seal: OfficeSeal, data: Any = None, files: Any = None):
        now = {"mm": seal.get("mm", 42), "papers": seal.get("papers", []), "began": digest_of(seal)}
        super().__init__(data, files, initial=now)
        self.seal = seal
        self.fields["file"].required = not seal

    def clean_began(self) -> str:
        """Refuse what was chosen over another seal than the one that stands now."""
        if self.cleaned_data["began"] != digest_of(self.seal):
            raise ValidationError(_("别人刚改过这枚印章，您改的没有保存。请刷新页面，再改一次。"))
        return str(self.cleaned_data["began"])

    def clean_file(self) -> bytes | None:
        """Give the seal cut out along its edge, or nothing where the one that stands stays."""
        if not self.cleaned_data["file"]:
            return None
        try:
            return checked(self.cleaned_data["file"].read())
        except FileRefused as refused:
            raise ValidationError(str(refused.message)) from refused

    def wanted(self) -> Wanted:
        """Give what was chosen, once it is valid."""
        return Wanted(self.cleaned_data["file"], self.cleaned_data["mm"], self.cleaned_data["papers"])
