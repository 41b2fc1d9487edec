"""Filters of the papers: dates, names, money in capitals, paragraphs, the QR code."""

import base64
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import cn2an
import numpy
import zxingcpp
from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from PIL import Image

from documents.lists import Columns, row_text

register = template.Library()
#: What a title is made of; every word that is not here may be broken anywhere.
WORDS_OF_TITLES = re.compile(
    r"(关于(?:确认|公布|印发)|\d+年度?|\d+名同志|和田地区|民营企业|专项(?:申报|评审)|专业技术(?:职务|人员)"
    r"|(?:任职资格)?的(?:通知|决定|批复|公告)|任职资格)"
)
#: Characters of a part of a name that fit into the narrowest column of names.
WIDEST_PART = 8
MODULE = 4
BEIJING = ZoneInfo("Asia/Shanghai")


@register.filter
def day(value: date | None) -> str:
    """2025-02-07 as 2025年2月7日; nothing for None."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter
def month(value: date | None) -> str:
    """2025-02-07 as 2025年2月; nothing for None."""
    return f"{value.year}年{value.month}月" if value else ""


@register.filter
def beijing_day(value: datetime) -> str:
    """The day of a moment, in Beijing; not the day of whatever zone it came in."""
    return day(value.astimezone(BEIJING))


@register.filter
def iso(value: datetime) -> str:
    """A moment as the PDF's creation date takes it: whole seconds, Beijing time."""
    return value.astimezone(BEIJING).isoformat(timespec="seconds")


