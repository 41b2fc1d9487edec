"""Result documents: numbered without a gap, signed after the publicity, giving the titles (C10)."""

from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import OfficeKind, Role
from accounts.models import Office
from applications.enums import PaperKind, State
from applications.models import Application
from applications.rules import guards
from applications.rules.deadlines import post_filing
from applications.rules.refusal import require
from applications.services.papers import request_paper
from applications.services.steps import carry_out, locked_all
from campaigns.models import Campaign, Sequence
from campaigns.rules.calendar import day_of
from campaigns.selectors import calendar_around
from review.awards import result_document
from review.enums import FilingKind, PublicityStatus
from review.models import Committee, Filing, Publicity, ResultDocument
from review.rules.numbers import document_number, serial_of
from review.services.notices import tell_qualified
from review.services.publicity import open_objections


@transaction.atomic
def issue_document(publicity_id: int, *, title: str, issued_on: date, mark: str = "", act: Act) -> ResultDocument:
    """Number and sign the result document of a concluded list; every application still on it is qualified (C10).

    `mark` is the 发文机关代字, by default the office's. The committees concerned get the draft of their post-review
    filing (C33). Raises `Refused`: another office, the list not concluded, signed before its end or ahead of today.
    """
    publicity = Publicity.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=publicity_id)
    require(
        guards.holds(
            act.acts_for_office(publicity.office_id, Role.TITLE_OFFICER), _("由公示的职称办印发文件。"), "C10"
        )
    )
    waiting = publicity.entries.filter(application__state=State.PUBLICISED).values_list("application", flat=True)
    applications = locked_all(waiting)
    require(
        guards.holds(publicity.status == PublicityStatus.CONCLUDED, _("结果公示还没有结束。"), "C08"),
        guards.holds(applications, _("这份公示里没有等待印发的人。"), "C10"),
        guards.holds(title.strip(), _("请填写文件标题。")),
        guards.holds(
            publicity.last_day < issued_on <= day_of(act.at),
            _("成文日期应在公示期满之后、今天以前。"),
            "C10",
        ),
    )
    number = next_number(
        publicity.campaign, mark.strip() or own_prefix(act.own_office, publicity.campaign), issued_on.year
    )
    document = ResultDocument.objects.create(
        campaign=publicity.campaign,
        publicity=publicity,
        office=act.own_office,
        number=number,
        title=title.strip(),
        issued_on=issued_on,
        signed_by=act.person,
        signed_at=act.at,
    )
    document.applications.set(applications)
    prefetch_related_objects(applications, "applicant", "title")
    _qualify(document, applications, act)
    _ask_for_filings(document, applications)
    document.paper = request_paper(PaperKind.RESULT_DOCUMENT, result_document(document), at=act.at)
    document.save()
    tell_qualified(document, applications, at=act.at)
    return document


def next_number(campaign: Campaign, prefix: str, year: int) -> str:
    """Give the next number of that prefix and year, after the one that the campaign's notice itself bears."""
    name = f"document/{prefix}/{year}"
    used = serial_of(campaign.document_number, prefix, year)
    Sequence.objects.get_or_create(name=name, defaults={"value": used})
    return document_number(prefix, year, Sequence.take(name))


def own_prefix(office: Office, campaign: Campaign) -> str:
    """Give the 发文机关代字 an office uses: the campaign's for the prefecture, its division's own for a county."""
    if office.kind == OfficeKind.TITLE_OFFICE:
        return campaign.document_prefix
    return f"{office.division.short_name}职称办"


def _qualify(document: ResultDocument, applications: list[Application], act: Act) -> None:
    publicity, still_open = document.publicity, open_objections(document.publicity)
    for application in applications:
        carry_out(
            application.issue,
            act,
            comment=document.number,
            publicity_over=publicity.status == PublicityStatus.CONCLUDED,
            open_objections=still_open,
            document_signed=document.signed_at is not None and bool(document.number),
        )


def _ask_for_filings(document: ResultDocument, applications: list[Application]) -> None:
    due = post_filing(
        document.issued_on,
        days=document.campaign.post_filing_days,
        rolls=document.campaign.correction_rolls,
        calendar=calendar_around(document.issued_on),
    )
    committees = Committee.objects.filter(meetings__tallies__application__in=applications).distinct()
    for committee in committees:
        Filing.objects.create(committee=committee, kind=FilingKind.POST, document=document, due_at=due.moment)
