"""What a committee's secretary and chair see: committees, meetings, candidates, counts."""

from datetime import datetime

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import User
from applications.enums import State
from applications.models import Application
from applications.rules.deadlines import Deadline, pre_meeting_filing
from applications.rules.refusal import Refusal
from applications.selectors.blinding import unfit, why_unfit
from campaigns.enums import Kind, Level, WindowKind
from campaigns.rules.calendar import day_of
from campaigns.rules.wording import plain_day, whole_moment
from campaigns.selectors import windows
from review.enums import FilingKind, FilingStatus, MeetingStatus, Outcome, RubricStatus
from review.models import Attendance, Committee, Filing, Meeting, ResultObjection, Tally
from review.rules.ballot import quorum
from review.rules.candidates import CandidateFacts
from review.selectors.rubrics import rubrics_in_force


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
        "committee__series", "committee__campaign", "committee__chair", "committee__office__division"
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
        "meeting__committee", "application__applicant", "application__title", "application__specialty", "rubric"
    )


def to_countersign(act: Act) -> QuerySet[Tally]:
    """Give the counts that wait for the chair."""
    waiting = Q(meeting__status=MeetingStatus.OPEN, entered_at__isnull=False, countersigned_at__isnull=True)
    return tallies_of(act).filter(waiting).order_by("entered_at", "pk")


def filings_of(act: Act) -> QuerySet[Filing]:
    """Give the filings of the secretary's office; to the prefecture's title officer those handed in; open ones first."""
    rows = Filing.objects.select_related(
        "committee__office", "committee__series", "meeting", "document__publicity", "filed_by", "submitted_by"
    ).order_by(Case(When(status=FilingStatus.FILED, then=1), default=0), "due_at", "pk")
    if act.role == Role.COMMITTEE_SECRETARY:
        return rows.filter(committee__office=act.office)
    if act.role == Role.TITLE_OFFICER and act.office and act.office.kind == "title_office":
        return rows.exclude(status=FilingStatus.DRAFT)
    return rows.none()


def judged_by(committee: Committee) -> QuerySet[Application]:
    """Give the applications, in whatever state after acceptance, whose series and band the committee judges (C12)."""
    levels = [level for level in Level if level.band == committee.band]
    rows = Application.objects.filter(
        campaign=committee.campaign_id,
        series=committee.series_id,
        level__in=levels,
        kind=Kind.REVIEW,
        accepted_at__isnull=False,
    )
    if committee.only_division_id:
        rows = rows.filter(employer__division=committee.only_division_id)
    return rows


def candidates_for(committee: Committee) -> QuerySet[Application]:
    """Give the accepted applications that the committee may take in, the ready ones first (C12)."""
    return (
        judged_by(committee)
        .filter(state=State.ACCEPTED)
        .select_related("applicant", "employer", "title", "specialty", "campaign")
        .prefetch_related(Prefetch("materials", unfit(), to_attr="unfit"))
        .order_by(F("originals_confirmed_at").asc(nulls_last=True), "accepted_at", "pk")
    )


def why_hidden(application: Application) -> tuple[Refusal, ...]:
    """Give why experts may not see some of an application's files, so that it stays out; nothing where they may (C21)."""
    return why_unfit(unfit().filter(application=application))


def candidate_facts(application: Application) -> CandidateFacts:
    """Give what the rules ask of an application before a meeting."""
    return CandidateFacts(
        campaign_id=application.campaign_id,
        series_id=application.series_id,
        band=application.band,
        kind=application.kind,
        division_id=application.employer.division_id if application.employer else None,
    )


def meeting_window(committee: Committee) -> tuple[datetime | None, datetime | None, str]:
    """Give from when until when a committee may meet, and the clause: the prefecture's (C08) or a county's (C09)."""
    only = committee.only_division_id
    found = windows(committee.campaign, committee.office.division if only else None)
    meeting, county = found.get(WindowKind.MEETING), found.get(WindowKind.COUNTY)
    if only and county and not (meeting and meeting.division_id):
        return None, county.closes_at, "C09"
    return (meeting.opens_at, meeting.closes_at, meeting.clause) if meeting else (None, None, "C08")


