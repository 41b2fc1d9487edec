"""Input of the defence's page: the groups, and for each case its group (C27)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.base import PortalForm, dress
from review.forms.committee import MeetingForm
from review.models.defence import GROUP_LENGTH
from review.rules.meeting_papers import Summons
from review.selectors.defence import Called, Group

MOST_GROUPS = 30
COUNT = "groups"


class GroupForm(MeetingForm):
    """When and where a group defends.

    now: when somebody fills it in; kept: times that stand already and may be over; alone: else each has a name.
    """

    group = forms.CharField(
        label=gettext_lazy("组别"),
        max_length=GROUP_LENGTH,
        error_messages={"required": gettext_lazy("有几个组的，每组都要写组别。")},
    )
    field_order = ("group", "starts_at", "place")

    def __init__(self, *args: Any, now: datetime, kept: set[datetime], alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_%s", **kwargs)
        self.now, self.kept = now, kept
        self.fields["group"].required = not alone
        self.fields["starts_at"].label = _("答辩时间")

    def clean_starts_at(self) -> datetime:
        """Refuse a time that is over, but where it stands already."""
        starts_at: datetime = self.cleaned_data["starts_at"]
        if starts_at <= self.now and starts_at not in self.kept:
            raise forms.ValidationError(_("这个时间已经过去，请填写以后的时间。"))
        return starts_at


class CasesForm(PortalForm, forms.Form):
    """The group of each case, by its place in the list of groups."""

    def __init__(self, *args: Any, called: list[Called], names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_%s", **kwargs)
        self.fields |= {
            f"case_{each.tally.pk}": forms.ChoiceField(
                label=each.tally.application.number,
                choices=[("", _("请选择")), *((str(place), name) for place, name in enumerate(names))],
                error_messages={"required": _("请选一组。")},
            )
            for each in called
        }
        for field in self.fields.values():
            dress(field)


class DefenceForm:
    """The groups and, where there are several, the group of each case; bound to what was typed or to what stands."""

    def __init__(self, called: list[Called], groups: list[Group], now: datetime, data: Any = None) -> None:
        self.called, self.now = called, now
        self.kept = {each.summons.starts_at for each in groups}
        standing = [each.summons for each in groups]
        self.is_bound = data is not None
        if self.is_bound:
            count = _count(data.get(COUNT, ""))
            self._fill(data=data, rows=[{}] * count, chosen={})
        else:
            where = {each.tally.pk: standing.index(each.summons) for each in called if each.summons}
            self._fill(data=None, rows=[vars(each) for each in standing], chosen=where)

    def _fill(self, *, data: Any, rows: Sequence[Mapping[str, Any]], chosen: Mapping[int, int]) -> None:
        alone = len(rows) == 1
        self.groups = [
            GroupForm(data, prefix=f"g{place}", initial=row, now=self.now, kept=self.kept, alone=alone)
            for place, row in enumerate(rows)
        ]
        self.cases: CasesForm | None = None
        if len(rows) > 1:
            first = {f"case_{pk}": str(place) for pk, place in chosen.items()}
            self.cases = CasesForm(data, called=self.called, names=self._names(), initial=first)

    def _names(self) -> list[str]:
        typed = [str(form["group"].value() or "") for form in self.groups]
        return [name or _("第%(number)d组") % {"number": place} for place, name in enumerate(typed, start=1)]

    def reshaped(self, action: str, number: int) -> None:
        """Add a group, leave one out or divide the cases anew; what was typed stays as it was, unchecked."""
        rows = [{name: form[name].value() for name in form.fields} for form in self.groups]
        chosen = self._chosen()
        if action == "more" and len(rows) < MOST_GROUPS:
            named = [{**row, "group": row["group"] or name} for row, name in zip(rows, self._names(), strict=True)]
            new = _("第%(number)d组") % {"number": len(rows) + 1}
            rows = [*named, {**rows[-1], "group": new}]
        elif action == "less" and len(rows) > 1 and number < len(rows):
            del rows[number]
            chosen = {pk: place - (place > number) for pk, place in chosen.items() if place != number}
        elif action == "divide":
            size = -(-len(self.called) // len(rows)) or 1
            chosen = {each.tally.pk: place // size for place, each in enumerate(self.called)}
        self._fill(data=None, rows=rows, chosen=chosen)

    def _chosen(self) -> dict[int, int]:
        if self.cases is None:
            return {each.tally.pk: 0 for each in self.called}
        said = {each.tally.pk: str(self.cases[f"case_{each.tally.pk}"].value() or "") for each in self.called}
        return {
            pk: int(place) for pk, place in said.items() if place.isdecimal() and int(place) < len(self.groups)
        }

    def is_valid(self) -> bool:
        """Tell whether every group and every case is as it must be; all are checked, so that all is told at once."""
        checked = [form.is_valid() for form in (*self.groups, *([self.cases] if self.cases else []))]
        return all(checked)

    @property
    def calls(self) -> dict[int, Summons]:
        """To what each case is called, by the key of its tally, once all is valid."""
        said = [Summons(**form.cleaned_data) for form in self.groups]
        if self.cases is None:
            return {each.tally.pk: said[0] for each in self.called}
        chosen = self.cases.cleaned_data
        return {each.tally.pk: said[int(chosen[f"case_{each.tally.pk}"])] for each in self.called}

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """What is to be put right: the control's id, which field of what, the message."""
        named = zip(self._names(), self.groups, strict=True)
        found = [(field, f"{name}，{field.label}") for name, form in named for field in form]
        found += [(field, str(field.label)) for field in self.cases or ()]
        return [(field.id_for_label, label, str(error)) for field, label in found for error in field.errors]

    @property
    def rows(self) -> Iterator[tuple[Called, Any]]:
        """Give each case with the control for its group, if there are several."""
        for each in self.called:
            yield each, self.cases[f"case_{each.tally.pk}"] if self.cases else None


def _count(typed: str) -> int:
    """Give how many groups a page had, as it says."""
    return min(max(int(typed), 1), MOST_GROUPS) if typed.isdecimal() and len(typed) < 4 else 1
