"""A declared section as a form: typed text in, kept text and messages out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from applications.forms.fields import form_field, plain
from applications.sections import SECTIONS, Field, Rows, SectionSpec, When, rows_of

BLANK_ROWS = 1


class FieldsForm(forms.Form):
    """The fields of a section, or of one of its rows; those that are not asked for stay on the page, hidden."""

    def __init__(
        self, declared: tuple[Field, ...], *, facts: Mapping[str, str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(use_required_attribute=False, label_suffix="", **kwargs)
        self.declared = {field.name: field for field in declared}
        for field in declared:
            self.fields[field.name] = form_field(field, today=today, required=True)
        typed = self.typed
        self.asked = {f.name for f in declared if f.when is None or f.when.holds(typed, facts)}
        for name in set(self.fields) - self.asked:
            self.fields[name].required = False

    @cached_property
    def typed(self) -> dict[str, str]:
        """Give what was typed (or kept) in every field, as it stands."""
        if not self.is_bound:
            return {name: str(self.initial.get(name, "")) for name in self.fields}
        return {name: self._typed(name) for name in self.fields}

    def _typed(self, name: str) -> str:
        widget = self.fields[name].widget
        return plain(widget.value_from_datadict(self.data, self.files, self.add_prefix(name)) or "").strip()

    def kept(self) -> dict[str, str]:
        """Give what is to be kept: cleaned where it is valid, as typed where not; nothing of what is not asked."""
        self.is_valid()
        typed = self.typed
        return {
            name: str(self.cleaned_data.get(name, typed[name])) if name not in self.errors else typed[name]
            for name in self.fields
            if name in self.asked
        }

    def clean(self) -> dict[str, Any]:
        """Drop complaints about fields that are not asked for; an end does not lie before its start (C25)."""
        for name in set(self.errors) - self.asked:
            del self.errors[name]
        start, end = (str(self.cleaned_data.get(name) or "") for name in ("starts_on", "ends_on"))
        if start and end and end < start:
            self.add_error("ends_on", _("结束时间早于开始时间，请核对。"))
        return self.cleaned_data

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.values())


@dataclass
class RowGroup:
    """A group of rows on the page: its forms in order, the complaint about their number, if any."""

    rows: Rows
    forms: list[FieldsForm]
    applies: bool
    demanded: bool
    years: tuple[int, ...] = ()

    @property
    def filled(self) -> list[FieldsForm]:
        if not self.applies:
            return []
        return self.forms if self.rows.years_back else [form for form in self.forms if not form.is_blank]

    @property
    def complaint(self) -> str:
        """What is wrong with the number of rows, or an empty text."""
        if self.applies and self.demanded and not self.rows.years_back and len(self.filled) < self.rows.least:
            return _("%(group)s还没有填。") % {"group": self.rows.label}
        return ""

    @property
    def can_add(self) -> bool:
        return bool(self.rows.add) and len(self.forms) < self.rows.most

    @property
    def can_remove(self) -> bool:
        return not self.rows.years_back and self.rows.most > 1

    def labelled(self) -> Iterator[tuple[str, FieldsForm]]:
        """Give each row's form with its heading."""
        for place, form in enumerate(self.forms):
            yield self.heading(place), form

    def heading(self, place: int) -> str:
        if self.rows.years_back:
            return _("%(year)d年度") % {"year": self.years[place]}
        if self.rows.most == 1:
            return ""
        return _("%(group)s，第%(place)d项") % {"group": self.rows.label, "place": place + 1}


