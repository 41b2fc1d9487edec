"""The filters of the audit trail; they stand in the address."""

from datetime import date

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.rules.identity import normal_name
from applications.enums import Transition
from applications.models import Event
from campaigns.rules.calendar import end_of_day, start_of_day
from review.selectors.supervision import matching

CONTROL = {"class": "control"}


class EventFilter(django_filters.FilterSet):
    """Narrows the recorded steps: by words, by what was done, from when until when."""

    q = django_filters.CharFilter(
        method="by_words", label=_("姓名、编号、办理人、单位"), widget=forms.TextInput(attrs=CONTROL)
    )
    step = django_filters.ChoiceFilter(
        field_name="transition",
        choices=Transition.choices,
        label=_("办理"),
        empty_label=_("全部办理"),
        widget=forms.Select(attrs=CONTROL),
    )
    first = django_filters.DateFilter(
        method="from_day", label=_("从"), widget=forms.DateInput(attrs={**CONTROL, "type": "date"})
    )
    last = django_filters.DateFilter(
        method="to_day", label=_("到"), widget=forms.DateInput(attrs={**CONTROL, "type": "date"})
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def by_words(self, events: QuerySet[Event], _name: str, words: str) -> QuerySet[Event]:
        return matching(events, normal_name(words))

    def from_day(self, events: QuerySet[Event], _name: str, day: date) -> QuerySet[Event]:
        return events.filter(at__gte=start_of_day(day))

    def to_day(self, events: QuerySet[Event], _name: str, day: date) -> QuerySet[Event]:
        return events.filter(at__lte=end_of_day(day))
