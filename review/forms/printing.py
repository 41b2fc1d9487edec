"""Input of the print runs: which cases a list shows, and what of them is to be printed."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Act
from accounts.enums import Role
from accounts.forms.base import PortalForm
from accounts.rules.identity import normal_name
from applications.enums import PaperKind, State
from applications.models import Application
from campaigns.enums import Kind
from review.models import Publicity
from review.rules.printing import MOST_COPIES
from review.selectors.office import publicities_of

CONTROL = {"class": "control"}
#: What a case of the title office can be.
AFTER_ACCEPTANCE = (
    State.ACCEPTED,
    State.IN_COMMITTEE,
    State.PASSED,
    State.PUBLICISED,
    State.QUALIFIED,
    State.CERTIFIED,
    State.FAILED,
)


#: What a case can be that the first office has passed on.
AFTER_PASSING = (State.FINAL_REVIEW, State.RETURNED, *AFTER_ACCEPTANCE, State.REJECTED)


class PrintFilter(django_filters.FilterSet):
    """Narrows the cases that an office may print: by words, state, kind, and the list on which they were publicised."""

    q = django_filters.CharFilter(
        method="by_words", label=_("姓名、单位、编号"), widget=forms.TextInput(attrs=CONTROL)
    )
    state = django_filters.ChoiceFilter(
        choices=[(state, state.label) for state in AFTER_ACCEPTANCE],
        label=_("状态"),
        empty_label=_("全部状态"),
        widget=forms.Select(attrs=CONTROL),
    )
    kind = django_filters.ChoiceFilter(
        choices=Kind.choices,
        label=_("种类"),
        empty_label=_("全部种类"),
        widget=forms.Select(attrs=CONTROL),
    )
    listed = django_filters.ModelChoiceFilter(
        queryset=Publicity.objects.none(),
        field_name="publicity_entry__publicity",
        label=_("公示名单"),
        empty_label=_("全部名单"),
        widget=forms.Select(attrs=CONTROL),
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, act: Act, queryset: QuerySet[Application]) -> None:
        super().__init__(data, queryset=queryset)
        self.filters["listed"].extra["queryset"] = publicities_of(act).order_by("-posted_on", "-pk")
        if act.role == Role.REVIEWER:  # has cases before acceptance as well, and no lists
            del self.filters["listed"]
            self.filters["state"].extra["choices"] = [(state, state.label) for state in AFTER_PASSING]

    def by_words(self, rows: QuerySet[Application], _name: str, words: str) -> QuerySet[Application]:
        """Give the rows whose person, employer or number is meant."""
        name = normal_name(words)
        meant = (
            Q(number__iexact=words.strip()) | Q(applicant__name__contains=name) | Q(employer__name__contains=name)
        )
        return rows.filter(meant)


class PrintForm(PortalForm, forms.Form):
    """What is printed of each chosen case, and how often."""

    kinds = forms.MultipleChoiceField(
        label=_("打印什么"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一种文书。")},
    )
    copies = forms.TypedChoiceField(
        label=_("每件几份"),
        coerce=int,
        choices=[(number, _("%(number)d份") % {"number": number}) for number in range(1, MOST_COPIES + 1)],
        initial=2,
    )

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, str | Promise]] = [(kind, PaperKind(kind).label) for kind in counts]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [kind for kind, _label in choices if kind == PaperKind.REPORT_FORM]
