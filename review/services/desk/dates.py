"""What the dates of a case are computed from, read once, and the dates that an acceptance begins."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from applications.models import Application
from applications.rules import deadlines
from applications.rules.deadlines import Deadline
from applications.rules.fees import fee_due, plain_amount
from applications.selectors.deadlines import windows_of
from campaigns.enums import WindowKind
from campaigns.loaders import fee_rules
from campaigns.models import Window
from campaigns.rules.calendar import WorkingCalendar, day_of
from campaigns.selectors import calendar_around


@dataclass(frozen=True)
class Dates:
    """What the dates of one application are computed from, read once a request."""

    windows: dict[str, Window]
    calendar: WorkingCalendar

    @property
    def review_closes(self) -> datetime | None:
        """The last instant of the review window (C06)."""
        return self._closes(WindowKind.REVIEW)

    @property
    def correction_closes(self) -> datetime | None:
        """What cuts every correction: the office's own date, by default the end of the review window (C18)."""
        return self._closes(WindowKind.CORRECTION) or self.review_closes

    def _closes(self, kind: WindowKind) -> datetime | None:
        window = self.windows.get(kind)
        return window.closes_at if window else None


@dataclass(frozen=True)
class Acceptance:
    """The deadlines and the fee that an acceptance begins; `amount` in yuan, None when no fee is due (C35, C36, C39)."""

    printing: Deadline
    paper: Deadline
    amount: Decimal | None
    payment: Deadline | None

    @property
    def amount_words(self) -> str:
        """The fee as it is said: 280 for 280.00."""
        return plain_amount(self.amount) if self.amount is not None else ""


def dates_for(application: Application, at: datetime) -> Dates:
    """Give the windows that hold for the application and the calendar around `at`; reads each once."""
    prefetch_related_objects([application.campaign], "windows")
    return Dates(windows_of(application), calendar_around(day_of(at)))


def acceptance_begins(application: Application, at: datetime, dates: Dates) -> Acceptance:
    """Give what an acceptance at `at` begins (C35, C36, C39)."""
    campaign = application.campaign
    days: dict[str, Any] = {"workdays": campaign.print_days, "calendar": dates.calendar}
    amount = fee_of(application)
    return Acceptance(
        printing=deadlines.print_form(at, **days),
        paper=deadlines.paper(at, dates.windows.get(WindowKind.PAPER), **days),
        amount=amount,
        payment=None if amount is None else deadlines.payment(at, dates.windows.get(WindowKind.PAYMENT), **days),
    )


def fee_of(application: Application) -> Decimal | None:
    """Give the fee of the campaign's table in yuan; no row, no fee (C35)."""
    return fee_due(application.kind, application.level, fees=fee_rules(application.campaign)).amount
