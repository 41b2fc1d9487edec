"""Holds what a page says against the form: name, numbers, school, hours. It advises, it never accuses."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from stdnum.cn import ric

from documents.scans.dates import dates
from documents.scans.identity import DOTS, Text, is_rare, squeezed
from documents.scans.lines import Box, Line
from documents.scans.proposals import in_sentences, labelled

ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{16}[\dx](?!\d)")
CERTIFICATE = re.compile(r"(?:证书编号|证书号码|证书号|注册号|管理号|编号|no)[:：.]?([a-z0-9第号字()（）-]{5,30})")
LONG_NUMBER = re.compile(r"(?<!\d)\d{14,20}(?!\d)")
SCHOOL = re.compile(r"[\u3400-\U0003ffff]{2,20}?(?:大学|学院|学校)(?![\u3400-\U0003ffff]*(?:大学|学院|学校))")
HOURS = re.compile(r"(\d{1,4}(?:\.\d)?)个?学时")
PART_OF_NUMBER = 8
#: A reader who is so sure of a character, from 0 to 1, has read it as it stands; of common ones it is surer.
SURE, SURE_OF_COMMON = 0.98, 0.9
#: Of so many characters a reader may get one wrong.
SLIP_OF = 4
#: Words by which somebody is addressed.
ADDRESSED = re.compile(r"(?:同志|先生|女士|老师|同学|作者)?[:：,，]?$")
SHORTEST_NAME, LONGEST_HAN = 2, 4
#: A name that is broken over two lines of its cell has at most so many characters of its neighbours in between.
APART = 20
#: Values that are a month, as `2016-07`.
MONTHS = ("graduated_on",)


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
Place = tuple[int, int]


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
    if sought and (place := _place_of(what, value, text)):
        return Finding(what, "agrees", value, text.text[slice(*place)], next(text.boxes(*place)))
    others = [*CANDIDATES[what](lines), *(_alone(sought, lines) if what == "name" else ())]
    if not others:
        return Finding(what, "absent", value)
    found, box = min(others, key=lambda other: Levenshtein.distance(other[0], sought))
    is_part = what == "certificate_number" and len(found) >= PART_OF_NUMBER and found in sought
    return Finding(what, "agrees" if is_part else "differs", value, found, box)


def _place_of(what: str, value: str, text: Text) -> Place | None:
    """Give where a value begins and ends: as it is, else as a reader may have seen it."""
    sought = squeezed(value)[0]
    if (at := text.text.find(sought)) >= 0:
        return at, at + len(sought)
    seen = (way(value, text) for way in AS_SEEN.get(what, ()))
    return next((place for place in seen if place), None)


def _with_slips(what: str) -> Callable[[str, Text], Place | None]:
    def place(value: str, text: Text) -> Place | None:
        sought = squeezed(value)[0]
        places = range(len(text.text) - len(sought) + 1)
        return next(((at, at + len(sought)) for at in places if _is_slip(what, sought, at, text)), None)

    return place


def _in_parts(name: str, text: Text) -> Place | None:
    """Give where a name is whose parts are apart: broken over two lines of its cell, beside which stand others."""
    parts = [squeezed(part)[0] for part in re.split(f"[{re.escape(DOTS)}]", name)]
    if min(map(len, parts)) < SHORTEST_NAME:
        return None
    found = re.search(f".{{0,{APART}}}".join(map(re.escape, parts)), text.text)
    return found.span() if found else None


def _with_digit_lost(number: str, text: Text) -> Place | None:
    """Give where a number is that lacks a digit: a reader takes two equal ones for one."""
    sought = squeezed(number)[0]
    short = "|".join(sought[:at] + sought[at + 1 :] for at in range(len(sought)))
    found = re.search(rf"(?<!\d)(?:{short})(?![\dx])", text.text) if ID_NUMBER.fullmatch(sought) else None
    return found.span() if found else None


def _is_slip(what: str, sought: str, at: int, text: Text) -> bool:
    """Tell whether what stands there is `sought` but for characters of which the reader was not sure."""
    found = text.text[at : at + len(sought)]
    wrong = [place for place, character in enumerate(sought) if found[place] != character]
    if len(wrong) > max(1, len(sought) // SLIP_OF) or len(wrong) == len(sought):
        return False
    if what == "id_number":
        return len(wrong) == 1 and text.sure_of(at + wrong[0]) < SURE and not _adds_up(found)
    return all(found[place].isalpha() and text.sure_of(at + place) < _surely(sought, place) for place in wrong)


def _surely(sought: str, place: int) -> float:
    """Give how sure a reader must be to be believed, where it has read something else than this character."""
    is_told_apart = len(sought) > SHORTEST_NAME
    return SURE if is_rare(sought[place]) else SURE_OF_COMMON if is_told_apart else 0.0


def _adds_up(number: str) -> bool:
    """Tell whether a number has the check digit of an ID number (GB 11643); where it was issued plays no part."""
    return ID_NUMBER.fullmatch(number) is not None and ric.calc_check_digit(number.upper()) == number[-1].upper()


def _names(lines: tuple[Line, ...]) -> Iterator[Candidate]:
    told = (*labelled(lines), *in_sentences(lines))
    yield from ((squeezed(trace.text)[0], trace.box) for trace in told if trace.what == "name")


def _alone(sought: str, lines: tuple[Line, ...]) -> Iterator[Candidate]:
    """Give names that have a line to themselves: those in parts, and those of the same surname."""
    for line in lines:
        name = ADDRESSED.sub("", line.text)
        found = squeezed(name)[0]
        in_parts = re.fullmatch(rf"[^\W\d_a-zA-Z]+(?:[{re.escape(DOTS)}][^\W\d_a-zA-Z]+)+", name)
        is_kin = SHORTEST_NAME <= len(found) <= LONGEST_HAN and found.isalpha() and found[0] == sought[0]
        if in_parts or is_kin:
            yield found, line.box


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


#: Ways in which a value may be on a page otherwise than it is written.
AS_SEEN: dict[str, tuple[Callable[[str, Text], Place | None], ...]] = {
    "name": (_with_slips("name"), _in_parts),
    "id_number": (_with_slips("id_number"), _with_digit_lost),
}
CANDIDATES: dict[str, Callable[[tuple[Line, ...]], Iterator[Candidate]]] = {
    "name": _names,
    "id_number": _matching(ID_NUMBER, 0),
    "certificate_number": _certificates,
    "school": _matching(SCHOOL, 0),
    "graduated_on": dates,
    "hours": _matching(HOURS, 1),
}
