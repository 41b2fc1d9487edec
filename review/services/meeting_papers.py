"""Papers of a meeting and of a filing: asked for by the secretary, void as soon as they are true no longer (C33, C37)."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.enums import PaperKind
from applications.models import Paper
from applications.rules import guards
from applications.rules.refusal import Refusal, require
from applications.services.papers import outdate, request_paper
from campaigns.rules.calendar import day_of
from review import meeting_papers
from review.enums import FilingKind, MeetingStatus
from review.models import Filing, Meeting
from review.rules.meeting_papers import (
    BY_KEY,
    FILING_FORMS,
    Printable,
    divided,
    numbered_parts,
    part_of_filing,
    why_not_yet,
)
from review.selectors.defence import Called, called_in, plan_of
from review.selectors.rubrics import layers_without_rubric
from review.services.committee import secretary_of

MAKERS: dict[str, Callable[[Meeting], dict[str, Any]]] = {
    PaperKind.ROSTER: meeting_papers.roster,
    PaperKind.NAMED_SUMMARY: meeting_papers.named_summary,
    PaperKind.DRAW_RECORD: meeting_papers.draw_record,
    PaperKind.SIGN_IN_SHEET: meeting_papers.sign_in_sheet,
    PaperKind.BALLOT: meeting_papers.ballot,
    PaperKind.COUNT_SHEET: meeting_papers.count_sheet,
    PaperKind.MINUTES: meeting_papers.minutes,
    PaperKind.EXPERT_COMMITMENT: meeting_papers.expert_commitment,
    PaperKind.SCORE_SHEET: meeting_papers.score_sheet,
}
FILING_MAKERS: dict[str, Callable[[Filing], dict[str, Any]]] = {
    FilingKind.PRIOR: meeting_papers.filing_form,
    FilingKind.PRE_MEETING: meeting_papers.filing_meeting,
    FilingKind.POST: meeting_papers.filing_post,
}
#: What a change makes untrue: who is judged, who sits, a count, the time, when and where each case is called.
OF_CASES = (
    *(PaperKind.ROSTER, PaperKind.NAMED_SUMMARY, PaperKind.BALLOT, PaperKind.COUNT_SHEET),
    *(PaperKind.SCORE_SHEET, PaperKind.DEFENCE_RECORD, PaperKind.DEFENCE_NOTICE),
)
OF_CALLS = (PaperKind.DEFENCE_NOTICE, PaperKind.DEFENCE_RECORD)
OF_SEATS = (PaperKind.COUNT_SHEET,)
OF_COUNTS = (PaperKind.COUNT_SHEET, PaperKind.NAMED_SUMMARY)
OF_TIME = (*OF_CASES, PaperKind.DRAW_RECORD, PaperKind.SIGN_IN_SHEET, PaperKind.EXPERT_COMMITMENT)


@transaction.atomic
def print_of_meeting(meeting_id: int, *, key: str, act: Act) -> list[Paper]:
    """Ask for one paper of a meeting by its key (`review.rules.meeting_papers`): several files where one holds too much.

    Raises `Refused`: another office's secretary, no such paper, not yet or no longer, nobody to call to a defence.
    """
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("committee__office", "committee__campaign")
        .get(pk=meeting_id)
    )
    wanted = BY_KEY.get(key)
    require(
        secretary_of(act, meeting.committee.office_id),
        guards.holds(wanted is not None, _("没有这种文书，请从列出的里面选。")),
    )
    assert wanted
    missing = layers_without_rubric(meeting) if meeting.status == MeetingStatus.PLANNED else []
    require(why_not_yet(wanted, meeting.status, cases=meeting.tallies.count(), without_rubric=missing))
    papers = [
        request_paper(
            wanted.kind, data, at=act.at, office=meeting.committee.office, part=wanted.part(meeting.pk, place)
        )
        for place, data in enumerate(divided(wanted.kind, _data(wanted, meeting, act)), start=1)
    ]
    if not wanted.apart:
        gone = _numbered(meeting, wanted.kind) - {paper.part for paper in papers}
        outdate(gone, wanted.kind, office=meeting.committee.office_id)
    return papers


@transaction.atomic
def print_of_filing(filing_id: int, *, act: Act) -> Paper:
    """Ask for the 备案表 of a filing, to be stamped and handed in (C33). Raises `Refused` for another office."""
    filing = (
        Filing.objects.select_for_update(of=("self",))
        .select_related("committee__office", "committee__series", "committee__campaign", "committee__chair")
        .select_related("meeting", "document__publicity")
        .get(pk=filing_id)
    )
    require(secretary_of(act, filing.committee.office_id))
    data = FILING_MAKERS[filing.kind](filing)
    kind = FILING_FORMS[FilingKind(filing.kind)]
    return request_paper(kind, data, at=act.at, office=filing.committee.office, part=part_of_filing(filing.pk))


def outdate_of_meeting(meeting: Meeting, *kinds: PaperKind) -> None:
    """What was printed of a meeting before a change is void from now on; a scan of it says so."""
    parts = {each.part(meeting.pk) for each in BY_KEY.values() if each.kind in kinds}
    outdate(parts | _numbered(meeting, *kinds), *kinds, office=meeting.committee.office_id)


def _numbered(meeting: Meeting, *kinds: PaperKind) -> set[str]:
    """Give the parts of the papers of a meeting that had to be divided, but the first (one query)."""
    rows = Paper.objects.filter(office=meeting.committee.office_id, kind__in=kinds)
    return set(rows.filter(part__regex=numbered_parts(meeting.pk)).values_list("part", flat=True))


def _data(wanted: Printable, meeting: Meeting, act: Act) -> dict[str, Any]:
    if wanted.is_summons:
        return meeting_papers.defence_notice(meeting, _to_call(meeting, act), day_of(act.at))
    if wanted.kind is PaperKind.DEFENCE_RECORD:
        require(_plan_stands(meeting))
        return meeting_papers.defence_record(meeting, called_in(meeting))
    return meeting_papers.ballot_apart(meeting) if wanted.apart else MAKERS[wanted.kind](meeting)


def _plan_stands(meeting: Meeting) -> Refusal | None:
    """The meeting may have been moved since its defence was arranged."""
    plan = plan_of(meeting)
    same = plan is None or plan.met_at == meeting.starts_at
    return guards.holds(same, _("安排以后，会议时间改过。"), "C27", _("请先安排答辩。"))


def _to_call(meeting: Meeting, act: Act) -> list[Called]:
    """Give those whose defence is to come; raises `Refused` where the secretary has to arrange it first."""
    called = called_in(meeting)
    left = sum(1 for each in called if each.summons is None)
    ahead = [each for each in called if each.summons and each.summons.starts_at > act.at]
    remedy = _("请先安排答辩。")
    require(
        guards.holds(not left, _("有%(count)d件还没有分到组。") % {"count": left}, "C27", remedy),
        _plan_stands(meeting),
        guards.holds(left or ahead, _("答辩时间已经过去。"), "C27", remedy),
    )
    return ahead
