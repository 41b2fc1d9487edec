"""What gives a person away on a page: the words of their identity, and where a page says them (C21)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter

from rapidfuzz import fuzz

from documents.scans.lines import Box, Line

#: How names of several parts are joined: 买买提·吐尔逊 is written with any of these.
DOTS = "·・•‧∙⋅᛫‧.．。｡-"
#: A word of so many characters and more still counts when a reader got some wrong: this much must agree, in percent.
SHORTEST_ALIKE, ALIKE = 4, 74
_SUFFIX = re.compile(
    r"\(?(股份有限公司|有限责任公司|有限公司|总公司|分公司|公司|合作社|事务所|厂|学校|医院|中心)\)?$"
)
_PLACE = re.compile(
    r"^(新疆维吾尔自治区|新疆|和田地区|和田市|和田县|墨玉县|皮山县|洛浦县|策勒县|于田县|民丰县|和田)"
)
LEAST_PART, LEAST_CORE, LEAST_LATIN = 2, 2, 5
#: What stands in a typed text for a word that gives somebody away, however long that is; no name has such a sign.
COVER = "▇▇▇"
_COVERS = re.compile(rf"{COVER}(?:[\s{re.escape(DOTS)}]*{COVER})+")
_CLAUSE = re.compile(r"[^。！？；，、：,;:!?\n]+")


@dataclass(frozen=True)
class Identity:
    """Whose page it is: name, employer, ID number and telephone as the form says them; what is not known stays empty."""

    name: str = ""
    employer: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Token:
    """A word that gives somebody away, squeezed, and of what it is: `name`, `employer`, `id_number` or `phone`."""

    what: str
    text: str


@dataclass(frozen=True)
class Trace:
    """A token found on a page: what it is of, what was read there, and where."""

    what: str
    text: str
    box: Box


def squeezed(text: str) -> tuple[str, list[int]]:
    """Give `text` in one width and case without spaces and dots, and for each character its place in `text`."""
    kept = list(_pairs(text))
    return "".join(small for small, _place in kept), [place for _small, place in kept]


def _pairs(text: str) -> Iterator[tuple[str, int]]:
    for place, character in enumerate(text):
        for small in unicodedata.normalize("NFKC", character).casefold():
            if not small.isspace() and small not in DOTS:
                yield small, place


def is_rare(character: str) -> bool:
    """Tell whether a character is outside GB 2312, so that readers may take it for another."""
    try:
        return not character.encode("gb2312")
    except UnicodeEncodeError:
        return True


def tokens(identity: Identity) -> list[Token]:
    """Give every word that gives this person away, in any order and script that papers use, longest first."""
    words = {
        *(Token("name", word) for word in _names(identity.name)),
        *(Token("employer", word) for word in _employers(identity.employer)),
        *(Token("id_number", word) for word in _numbers(identity.id_number, 8)),
        *(Token("phone", word) for word in _numbers(identity.phone, 8)),
    }
    return sorted(words, key=lambda token: (-len(token.text), token.what, token.text))


def _names(name: str) -> Iterator[str]:
    """Give a name whole, each part of it, and in both orders in characters and in pinyin; a surname has one or two."""
    whole = squeezed(name)[0]
    if len(whole) < LEAST_PART:
        return
    parts = [squeezed(part)[0] for part in re.split(f"[{re.escape(DOTS)}\\s]+", name) if part]
    yield whole
    yield from (part for part in parts if len(part) >= LEAST_PART)
    for pieces in (parts,) if len(parts) > 1 else ([whole[:1], whole[1:]], [whole[:2], whole[2:]]):
        yield "".join(reversed(pieces))
        latin = [_pinyin(piece) for piece in pieces if piece]
        for order in (latin, latin[::-1]):
            if len("".join(order)) >= LEAST_LATIN:
                yield "".join(order)
    yield from (_pinyin(part) for part in parts if len(part) > LEAST_PART and len(parts) > 1)


def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin  # takes half a second to load, which only who looks for names waits for

    return "".join(lazy_pinyin(text))


def _employers(employer: str) -> Iterator[str]:
    """Give an employer's name whole, without its place, without its form, and without both."""
    whole = squeezed(employer)[0]
    core = _PLACE.sub("", _PLACE.sub("", whole))
    for word in (whole, core, _SUFFIX.sub("", whole), _SUFFIX.sub("", core)):
        if len(word) >= LEAST_CORE:
            yield word


