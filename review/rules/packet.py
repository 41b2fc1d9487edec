"""What of a form an expert reads: what is listed here, with every word that names somebody covered (C21)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.enums import SectionKey
from applications.sections import SECTIONS
from applications.sections.reading import rows_of
from applications.sections.spec import Field, Rows
from documents.scans.identity import Identity, Token, covered, squeezed, tokens

#: The fields of each section that experts read. Whatever is not named here (a school, an employer, a number, a place of
#: birth) stays out: an expert judges what somebody did.
SHOWN: dict[SectionKey, tuple[str, ...]] = {
    SectionKey.SUMMARY: ("text",),
    SectionKey.ACHIEVEMENTS: ("phase", "starts_on", "ends_on", "name", "role", "work", "effect"),
    SectionKey.PAPERS: ("published_on", "name", "abstract", "publication", "authorship"),
    SectionKey.BASICS: ("professional_since", "occupation"),
    SectionKey.WORK: ("starts_on", "ends_on", "work"),
    SectionKey.CURRENT: (
        *("title_level", "title_name", "title_obtained_on", "title_appointed_on"),
        *("skill_level", "skill_name", "skill_obtained_on"),
    ),
    SectionKey.EDUCATION: ("form", "code", "school_class", "major", "graduated_on", "degree"),
    SectionKey.STUDY: ("starts_on", "ends_on", "subject", "result", "form"),
    SectionKey.CONTINUING: ("exempt", "public_hours", "special_hours"),
    SectionKey.APPRAISALS: ("grade",),
}
#: What the form asks the applicant himself, said of somebody else.
LABELS = {
    (SectionKey.ACHIEVEMENTS, "role"): _("在其中的作用"),
    (SectionKey.ACHIEVEMENTS, "work"): _("做了哪些工作"),
}
#: What a form says elsewhere of whoever fills it in, by section: (its group or nothing, its field, what it is of).
NAMED: dict[SectionKey, tuple[tuple[str, str, str], ...]] = {
    SectionKey.WORK: (("rows", "employer", "employer"),),
    SectionKey.APPRAISALS: (("years", "employer", "employer"),),
    SectionKey.STUDY: (("rows", "witness", "name"),),
    SectionKey.EDUCATION: (("full_time", "certificate_number", ""), ("in_service", "certificate_number", "")),
    SectionKey.CURRENT: (("", "title_certificate", ""), ("", "skill_certificate", "")),
    SectionKey.BASICS: (("", "address", ""),),
}
#: A former employer of fewer characters (学校, 公司) would cover half of the text and names nobody.
SHORTEST_NAMED = 4
Data = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Entry:
    """One of several like things of a section (an achievement, a year), or the section's own fields: label and value."""

    label: str
    values: list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A section as an expert reads it."""

    label: str
    entries: list[Entry]


def sought_in(data: Data, identity: Identity, *more: str) -> list[Token]:
    """Give every word that must not be read in a packet: the person's, those that the form itself says, and `more`."""
    found = {*tokens(identity), *(_plain(text) for text in more if text)}
    for key, places in NAMED.items():
        for group, field, what in places:
            for text in _said(data.get(key, {}), group, field):
                found |= _tokens(text, what)
    return sorted(found, key=lambda token: (-len(token.text), token.what, token.text))


def _said(section: Mapping[str, Any], group: str, field: str) -> Iterator[str]:
    rows = section.get(group) if group else [section]
    for row in rows if isinstance(rows, list) else ():
        text = row.get(field) if isinstance(row, dict) else None
        if isinstance(text, str) and len(squeezed(text)[0]) >= (2 if field == "witness" else SHORTEST_NAMED):
            yield text


def _tokens(text: str, what: str) -> set[Token]:
    if what == "employer":
        return {token for token in tokens(Identity(employer=text)) if len(token.text) >= SHORTEST_NAMED}
    return set(tokens(Identity(name=text))) if what == "name" else {_plain(text)}


def _plain(text: str) -> Token:
    return Token("number", squeezed(text)[0])


def parts_of(data: Data, sought: list[Token]) -> list[Part]:
    """Give a form as an expert reads it, section by section; what was left empty is left out."""
    parts = (Part(str(key.label), [*_entries(key, data.get(key, {}), sought)]) for key in SHOWN)
    return [part for part in parts if part.entries]


def _entries(key: SectionKey, section: Mapping[str, Any], sought: list[Token]) -> Iterator[Entry]:
    spec = SECTIONS[key]
    if own := _values(key, spec.fields, section, sought):
        yield Entry("", own)
    for rows in spec.rows:
        for place, row in enumerate(rows_of(rows, section)):
            if values := _values(key, rows.fields, row, sought):
                yield Entry(_label(rows, place, row), values)


def _values(
    key: SectionKey, fields: Iterable[Field], row: Mapping[str, Any], sought: list[Token]
) -> list[tuple[str, str]]:
    shown = ((field, field.shown(row.get(field.name))) for field in fields if field.name in SHOWN[key])
    return [
        (str(LABELS.get((key, field.name), field.label)), covered(text, sought)) for field, text in shown if text
    ]


def _label(rows: Rows, place: int, row: Mapping[str, Any]) -> str:
    if rows.years_back:
        return str(_("%(year)s年度") % {"year": row.get("year", "")})
    return str(rows.label if rows.most == 1 else _("第%(place)d项") % {"place": place + 1})
