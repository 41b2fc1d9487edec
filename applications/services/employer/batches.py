"""One paper for several people whose notices hang for the same days, void when one of them leaves (C26, C46)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import EmployerStatus
from accounts.models import Employer
from applications.enums import PaperKind, PaperStatus
from applications.models import Application, EmployerNotice, Paper
from applications.papers import employer as papers
from applications.rules import guards
from applications.rules.batches import JOINS, Days
from applications.rules.refusal import require
from applications.selectors.batches import Batch, batches_of, notices_together
from applications.services.papers import outdate, request_paper
from applications.services.steps import locked_all
from campaigns.rules.calendar import day_of

#: What is printed when the notices are over, and void as soon as something is objected after all.
OF_END = (PaperKind.EMPLOYER_BATCH_RESULT, PaperKind.EMPLOYER_COMMITMENT)


@transaction.atomic
def print_batch(*, part: str, kind: str, act: Act) -> Paper:
    """Ask for one paper of a batch, which `part` names (`Days.part`); the people stay as they are until it is there.

    Whose notice is posted in this instant is not held, and so is not on it: he could leave before it is there (C26).
    Raises `Refused`: another employer's, one that is not confirmed, no such batch or paper, not yet, one's own case.
    """
    require(guards.holds(act.employer, _("只有申报人所在单位能办理这一步。"), "C26"))
    employer = Employer.objects.select_for_update().get(pk=act.own_employer.pk)
    require(
        guards.holds(
            employer.status == EmployerStatus.CONFIRMED, _("单位还没有经县市人社局确认，不能办理申报。"), "C01"
        )
    )
    held = locked_all(notice.application_id for notice in _found(act, part).notices)
    batch = _found(act, part, among=held)
    wanted = batch.paper(kind)
    require(guards.holds(wanted, _("没有这种文书，请从列出的里面选。")), wanted.why_not if wanted else None)
    assert wanted
    return request_paper(
        wanted.kind, _data(wanted.kind, batch, employer, act), at=act.at, employer=employer, part=part
    )


def outdate_batch(application: Application, *kinds: PaperKind, notice: EmployerNotice | None = None) -> None:
    """What was printed of the batch of an application is void, all or the `kinds`; who is forwarded stays in it."""
    if application.submissions_used:
        return
    notice = notice or application.notices.filter(cancelled_at=None).first()
    if notice:
        part = Days(application.campaign_id, notice.posted_on, notice.last_day).part
        outdate([part], *(kinds or JOINS), employer=application.employer_id)


def _found(act: Act, part: str, *, among: Iterable[Application] | None = None) -> Batch:
    """Give the batch as it is now, of all its people or those `among` some; raises `Refused` when there is nobody."""
    notices = notices_together(act)
    if among is not None:
        notices = notices.filter(application__in=among)
    batch = next((each for each in batches_of(act, notices) if each.days.part == part), None)
    require(guards.holds(batch, _("这一公示期里没有人在公示了。"), "C26", _("请刷新页面，看现在的情况。")))
    assert batch
    return batch


def _data(kind: PaperKind, batch: Batch, employer: Employer, act: Act) -> dict[str, Any]:
    """Join what stands of each, in the order of the batch."""
    people = [notice.application_id for notice in batch.notices]
    standing = Paper.objects.filter(application__in=people, kind=JOINS[kind]).exclude(status=PaperStatus.OUTDATED)
    said = dict(standing.values_list("application", "data"))
    singles = [said[pk] for pk in people]
    if kind is PaperKind.EMPLOYER_BATCH_NOTICE:
        return papers.batch_notice(singles)
    if kind is PaperKind.EMPLOYER_BATCH_RESULT:
        return papers.batch_result(singles)
    campaign = batch.notices[0].application.campaign
    return papers.commitment(employer, singles, campaign, handler=act.name, signed_on=day_of(act.at))
