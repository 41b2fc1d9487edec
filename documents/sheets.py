"""Excel in and out: a list of payments read with care, lists written so that no cell can become a formula.

rows = read_rows(data, PAYMENT_COLUMNS, max_rows=2000, max_bytes=2 * MB)     # or FileRefused
data = write_list("缴费名单", ["姓名", "金额"], [["演示·艾力", Decimal("140")]], at=at)
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import xlsxwriter
from django.utils.translation import gettext_lazy as _

from documents.inspection import MB, FileRefused

BEIJING = ZoneInfo("Asia/Shanghai")
MAX_UNPACKED = 60 * MB
MAX_PARTS = 300
MAX_COLUMNS = 60
MOMENT_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
    "%Y年%m月%d日",
)


@dataclass(frozen=True)
class Column:
    """A column to read: `key` in the rows given, `titles` that its head may bear, how to read a cell that is not empty.

    A sheet without a `required` column is refused; an empty cell is given as "", for the caller to judge.
    """

    key: str
    titles: tuple[str, ...]
    read: Callable[[Any], Any]
    required: bool = True


def text(value: Any) -> str:
    """A cell as text; a whole number without its `.0`. Raises ValueError where Excel has lost digits."""
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, (int, float)):
        if abs(value) >= 10**15:
            raise ValueError(value)
        return str(int(value)) if value == int(value) else str(value)
    return str(value).strip()


def money(value: Any) -> Decimal:
    """A cell as yuan with at most two decimals. Raises ValueError otherwise."""
    shown = text(value).replace(",", "").replace("，", "").lstrip("¥￥").removesuffix("元").strip()
    try:
        amount = Decimal(shown)
    except InvalidOperation as wrong:
        raise ValueError(value) from wrong
    if not amount.is_finite() or amount <= 0 or amount >= 10**8 or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(value)
    return amount.quantize(Decimal("0.01"))


def moment(value: Any) -> datetime:
    """A cell as a moment; what carries no zone is Beijing time. Raises ValueError otherwise."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=BEIJING) if value.tzinfo is None else value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=BEIJING)
    for shape in MOMENT_FORMATS:
        try:
            return datetime.strptime(text(value), shape).replace(tzinfo=BEIJING)
        except ValueError:
            continue
    raise ValueError(value)


PAYMENT_COLUMNS = (
    Column("pay_code", ("缴款码",), text),
    Column("amount", ("金额", "金额（元）", "缴费金额"), money),
    Column("paid_at", ("缴费时间", "缴费日期", "到账时间"), moment),
    Column("name", ("姓名", "缴费人"), text, required=False),
    Column("trade_number", ("交易号", "流水号", "交易流水号"), text, required=False),
)


def read_rows(data: bytes, columns: Sequence[Column], *, max_rows: int, max_bytes: int) -> list[dict[str, Any]]:
    """Give the rows of the first sheet, each with its columns' keys and `row`, its number in the sheet.

    The head is the first of the first ten rows that has every required column; empty rows are passed over.
    Raises FileRefused for a file that is not a safe .xlsx, lacks a column, or has a cell that cannot be read.
    """
    _check_package(data, max_bytes)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as wrong:  # openpyxl raises whatever its parsers raise
        raise _broken() from wrong
    try:
        # One row more than allowed, and the rows above the head: enough to know that there are too many.
        cells = book.worksheets[0].iter_rows(max_row=max_rows + 12, max_col=MAX_COLUMNS, values_only=True)
        return _rows(enumerate(cells, start=1), columns, max_rows)
    except FileRefused:
        raise
    except Exception as wrong:
        raise _broken() from wrong
    finally:
        book.close()


def _rows(cells: Iterable[tuple[int, tuple]], columns: Sequence[Column], max_rows: int) -> list[dict[str, Any]]:
    places: dict[str, int] | None = None
    rows: list[dict[str, Any]] = []
    for number, values in cells:
        if places is None:
            places = _head(values, columns)
            if places is None and number >= 10:
                break
        elif any(value not in (None, "") for value in values):
            rows.append(_row(number, values, columns, places))
        if len(rows) > max_rows:
            raise FileRefused("too_many_rows", _("表格超过%(limit)s行。请分成几个文件。") % {"limit": max_rows})
    if places is None:
        names = "、".join(column.titles[0] for column in columns if column.required)
        raise FileRefused("columns", _("表格里找不到这些列：%(names)s。请用下载的样表填写。") % {"names": names})
    if not rows:
        raise FileRefused("empty", _("表格里只有表头，没有内容。请填好后再上传。"))
    return rows


