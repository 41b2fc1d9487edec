"""Every section of the form, declared once: its fields, rows, labels, and when something is asked for.

The form, the autosave, the reviewer's diff and the printed papers all read this. What a section holds is plain JSON:
`{field: value}` and, for rows, `{rows: [{field: value}, …]}`. Values are strings, days as `2020-07-01`, months as
`2020-07`, choices as their codes. What somebody typed and is not valid yet stands there as typed.
"""

from applications.sections.declared import CHECK_NUMBER, MATERIALS_NUMBER, SECTIONS
from applications.sections.reading import asked, field_label, labelled, rows_of
from applications.sections.spec import Field, FieldType, Rows, SectionSpec, When, shown_day, shown_month

__all__ = [
    "CHECK_NUMBER",
    "MATERIALS_NUMBER",
    "SECTIONS",
    "Field",
    "FieldType",
    "Rows",
    "SectionSpec",
    "When",
    "asked",
    "field_label",
    "labelled",
    "rows_of",
    "shown_day",
    "shown_month",
]
