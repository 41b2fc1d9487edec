"""Prints the paragraphs of `documents.wording` with what the paper says.

{% passage "opening" %}      in a template: the office's words where it has some, else ours
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from documents import marks
from documents.wording import PLACE, text_of

register = template.Library()


def _strong(value: str) -> SafeString:
    return format_html("<b>{}</b>", value)


#: What a word in braces prints: the field of the paper, and how it is shown.
VALUES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "单位": ("employer", str),
    "申报事项": ("application", str),
    "机关": ("issuer", str),
    "退回时间": ("returned_at", marks.moment),
    "处数": ("reasons", len),
    "截止时间": ("deadline", lambda moment: _strong(marks.deadline(moment))),
    "咨询电话": ("contact_phone", str),
    "监督电话": ("supervision_phone", str),
    "年度申报": ("campaign", str),
    "人数": ("people", len),
    "公示开始": ("from_day", marks.day),
    "公示结束": ("to_day", marks.day),
    "工作日数": ("working_days", str),
    "地址": ("address", str),
}


@register.simple_tag(takes_context=True)
def passage(context: Mapping[str, Any], key: str) -> SafeString:
    """Print a paragraph of the form that is being set; every value in it is escaped."""
    form, paper = context["form"], context["paper"]
    text = text_of(form.key, key, paper.wording).strip()
    parts = PLACE.split(text)  # words of the office and names in braces by turns
    return mark_safe(
        "".join(
            conditional_escape(part if place % 2 == 0 else _value(paper, part)) for place, part in enumerate(parts)
        )
    )


def _value(paper: Any, name: str) -> Any:
    field, shown = VALUES[name]
    value = getattr(paper, field)
    if name == "地址":
        return f"（{value}）" if value else ""
    return shown(value)
