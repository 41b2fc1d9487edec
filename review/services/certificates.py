"""E-certificates: signed once the post-review filing is registered (C11, C33)."""

from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import PaperKind, State
from applications.models import Application
from applications.rules import guards
from applications.rules.refusal import require
from applications.services.papers import request_paper
from applications.services.steps import carry_out, locked_all
from campaigns.enums import Kind, Level
from campaigns.models import Sequence
from campaigns.rules.calendar import day_of
from review.awards import NAMED, certificate_paper
from review.enums import FilingKind, FilingStatus
from review.models import Certificate, Filing, ResultDocument
from review.rules.numbers import certificate_number
from review.services.notices import tell_certified


@transaction.atomic
def issue_certificates(document_id: int, *, act: Act) -> list[Certificate]:
    """Sign the certificates of everybody a result document names who is qualified and has none (C11).

    Raises `Refused`: another office, nobody left, a committee's post-review filing not registered (C33).
    """
    document = (
        ResultDocument.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=document_id)
    )
    require(
        guards.holds(
            act.acts_for_office(document.office_id, Role.TITLE_OFFICER), _("由印发文件的职称办签发证书。"), "C11"
        )
    )
    waiting = document.applications.filter(state=State.QUALIFIED).values_list("pk", flat=True)
    applications = locked_all(waiting)
    require(guards.holds(applications, _("这份文件的证书都已签发。"), "C11"))
    prefetch_related_objects(applications, *NAMED, "final_office")
    return [_issue(application, document, act) for application in applications]


def filing_made(application: Application, document: ResultDocument) -> bool:
    """Tell whether the post-review filing of the committee that judged an application is registered (C33).

    初定 and 授予 pass no committee: C33 files the work of committees, so nothing is asked of them.
    """
    judged = Filing.objects.filter(
        kind=FilingKind.POST, document=document, committee__meetings__tallies__application=application
    )
    made = set(judged.values_list("status", flat=True))
    return made == {FilingStatus.FILED} if made else application.kind != Kind.REVIEW


def qualified_on(application: Application) -> date:
    """Give the day from which a title counts: the committee's meeting, or the determination."""
    tally = application.tallies.exclude(outcome="").select_related("meeting").order_by("-pk").first()
    if tally:
        return day_of(tally.meeting.starts_at)
    assert application.decided_at
    return day_of(application.decided_at)


def _issue(application: Application, document: ResultDocument, act: Act) -> Certificate:
    carry_out(application.certify, act, comment=document.number, filing_made=filing_made(application, document))
    year = document.campaign.year
    certificate = Certificate.objects.create(
        application=application,
        number=certificate_number(
            year=year,
            kind=Kind(application.kind),
            level=Level(application.level),
            serial=Sequence.take(f"certificate/{year}"),
        ),
        qualified_on=qualified_on(application),
        issued_by=act.person,
        issued_at=act.at,
    )
    data = certificate_paper(certificate, document)
    certificate.paper = request_paper(PaperKind.CERTIFICATE, data, at=act.at, application=application)
    certificate.save(update_fields=["paper"])
    tell_certified(certificate, at=act.at)
    return certificate
