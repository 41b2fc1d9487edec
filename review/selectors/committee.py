"""What a committee's secretary and chair see: committees, meetings, candidates, counts."""

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Material
from campaigns.enums import Kind, Level, WindowKind
from campaigns.models import Slot
from campaigns.selectors import windows
from review.enums import FilingStatus, MeetingStatus
from review.models import Committee, Filing, Meeting, Tally
from review.rules.candidates import CandidateFacts


def committees_of(act: Act) -> QuerySet[Committee]:
    """Give the committees of the secretary's office."""
    if act.role != Role.COMMITTEE_SECRETARY:
        return Committee.objects.none()
    return Committee.objects.filter(office=act.office).select_related(
        "series", "campaign", "chair", "office__division"
    )


def meetings_of(act: Act) -> QuerySet[Meeting]:
    """Give the meetings of the secretary's office, or of the committees one chairs, with their numbers."""
    rows = Meeting.objects.select_related(
        "committee__series", "committee__campaign", "committee__office__division"
    )
    if act.role == Role.COMMITTEE_SECRETARY:
        rows = rows.filter(committee__office=act.office)
    elif act.role == Role.COMMITTEE_CHAIR:
        rows = rows.filter(committee__office=act.office, committee__chair=act.user)
    else:
        return rows.none()
    return rows.annotate(
        candidates=Count("tallies", distinct=True),
        signed=Count("tallies", filter=Q(tallies__countersigned_at__isnull=False), distinct=True),
    )


def tallies_of(act: Act) -> QuerySet[Tally]:
    """Give the counts that the secretary enters and the chair countersigns."""
    return Tally.objects.filter(meeting__in=meetings_of(act).values("pk")).select_related(
        "meeting__committee", "application__applicant", "application__title", "application__specialty"
    )


def to_countersign(act: Act) -> QuerySet[Tally]:
    """Give the counts that wait for the chair."""
    waiting = Q(meeting__status=MeetingStatus.OPEN, entered_at__isnull=False, countersigned_at__isnull=True)
    return tallies_of(act).filter(waiting).order_by("entered_at", "pk")


def filings_of(act: Act) -> QuerySet[Filing]:
    """Give the filings of the secretary's office; to the prefecture's title officer those handed in, of every office."""
    rows = Filing.objects.select_related("committee__office", "meeting", "document", "filed_by", "submitted_by")
    if act.role == Role.COMMITTEE_SECRETARY:
        return rows.filter(committee__office=act.office)
    if act.role == Role.TITLE_OFFICER and act.office and act.office.kind == "title_office":
        return rows.exclude(status=FilingStatus.DRAFT)
    return rows.none()


def candidates_for(committee: Committee) -> QuerySet[Application]:
    """Give the accepted applications whose series and band the committee judges, the ready ones first (C12)."""
    levels = [level for level in Level if level.band == committee.band]
    rows = Application.objects.filter(
        campaign=committee.campaign_id,
        series=committee.series_id,
        level__in=levels,
        kind=Kind.REVIEW,
        state=State.ACCEPTED,
    )
    if committee.only_division_id:
        rows = rows.filter(employer__division=committee.only_division_id)
    return (
        rows.annotate(has_unmasked=Exists(unmasked(OuterRef("pk"), OuterRef("campaign"))))
        .select_related("applicant", "employer", "title", "specialty", "campaign")
        .order_by(F("originals_confirmed_at").asc(nulls_last=True), "accepted_at", "pk")
    )


def unmasked(application: object, campaign: object) -> QuerySet[Material]:
    """Give the materials in slots to be masked whose uploader has not declared the masks (C21).

    A plain check: what the experts see is made in blind copies of their own later.
    """
    slots = Slot.objects.filter(campaign=campaign, must_mask=True)
    return Material.objects.filter(
        application=application, removed_at__isnull=True, masked_declared=False, slot_key__in=slots.values("key")
    )


def candidate_facts(application: Application) -> CandidateFacts:
    """Give what the rules ask of an application before a meeting."""
    return CandidateFacts(
        campaign_id=application.campaign_id,
        series_id=application.series_id,
        band=application.band,
        kind=application.kind,
        division_id=application.employer.division_id if application.employer else None,
        fee_settled=application.fee_is_settled,
        originals_confirmed=application.originals_confirmed_at is not None,
        masked=not unmasked(application.pk, application.campaign_id).exists(),
    )


def meeting_window(committee: Committee) -> tuple[datetime | None, datetime | None, str]:
    """Give from when until when a committee may meet, and the clause: the prefecture's (C08) or a county's (C09)."""
    only = committee.only_division_id
    found = windows(committee.campaign, committee.office.division if only else None)
    meeting, county = found.get(WindowKind.MEETING), found.get(WindowKind.COUNTY)
    if only and county and not (meeting and meeting.division_id):
        return None, county.closes_at, "C09"
    return (meeting.opens_at, meeting.closes_at, meeting.clause) if meeting else (None, None, "C08")