class SectionForm:
    """One section as a whole. Bound to typed data, or to what is kept with `check=True`, it knows its errors.

    `extra` names a group that is shown with one more row; `without` a row (`rows-2`) that is not kept.
    """

    def __init__(
        self,
        key: str,
        *,
        facts: Mapping[str, str],
        today: date,
        year: int,
        typed: Mapping[str, Any] | None = None,
        kept: Mapping[str, Any] | None = None,
        check: bool = False,
        extra: str = "",
        without: str = "",
    ) -> None:
        self.spec: SectionSpec = SECTIONS[key]
        self.facts, self.today, self.year = facts, today, year
        self.initial = kept or {}
        self.extra, self.without = extra, without
        self.data = typed if typed is not None else flat(self.spec, self.initial) if check else None

    @cached_property
    def fields(self) -> FieldsForm:
        own = {field.name: self.initial.get(field.name, "") for field in self.spec.fields}
        return self._form(self.spec.fields, own, "")

    @cached_property
    def groups(self) -> list[RowGroup]:
        return [self._group(rows) for rows in self.spec.rows]

    def _form(self, declared: tuple[Field, ...], initial: Mapping[str, Any], prefix: str) -> FieldsForm:
        return FieldsForm(
            declared,
            facts=self.facts,
            today=self.today,
            data=self.data,
            initial=initial,
            prefix=prefix or None,
            auto_id="%s",
        )

    def _group(self, rows: Rows) -> RowGroup:
        kept = rows_of(rows, self.initial)
        years = tuple(self.year - back for back in rows.years_back)
        if years:
            by_year = {str(row.get("year", "")): row for row in kept}
            kept = [by_year.get(str(year), {}) for year in years]
        count = len(years) or self._count(rows, len(kept))
        forms_ = [
            self._form(rows.fields, kept[place] if place < len(kept) else {}, f"{rows.name}-{place}")
            for place in range(count)
        ]
        return RowGroup(rows, forms_, self._holds(rows.when), self._holds(rows.demanded), years)

    def _holds(self, when: When | None) -> bool:
        return when is None or when.holds(self.fields.typed, self.facts)

    def _count(self, rows: Rows, kept: int) -> int:
        least = max(kept, rows.least, 0)
        if self.data is not None:
            asked = str(self.data.get(f"{rows.name}-count", ""))
            least = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else least
        return min(max(least, rows.least) + (self.extra == rows.name), rows.most)

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Give the number of every field on the printed form; the ones not asked for have none."""
        asked = [field.name for field in self.spec.fields if field.name in self.fields.asked]
        return {name: self.spec.field_number(place) for place, name in enumerate(asked)}

    @cached_property
    def complete(self) -> bool:
        """Whether everything that is asked for is filled and valid (C15)."""
        fields_ok = self.fields.is_valid()
        groups_ok = all(not group.complaint and all(f.is_valid() for f in group.filled) for group in self.groups)
        return fields_ok and groups_ok

    @cached_property
    def stored(self) -> dict[str, Any]:
        """Give what is kept of the section: plain JSON as `applications.sections` describes it."""
        data: dict[str, Any] = dict(self.fields.kept())
        for group in self.groups:
            rows = [form.kept() for form in group.filled if form.prefix != self.without]
            if group.years and rows:
                rows = [{"year": str(year), **row} for year, row in zip(group.years, rows, strict=True)]
            data[group.rows.name] = rows
        return data

    def errors(self) -> list[tuple[str, str, str]]:
        """Give every error as (id on the page, label, sentence), in the order of the page."""
        found = list(_errors_of(self.fields, ""))
        for group in self.groups:
            if not group.applies:
                continue
            if group.complaint:
                found.append((f"g-{group.rows.name}", "", group.complaint))
            for heading, form in group.labelled():
                if group.years or not form.is_blank:
                    found.extend(_errors_of(form, heading))
        return found


def _errors_of(form: FieldsForm, heading: str) -> Iterator[tuple[str, str, str]]:
    for bound in form:
        for error in bound.errors:
            label = f"{heading}，{bound.label}" if heading else str(bound.label)
            yield bound.id_for_label or bound.auto_id, label, str(error)


def flat(spec: SectionSpec, data: Mapping[str, Any]) -> dict[str, str]:
    """Give kept data as a page would post it, so that what is kept can be checked like what is typed."""
    posted = {field.name: str(data.get(field.name, "")) for field in spec.fields}
    for rows in spec.rows:
        kept = rows_of(rows, data)
        posted[f"{rows.name}-count"] = str(len(kept))
        for place, row in enumerate(kept):
            posted |= {f"{rows.name}-{place}-{field.name}": str(row.get(field.name, "")) for field in rows.fields}
    return posted
