"""Reading what a section holds: what was asked, and how it is said."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from applications.sections.declared import SECTIONS
from applications.sections.spec import Field, Rows, SectionSpec


def asked(fields: tuple[Field, ...], data: Mapping[str, Any], facts: Mapping[str, str]) -> list[Field]:
    """Give the fields that belong to the form, given what was filled and the facts of the application."""
    return [field for field in fields if field.when is None or field.when.holds(data, facts)]


def rows_of(rows: Rows, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the filled rows of a group; anything malformed counts as none."""
    found = data.get(rows.name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def labelled(key: str, data: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Give what a section says as (field, label, shown value), in the order of the printed form.

    Fields that were not asked for and not filled are left out. A field of a row is named `rows-0-school` and labelled
    with its group and its place or year.
    """
    spec = SECTIONS[key]
    return [*_labelled_fields(spec, data), *_labelled_rows(spec, data)]


def _labelled_fields(spec: SectionSpec, data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for field in spec.fields:
        value = data.get(field.name, "")
        if value != "" or field.when is None:
            yield field.name, str(field.label), field.shown(value)


def _labelled_rows(spec: SectionSpec, data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for rows in spec.rows:
        for place, row in enumerate(rows_of(rows, data)):
            for field in rows.fields:
                value = row.get(field.name, "")
                if value != "" or field.when is None:
                    yield (
                        f"{rows.name}-{place}-{field.name}",
                        _row_label(rows, place, row, field),
                        field.shown(value),
                    )


def _row_label(rows: Rows, place: int, row: Mapping[str, Any], field: Field) -> str:
    if rows.years_back:
        return gettext("%(group)s%(year)s年度，%(field)s") % {
            "group": rows.label,
            "year": row.get("year", ""),
            "field": field.label,
        }
    if rows.most == 1:
        return f"{rows.label}，{field.label}"
    return gettext("%(group)s第%(place)d项，%(field)s") % {
        "group": rows.label,
        "place": place + 1,
        "field": field.label,
    }


def field_label(key: str, name: str) -> str:
    """Give the label of a pinned field (`rows-0-school` or `text`), or an empty text where there is none."""
    spec = SECTIONS.get(key)
    if spec is None:
        return ""
    group, _dash, rest = name.partition("-")
    place, _dash, column = rest.partition("-")
    for rows in spec.rows:
        if rows.name == group and place.isdigit():
            field = next((field for field in rows.fields if field.name == column), None)
            return _row_label(replace(rows, years_back=()), int(place), {}, field) if field else str(rows.label)
    return next((str(field.label) for field in spec.fields if field.name == name), "")
