"""A list of payments from Excel: every line told, only good ones booked, never twice (C07, C36)."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from applications.rules.refusal import Refused
from documents.inspection import FileRefused
from payments.enums import LineOutcome, OrderStatus
from payments.models import FeeImport, FeeOrder
from payments.rules.codes import payment_code
from payments.rules.matching import OrderFacts, PaymentLine, outcome_of
from payments.services.imports import book_import, preview_import
from payments.services.orders import close_order, confirm_payment, open_order
from tests.factories import person
from tests.review.after.world import accepted_case, at, moment, officer

pytestmark = pytest.mark.django_db
HEAD = ("缴款码", "金额", "到账日期", "票据号")


@pytest.fixture
def office(db):
    return officer("title-office", Role.TITLE_OFFICER)


def sheet(*rows, head=HEAD):
    """Give the bytes of an .xlsx with these rows."""
    book = openpyxl.Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def due(office, **fields):
    case = accepted_case(settled=False, **fields)
    return open_order(case, act=moment(office, at(3, 11)))


def read(office, data, when=None):
    return preview_import(name="缴费.xlsx", data=data, act=moment(office, when or at(4, 1)))


def outcomes(listed):
    return [line["outcome"] for line in listed.outcome]


def test_each_line_is_told_and_only_good_ones_are_booked(office):
    """C07, C36: matched, paid before, unknown, bad code, wrong amount, twice, too early, late, closed, unreadable."""
    good, paid, wrong, early, late, closed, strange = (due(office) for _ in range(7))
    confirm_payment(paid.pk, paid_on=date(2025, 3, 12), bill_number="", act=moment(office, at(3, 13)))
    close_order(closed.application, reason="", act=moment(office, at(3, 14)))
    data = sheet(
        (good.payment_code, 280, "2025-03-20", "T1"),
        (paid.payment_code, 280, "2025-03-12", ""),
        (payment_code(year=2025, serial=999_999), 280, "2025-03-20", ""),
        ("12345", 280, "2025-03-20", ""),
        (wrong.payment_code, "140.00", date(2025, 3, 20), ""),
        (good.payment_code, 280, "2025-03-20", ""),
        (early.payment_code, 280, "2025-03-10", ""),
        (late.payment_code, 280, datetime(2025, 3, 31, 0, 0), ""),
        (closed.payment_code, 280, "2025-03-20", ""),
        (strange.payment_code, "二百八", "三月二十日", ""),
    )
    listed = read(office, data)
    assert outcomes(listed) == [
        LineOutcome.MATCHED,
        LineOutcome.ALREADY_PAID,
        LineOutcome.UNKNOWN_CODE,
        LineOutcome.BAD_CODE,
        LineOutcome.WRONG_AMOUNT,
        LineOutcome.DUPLICATE,
        LineOutcome.TOO_EARLY,
        LineOutcome.LATE,
        LineOutcome.CLOSED,
        LineOutcome.UNREADABLE,
    ]
    assert "应缴280" in listed.outcome[4]["words"]
    assert "二百八" in listed.outcome[9]["words"]
    assert FeeOrder.objects.filter(status=OrderStatus.PAID).count() == 1
    book_import(listed.pk, act=moment(office, at(4, 1, 11)))
    good.refresh_from_db()
    assert (good.status, good.bill_number, good.paid_on) == (OrderStatus.PAID, "T1", date(2025, 3, 20))
    assert set(FeeOrder.objects.filter(status=OrderStatus.PAID)) == {good, paid}


@pytest.mark.parametrize(
    ("paid_on", "outcome"),
    [
        (date(2025, 3, 10), LineOutcome.TOO_EARLY),
        (date(2025, 3, 11), LineOutcome.MATCHED),
        (date(2025, 3, 30), LineOutcome.MATCHED),
        (date(2025, 3, 31), LineOutcome.LATE),
        (date(2025, 4, 1), LineOutcome.LATE),
        (date(2025, 4, 2), LineOutcome.UNREADABLE),
    ],
)
def test_the_first_and_the_last_day_are_in_time(paid_on, outcome):
    """C07, C36: from the day of the acceptance to the last day, both included; not from a day to come."""
    line = PaymentLine(2, payment_code(year=2025, serial=1), Decimal(280), paid_on)
    order = OrderFacts(Decimal(280), OrderStatus.DUE, date(2025, 3, 11), date(2025, 3, 30))
    assert outcome_of(line, order, is_repeated=False, today=date(2025, 4, 1)) is outcome


def test_importing_again_books_nothing_twice(office):
    """C36: the same list, or the same preview, a second time."""
    order = due(office)
    data = sheet((order.payment_code, 280, "2025-03-20", "T1"))
    listed = read(office, data)
    book_import(listed.pk, act=moment(office, at(4, 1)))
    with pytest.raises(Refused, match="已经记过账"):
        book_import(listed.pk, act=moment(office, at(4, 1)))
    again = read(office, data)
    assert outcomes(again) == [LineOutcome.ALREADY_PAID]
    book_import(again.pk, act=moment(office, at(4, 2)))
    order.refresh_from_db()
    assert order.confirmed_at == at(4, 1)
    assert order.application.events.count() == 1


def test_a_line_with_an_empty_cell_is_told_and_the_others_are_booked(office):
    """C36: a list of three hundred is not sent back for one cell; every fault of a line is named at once."""
    good, *others = (due(office) for _each in range(4))
    rows = [
        (good.payment_code, 280, "2025-03-20", "T1"),
        ("", 280, "2025-03-20", ""),
        (others[0].payment_code, "", "2025-03-20", ""),
        (others[1].payment_code, 280, "", ""),
        (others[2].payment_code, "二百八", None, ""),
    ]
    done = book_import(read(office, sheet(*rows)).pk, act=moment(office, at(4, 1)))
    assert outcomes(done) == [LineOutcome.MATCHED, *[LineOutcome.UNREADABLE] * 4]
    words = ["没有填缴款码", "没有填金额", "没有填到账日期", "金额看不懂：二百八；没有填到账日期"]
    assert [line["words"] for line in done.outcome[1:]] == words
    assert set(FeeOrder.objects.filter(status=OrderStatus.PAID)) == {good}


def test_the_exported_list_comes_back_with_its_dates_filled_in(office, client):
    """C36: what is exported can be filled in and imported; who has not paid stays as he is."""
    paid, unpaid = due(office), due(office)
    client.force_login(office.user, backend="accounts.backends.NumberBackend")
    session = client.session
    session["membership"] = office.membership.pk
    session.save()
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("payments:export") + "?status=due").content))
    heads = [cell.value for cell in book.active[1]]
    for row in book.active.iter_rows(min_row=2):
        if row[heads.index("缴款码")].value == paid.payment_code:
            row[heads.index("到账日期")].value = date(2025, 3, 20)
    out = io.BytesIO()
    book.save(out)
    done = book_import(read(office, out.getvalue()).pk, act=moment(office, at(4, 1)))
    assert {line["code"]: line["outcome"] for line in done.outcome} == {
        paid.payment_code: LineOutcome.MATCHED,
        unpaid.payment_code: LineOutcome.UNREADABLE,
    }


def test_a_wrong_line_does_not_stand_in_the_way_of_a_right_one(office):
    """C36: 28 typed for 280 and put right on the next line: the right one is booked, a third is told as said twice."""
    order = due(office)
    rows = [(order.payment_code, amount, "2025-03-20", "") for amount in ("28", "280", "280")]
    done = book_import(read(office, sheet(*rows)).pk, act=moment(office, at(4, 1)))
    assert outcomes(done) == [LineOutcome.WRONG_AMOUNT, LineOutcome.MATCHED, LineOutcome.DUPLICATE]
    order.refresh_from_db()
    assert order.status == OrderStatus.PAID


def test_what_changed_since_the_preview_is_seen(office):
    """C36: booked by hand after the preview, the line is not booked again."""
    order = due(office)
    listed = read(office, sheet((order.payment_code, 280, "2025-03-20", "T1")))
    confirm_payment(order.pk, paid_on=date(2025, 3, 19), bill_number="H", act=moment(office, at(4, 1)))
    done = book_import(listed.pk, act=moment(office, at(4, 1, 12)))
    assert outcomes(done) == [LineOutcome.ALREADY_PAID]
    order.refresh_from_db()
    assert order.bill_number == "H"


def test_codes_of_another_office_are_unknown(office):
    """C40: an office books only its own cases."""
    case = accepted_case(settled=False, office="moyu-title")
    order = open_order(case, act=moment(officer("moyu-title", Role.TITLE_OFFICER), at(3, 11)))
    listed = read(office, sheet((order.payment_code, 280, "2025-03-20", "")))
    assert outcomes(listed) == [LineOutcome.UNKNOWN_CODE]
    assert listed.outcome[0]["name"] == ""


def test_a_code_that_excel_shortened_is_told(office):
    """C36: a number cell keeps 15 digits; its check digit or its order fails, never another's order is paid."""
    order = due(office)
    listed = read(office, sheet((float(int(order.payment_code)), 280, "2025-03-20", "")))
    assert outcomes(listed)[0] in (LineOutcome.BAD_CODE, LineOutcome.UNKNOWN_CODE)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (b"%PDF-1.4 hello", "xlsx"),
        (b"PK\x03\x04broken", "损坏"),
        (sheet((1, 2), head=("姓名", "金额")), "缴款码"),
        (sheet(), "没有内容"),
    ],
    ids=["empty", "not excel", "broken", "no columns", "no lines"],
)
def test_a_file_that_is_no_list_is_refused(office, client, data, says):
    """C36: a clear sentence beside the field, 422, nothing kept."""
    with pytest.raises(FileRefused, match=says):
        read(office, data)
    client.force_login(office.user, backend="accounts.backends.NumberBackend")
    session = client.session
    session["membership"] = office.membership.pk
    session.save()
    answer = client.post(reverse("payments:import"), {"file": SimpleUploadedFile("缴费.xlsx", data)})
    assert answer.status_code == 422
    assert "error" in answer.content.decode()
    assert not FeeImport.objects.exists()