def committees_with_meetings(act: Act) -> QuerySet[Committee]:
    """Give the office's committees with members counted and their meetings at hand (three queries)."""
    return (
        committees_of(act)
        .annotate(
            size=Count("members", distinct=True),
            reading=Count("members", filter=Q(members__user__isnull=False), distinct=True),
            published_rubrics=Count("rubrics", filter=Q(rubrics__status=RubricStatus.IN_FORCE), distinct=True),
        )
        .prefetch_related(
            Prefetch(
                "meetings", Meeting.objects.annotate(candidates=Count("tallies")).order_by("starts_at", "id")
            ),
            Prefetch("filings", Filing.objects.filter(kind=FilingKind.PRIOR), to_attr="prior_filings"),
        )
        .order_by("-campaign__year", "name", "pk")
    )


def chairs_of(act: Act) -> QuerySet[User]:
    """Give the people who may chair a committee of the secretary's office."""
    return User.objects.filter(
        memberships__office=act.office, memberships__role=Role.COMMITTEE_CHAIR, memberships__is_active=True
    ).distinct()


def attendance_of(meeting: Meeting) -> QuerySet[Attendance]:
    return meeting.attendance.select_related("member")


def counted_in(meeting: Meeting) -> QuerySet[Tally]:
    """Give the applications of a meeting with their counts."""
    return meeting.tallies.select_related(
        "application__applicant", "application__employer", "application__title", "application__specialty"
    )


def next_uncounted(tally: Tally) -> Tally | None:
    """Give the next application of the meeting without a count, after this one and then from the beginning."""
    waiting = tally.meeting.tallies.filter(entered_at=None).exclude(pk=tally.pk).order_by("pk")
    return waiting.filter(pk__gt=tally.pk).first() or waiting.first()


def counting_of(meeting: Meeting) -> dict[str, int]:
    """Give how many sit in a meeting, how many applications it has, how many are counted (two queries)."""
    seated = meeting.attendance.filter(present=True).count()
    return {"seated": seated} | meeting.tallies.aggregate(
        total=Count("pk"), counted=Count("pk", filter=Q(entered_at__isnull=False))
    )


def quorum_of(meeting: Meeting) -> dict[str, int]:
    """Give how many members there are, how many sit, how many must."""
    rows = meeting.attendance.aggregate(members=Count("pk"), seated=Count("pk", filter=Q(present=True)))
    return rows | {"needed": quorum(rows["members"])}


def filing_deadline(meeting: Meeting) -> Deadline:
    """Give until when a meeting is to be filed, and why (C33)."""
    days = meeting.committee.campaign.prior_meeting_filing_days
    return pre_meeting_filing(day_of(meeting.starts_at), days=days)


def filing_facts(filing: Filing) -> list[tuple[str, str]]:
    """Give what a filing states, ready to print: the committee, its members, the meeting or what came of it (C33)."""
    committee = filing.committee
    in_force = rubrics_in_force(committee).values()
    facts = [
        (_("评审委员会"), committee.name),
        (_("组建单位"), committee.office.name),
        (_("系列、层级"), f"{committee.series.name}，{committee.get_band_display()}"),
        (_("有效期"), f"{plain_day(committee.valid_from)}{_('至')}{plain_day(committee.valid_until)}"),
        (_("委员人数"), str(committee.members.count())),
        (_("通过率"), f"{committee.pass_rate}%" if committee.pass_rate else "—"),
        (_("量化赋分标准"), "、".join(rubric.get_tier_display() for rubric in in_force) or _("还没有发布")),
    ]
    if filing.meeting:
        facts += [
            (_("会议时间"), whole_moment(filing.meeting.starts_at)),
            (_("地点"), filing.meeting.place),
            (_("评审对象"), f"{filing.meeting.tallies.count() or candidates_for(committee).count()}"),
        ]
    return facts + (_outcome_facts(filing) if filing.document else [])


def _outcome_facts(filing: Filing) -> list[tuple[str, str]]:
    """The table of results: how many were judged, how many passed, under which document (forms.md §10)."""
    assert filing.document
    counts = Tally.objects.filter(meeting__committee=filing.committee).exclude(outcome="")
    judged, passed = counts.count(), counts.filter(outcome=Outcome.PASSED).count()
    listed, named = filing.document.publicity, filing.document.applications.count()
    objections = ResultObjection.objects.filter(entry__publicity=listed).count()
    return [
        (_("评审人数"), str(judged)),
        (_("通过人数"), str(passed)),
        (_("实际通过率"), f"{100 * passed // judged}%" if judged else "—"),
        (_("公示时间"), f"{plain_day(listed.posted_on)}{_('至')}{plain_day(listed.last_day)}"),
        (_("异议"), str(objections)),
        (_("文件"), _("%(number)s，%(count)d人") % {"number": filing.document.number, "count": named}),
    ]
