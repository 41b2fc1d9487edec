"""Who may handle an application at its employer, and what the parts share."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import EmployerStatus
from applications.enums import PaperKind, PaperStatus, State
from applications.models import Application, EmployerNotice
from applications.rules import guards
from applications.rules.refusal import require
from applications.services.steps import locked
from campaigns.enums import Uploader

POSTED_PAPERS = (PaperKind.EMPLOYER_NOTICE, PaperKind.EMPLOYER_NOTICE_RESULT, PaperKind.RECOMMENDATION)


def held(
    application_id: int, act: Act, state: State | None = None, *, lock: Callable[[int], Application] = locked
) -> Application:
    """Give the locked application, which this employer may handle; the transition checks the state where one follows.

    `lock`: `locked`, or `locked_whole` where papers follow.
    """
    application = lock(application_id)
    require(
        guards.acts_as_employer(act, application.employer_id, application.applicant_id),
        guards.holds(
            act.employer and act.employer.status == EmployerStatus.CONFIRMED,
            _("单位还没有经县市人社局确认，不能办理申报。"),
            "C01",
            _("确认后会发消息给您。"),
        ),
        guards.holds(
            state is None or application.state == state,
            _("这件申报现在是“%(state)s”，不能办理这一步。") % {"state": application.get_state_display()},
            remedy=_("请刷新页面，看现在的状态。"),
        ),
    )
    return application


def running_notice(application: Application) -> EmployerNotice:
    return application.notices.get(cancelled_at=None)


def void(application: Application, *kinds: PaperKind) -> None:
    application.papers.filter(kind__in=kinds).update(status=PaperStatus.OUTDATED)


def void_posted(application: Application) -> None:
    """What was posted of somebody who leaves before he is forwarded is void, and what was to be signed of it (C26)."""
    void(application, *POSTED_PAPERS)


def take_out_scans(application: Application, *slots: str, at: datetime) -> None:
    """Signed papers of a notice that no longer stands prove nothing for the next one."""
    keys = slots or tuple(
        application.campaign.slots.filter(uploader=Uploader.EMPLOYER).values_list("key", flat=True)
    )
    application.materials.filter(slot_key__in=keys, removed_at=None).update(removed_at=at)