def test_the_whole_way_of_a_list_in_the_browser(office, client):
    """C36: upload, preview, book, export; the export holds no formula."""
    case = accepted_case(settled=False, applicant=person("=cmd|' /C calc'!A0"))
    order = open_order(case, act=moment(office, at(3, 11)))
    client.force_login(office.user, backend="accounts.backends.NumberBackend")
    session = client.session
    session["membership"] = office.membership.pk
    session.save()
    rows = [(order.payment_code, 280, "2025-03-20", "T1"), ("123", 280, "2025-03-20", "T2")]
    upload = SimpleUploadedFile("缴费.xlsx", sheet(*rows))
    answer = client.post(reverse("payments:import"), {"file": upload}, follow=True)
    assert "1行对上" in answer.content.decode()
    assert [line["row"] for line in answer.context["page"]] == [3, 2], "what needs a look stands on top"
    answer = client.post(answer.redirect_chain[-1][0], follow=True)
    assert "已记账" in answer.content.decode()
    order.refresh_from_db()
    assert order.status == OrderStatus.PAID
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("payments:export")).content))
    cells = next(iter(book.active.iter_rows(min_row=2)))
    assert cells[0].value == order.payment_code
    assert (cells[2].value, cells[2].data_type) == ("=cmd|' /C calc'!A0", "s")
