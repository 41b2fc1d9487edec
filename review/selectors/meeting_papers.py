"""What of a meeting or a filing is printed, and what can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.acting import Act
from accounts.enums import Tier
from applications.enums import PaperStatus
from applications.models import Paper
from applications.rules.refusal import Refusal
from applications.selectors.papers import papers_visible_to
from review.models import Filing, Meeting
from review.rules.meeting_papers import (
    FILING_FORMS,
    PRINTABLE,
    Printable,
    Summons,
    part_of_filing,
    why_not_yet,
)


@dataclass(frozen=True)
class MeetingPaper:
    """A paper of a meeting as the page shows it: the one that stands, or why there can be none now."""

    what: Printable
    paper: Paper | None
    why_not: Refusal | None


def meeting_papers_of(
    meeting: Meeting, act: Act, *, cases: int, without_rubric: Sequence[Tier]
) -> list[MeetingPaper]:
    """Give every paper of a meeting with the one that stands (one query)."""
    parts = {each.part(meeting.pk) for each in PRINTABLE}
    standing = papers_visible_to(act).filter(office=meeting.committee.office_id, part__in=parts)
    found = {(paper.kind, paper.part): paper for paper in standing.exclude(status=PaperStatus.OUTDATED)}
    return [
        MeetingPaper(
            each,
            found.get((each.kind, each.part(meeting.pk))),
            why_not_yet(each, meeting.status, cases=cases, without_rubric=without_rubric),
        )
        for each in PRINTABLE
    ]


def summons_of(meeting: Meeting, papers: Sequence[MeetingPaper]) -> Summons:
    """Give when and where the 答辩通知 that stands calls people, else the time and place of the meeting."""
    standing = next((each.paper for each in papers if each.what.needs_summons and each.paper), None)
    if standing is None:
        return Summons(meeting.starts_at, meeting.place)
    said = standing.data
    return Summons(datetime.fromisoformat(said["starts_at"]), said["place"], said["group"])


def printed_filing(filing: Filing, act: Act) -> Paper | None:
    """Give the 备案表 of a filing that stands, or None."""
    standing = papers_visible_to(act).exclude(status=PaperStatus.OUTDATED)
    return standing.filter(kind__in=FILING_FORMS.values(), part=part_of_filing(filing.pk)).first()
