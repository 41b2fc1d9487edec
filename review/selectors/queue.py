"""The queue of one office as a page shows it: filtered, counted, a page of rows; and the way through it."""

from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from accounts.acting import Act
from applications.models import Application
from applications.rules.deadlines import latest_full_return
from campaigns.rules.calendar import day_of
from review.forms.queue import CHIP_LABELS, QueueFilter, address, chip_conditions
from review.selectors import desk
from review.services.desk.dates import Dates, dates_for

PAGE = 20
#: Characters of a filter that are carried from case to case; a longer one is left behind.
LONGEST_CARRIED = 500


class Queue:
    """What waits for the office of the act, narrowed by the words of the address."""

    def __init__(self, act: Act, query: QueryDict) -> None:
        self.act, self.query = act, query
        self.filter = QueueFilter(query, queryset=desk.waiting_for(act))

    @cached_property
    def conditions(self) -> dict[str, Q]:
        return chip_conditions(self.act)

    @property
    def chip(self) -> str:
        """The quick choice that is on."""
        wanted = self.query.get("only", "all")
        return wanted if wanted in self.conditions else "all"

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many wait, by quick choice, whatever else is filtered (one query)."""
        counted = {
            name: Count("pk", filter=where) if where else Count("pk") for name, where in self.conditions.items()
        }
        return desk.waiting_for(self.act).aggregate(**{f"n_{name}": count for name, count in counted.items()})

    @property
    def total(self) -> int:
        return self.counts["n_all"]

    @property
    def due_soon(self) -> int:
        return self.counts["n_due"]

    @property
    def chips(self) -> list[tuple[str, str, int, bool]]:
        """The quick choices: label, address, how many, whether it is on."""
        return [
            (
                str(CHIP_LABELS[name]),
                address(self.query, only=None if name == "all" else name, page=None),
                self.counts[f"n_{name}"],
                name == self.chip,
            )
            for name in self.conditions
        ]

    @property
    def found(self) -> QuerySet[Application]:
        """What is left of what waits, in the order that was chosen."""
        return self.filter.qs.filter(self.conditions[self.chip])

    @cached_property
    def page(self) -> Page[Application]:
        return Paginator(desk.rows(self.found), PAGE).get_page(self.query.get("page"))

    @property
    def words(self) -> str:
        """The filters alone as an address query; what is not a filter, or too long, is left behind."""
        known = {name: self.query[name] for name in (*self.filter.filters, "only") if self.query.get(name)}
        words = urlencode(known)
        return words if len(words) <= LONGEST_CARRIED else ""

    @property
    def carried(self) -> str:
        """The query with which a case is opened from this list, with its question mark, or nothing."""
        return carried(self.words)

    @cached_property
    def rows(self) -> list[Application]:
        return list(self.page.object_list)

    @property
    def has_ready(self) -> bool:
        return any(row.is_ready for row in self.rows)  # type: ignore[attr-defined]

    @property
    def before(self) -> str:
        return address(self.query, page=self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def after(self) -> str:
        return address(self.query, page=self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def is_filtered(self) -> bool:
        return any(self.query.get(name) for name in self.filter.filters)

    @property
    def is_narrowed(self) -> bool:
        return self.is_filtered or bool(self.query.get("only"))

    @cached_property
    def dates(self) -> Dates | None:
        """The dates of the case that stands first, for the head of the page (two queries)."""
        return dates_for(self.rows[0], self.act.at) if self.rows else None

    @property
    def workdays_left(self) -> int:
        """How many working days are left of the review window, today included."""
        closes = self.dates.review_closes if self.dates else None
        if closes is None or closes < self.act.at:
            return 0
        return self.dates.calendar.workdays_between(day_of(self.act.at), day_of(closes))  # type: ignore[union-attr]

    @property
    def return_by(self):  # type: ignore[no-untyped-def]
        """The last day on which a return leaves the applicant all his days, or None (C16, C18)."""
        closes = self.dates.correction_closes if self.dates else None
        if closes is None:
            return None
        return latest_full_return(closes, days=self.rows[0].campaign.correction_days)


def carried(words: str) -> str:
    """Give the query by which the filters of a list go from case to case, with its question mark, or nothing."""
    return f"?{urlencode({'queue': words})}" if words else ""


class Walk:
    """The way through the queue from case to case, under the filters of the list that it began from."""

    def __init__(self, act: Act, words: str) -> None:
        self.queue = Queue(act, QueryDict(words if len(words) <= LONGEST_CARRIED else ""))

    @cached_property
    def words(self) -> str:
        return self.queue.words

    @property
    def carried(self) -> str:
        return carried(self.words)

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers of the cases on the way, in its order (one query)."""
        return list(self.queue.found.values_list("number", flat=True))

    def place(self, number: str) -> int | None:
        """Give where a case stands, from 1; None for one that is not on the way."""
        return self.numbers.index(number) + 1 if number in self.numbers else None

    def before(self, number: str) -> str:
        """Give the case before, or nothing."""
        place = self.place(number) or 1
        return self.numbers[place - 2] if place > 1 else ""

    def after(self, number: str) -> str:
        """Give the case after, from the last one the first again; nothing when there is no other."""
        others = [one for one in self.numbers if one != number]
        place = self.place(number) or 1
        return others[(place - 1) % len(others)] if others else ""

    def list_query(self, number: str = "") -> str:
        """Give the query of the list on the page where a case stands, with its question mark, or nothing."""
        page = ((self.place(number) or 1) - 1) // PAGE + 1 if number else 1
        words = "&".join(filter(None, [self.words, f"page={page}" if page > 1 else ""]))
        return f"?{words}" if words else ""
