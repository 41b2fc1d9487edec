"""Fields that the declared sections are asked with: years and months, days, hours, plain text."""

import re
import unicodedata
from collections.abc import Mapping
from copy import copy
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import require_printable
from applications.sections import Field, FieldType

#: Digits and the mark between them, as people type them.
WIDE = {ord("０") + digit: str(digit) for digit in range(10)}
EARLIEST = 1940


def plain(text: object) -> str:
    """Give typed text in NFC with plain line ends and without control characters; never NFKC."""
    normal = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    if normal.isprintable():
        return normal
    return "".join(
        char for char in normal if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Co")
    )


class MonthWidget(forms.MultiWidget):
    """Two small inputs, 年 and 月; one value `2010-07`. What was typed is kept even where it is no month."""

    template_name = "applications/widgets/month.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"class": "control", "inputmode": "numeric", "autocomplete": "off"}
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "year": forms.TextInput({**number, "maxlength": "8"}),
            "month": forms.TextInput({**number, "maxlength": "4"}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[str]:
        year, _dash, month = str(value or "").partition("-")
        return [year, month.lstrip("0") or month]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if name in data:
            return plain(data[name]).strip()
        typed = [plain(data.get(f"{name}_{part}", "")).strip().translate(WIDE) for part in ("year", "month")]
        if not any(typed):
            return ""
        year, month = typed
        return (
            f"{year}-{int(month):02d}"
            if month.isascii() and month.isdigit() and len(month) < 3
            else f"{year}-{month}"
        )

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_year" not in data and f"{name}_month" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class MonthField(forms.Field):
    """A month that is not in the future, as `2010-07`."""

    widget = MonthWidget

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        value = super().clean(value or "")
        if not value:
            return ""
        match = re.fullmatch(r"(\d{4})-(\d{2})", value)
        if match is None:
            raise ValidationError(_month_said(value), "month")
        year, month = int(match[1]), int(match[2])
        if not year >= EARLIEST or not 1 <= month <= 12:
            raise ValidationError(_("年份写4位数字，如2010；月份写1到12。"), "month")
        if (year, month) > (self.today.year, self.today.month):
            raise ValidationError(_("这个时间还没有到，请核对。"), "future")
        return str(value)


def _month_said(value: str) -> str:
    year, _dash, month = value.partition("-")
    if year and not month:
        return gettext("还差月份，请写1到12。")
    if month and not year:
        return gettext("还差年份，请写4位数字，如2010。")
    return gettext("年份写4位数字，如2010；月份写1到12。")


class DayField(forms.Field):
    """A day that is not in the future, as `2010-07-01`."""

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(widget=forms.TextInput({"type": "date", "class": "control is-short"}), **kwargs)

    def clean(self, value: Any) -> str:
        value = super().clean(plain(value or "").strip())
        if not value:
            return ""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValidationError(_("日期写成年、月、日，如2024-03-01。"), "day") from None
        if day > self.today or day.year < EARLIEST:
            raise ValidationError(_("这一天不对，请核对：不能晚于今天。"), "future")
        return day.isoformat()


class HoursField(forms.Field):
    """Hours of one year, whole, 0 to 1000, kept as text."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "control is-short", "inputmode": "numeric", "autocomplete": "off", "maxlength": "8"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> str:
        value = super().clean(plain(value or "").strip().translate(WIDE))
        if not value:
            return ""
        if not (value.isascii() and value.isdigit() and int(value) <= 1000):
            raise ValidationError(_("学时写数字，如60；没有的写0。"), "hours")
        return str(int(value))


class PlainField(forms.CharField):
    """Text in normal form that can be printed, with its length counted as people see it."""

    default_validators = [require_printable]

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "").strip()


def form_field(field: Field, *, today: date, required: bool) -> forms.Field:
    """Give the Django field that asks for a declared one: the caller's own, to be changed as the form needs it."""
    made = copy(_made(field, today if field.type in (FieldType.MONTH, FieldType.DAY) else date.min))
    made.required = required and field.required
    made.error_messages, made.widget = made.error_messages.copy(), copy(made.widget)
    made.widget.attrs = made.widget.attrs.copy()
    return made


@lru_cache(maxsize=1000)
def _made(field: Field, today: date) -> forms.Field:
    """Make the field once: a section has dozens, and is made anew at every pause in typing."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.required,
        "error_messages": {"required": _missing(field)},
    }
    if field.type == FieldType.MONTH:
        return MonthField(today=today, **common)
    if field.type == FieldType.DAY:
        return DayField(today=today, **common)
    if field.type == FieldType.HOURS:
        return HoursField(**common)
    if field.type in (FieldType.CHOICE, FieldType.RADIO):
        return _choice(field, common)
    return _text(field, common)


def _missing(field: Field) -> str | Promise:
    if field.type in (FieldType.CHOICE, FieldType.RADIO):
        return _("还没有选择。")
    return _("还没有填写。没有的写“无”。") if field.type == FieldType.TEXT else _("还没有填写。")


def _choice(field: Field, common: dict[str, Any]) -> forms.Field:
    offered = field.choices() if field.choices else []
    common["error_messages"]["invalid_choice"] = _("请从列出的选项里选一项。")
    if field.type == FieldType.RADIO:
        return forms.ChoiceField(choices=offered, widget=RadioWidget(), **common)
    widget = forms.Select({"class": f"control {field.size}".strip(), "autocomplete": "off"})
    return forms.ChoiceField(choices=[("", _("请选择")), *offered], widget=widget, **common)


class RadioWidget(forms.RadioSelect):
    template_name = "applications/widgets/radio.html"


def _text(field: Field, common: dict[str, Any]) -> forms.Field:
    common["error_messages"]["max_length"] = _("最多%(limit_value)d字，现在是%(show_value)d字。请删减。")
    attrs = {"class": f"control {field.size}".strip(), "autocomplete": "off"}
    if field.type == FieldType.LONG:
        attrs |= {"rows": "8" if field.most > 600 else "3", "data-count": str(field.most)}
        widget: forms.Widget = forms.Textarea(attrs)
    else:
        widget = forms.TextInput(attrs)
    made = PlainField(max_length=field.most, widget=widget, **common)
    made.widget.attrs.pop("maxlength", None)  # what is too long is said, not cut in silence
    return made