def _numbers(number: str, least: int) -> Iterator[str]:
    digits = squeezed(number)[0]
    if len(digits) >= least:
        yield digits


class Text:
    """The lines of a page as one squeezed text, in which a word may go on in the next line."""

    def __init__(self, lines: tuple[Line, ...]):
        self.lines = lines
        pieces = [
            (small, (number, place)) for number, line in enumerate(lines) for small, place in _pairs(line.text)
        ]
        self.text = "".join(small for small, _where in pieces)
        self.places = [where for _small, where in pieces]

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """Give the rectangles around the characters from `start` up to `end`, one for each line that they lie in."""
        for number, group in groupby(self.places[start:end], key=lambda where: where[0]):
            within = [place for _number, place in group]
            yield self.lines[number].part(within[0], within[-1] + 1)

    def sure_of(self, at: int) -> float:
        """Give how sure the reader is of a character, from 0 to 1."""
        number, place = self.places[at]
        return self.lines[number].sure_of(place)

    def pairs(self) -> Iterator[tuple[int, int, int]]:
        """Give where each line begins and ends, and where the one after it ends."""
        lengths = [len(list(group)) for _number, group in groupby(self.places, key=lambda where: where[0])]
        bounds = [0, *accumulate(lengths)]
        yield from zip(bounds, bounds[1:], [*bounds[2:], bounds[-1]], strict=False)

    def read(self, start: int, end: int) -> str:
        """Give what was read there, as it was read."""
        return "".join(self.lines[number].text[place] for number, place in dict.fromkeys(self.places[start:end]))


def traces(lines: tuple[Line, ...], sought: list[Token]) -> Iterator[Trace]:
    """Give where `lines`, in the order of reading, say what is sought; what a reader got slightly wrong counts too."""
    text = Text(lines)
    for token in sought:
        for start, end in _places_of(token.text, text):
            for box in text.boxes(start, end):
                yield Trace(token.what, text.read(start, end), box)


def _places_of(token: str, text: Text) -> Iterator[tuple[int, int]]:
    """Give each stretch of `text` that is `token`, and in each pair of lines the one that is nearly so."""
    pattern = "".join("." if is_rare(character) else re.escape(character) for character in token)
    yield from (found.span() for found in re.finditer(pattern, text.text))
    if len(token) >= SHORTEST_ALIKE:
        for begin, _middle, end in text.pairs():
            if near := _nearly(token, text.text[begin:end]):
                yield begin + near[0], begin + near[1]


def covered(text: str, sought: list[Token]) -> str:
    """Give a typed text with COVER in place of each stretch that says what is sought.

    Width, case, spaces and dots make no difference, and what is nearly so is covered too, once in a clause.
    """
    hidden = {place for start, end in _exactly_in(text, sought) for place in range(start, end)}
    for start, end in _nearly_in(text, sought):
        if hidden.isdisjoint(range(start, end)):  # else it is near because of what is covered already
            hidden.update(range(start, end))
    signs = ((place in hidden, sign) for place, sign in enumerate(text))
    groups = groupby(signs, key=itemgetter(0))
    said = "".join(COVER if is_hidden else "".join(sign for _is, sign in group) for is_hidden, group in groups)
    return _COVERS.sub(COVER, said)


def _exactly_in(text: str, sought: list[Token]) -> Iterator[tuple[int, int]]:
    """Give each stretch of a typed text that is sought; a rare character that is typed stands for no other."""
    small, places = squeezed(text)
    for token in sought:
        for found in re.finditer(re.escape(token.text), small):
            yield places[found.start()], places[found.end() - 1] + 1


def _nearly_in(text: str, sought: list[Token]) -> Iterator[tuple[int, int]]:
    """Give in each clause of a typed text the stretch that is nearly what is sought; of short words first."""
    clauses = [(clause.start(), *squeezed(clause[0])) for clause in _CLAUSE.finditer(text)]
    for token in sorted(sought, key=lambda token: len(token.text)):
        for begin, part, within in clauses if len(token.text) >= SHORTEST_ALIKE else ():
            if near := _nearly(token.text, part):
                yield begin + within[near[0]], begin + within[near[1] - 1] + 1


def _nearly(token: str, text: str) -> tuple[int, int] | None:
    """Give where `text` says nearly, and not quite, what is sought."""
    near = fuzz.partial_ratio_alignment(token, text, score_cutoff=ALIKE)
    is_near = near and near.score < 100 and near.dest_end - near.dest_start > len(token) * 0.7
    return (near.dest_start, near.dest_end) if near and is_near else None
