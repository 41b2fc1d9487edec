"""Lists of payments read with care, lists written without formulas (C35, C36)."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from documents.inspection import MB, FileRefused
from documents.sheets import PAYMENT_COLUMNS, read_rows, write_list
from tests.documents import crafted

HEAD = ["序号", "缴款码", "姓名", "金额（元）", "缴费时间"]


def book(*rows, above=()) -> bytes:
    made = openpyxl.Workbook()
    for row in (*above, *rows):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes, max_rows=100, max_bytes=MB) -> list[dict]:
    return read_rows(data, PAYMENT_COLUMNS, max_rows=max_rows, max_bytes=max_bytes)


def refusal_of(data: bytes, **limits) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read(data, **limits)
    assert "请" in str(refused.value)
    return refused.value


def test_rows_are_read_by_their_heads():
    """C36: order of columns, a title above and empty rows are no matter; the number of the row is kept."""
    data = book(
        HEAD,
        [1, "653220250001", "演示·艾力", 140, datetime(2025, 3, 18, 11, 5)],
        [None] * 5,
        [2, 653220250002, "䶮喆堃", "￥1,280.50元", "2025-03-19"],
        above=[["2025年评审费"]],
    )
    rows = read(data)
    assert [row["row"] for row in rows] == [3, 5]
    assert rows[0]["pay_code"] == "653220250001"
    assert rows[0]["amount"] == Decimal("140.00")
    assert rows[0]["paid_at"].isoformat() == "2025-03-18T11:05:00+08:00"
    assert rows[0]["trade_number"] == ""
    assert rows[1]["pay_code"] == "653220250002"
    assert rows[1]["amount"] == Decimal("1280.50")
    assert rows[1]["name"] == "䶮喆堃"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([1, "A1", "演示", "一百四十", "2025-03-18"], "第2行的“金额”看不懂：一百四十"),
        ([1, "A1", "演示", -140, "2025-03-18"], "第2行的“金额”看不懂"),
        ([1, "A1", "演示", 140.005, "2025-03-18"], "第2行的“金额”看不懂"),
        ([1, "A1", "演示", "NaN", "2025-03-18"], "第2行的“金额”看不懂"),
        ([1, "A1", "演示", 140, "昨天"], "第2行的“缴费时间”看不懂：昨天"),
        ([1, 65322025000100012345, "演示", 140, "2025-03-18"], "长号码请设成文本格式"),
    ],
)
def test_a_cell_that_cannot_be_read_is_pointed_at(row, told):
    """C36: row and column are named, and nothing of the file is taken."""
    refused = refusal_of(book(HEAD, row))
    assert refused.code == "cell"
    assert told in str(refused)


@pytest.mark.parametrize("cell", ["=70*2", None, ""], ids=["formula", "none", "text"])
def test_an_empty_cell_is_given_as_empty(cell):
    """C36: it does not stand in the way of the other rows; a formula that nobody calculated has no value either."""
    rows = read(book(HEAD, [1, "A1", "演示", cell, "2025-03-18"], [2, "A2", "演示", 140, "2025-03-18"]))
    assert [row["amount"] for row in rows] == ["", Decimal("140.00")]


def fill(part: bytes) -> bytes:
    """A proper .xlsx with its first sheet replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(HEAD))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename.endswith("sheet1.xml") else old.read(info))
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b"", {}, "empty"),
        (book(HEAD), {"max_bytes": 100}, "too_large"),
        (fill(b" " * 70 * MB), {}, "too_large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, {}, "kind"),
        ("缴款码,金额\nA1,140\n".encode(), {}, "kind"),
        (crafted.archive(a=b"x"), {}, "kind"),
        (crafted.archive(**{"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}), {}, "active"),
        (crafted.archive(**{"xl/workbook.xml": b"<a/>"}), {}, "broken"),
        (book(HEAD)[:-200], {}, "broken"),
        (fill(ENTITIES), {}, "broken"),
        (book(["姓名", "金额"], ["演示", 1]), {}, "columns"),
        (book(HEAD), {}, "empty"),
        (book(HEAD, *[[1, "A1", "演示", 140, "2025-03-18"]] * 6), {"max_rows": 5}, "too_many_rows"),
    ],
)
def test_refusals(data, limits, code):
    """C36: bombs, old and locked workbooks, macros, entities, missing columns, too many rows."""
    assert refusal_of(data, **limits).code == code


def test_exactly_as_many_rows_as_allowed():
    """C36: the limit itself is allowed."""
    assert len(read(book(HEAD, *[[1, "A1", "演示", 140, "2025-03-18"]] * 5), max_rows=5)) == 5


def test_a_sheet_that_claims_a_million_rows_is_not_walked_through():
    """C36: one cell at the foot of an endless sheet costs nothing and is not read."""
    far = openpyxl.Workbook()
    far.active.append(HEAD)
    far.active.cell(row=1_000_000, column=2, value="A1")
    out = io.BytesIO()
    far.save(out)
    assert refusal_of(out.getvalue()).code == "empty"


def test_written_text_stays_text():
    """C24, C36: a name that begins with = + - @ or looks like a link is a name when the list is opened."""
    names = ["=1+1", "+86", "-1", "@SUM(A1)", "https://example.com", '=HYPERLINK("x")', "演示·艾力", "007"]
    rows = [[name, Decimal("140"), date(2025, 3, 18), datetime(2025, 3, 18, 3, 5, tzinfo=UTC)] for name in names]
    data = write_list(
        "缴费名单[2025]", ["姓名", "金额", "日期", "时间"], rows, at=datetime(2025, 3, 20, tzinfo=UTC)
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet.title == "缴费名单_2025_"
    assert [cell.value for cell in sheet["A"]][1:] == names
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert not any(cell.hyperlink for cell in sheet["A"])
    assert sheet["B2"].value == 140
    assert sheet["C2"].value == datetime(2025, 3, 18)
    assert sheet["D2"].value == datetime(2025, 3, 18, 11, 5)


def test_what_is_written_can_be_read_back():
    """C36: the office fills our own list in and uploads it."""
    at = datetime(2025, 3, 20, tzinfo=UTC)
    data = write_list("名单", HEAD, [[1, "653220250001", "演示", Decimal("280"), at]], at=at)
    assert data == write_list("名单", HEAD, [[1, "653220250001", "演示", Decimal("280"), at]], at=at)
    assert read(data)[0]["amount"] == Decimal("280")
    assert read(data)[0]["paid_at"] == at
