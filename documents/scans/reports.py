"""Reads the reports on an education that 学信网 issues: 学历证书电子注册备案表 and 学籍在线验证报告 (C19)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from documents.scans.dates import first_date
from documents.scans.identity import Text
from documents.scans.lines import Line

#: What makes a page such a report, in squeezed text.
MARKS = re.compile("电子注册备案表|在线验证报告")
CODE = re.compile(r"验证码[:：]?([a-z0-9]{16}|[a-z0-9]{12})")
#: A code within the address that a report's QR code leads to.
IN_ADDRESS = re.compile(r"[A-Za-z0-9]{12,20}$")
UNTIL = re.compile(r"有效期(?:截止|截至|限)?(?:日期)?[至到]?[:：]?(.{6,14})")
GRADUATED = re.compile(r"毕(?:\(?结\)?)?业(?:日期|时间)[:：]?(.{6,14})")


@dataclass(frozen=True)
class EducationReport:
    """What such a report says of itself and its owner; what it does not say is empty.

    code: 在线验证码, in capitals; valid_until, graduated_on: `2025-10-10`, or `2025-10` where no day is given.
    """

    code: str = ""
    valid_until: str = ""
    graduated_on: str = ""


def education_report(lines: tuple[Line, ...], codes: Iterable[str] = ()) -> EducationReport | None:
    """Give what a report says, or None when the page is none. `codes`: what its QR codes say."""
    text = Text(lines).text
    if not MARKS.search(text):
        return None
    return EducationReport(
        code=_code(text, codes),
        valid_until=_date_behind(UNTIL, text),
        graduated_on=_date_behind(GRADUATED, text),
    )


def _code(text: str, codes: Iterable[str]) -> str:
    """Give the code as it is printed, else as the QR code has it at the end of its address."""
    if found := CODE.search(text):
        return found[1].upper()
    at_end = (IN_ADDRESS.search(code) for code in codes)
    return next((found[0].upper() for found in at_end if found), "")


def _date_behind(label: re.Pattern[str], text: str) -> str:
    return next((day for found in label.finditer(text) if (day := first_date(found[1]))), "")
