"""Examinations: asked for in the back office, made by a worker of a later room. The row is the truth of the job."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.enums import ExaminationKind
from campaigns.models import Campaign, Examination
from campaigns.signals import examination_asked

MAX_ATTEMPTS = 2
#: How long a worker may take before another one begins anew; a rehearsal is broken off before that.
CLAIM_LIVES = timedelta(minutes=30)
#: How long an examination waits in the queue before beat asks for it again; another one may be before it.
QUEUE_WAITS = timedelta(minutes=5)


@transaction.atomic
def ask(
    *,
    kind: ExaminationKind,
    by: User,
    at: datetime,
    campaign: Campaign | None = None,
    people: int | None = None,
    seed: int | None = None,
) -> Examination:
    """Give the examination that `by` asks for at `at`; `examination_asked` is sent after the commit.

    A rehearsal needs a campaign, people (20 to 1000) and a seed; IntegrityError without.
    """
    examination = Examination.objects.create(
        kind=kind, campaign=campaign, people=people, seed=seed, asked_by=by, asked_at=at
    )
    transaction.on_commit(lambda: examination_asked.send(sender=Examination, examination=examination), robust=True)
    return examination


def claim(examination_id: int, *, at: datetime) -> Examination | None:
    """Give the examination, taken for this worker at `at`; None when it is answered, gone or in another's hands."""
    free = Q(started_at=None) | Q(started_at__lt=at - CLAIM_LIVES)
    waiting = Examination.objects.filter(free, pk=examination_id, finished_at=None, attempts__lt=MAX_ATTEMPTS)
    if not waiting.update(attempts=F("attempts") + 1, started_at=at):
        return None
    return Examination.objects.select_related("campaign").get(pk=examination_id)


def answer(examination: Examination, result: Any, *, at: datetime) -> bool:
    """Tell whether the plain data of `result` are now the answer: not when another worker has taken it meanwhile."""
    return bool(_held(examination).update(result=result, finished_at=at))


def give_up(examination: Examination, why: str, *, at: datetime) -> bool:
    """Tell whether the examination has now failed, with the reason for whoever asked."""
    return bool(_held(examination).update(failed=why, finished_at=at))


def _held(examination: Examination) -> QuerySet[Examination]:
    """Give the row as long as this worker's claim is the last one."""
    return Examination.objects.filter(pk=examination.pk, finished_at=None, attempts=examination.attempts)


def late_examinations(at: datetime) -> list[int]:
    """Give the examinations that nobody is at by `at`, oldest first; one whose last worker died too has failed."""
    waiting = Examination.objects.filter(finished_at=None)
    dead = waiting.filter(started_at__lt=at - CLAIM_LIVES)
    words = _("做到一半中断了%(times)d次") % {"times": MAX_ATTEMPTS}
    dead.filter(attempts__gte=MAX_ATTEMPTS).update(failed=words, finished_at=at)
    forgotten = Q(started_at=None, asked_at__lte=at - QUEUE_WAITS) | Q(started_at__lt=at - CLAIM_LIVES)
    return list(waiting.filter(forgotten).order_by("asked_at", "pk").values_list("pk", flat=True))
