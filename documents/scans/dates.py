"""Days and months as papers write them: 2016年7月1日, 2016-07-01, 二〇一六年七月."""

import re
from collections.abc import Iterator

from documents.scans.identity import Text
from documents.scans.lines import Box, Line

_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_DIGITS = "〇零○一二三四五六七八九"
#: A year, a month and perhaps a day, in squeezed text: figures or Chinese numerals.
DATE = re.compile(
    rf"(?<![\d{_DIGITS}])((?:19|20)\d\d|[一二][{_DIGITS}]{{3}})[年./](1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
    rf"(?:月|[./](?=\d))(?:(3[01]|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日?)?"
)
#: The same with strokes, which squeezing takes out: eight figures that are a day.
PLAIN = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def dates(lines: tuple[Line, ...]) -> Iterator[tuple[str, Box]]:
    """Give each day or month on a page as `2016-07-01` or `2016-07`, and where it stands."""
    for line in lines:
        text = Text((line,))
        for pattern in (DATE, PLAIN):
            for found in pattern.finditer(text.text):
                yield _written(found), next(text.boxes(found.start(), found.end()))


def first_date(text: str) -> str:
    """Give the first day or month in squeezed text, as `dates` writes it, or nothing."""
    found = DATE.search(text) or PLAIN.search(text)
    return _written(found) if found else ""


def _written(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    parts = [year.translate(_CHINESE), *(f"{_number(part):02d}" for part in (month, day) if part)]
    return "-".join(parts)


def _number(text: str) -> int:
    """Give a number up to 31, in figures or Chinese numerals."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_CHINESE))
    return 10 * int(tens.translate(_CHINESE) or 1) + int(ones.translate(_CHINESE) or 0)
