"""What every form of the portal shares: the look of its controls, and messages that say what to do."""

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.rules.words import Words
from documents.coverage import faceless

CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
WITHOUT_BOX = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput, forms.HiddenInput)
FIRST_MESSAGE = forms.Field.default_error_messages["required"]
FIRST_CHOICES = [
    kind.default_error_messages["invalid_choice"]
    for kind in (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField)
]
INVALID: dict[type[forms.Field], Words] = {
    forms.EmailField: _("邮箱地址不完整，应像name@example.com这样。"),
    forms.DecimalField: _("请填数字，小数点用“.”。"),
    forms.IntegerField: _("请填整数，不带单位。"),
    forms.DateField: _("日期请写成2025-02-17这样。"),
    forms.DateTimeField: _("日期和时间请写成2025-02-17 09:30这样。"),
    forms.FileField: _("文件没有传上来，请重新选择。"),
}

if TYPE_CHECKING:
    Mixin = forms.BaseForm
else:
    Mixin = object


class PortalForm(Mixin):
    """Mix into a form before `forms.Form` or `forms.ModelForm`: dresses its controls, words its refusals.

    A text must consist of what can be printed, but in the fields of `any_characters`, which have rules of their own.
    """

    any_characters: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            dress(field)
            is_secret = isinstance(field.widget, forms.PasswordInput)
            if isinstance(field, forms.CharField) and not is_secret and name not in self.any_characters:
                field.validators.append(require_printable)

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """Give what was sent for a field; a browser ends each line with two signs, of which one counts and is printed."""
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        return value.replace("\r\n", "\n") if isinstance(value, str) else value

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows the form: 422 when something typed was refused."""
        return 422 if self.errors else 200


def dress(field: forms.Field) -> None:
    """Give a field's control the class of the house and its messages the words of the house."""
    widget = field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        widget.template_name = "components/_choices.html"
    if not isinstance(widget, WITHOUT_BOX):
        widget.attrs["class"] = f"control {widget.attrs.get('class', '')}".strip()
    _word(field)


def require_printable(text: str) -> None:
    """Raise ValidationError for signs that no face has, such as emoji: they would keep a paper from being made.

    A letter that is missing is a matter of the fonts (setting `PAPER_MORE_FACES`), not of who types it: it may be a name.
    """
    signs = "".join(char for char in faceless(text) if not _may_be_of_a_name(char))
    if signs:
        message = _("“%(signs)s”打印不出来，请删掉，或改用文字说明。")
        raise ValidationError(message, "unprintable", {"signs": signs})


def _may_be_of_a_name(char: str) -> bool:
    """A letter, a mark over one, or anything in the planes of 汉字, whose newest Python does not know."""
    return unicodedata.category(char)[0] in "LM" or 0x20000 <= ord(char) < 0x40000


def _word(field: forms.Field) -> None:
    messages = field.error_messages
    if messages.get("required") == FIRST_MESSAGE:
        messages["required"] = _required(field)
    messages["max_length"] = _("最多%(limit_value)d个字，现在是%(show_value)d个，请缩短。")
    messages["min_length"] = _("至少%(limit_value)d个字，现在是%(show_value)d个，请补全。")
    messages["max_value"] = _("不能大于%(limit_value)s。")
    messages["min_value"] = _("不能小于%(limit_value)s。")
    if messages.get("invalid_choice") in FIRST_CHOICES:
        messages["invalid_choice"] = _("请从列出的选项里选。")
    messages["null_characters_not_allowed"] = _("里面有看不见的字符，请删掉重新输入。")
    for kind, message in INVALID.items():
        if isinstance(field, kind) and messages.get("invalid") == kind.default_error_messages.get("invalid"):
            messages["invalid"] = message


def _required(field: forms.Field) -> Words:
    if isinstance(field, forms.FileField):
        return _("请选择要上传的文件。")
    if isinstance(field, forms.BooleanField):
        return _("请先读完，同意后打勾。")
    return _("还没有选，请选一项。") if isinstance(field.widget, CHOSEN) else _("还没有填，请填写。")
