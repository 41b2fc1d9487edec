"""The filters of the desk: they stand in the address, so that a list can be kept and sent on."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Act
from accounts.models import Employer
from accounts.rules.identity import normal_name
from applications.enums import REVIEWING, State
from applications.models import Application
from campaigns.enums import Band, Kind, Level
from campaigns.models import Series
from campaigns.rules.calendar import DAY, day_of, end_of_day

CONTROL = {"class": "control"}
ORDERS = {
    "due": ("due", "state_since", "id"),
    "age": ("state_since", "id"),
    "name": ("applicant__name", "id"),
}
ORDER_LABELS = (("due", _("截止近的在前")), ("age", _("等得久的在前")), ("name", _("按姓名")))
SUBMISSIONS = (("1", _("第1次")), ("2", _("第2次")), ("3", _("第3次")))
BANDS = {band: [level for level in Level if level.band == band] for band in Band}


def _choice(
    choices: Any, label: str | Promise, empty: str | Promise, **kwargs: Any
) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        choices=choices, label=label, empty_label=empty, widget=forms.Select(attrs=CONTROL), **kwargs
    )


class QueueFilter(django_filters.FilterSet):
    """Narrows and orders what waits: by words, stage, kind, band, series, employer, submission."""

    q = django_filters.CharFilter(
        method="by_words", label=_("姓名、单位、编号"), widget=forms.TextInput(attrs=CONTROL)
    )
    stage = _choice(
        [(state, State(state).label) for state in REVIEWING], _("环节"), _("全部环节"), field_name="state"
    )
    kind = _choice(Kind.choices, _("种类"), _("全部种类"))
    band = _choice(Band.choices, _("层级"), _("全部层级"), method="by_band")
    series = django_filters.ModelChoiceFilter(
        queryset=Series.objects.all(),
        label=_("系列"),
        empty_label=_("全部系列"),
        widget=forms.Select(attrs=CONTROL),
    )
    employer = django_filters.ModelChoiceFilter(
        queryset=Employer.objects.all(), label=_("单位"), widget=forms.HiddenInput()
    )
    n = _choice(SUBMISSIONS, _("第几次提交"), _("不限"), field_name="submissions_used")
    sort = _choice(ORDER_LABELS, _("排序"), _("截止近的在前"), method="unchanged")

    class Meta:
        model = Application
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Application], _name: str, words: str) -> QuerySet[Application]:
        """Search in name, employer and number, whatever dot was typed in the name."""
        words = words.strip()
        name = normal_name(words)
        return rows.filter(
            Q(applicant__name__icontains=name) | Q(employer__name__icontains=words) | Q(number__icontains=words)
        )

    def by_band(self, rows: QuerySet[Application], _name: str, band: str) -> QuerySet[Application]:
        return rows.filter(level__in=BANDS[Band(band)])

    def unchanged(self, rows: QuerySet[Application], _name: str, _order: str) -> QuerySet[Application]:
        """The order is set at the end, over everything else."""
        return rows

    def filter_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Application]:
        order = self.form.cleaned_data.get("sort") or "due"
        return super().filter_queryset(queryset).order_by(*ORDERS[order])


def chip_conditions(act: Act) -> dict[str, Q]:
    """Give the quick choices above the list by their word in the address; counted in one query."""
    return {
        "all": Q(),
        "due": Q(due__lte=end_of_day(day_of(act.at) + DAY)),
        "again": Q(submissions_used__gte=2),
        "last": Q(submissions_used__gte=3),
        "slow": Q(state_since__lt=act.at - timedelta(days=5)),
        "ready": Q(is_ready=True),
    }


CHIP_LABELS = {
    "all": _("全部"),
    "due": _("明天前到期"),
    "again": _("改后再交"),
    "last": _("第3次提交"),
    "slow": _("等了5天以上"),
    "ready": _("可一起通过"),
}


def address(query: QueryDict, **changes: str | int | None) -> str:
    """Give the query of the present list with some words changed (None takes one out); begins with `?`."""
    wanted = query.copy()
    for name, value in changes.items():
        if value is None:
            wanted.pop(name, None)
        else:
            wanted[name] = str(value)
    return "?" + wanted.urlencode()
