"""What an expert may say of a page: where on it one sees whose it is, and not a word more (C21)."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from applications.rules.masking import WHOLE

#: Parts of a page that can be named without pressing on it: left, top, right, bottom in ten-thousandths.
PARTS = {"top": (0, 0, WHOLE, 3334), "middle": (0, 3333, WHOLE, 6667), "foot": (0, 6666, WHOLE, WHOLE)}
#: How far the place reaches around the point that was pressed.
AROUND = (900, 350)
Place = tuple[int, int, int, int]


class FlagForm(PortalForm, forms.Form):
    """Where on the page: a part of it, a point that was pressed, or nowhere; `version`: of the copy looked at."""

    part = forms.ChoiceField(
        label=_("在这一页的哪里"),
        choices=[("", _("不指明")), ("top", _("上面")), ("middle", _("中间")), ("foot", _("下面"))],
        required=False,
        widget=forms.RadioSelect,
    )
    point = forms.CharField(
        required=False,
        widget=forms.HiddenInput,
        validators=[RegexValidator(r"^\d{1,5},\d{1,5}$", _("按下的地方没有记上，请再按一次，或不指明。"))],
    )
    version = forms.CharField(widget=forms.HiddenInput, max_length=12)

    @property
    def place(self) -> Place | None:
        """Give left, top, right and bottom in ten-thousandths of the page, or None; a point counts before a part."""
        said = self.cleaned_data
        if not said["point"]:
            return PARTS.get(said["part"])
        x, y = (min(int(side), WHOLE) for side in said["point"].split(","))
        across, down = AROUND
        return (max(0, x - across), max(0, y - down), min(WHOLE, x + across), min(WHOLE, y + down))
