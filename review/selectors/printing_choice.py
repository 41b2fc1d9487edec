"""Which cases somebody means on the pages of print runs: those ticked, all that a filter shows, or those of a run."""

from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.acting import Act
from applications.enums import PaperKind
from applications.models import Application
from review.forms.printing import PrintFilter, PrintForm
from review.rules.printing import MOST, about
from review.selectors import printing
from review.selectors.queue import LONGEST_CARRIED


class Choice:
    """The cases meant by what a page sends, within the reach of the act, and what would be printed of them."""

    def __init__(self, act: Act, sent: QueryDict) -> None:
        self.act, self.sent = act, sent
        self.form = PrintForm(sent if "confirmed" in sent else None, counts=self.counts)

    @cached_property
    def cases(self) -> QuerySet[Application]:
        """The cases, by number."""
        mine = printing.printable_of(self.act)
        if "run" in self.sent:
            run = printing.runs_of(self.act).filter(pk=whole(self.sent.get("run", ""))).first()
            return (
                mine.filter(pk__in=printing.cases_in(run, only_left_out=self.is_rest).values("pk"))
                if run
                else mine.none()
            )
        if "every" in self.sent:
            words = self.sent.get("words", "")[:LONGEST_CARRIED]
            return PrintFilter(QueryDict(words), act=self.act, queryset=mine).qs
        return mine.filter(number__in=self.sent.getlist("case"))

    @property
    def is_rest(self) -> bool:
        return "left_out" in self.sent

    @cached_property
    def count(self) -> int:
        return self.cases.order_by().count()

    @property
    def beyond(self) -> int:
        """How many of those ticked are not within reach, or not any more."""
        return len(set(self.sent.getlist("case"))) - self.count if self.carried_as_cases else 0

    @property
    def carried_as_cases(self) -> bool:
        return not {"run", "every"} & set(self.sent)

    @property
    def is_too_much(self) -> bool:
        return self.count > MOST

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many papers there are of each kind."""
        accepted = self.cases.order_by().filter(accepted_at__isnull=False)
        return printing.kinds_of(self.cases, accepted.count())

    @property
    def papers(self) -> list[tuple[str, int, int]]:
        """Of each kind: its name, how many there are, how many cases have none."""
        return [
            (str(PaperKind(kind).label), count, max(0, self.count - count)) for kind, count in self.counts.items()
        ]

    @property
    def about(self) -> tuple[int, int]:
        """About how many pages and sheets what stands in the form takes."""
        kinds, copies = self.form["kinds"].value() or (), whole(str(self.form["copies"].value())) or 1
        wanted = {kind: count for kind, count in self.counts.items() if kind in kinds}
        return about(wanted, copies, printing.pages_printed())

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the next page is sent, so that it means the same cases."""
        if self.carried_as_cases:
            return [("case", number) for number in self.cases.values_list("number", flat=True)[:MOST]]
        return [
            (name, self.sent.get(name, "")) for name in ("run", "left_out", "every", "words") if name in self.sent
        ]


def carried_words(chosen: PrintFilter, query: QueryDict) -> str:
    """Give the filters of a list as the words of an address."""
    return urlencode({name: query[name] for name in chosen.filters if query.get(name)})[:LONGEST_CARRIED]


def whole(text: str) -> int:
    """Give a whole number that an address or a form holds, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
