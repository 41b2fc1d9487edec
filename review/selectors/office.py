"""What a title office sees after acceptance: its cases, what waits for it, lists, documents."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Office, User
from applications.enums import PaperKind, PaperStatus, State
from applications.models import Application, Paper
from applications.selectors.papers import printed, successor_of
from campaigns.enums import Kind
from campaigns.models import Campaign
from campaigns.rules.calendar import day_of
from review.enums import FilingKind, FilingStatus, PublicityStatus
from review.models import Filing, Publicity, PublicityEntry, ResultDocument, ResultObjection

ROWS = ("applicant", "employer", "series", "specialty", "title", "campaign", "final_office")


def cases_of(act: Act) -> QuerySet[Application]:
    """Give the accepted and later applications of the title officer's office, never his own (C38, C40, C44)."""
    if act.role != Role.TITLE_OFFICER:
        return Application.objects.none()
    return cases_at(act.own_office, but=act.person)


def cases_at(office: Office, *, but: User) -> QuerySet[Application]:
    """Give the accepted and later applications of an office, but those of one person."""
    decided_here = Application.objects.filter(final_office=office, accepted_at__isnull=False)
    return decided_here.exclude(applicant=but).select_related(*ROWS)


def case_of(act: Act, number: str) -> Application | None:
    """Give one case of the office with what its page shows, or None."""
    return (
        cases_of(act)
        .filter(number=number)
        .prefetch_related(
            "events",
            "fee_orders__confirmed_by",
            Prefetch("papers", Paper.objects.exclude(status=PaperStatus.OUTDATED)),
            "tallies__meeting__committee",
            "publicity_entry__publicity",
            "result_documents",
        )
        .first()
    )


def accepted_of(act: Act, *, want: str = "", text: str = "") -> QuerySet[Application]:
    """Give the accepted cases, the next paper deadline first; `want`: originals, fee, determine or empty for all."""
    rows = cases_of(act).filter(state=State.ACCEPTED)
    unpaid = Q(fee_amount__isnull=False, fee_settled_at__isnull=True)
    if want == "originals":
        rows = rows.filter(originals_confirmed_at__isnull=True)
    elif want == "fee":
        rows = rows.filter(unpaid)
    elif want == "determine":
        rows = rows.filter(originals_confirmed_at__isnull=False).exclude(kind=Kind.REVIEW).exclude(unpaid)
    if text:
        rows = rows.filter(
            Q(number__iexact=text) | Q(applicant__name__contains=text) | Q(employer__name__contains=text)
        )
    return rows.order_by("paper_due_at", "pk")


def waits_for_determination(case: Application) -> bool:
    """Tell whether nothing but the determination of an accepted case is missing (C38, C40)."""
    is_proved = case.originals_confirmed_at is not None and case.fee_is_settled
    return case.state == State.ACCEPTED and case.kind != Kind.REVIEW and is_proved


@dataclass(frozen=True)
class Scanned:
    """What a scanned code is: the paper, its case, and whether it is void; `successor` stands in its place."""

    paper: Paper
    application: Application
    is_outdated: bool
    successor: Paper | None


def scanned(act: Act, code: str) -> Scanned | None:
    """Give the 呈报表 with that code, of the officer's own office, or None (C39)."""
    paper = Paper.objects.filter(
        kind=PaperKind.REPORT_FORM, code=code.strip().upper(), application__in=cases_of(act).values("pk")
    ).first()
    if paper is None or paper.application_id is None:
        return None
    application = cases_of(act).get(pk=paper.application_id)
    is_outdated = paper.status == PaperStatus.OUTDATED
    return Scanned(paper, application, is_outdated, successor_of(paper) if is_outdated else None)


def other_form(code: str) -> Paper | None:
    """Give the print with that code where it is no 呈报表, for whoever scanned another form at the desk."""
    paper = printed(code)
    return paper if paper and paper.kind != PaperKind.REPORT_FORM else None


def passed_of(act: Act) -> QuerySet[Application]:
    """Give the passed cases that wait for their publicity (C08)."""
    return cases_of(act).filter(state=State.PASSED).order_by("campaign_id", "series__order", "level", "pk")


def publicities_of(act: Act) -> QuerySet[Publicity]:
    """Give the office's lists with how many are on them and how many objections are open, the newest first."""
    if act.role != Role.TITLE_OFFICER:
        return Publicity.objects.none()
    return (
        Publicity.objects.filter(office=act.office)
        .select_related("campaign", "posted_by", "paper")
        .annotate(
            people=Count("entries", distinct=True),
            open_objections=Count(
                "entries__objections", filter=Q(entries__objections__settled_at__isnull=True), distinct=True
            ),
            waiting=Count("entries", filter=Q(entries__application__state=State.PUBLICISED), distinct=True),
        )
        .order_by("-posted_on", "-id")
    )


def listed_in(publicity: Publicity) -> QuerySet[PublicityEntry]:
    """Give everybody on a list, with what became of them."""
    return publicity.entries.select_related(*(f"application__{name}" for name in ROWS)).order_by("pk")


def objections_of(act: Act) -> QuerySet[ResultObjection]:
    """Give the objections to the office's lists, open ones first."""
    return (
        ResultObjection.objects.filter(entry__publicity__in=publicities_of(act).values("pk"))
        .select_related("entry__application__applicant", "entry__publicity", "settled_by", "recorded_by")
        .order_by(F("settled_at").asc(nulls_first=True), "received_at")
    )


def documents_of(act: Act) -> QuerySet[ResultDocument]:
    """Give the office's result documents, the newest first, with who waits for a certificate and which
    filings are missing (C33)."""
    if act.role != Role.TITLE_OFFICER:
        return ResultDocument.objects.none()
    missing = Filing.objects.filter(document=OuterRef("pk"), kind=FilingKind.POST).exclude(
        status=FilingStatus.FILED
    )
    return (
        ResultDocument.objects.filter(office=act.office)
        .select_related("publicity", "signed_by", "paper", "campaign")
        .annotate(
            people=Count("applications", distinct=True),
            waiting=Count("applications", filter=Q(applications__state=State.QUALIFIED), distinct=True),
            filing_missing=Exists(missing),
        )
        .order_by("-issued_on", "-id")
    )


def certified_of(act: Act) -> QuerySet[Application]:
    """Give the certified cases, the newest first."""
    rows = cases_of(act).filter(state=State.CERTIFIED).select_related("certificate", *ROWS)
    return rows.order_by("-state_since", "-pk")


def campaigns_with_passed(act: Act) -> QuerySet[Campaign]:
    return Campaign.objects.filter(pk__in=passed_of(act).order_by().values("campaign")).order_by("-year", "key")


def over_today(act: Act, at: datetime) -> QuerySet[Publicity]:
    """Give the lists whose period has run and that wait to be concluded (C08)."""
    return publicities_of(act).filter(status=PublicityStatus.OPEN, last_day__lt=day_of(at))
