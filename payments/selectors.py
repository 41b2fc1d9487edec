"""Which orders one sees: an office those of its applications, a person his own."""

from datetime import datetime

from django.db.models import Case, Count, Q, QuerySet, Sum, When

from accounts.acting import Act
from accounts.enums import Role
from payments.enums import OrderStatus
from payments.models import FeeImport, FeeOrder

ROWS = (
    "application__applicant",
    "application__employer",
    "application__campaign",
    "application__series",
    "application__specialty",
    "application__title",
    "application__final_office",
    "confirmed_by",
)


def orders_of(act: Act) -> QuerySet[FeeOrder]:
    """Give the orders of the applications that the title officer's office accepted."""
    if act.role != Role.TITLE_OFFICER:
        return FeeOrder.objects.none()
    return FeeOrder.objects.filter(application__final_office=act.office).select_related(*ROWS)


def own_orders(act: Act) -> QuerySet[FeeOrder]:
    """Give a person's own orders, the latest first."""
    return FeeOrder.objects.filter(application__applicant=act.user).select_related(*ROWS)


def filtered(
    orders: QuerySet[FeeOrder], *, status: str, text: str, late: bool, at: datetime
) -> QuerySet[FeeOrder]:
    """Narrow orders by status, by name, number or code, and to those overdue at `at`."""
    if status:
        orders = orders.filter(status=status)
    if late:
        orders = orders.filter(status=OrderStatus.DUE, due_at__lt=at)
    if text:
        orders = orders.filter(
            Q(payment_code=text.replace(" ", ""))
            | Q(application__number__iexact=text)
            | Q(application__applicant__name__contains=text)
            | Q(application__employer__name__contains=text)
        )
    is_due = Case(When(status=OrderStatus.DUE, then=0), When(status=OrderStatus.REFUND_DUE, then=0), default=1)
    return orders.order_by(is_due, "due_at", "pk")


def totals(orders: QuerySet[FeeOrder]) -> dict[str, object]:
    """Give counts and yuan by status, in one query."""
    rows = orders.order_by().values("status").annotate(total=Sum("amount"), n=Count("pk"))
    found = {row["status"]: (row["n"], row["total"]) for row in rows}
    return {status: found.get(status, (0, 0)) for status in OrderStatus.values}


def imports_of(act: Act) -> QuerySet[FeeImport]:
    """Give the lists that the office imported."""
    if act.role != Role.TITLE_OFFICER:
        return FeeImport.objects.none()
    return FeeImport.objects.filter(office=act.office).select_related("imported_by")
