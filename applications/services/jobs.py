"""Rows that say what a worker is to do: the row is the truth of the job, the queue only hurries it.

PAPERS = Jobs(Paper, claim_lives=timedelta(minutes=3), queue_waits=timedelta(minutes=1))
row = PAPERS.claim(pk, at=now)      None when it is done, given up or in another's hands
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import BlindCopy, Check, Paper, PrintPart, PrintRun

MAX_ATTEMPTS = 3
WAITING, FAILED = "waiting", "failed"
Row = TypeVar("Row", Paper, Check, BlindCopy, PrintPart, PrintRun)


@dataclass(frozen=True)
class Jobs(Generic[Row]):
    """The jobs of one kind.

    claim_lives: how long a worker may hold a row before another one takes it; queue_waits: how long a row that nobody
    holds waits in the queue before beat asks for it again.
    """

    model: type[Row]
    claim_lives: timedelta
    queue_waits: timedelta

    def claim(self, pk: int, *, at: datetime) -> Row | None:
        """Give the row, taken for this worker at `at`; None when it is done, void, given up or in another's hands."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=at - self.claim_lives)
        waiting = self.model._default_manager.filter(free, pk=pk, status=WAITING, attempts__lt=MAX_ATTEMPTS)
        if not waiting.update(attempts=F("attempts") + 1, claimed_at=at):
            return None
        return self.model._default_manager.get(pk=pk)

    def held(self, row: Row) -> QuerySet[Row]:
        """Give the row as long as this worker's claim is the last one and nobody made it void."""
        return self.model._default_manager.filter(pk=row.pk, status=WAITING, attempts=row.attempts)

    def give_back(self, row: Row) -> None:
        """Let the row wait as if nobody had tried: it is not to blame, and beat asks for it again every minute."""
        self.held(row).update(attempts=row.attempts - 1, claimed_at=None)

    def fail(self, row: Row, error: str) -> None:
        """Write down why an attempt failed; after the last one the job is given up."""
        status = FAILED if row.attempts >= MAX_ATTEMPTS else WAITING
        self.held(row).update(status=status, error=error[:300], claimed_at=None)

    def late(self, at: datetime, limit: int = 200) -> list[int]:
        """Give the rows that a worker should have done by `at` and has not, oldest first.

        One whose third worker died too is given up here, with its error.
        """
        waiting = self.model._default_manager.filter(status=WAITING)
        dead = waiting.filter(claimed_at__lt=at - self.claim_lives)
        dead.filter(attempts__gte=MAX_ATTEMPTS).update(
            status=FAILED, error=_("制作中断了%(times)d次") % {"times": MAX_ATTEMPTS}
        )
        since = at - self.queue_waits
        forgotten = Q(claimed_at=None, created_at__lte=since) | Q(claimed_at__lt=at - self.claim_lives)
        rows = waiting.filter(forgotten).order_by("created_at", "id")
        return list(rows.values_list("pk", flat=True)[:limit])