def _head(values: tuple, columns: Sequence[Column]) -> dict[str, int] | None:
    shown = [str(value).strip() if value is not None else "" for value in values]
    places = {}
    for column in columns:
        place = next((n for n, title in enumerate(shown) if title in column.titles), None)
        if place is not None:
            places[column.key] = place
        elif column.required:
            return None
    return places


def _row(number: int, values: tuple, columns: Sequence[Column], places: dict[str, int]) -> dict[str, Any]:
    row: dict[str, Any] = {"row": number}
    for column in columns:
        value = values[places[column.key]] if column.key in places and places[column.key] < len(values) else None
        row[column.key] = _cell(number, value, column)
    return row


def _cell(number: int, value: Any, column: Column) -> Any:
    if value is None or value == "":
        return ""
    try:
        return column.read(value)
    except ValueError as wrong:
        shown = {"row": number, "title": column.titles[0], "value": str(value)[:40]}
        raise FileRefused(
            "cell",
            _(
                "第%(row)s行的“%(title)s”看不懂：%(value)s。整个文件没有导入，请改好后再上传；长号码请设成文本格式。"
            )
            % shown,
        ) from wrong


def _check_package(data: bytes, max_bytes: int) -> None:
    if not data:
        raise FileRefused("empty", _("文件是空的，可能没有传完。请重新选择文件上传。"))
    if len(data) > max_bytes:
        limit = {"limit": f"{max_bytes / MB:g}"}
        raise FileRefused("too_large", _("文件超过%(limit)s MB。请删去多余的工作表和图片后再上传。") % limit)
    if not data.startswith(b"PK\x03\x04"):
        raise FileRefused("kind", _("这里只收没有密码的.xlsx表格。请在Excel或WPS里另存为“.xlsx”后再上传。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package)
    except FileRefused:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as wrong:
        raise _broken() from wrong


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FileRefused("too_large", _("表格展开后太大，不能接收。请把内容复制到新表格里再上传。"))
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise FileRefused("kind", _("这不是.xlsx表格。请在Excel或WPS里另存为“.xlsx”后再上传。"))
    if any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefused("active", _("表格里带有宏，不能接收。请另存为不带宏的“.xlsx”后再上传。"))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.read(part)[:4096]:
            raise _broken()


def _broken() -> FileRefused:
    return FileRefused("broken", _("表格不完整或已损坏，打不开。请重新导出后上传。"))


def write_list(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], *, at: datetime) -> bytes:
    """Give an .xlsx with one sheet: a head that stays, a filter, the rows; printed on A4 across.

    Cells: text stays text whatever it begins with; numbers, Decimals, dates and moments (shown in Beijing time) keep
    their kind. at: when it was made, written into the file.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": title, "created": at.astimezone(BEIJING).replace(tzinfo=None)})
    sheet = book.add_worksheet(_sheet_name(title))
    widths = _fill(book, sheet, heads, list(rows))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return "".join("_" if char in "[]:*?/\\'" else char for char in title)[:31] or "名单"


def _fill(book: Any, sheet: Any, heads: Sequence[str], rows: list[Sequence[Any]]) -> list[float]:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    widths = [_width(title) for title in heads]
    for column, title in enumerate(heads):
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            widths[column] = max(widths[column], _width(value))
            _write(sheet, number, column, value, day, clock)
    if heads:
        sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
    return widths


def _write(sheet: Any, row: int, column: int, value: Any, day: Any, clock: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.astimezone(BEIJING).replace(tzinfo=None), clock)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _width(value: Any) -> float:
    if isinstance(value, datetime):
        return 20
    shown = str(value)
    return min(60, 2 + sum(2 if ord(char) > 0x2E7F else 1 for char in shown))
