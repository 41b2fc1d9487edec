"""Holds what a page says against the form: name, numbers, school, hours. It advises, it never accuses."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from stdnum.cn import ric

from documents.scans.dates import dates
from documents.scans.identity import Text, squeezed
from documents.scans.lines import Box, Line
from documents.scans.proposals import in_sentences, labelled

ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{16}[\dx](?!\d)")
CERTIFICATE = re.compile(r"(?:证书编号|证书号码|证书号|注册号|管理号|编号|no)[:：.]?([a-z0-9第号字()（）-]{5,30})")
LONG_NUMBER = re.compile(r"(?<!\d)\d{14,20}(?!\d)")
SCHOOL = re.compile(r"[\u3400-\U0003ffff]{2,20}?(?:大学|学院|学校)(?![\u3400-\U0003ffff]*(?:大学|学院|学校))")
HOURS = re.compile(r"(\d{1,4}(?:\.\d)?)个?学时")
#: Digits that a reader may get wrong before a number is another one.
MISREAD = 1
PART_OF_NUMBER = 8
#: A reader who is so sure of a line, from 0 to 1, has read every digit in it as it stands.
SURE = 0.97
#: Values that are a month, as `2016-07`.
MONTHS = ("graduated_on",)
#: Characters that a reader knows; it takes others (the extensions of Unicode's first block) for what they look like.
KNOWN = re.compile(r"[\u0000-\u33ff\u4e00-\u9fff]")


@dataclass(frozen=True)
class Finding:
    """What a page says about one value of the form.

    what: `name`, `id_number`, `certificate_number`, `school`, `graduated_on` or `hours`; verdict: `agrees`, `differs`
    or `absent`; expected: the form's value; found: what was read; box: where, in pixels of the page.
    """

    what: str
    verdict: str
    expected: str
    found: str = ""
    box: Box | None = None


Candidate = tuple[str, Box]


def compared(lines: tuple[Line, ...], expected: Mapping[str, str]) -> list[Finding]:
    """Give a finding for each value of the form that pages can be read for; empty values are left out."""
    return [_compare(what, expected[what], lines) for what in CANDIDATES if expected.get(what)]


def _compare_month(what: str, value: str, lines: tuple[Line, ...]) -> Finding:
    """Look for a month among the days of a page; papers bear several, so one that is missing says little."""
    same = [(found, box) for found, box in dates(lines) if found[:7] == value[:7]]
    return Finding(what, "agrees", value, *same[0]) if same else Finding(what, "absent", value)


def _compare(what: str, value: str, lines: tuple[Line, ...]) -> Finding:
    if what in MONTHS:
        return _compare_month(what, value, lines)
    sought, text = squeezed(value)[0], Text(lines)
    if sought and (at := text.text.find(sought)) >= 0:
        return Finding(what, "agrees", value, value, next(text.boxes(at, at + len(sought))))
    others = sorted(CANDIDATES[what](lines), key=lambda other: Levenshtein.distance(other[0], sought))
    if not others:
        return Finding(what, "absent", value)
    found, box = others[0]
    is_misread = _is_misread(what, found, sought) and (what != "id_number" or _score_at(box, lines) < SURE)
    return Finding(what, "agrees" if is_misread else "differs", value, found, box)


def _score_at(box: Box, lines: tuple[Line, ...]) -> float:
    """Give how sure the reader was of the line in which a box lies; a file's own text is sure."""
    x, y = (box.left + box.right) // 2, (box.top + box.bottom) // 2
    return max((line.score for line in lines if line.box.contains(Box(x, y, x, y))), default=0.0)


def _adds_up(number: str) -> bool:
    """Tell whether a number has the check digit of an ID number (GB 11643); where it was issued plays no part."""
    return ID_NUMBER.fullmatch(number) is not None and ric.calc_check_digit(number.upper()) == number[-1].upper()


def _is_misread(what: str, found: str, sought: str) -> bool:
    """Tell whether a reader's slip explains it: a rare character, a seal over a number, a digit of an ID number."""
    if what == "name" and len(found) == len(sought):
        return all(one == other or not KNOWN.match(other) for one, other in zip(found, sought, strict=True))
    if what == "id_number":
        return Levenshtein.distance(found, sought) <= MISREAD and not _adds_up(found)
    return what == "certificate_number" and len(found) >= PART_OF_NUMBER and found in sought


def _names(lines: tuple[Line, ...]) -> Iterator[Candidate]:
    told = (*labelled(lines), *in_sentences(lines))
    yield from ((squeezed(trace.text)[0], trace.box) for trace in told if trace.what == "name")


def _certificates(lines: tuple[Line, ...]) -> Iterator[Candidate]:
    """Give what stands behind a label in its line, and long numbers without one that are no ID numbers."""
    for line in lines:
        for found, box in _matching(CERTIFICATE, 1)((line,)):
            yield found, box
    for found, box in _matching(LONG_NUMBER, 0)(lines):
        if not _adds_up(found):
            yield found, box


def _matching(pattern: re.Pattern[str], group: int) -> Callable[[tuple[Line, ...]], Iterator[Candidate]]:
    def candidates(lines: tuple[Line, ...]) -> Iterator[Candidate]:
        text = Text(lines)
        for found in pattern.finditer(text.text):
            yield found[group], next(text.boxes(found.start(group), found.end(group)))

    return candidates


CANDIDATES: dict[str, Callable[[tuple[Line, ...]], Iterator[Candidate]]] = {
    "name": _names,
    "id_number": _matching(ID_NUMBER, 0),
    "certificate_number": _certificates,
    "school": _matching(SCHOOL, 0),
    "graduated_on": dates,
    "hours": _matching(HOURS, 1),
}
