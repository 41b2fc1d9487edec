"""Publicity of results: posted for its working days, objections settled in writing, concluded (C08)."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import PaperKind, State
from applications.models import Application
from applications.rules import guards
from applications.rules.deadlines import Period, publicity_period
from applications.rules.refusal import require
from applications.services.papers import request_paper
from applications.services.steps import carry_out, locked, locked_all
from campaigns.models import Campaign
from campaigns.rules.calendar import day_of
from campaigns.rules.wording import short_day
from campaigns.selectors import calendar_around
from review.awards import result_publicity
from review.enums import PublicityStatus
from review.models import Publicity, PublicityEntry, ResultObjection
from review.services.notices import tell_publicised, tell_result_revoked

MAX_CONTENT = 2000


@transaction.atomic
def publicise(*, campaign: Campaign, application_ids: Collection[int], title: str, act: Act) -> Publicity:
    """Post passed applications of the office as one list; applicants and employers are told (C08).

    Raises `Refused`: not a title officer, an empty list, no title, an application of another office or state.
    """
    require(
        guards.holds(act.office and act.role == Role.TITLE_OFFICER, _("结果由职称办公示。"), "C08"),
        guards.holds(application_ids, _("请至少选一个人。"), "C08"),
        guards.holds(title.strip(), _("请填写公示标题。")),
        guards.holds(
            not Application.objects.filter(pk__in=application_ids).exclude(campaign=campaign).exists(),
            _("选的人不是同一年度申报的，请分开公示。"),
            "C08",
        ),
    )
    period = _period(campaign, act)
    publicity = Publicity.objects.create(
        campaign=campaign,
        office=act.own_office,
        title=title.strip(),
        slug=f"{campaign.key}-{get_random_string(10, 'abcdefghijkmnpqrstuvwxyz23456789')}",
        posted_on=period.posted_on,
        last_day=period.last_day,
        posted_by=act.person,
        posted_at=act.at,
    )
    applications = locked_all(application_ids)
    prefetch_related_objects(applications, "applicant", "employer")
    told = _("%(title)s，公示到%(day)s") % {"title": publicity.title, "day": short_day(period.last_day)}
    for application in applications:
        carry_out(application.publicise, act, comment=told)
    PublicityEntry.objects.bulk_create(
        PublicityEntry(publicity=publicity, application=application) for application in applications
    )
    publicity.paper = request_paper(PaperKind.RESULT_PUBLICITY, result_publicity(publicity), at=act.at)
    publicity.save()
    tell_publicised(publicity, applications, at=act.at)
    return publicity


@transaction.atomic
def object_to(
    entry_id: int, *, content: str, objector: str = "", contact: str = "", act: Act, recorded: bool = False
) -> ResultObjection:
    """Take an objection to one person on a list that is still in its period (C08).

    By anybody from the public page, or `recorded` by the office when it came by telephone or letter. Raises
    `Refused`: the period is over, nothing is said, the application is no longer in publicity.
    """
    entry = (
        PublicityEntry.objects.select_for_update(of=("self",))
        .select_related("publicity", "application")
        .get(pk=entry_id)
    )
    publicity = entry.publicity
    require(
        guards.holds(
            day_of(act.at) <= publicity.last_day and publicity.status == PublicityStatus.OPEN,
            _("公示期已经结束。"),
            "C08",
            _("之后的问题请打监督电话。"),
        ),
        guards.holds(entry.application.state == State.PUBLICISED, _("这个人已不在公示中。"), "C08"),
        guards.holds(content.strip(), _("请写明异议的内容。"), "C08"),
        guards.holds(len(content) <= MAX_CONTENT, _("异议内容最多%(most)d字。") % {"most": MAX_CONTENT}),
        guards.holds(
            not recorded or act.acts_for_office(publicity.office_id, Role.TITLE_OFFICER),
            _("异议由公示的职称办登记。"),
            "C08",
        ),
    )
    return ResultObjection.objects.create(
        entry=entry,
        content=content.strip(),
        objector=objector.strip()[:100],
        contact=contact.strip()[:100],
        received_at=act.at,
        recorded_by=act.user if recorded else None,
    )


@transaction.atomic
def settle_objection(objection_id: int, *, finding: str, upheld: bool, act: Act) -> ResultObjection:
    """Settle an objection with a written finding; upheld, it revokes the result (C08, C24).

    Raises `Refused`: another office, against the officer himself (C44), settled before, no finding.
    """
    objection = (
        ResultObjection.objects.select_for_update(of=("self",))
        .select_related("entry__publicity", "entry__application")
        .get(pk=objection_id)
    )
    entry = objection.entry
    require(
        guards.acts_as_office(act, entry.publicity.office_id, entry.application.applicant_id, Role.TITLE_OFFICER),
        guards.holds(objection.settled_at is None, _("这条异议已经处理过了。")),
        guards.holds(finding.strip(), _("须写明调查结论。"), "C24"),
    )
    objection.finding, objection.upheld = finding.strip(), upheld
    objection.settled_by, objection.settled_at = act.user, act.at
    objection.save()
    if upheld:
        application = locked(entry.application_id)
        carry_out(application.uphold_objection, act, comment=finding.strip(), finding=finding)
        tell_result_revoked(application, finding.strip(), at=act.at)
    return objection


@transaction.atomic
def conclude_publicity(publicity_id: int, *, act: Act) -> Publicity:
    """Conclude a list whose period has run and whose objections are settled (C08)."""
    publicity = Publicity.objects.select_for_update().get(pk=publicity_id)
    still_open = open_objections(publicity)
    require(
        guards.holds(
            act.acts_for_office(publicity.office_id, Role.TITLE_OFFICER), _("由公示的职称办结束公示。"), "C08"
        ),
        guards.holds(publicity.status == PublicityStatus.OPEN, _("这份公示已经结束了。"), "C08"),
        guards.holds(
            day_of(act.at) > publicity.last_day, _("公示期还没有满。"), "C08", _("期满的次日起可以结束。")
        ),
        guards.holds(
            not still_open,
            _("还有%(count)d条异议没有处理。") % {"count": still_open},
            "C08",
            _("写明调查结论后再结束。"),
        ),
    )
    publicity.status, publicity.concluded_at = PublicityStatus.CONCLUDED, act.at
    publicity.save()
    return publicity


def open_objections(publicity: Publicity) -> int:
    return ResultObjection.objects.filter(entry__publicity=publicity, settled_at__isnull=True).count()


def _period(campaign: Campaign, act: Act) -> Period:
    today = day_of(act.at)
    return publicity_period(today, workdays=campaign.publicity_days, calendar=calendar_around(today))
