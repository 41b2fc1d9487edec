"""A meeting: planned, its candidates taken in, opened, counted, countersigned, closed.

C08, C09, C21, C27, C31, C33, C37.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from accounts.statements import Statement
from applications.models import Application
from applications.rules import guards
from applications.rules.deadlines import pre_meeting_filing
from applications.rules.refusal import Refusal, Refused, require
from applications.services.steps import carry_out, locked, locked_all
from campaigns.enums import Band
from campaigns.rules.calendar import day_of
from campaigns.rules.wording import whole_day
from review.enums import FilingKind, FilingStatus, MeetingStatus, Outcome
from review.models import Attendance, Committee, Filing, Meeting, Tally
from review.rules.ballot import Count, decide, has_quorum, quorum
from review.rules.candidates import why_not
from review.selectors.committee import candidate_facts, meeting_window, why_hidden
from review.selectors.rubrics import layers_without_rubric, rubrics_in_force
from review.services.committee import secretary_of
from review.services.meeting_papers import OF_CASES, OF_COUNTS, OF_SEATS, OF_TIME, outdate_of_meeting
from review.services.notices import tell_decision

LOCKED = Statement(
    lambda pk: Meeting.objects.select_for_update(of=("self",)).select_related("committee").filter(pk=pk),
    int,
)
LOCKED_TALLY = Statement(lambda pk: Tally.objects.select_for_update().filter(pk=pk), int)


@transaction.atomic
def plan_meeting(committee_id: int, *, starts_at: datetime, place: str, act: Act) -> Meeting:
    """Plan a meeting inside its window, with the draft of its pre-meeting filing (C08, C09, C33).

    Raises `Refused`: another office, outside the window, the committee's term over, no place.
    """
    committee = Committee.objects.select_related("campaign", "office__division").get(pk=committee_id)
    require(secretary_of(act, committee.office_id), *_fits(committee, starts_at, act))
    require(guards.holds(place.strip(), _("请填写会议地点。")))
    meeting = Meeting.objects.create(committee=committee, starts_at=starts_at, place=place.strip())
    Filing.objects.create(
        committee=committee, kind=FilingKind.PRE_MEETING, meeting=meeting, due_at=filing_due(meeting)
    )
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, member=member) for member in committee.members.all()
    )
    return meeting


@transaction.atomic
def move_meeting(meeting_id: int, *, starts_at: datetime, act: Act) -> Meeting:
    """Move a meeting that has not opened; its filing gets the new due time (C33)."""
    meeting = _locked_meeting(meeting_id)
    require(
        secretary_of(act, meeting.committee.office_id),
        _is(meeting, MeetingStatus.PLANNED),
        *_fits(meeting.committee, starts_at, act),
    )
    meeting.starts_at = starts_at
    meeting.save()
    meeting.filings.filter(kind=FilingKind.PRE_MEETING).update(due_at=filing_due(meeting))
    outdate_of_meeting(meeting, *OF_TIME)
    return meeting


@transaction.atomic
def take_in(meeting_id: int, application_id: int, *, act: Act) -> Tally:
    """Take an accepted application into a meeting that has not opened (C21, C33, C36, C39).

    Raises `Refused` with every reason: another office, series or band, kind without a committee, fee, originals,
    files that experts may not see, the meeting's filing.
    """
    meeting = _locked_meeting(meeting_id)
    application = locked(application_id)
    require(
        secretary_of(act, meeting.committee.office_id),
        _is(meeting, MeetingStatus.PLANNED),
        *why_not(meeting.committee, candidate_facts(application)),
    )
    carry_out(
        application.enter_committee,
        act,
        comment=str(meeting),
        office_id=meeting.committee.office_id,
        hidden=why_hidden(application),
        committee_filed=meeting_filing(meeting).status == FilingStatus.FILED,
    )
    outdate_of_meeting(meeting, *OF_CASES)
    return Tally.objects.create(meeting=meeting, application=application)


@transaction.atomic
def take_in_all(meeting_id: int, application_ids: Collection[int], *, act: Act) -> list[Tally]:
    """Take several applications into a meeting that has not opened: all of them, or none.

    Raises `Refused` like `take_in`, with the number of the application that does not fit.
    """
    require(guards.holds(application_ids, _("请至少选一件申报。")))
    numbers = dict(Application.objects.filter(pk__in=application_ids).values_list("pk", "number"))
    taken = []
    for pk in sorted(application_ids):
        try:
            taken.append(take_in(meeting_id, pk, act=act))
        except Refused as refused:
            raise Refused(*(_about(numbers[pk], refusal) for refusal in refused.refusals)) from None
    return taken


@transaction.atomic
def mark_attendance(meeting_id: int, *, present: Collection[int], act: Act) -> Meeting:
    """Record which members (by primary key) sit; until the meeting opens, nobody comes or votes later."""
    meeting = _locked_meeting(meeting_id)
    require(secretary_of(act, meeting.committee.office_id), _is(meeting, MeetingStatus.PLANNED))
    meeting.attendance.update(present=False)
    meeting.attendance.filter(member__in=present).update(present=True)
    outdate_of_meeting(meeting, *OF_SEATS)
    return meeting


@transaction.atomic
def open_meeting(meeting_id: int, *, act: Act) -> Meeting:
    """Open a meeting: on its day, filed in good time, the quorum present, the pass rate set (C33, C37).

    From now on every case is judged by the rubric of its layer that is in force at this moment (C31).
    """
    meeting = _locked_meeting(meeting_id)
    committee = Committee.objects.select_for_update().get(pk=meeting.committee_id)
    seated = meeting.attendance.filter(present=True).count()
    members = committee.members.count()
    require(
        secretary_of(act, committee.office_id),
        _is(meeting, MeetingStatus.PLANNED),
        _filed_in_time(meeting),
        guards.holds(
            day_of(act.at) == day_of(meeting.starts_at),
            _("会议在%(day)s召开，当天才能开始。") % {"day": whole_day(day_of(meeting.starts_at))},
            "C08",
        ),
        guards.holds(
            has_quorum(members, seated),
            _("委员共%(members)d人，到会%(seated)d人，须到%(quorum)d人才能开会。")
            % {"members": members, "seated": seated, "quorum": quorum(members)},
            "C37",
        ),
        guards.holds(
            committee.band != Band.INTERMEDIATE or committee.pass_rate, _("中级评审须先设通过率。"), "C37"
        ),
        guards.holds(meeting.tallies.exists(), _("还没有评审对象。")),
        _rubrics_ready(meeting),
    )
    _freeze_rubrics(meeting)
    meeting.status, meeting.opened_at = MeetingStatus.OPEN, act.at
    meeting.save()
    return meeting


@transaction.atomic
def enter_tally(
    tally_id: int,
    *,
    yes: int,
    no: int,
    abstained: int,
    score: Decimal | None,
    defence_score: Decimal | None,
    runoff_yes: int | None = None,
    act: Act,
) -> Tally:
    """Enter the count of one application while its meeting is open; a new entry asks for a new countersignature.

    Raises `Refused`: another office, meeting not open, more votes than sit, intermediate without a defence (C27),
    no score where a pass rate ranks (C37).
    """
    tally = _locked_tally(tally_id)
    committee = tally.meeting.committee
    present = yes + no + abstained
    seated = tally.meeting.attendance.filter(present=True).count()
    require(
        secretary_of(act, committee.office_id),
        _is(tally.meeting, MeetingStatus.OPEN),
        guards.holds(min(yes, no, abstained, runoff_yes or 0) >= 0, _("票数不能是负数。")),
        guards.holds(
            0 < present <= seated and (runoff_yes or 0) <= seated,
            _("票数合计%(present)d，到会%(seated)d人；缺席的不能委托投票，也不能补投。")
            % {"present": present, "seated": seated},
            "C37",
            _("回避的委员不计入。"),
        ),
        guards.holds(
            committee.band != Band.INTERMEDIATE or defence_score is not None,
            _("中级评审须有专业水平答辩成绩。"),
            "C27",
        ),
        guards.holds(committee.pass_rate is None or score is not None, _("设了通过率的，须填量化赋分。"), "C37"),
        *(_in_hundred(mark) for mark in (score, defence_score)),
    )
    tally.present, tally.yes, tally.no, tally.abstained = present, yes, no, abstained
    tally.score, tally.defence_score, tally.runoff_yes = score, defence_score, runoff_yes
    tally.entered_by, tally.entered_at = act.user, act.at
    tally.countersigned_by = tally.countersigned_at = None
    tally.save()
    outdate_of_meeting(tally.meeting, *OF_COUNTS)
    return tally


@transaction.atomic
def countersign(tally_id: int, *, seen: datetime | None = None, act: Act) -> Tally:
    """The chair of the committee countersigns a count that somebody else entered (C37, C44).

    `seen` is when the count on his screen was entered: one that was entered anew since is not signed unseen.
    """
    tally = _locked_tally(tally_id)
    committee = tally.meeting.committee
    is_chair = (
        act.user is not None
        and act.user.pk == committee.chair_id
        and act.acts_for_office(committee.office_id, Role.COMMITTEE_CHAIR)
    )
    require(
        guards.holds(is_chair, _("只有本委员会的主任委员能会签。"), "C44"),
        _is(tally.meeting, MeetingStatus.OPEN),
        guards.holds(tally.entered_at, _("还没有计票。"), "C37"),
        guards.holds(
            act.user is None or tally.entered_by_id != act.user.pk, _("计票和会签不能是同一个人。"), "C44"
        ),
        guards.holds(tally.countersigned_at is None, _("已经会签过了。"), "C37"),
        guards.holds(seen is None or tally.entered_at == seen, _("秘书刚改过这件的票数，请核对现在的数。"), "C37"),
    )
    tally.countersigned_by, tally.countersigned_at = act.user, act.at
    tally.save()
    return tally


def countersign_all(seen: Mapping[int, datetime], *, act: Act) -> tuple[int, list[Refusal]]:
    """Countersign the counts seen (when each was entered, by primary key), each by itself.

    Gives how many were signed, and why the others were not, each with its application's number.
    """
    numbers = dict(Tally.objects.filter(pk__in=seen).values_list("pk", "application__number"))
    signed, refusals = 0, []
    for pk, moment in seen.items():
        try:
            countersign(pk, seen=moment, act=act)
            signed += 1
        except Refused as refused:
            refusals += [_about(numbers[pk], refusal) for refusal in refused.refusals]
    return signed, refusals


@transaction.atomic
def close_meeting(meeting_id: int, *, act: Act) -> dict[str, Outcome]:
    """Close a meeting: every application passes or fails by the rules, with the rule that failed written down (C37).

    Gives the outcomes by application number. Raises `Refused` when a count lacks its countersignature, and, naming
    them, when the cut runs through equals of whom none has been voted on again.
    """
    meeting = _locked_meeting(meeting_id)
    committee = meeting.committee
    tallies = list(meeting.tallies.select_related("application").order_by("pk"))
    unsigned = [tally.application.number for tally in tallies if tally.countersigned_at is None]
    require(
        secretary_of(act, committee.office_id),
        _is(meeting, MeetingStatus.OPEN),
        guards.holds(not unsigned, _("还没有会签：%(numbers)s。") % {"numbers": "、".join(unsigned)}, "C37"),
    )
    outcomes = decide(
        [_count(tally) for tally in tallies], members=committee.members.count(), percent=committee.pass_rate
    )
    require(_ties_voted_on(tallies, outcomes))
    cases = locked_all(tally.application_id for tally in tallies)
    prefetch_related_objects(cases, "applicant")
    by_key = {case.pk: case for case in cases}
    for tally in tallies:
        _conclude(tally, by_key[tally.application_id], outcomes[tally.pk], committee, act)
    meeting.status, meeting.closed_at = MeetingStatus.CLOSED, act.at
    meeting.save()
    outdate_of_meeting(meeting, *OF_COUNTS)
    return {tally.application.number: outcomes[tally.pk] for tally in tallies}


def filing_due(meeting: Meeting) -> datetime:
    """Give the last moment for the pre-meeting filing (C33)."""
    days = meeting.committee.campaign.prior_meeting_filing_days
    return pre_meeting_filing(day_of(meeting.starts_at), days=days).moment


def meeting_filing(meeting: Meeting) -> Filing:
    return meeting.filings.get(kind=FilingKind.PRE_MEETING)


def _about(number: str, refusal: Refusal) -> Refusal:
    return Refusal(f"{number}：{refusal.text}", refusal.clause, refusal.remedy)


def _conclude(tally: Tally, application: Application, outcome: Outcome, committee: Committee, act: Act) -> None:
    agreed = outcome is Outcome.PASSED
    carry_out(
        application.pass_review if agreed else application.fail_review,
        act,
        comment=_words(tally, outcome),
        office_id=committee.office_id,
        certified=tally.countersigned_at is not None,
        agreed=agreed,
    )
    tally.outcome = outcome
    tally.save(update_fields=["outcome"])
    tell_decision(application, passed=agreed, why=str(outcome.label), at=act.at)


def _words(tally: Tally, outcome: Outcome) -> str:
    return _("到会%(present)d人，同意%(yes)d，不同意%(no)d，弃权%(abstained)d。%(why)s") % {
        "present": tally.present,
        "yes": tally.yes,
        "no": tally.no,
        "abstained": tally.abstained,
        "why": outcome.label,
    }


def _count(tally: Tally) -> Count:
    return Count(
        key=tally.pk, present=tally.present or 0, yes=tally.yes or 0, score=tally.score, runoff=tally.runoff_yes
    )


def _ties_voted_on(tallies: list[Tally], outcomes: dict[int, Outcome]) -> Refusal | None:
    open_ties = [
        tally.application.number
        for tally in tallies
        if outcomes[tally.pk] is Outcome.TIED and tally.runoff_yes is None
    ]
    if not open_ties:
        return None
    return Refusal(
        _("同分，名额不够：%(numbers)s。") % {"numbers": "、".join(open_ties)},
        "C37",
        _("请对这几件重新表决，把复投同意票记入后再闭会。"),
    )


def _filed_in_time(meeting: Meeting) -> Refusal | None:
    filing = meeting_filing(meeting)
    if filing.status != FilingStatus.FILED or filing.submitted_at is None:
        return Refusal(_("会前备案还没有登记，不能开会。"), "C33", _("请地区职称办登记后再开始。"))
    if filing.submitted_at > filing_due(meeting):
        return Refusal(
            _("会前备案%(made)s才提交，离开会不足%(days)d天。")
            % {
                "made": whole_day(day_of(filing.submitted_at)),
                "days": meeting.committee.campaign.prior_meeting_filing_days,
            },
            "C33",
            _("请把会议改到备案满期之后。"),
        )
    return None


def _rubrics_ready(meeting: Meeting) -> Refusal | None:
    missing = layers_without_rubric(meeting)
    if not missing:
        return None
    return Refusal(
        _("还没有发布量化赋分标准：%(tiers)s。") % {"tiers": "、".join(str(tier.label) for tier in missing)},
        "C31",
        _("有这些层次的申报，标准发布以后才能开会。"),
    )


def _freeze_rubrics(meeting: Meeting) -> None:
    for tier, rubric in rubrics_in_force(meeting.committee).items():
        meeting.tallies.filter(application__employer__tier=tier).update(rubric=rubric)


def _fits(committee: Committee, starts_at: datetime, act: Act) -> tuple[Refusal | None, ...]:
    opens, closes, clause = meeting_window(committee)
    day = day_of(starts_at)
    return (
        guards.inside(starts_at, opens=opens, closes=closes, what=_("评审会议"), clause=clause)
        if closes
        else None,
        guards.holds(starts_at > act.at, _("会议时间已经过去。")),
        guards.holds(
            committee.valid_from <= day <= committee.valid_until,
            _("那天不在评审委员会的有效期内。"),
            "",
            _("请先重新备案。"),
        ),
    )


def _in_hundred(mark: Decimal | None) -> Refusal | None:
    return guards.holds(mark is None or 0 <= mark <= 100, _("成绩应在0至100分之间。"))


def _is(meeting: Meeting, status: MeetingStatus) -> Refusal | None:
    if meeting.status == status:
        return None
    return Refusal(_("会议现在是“%(status)s”，不能办理这一步。") % {"status": meeting.get_status_display()})


def _locked_meeting(meeting_id: int) -> Meeting:
    return LOCKED.get(meeting_id)


def _locked_tally(tally_id: int) -> Tally:
    """Lock the meeting, then the count: closing and counting never cross."""
    meeting = _locked_meeting(Tally.objects.values_list("meeting_id", flat=True).get(pk=tally_id))
    tally = LOCKED_TALLY.get(tally_id)
    tally.meeting = meeting
    return tally