@register.filter
def year_or_marks(value: datetime | None) -> str:
    """The year of a blank form, or the marks that the notice's template has in its place."""
    return str(value.astimezone(BEIJING).year) if value else "××××"


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in Beijing time, to the second."""
    if not value:
        return ""
    local = value.astimezone(BEIJING)
    return f"{day(local)}{local:%H:%M:%S}"


@register.filter
def moment_short(value: datetime | None) -> str:
    """A moment in Beijing time, to the minute, as it is said of a meeting; nothing for None."""
    if not value:
        return ""
    local = value.astimezone(BEIJING)
    return f"{day(local)}{local:%H:%M}"


@register.filter
def points(value: Decimal | None) -> str:
    """12.50 as 12.5 and 12.00 as 12; nothing for None."""
    return f"{value.normalize():f}" if value is not None else ""


@register.filter
def deadline(value: datetime | None) -> str:
    """The last moment in Beijing time; the last instant of a day reads 24时 of that day."""
    if not value:
        return ""
    local = value.astimezone(BEIJING)
    return f"{day(local)}24时" if (local.hour, local.minute) == (23, 59) else f"{day(local)}{local:%H:%M}"


@register.filter
def yuan(value: Decimal | None) -> str:
    """280 as ￥280.00."""
    return f"￥{value:,.2f}" if value is not None else ""


@register.filter
def capitals(value: Decimal | None) -> str:
    """280 as 贰佰捌拾元整."""
    return cn2an.an2cn(f"{value:f}", "rmb") if value is not None else ""


@register.filter
def whole_name(value: str) -> SafeString:
    """A name whose parts stay whole: a line may break after the dot only."""
    *first, last = value.split("·")
    parts = [*(f"{part}·" for part in first), last]
    return format_html_join("", '<span class="np">{}</span>', ((part,) for part in parts if part))


@register.filter
def listed_name(value: str) -> SafeString:
    """A name in a list, broken after a dot as by `whole_name`, for a third of the time: no boxes, only words that hold.

    A part that is longer than a column may break anywhere.
    """
    parts = re.findall(r"[^·]*·|[^·]+", value)
    spans = (
        format_html('<span class="nowrap">{}</span>' if len(part) <= WIDEST_PART else "{}", part) for part in parts
    )
    return mark_safe("".join(spans))


@register.filter
def paragraphs(value: str) -> SafeString:
    """Each line as a paragraph; empty lines are left out."""
    return format_html_join("", "<p>{}</p>", ((line.strip(),) for line in value.split("\n") if line.strip()))


@register.filter
def first_line(value: str) -> str:
    """The first line that holds something, to run on after its label."""
    return next((line.strip() for line in value.split("\n") if line.strip()), "")


@register.filter
def other_lines(value: str) -> str:
    """What follows `first_line`."""
    return "\n".join([line for line in value.split("\n") if line.strip()][1:])


@register.filter
def without(value: str, suffix: str) -> str:
    """The value less a suffix that the sentence already has: 工程系列 and 工程 read the same before 系列."""
    return value.removesuffix(suffix)


@register.filter
def lines(value: str) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in value.split("\n") if line.strip()]


@register.filter
def by_sense(line: str) -> SafeString:
    """A line of a title whose words stay whole: it breaks before 任职资格的通知, never inside it (GB/T 9704)."""
    parts = ((part, WORDS_OF_TITLES.fullmatch(part)) for part in WORDS_OF_TITLES.split(line) if part)
    return mark_safe(
        "".join(format_html('<span class="whole">{}</span>' if word else "{}", part) for part, word in parts)
    )


@register.filter
def title_class(value: str) -> str:
    """A smaller title where a line of it would leave one or two characters for the next."""
    return "long" if max(map(len, lines(value)), default=0) > 20 else ""


@register.filter
def in_one(value: str) -> str:
    """A title that was broken by sense, in one line."""
    return "".join(lines(value))


@register.filter
def with_stop(value: str) -> str:
    """抄送 ends with a full stop (GB/T 9704-2012, 7.4.2)."""
    return value.rstrip("。；;. ") + "。"


@register.filter
def heading_class(line: str) -> str:
    """How GB/T 9704 sets a line: `one` for 一、 in 黑体, `two` for （一） in 楷体, else nothing."""
    short = len(line) <= 40 and not line.endswith("。")
    if short and re.match(r"[一二三四五六七八九十]+、", line):
        return "one"
    return "two" if short and re.match(r"（[一二三四五六七八九十]+）", line) else ""


@register.filter
def head_size(sign: str) -> str:
    """The size of the red head, so that one line stays inside 156 mm."""
    return "large" if len(sign) <= 9 else "middle" if len(sign) <= 17 else "small"


@register.filter
def words(value: str) -> list[str]:
    """The words of a literal, split at spaces."""
    return value.split()


@register.filter
def in_groups(value: str, size: int = 32) -> SafeString:
    """A digest in groups, so that it can be read out and broken over lines."""
    groups = [value[n : n + size] for n in range(0, len(value), size)]
    return mark_safe("<wbr>".join(conditional_escape(group) for group in groups))


@register.filter
def blank_rows(rows: tuple, least: int) -> range:
    """How many empty rows bring a table to `least` rows."""
    return range(max(0, least - len(rows)))


ANNEX = Columns(starts=(0, 3, 11.6, 14.2, 26, 32.4, 39.4, 46, 50.5), end=60)


@register.filter
def annex_rows(people: tuple[Any, ...]) -> Iterator[tuple[SafeString | None, tuple[str, ...]]]:
    """The rows of the annex of a 任职资格文件: the lines of each, or None, and its cells."""
    for number, each in enumerate(people, start=1):
        person = (each.name, each.sex, each.employer, each.series, each.specialty, each.title, each.level)
        cells = (str(number), *person, day(each.qualified_from))
        text = row_text(cells, ANNEX)
        # written so that it is not taken out of the line to be set in another face
        yield (mark_safe(conditional_escape(text).replace("·", "&middot;")) if text else None), cells


@register.filter
def fitted(paper: Any, field: str) -> str:
    """How a text is set in its place on a sheet: in one line, or smaller in one, two or three."""
    return paper.setting_of(field)


@register.filter(name="qr")
def qr_picture(text: str) -> str:
    """Give a QR code of `text` (error correction M) as a PNG `data:` address, MODULE pixels a module."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    out = io.BytesIO()
    Image.fromarray(numpy.array(code.to_image(scale=MODULE))).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
