"""Input of the rubric's editor: one form a criterion, blank ones left out (C31, C32)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from review.enums import Measure
from review.rules.rubrics import FULL, CriterionFacts, plain_points

MOST = 60
BLANK = 3
MORE = 5


class CriterionForm(PortalForm, forms.Form):
    """One criterion; left blank it is no criterion."""

    section = forms.CharField(label=_("类别"), max_length=40)
    name = forms.CharField(label=_("指标"), max_length=100)
    points = forms.DecimalField(
        label=_("分值"),
        min_value=0,
        max_value=FULL,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "is-short"}),
    )
    measure = forms.ChoiceField(label=_("评什么"), choices=Measure.choices, initial=Measure.ABILITY)
    note = forms.CharField(
        label=_("怎样得分"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_points(self) -> Any:
        """Refuse a criterion without points."""
        points = self.cleaned_data["points"]
        if not points:
            raise forms.ValidationError(_("分值要大于0。"))
        return points

    def has_changed(self) -> bool:
        """A criterion begins with its words or points; what it measures has a value from the start."""
        return bool({"section", "name", "points", "note"} & set(self.changed_data))


CriterionFormSet = forms.formset_factory(CriterionForm, extra=BLANK, max_num=MOST, absolute_max=MOST)


class ReasonForm(PortalForm, forms.Form):
    """Why the 四唯 have so many points, where they do."""

    reason = forms.CharField(
        label=_("四唯占比过高的理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("没有超过提醒线的不用填。写了会和标准一起公开。"),
    )


def rubric_forms(data: Mapping[str, Any] | None, lines: Iterable[CriterionFacts] = ()) -> Any:
    """Give the criteria's forms: with what was posted, else with `lines` and some blank ones."""
    if data is not None:
        return CriterionFormSet(data)
    return CriterionFormSet(initial=[vars(line) | {"points": plain_points(line.points)} for line in lines])


def with_more_rows(posted: Any) -> Any:
    """Give forms that hold what was typed into `posted`, unchecked, and `MORE` blank ones."""
    rows = [{name: form[name].value() for name in form.fields} for form in posted]
    more = forms.formset_factory(CriterionForm, extra=MORE, max_num=MOST, absolute_max=MOST)
    return more(initial=rows)


def typed_lines(forms_of: Any) -> list[CriterionFacts]:
    """Give the criteria of a checked set of forms: those that are whole, blank ones left out."""
    return [
        CriterionFacts(**form.cleaned_data)
        for form in forms_of
        if form.has_changed() and form.is_valid() and form.cleaned_data
    ]
