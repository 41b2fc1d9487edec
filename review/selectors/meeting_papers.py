"""What of a meeting or a filing is printed, and what can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.acting import Act
from accounts.enums import Tier
from applications.enums import PaperStatus
from applications.models import Paper
from applications.rules.refusal import Refusal
from applications.selectors.papers import papers_visible_to
from review.models import Filing, Meeting, Tally
from review.rules.meeting_papers import (
    FILING_FORMS,
    PRINTABLE,
    Printable,
    part_of_filing,
    why_not_yet,
)

#: What a paper about the cases of a meeting reads of each.
ROWS = (
    *("application__applicant", "application__employer", "application__campaign"),
    *("application__series", "application__specialty", "application__title"),
)


@dataclass(frozen=True)
class MeetingPaper:
    """A paper of a meeting as the page shows it: the one that stands, or why there can be none now."""

    what: Printable
    paper: Paper | None
    why_not: Refusal | None


def cases_in(meeting: Meeting) -> list[Tally]:
    """Give the cases of a meeting in the order of their codes, which says nothing (two queries)."""
    rows = meeting.tallies.select_related(*ROWS).prefetch_related("application__sections")
    return list(rows.order_by("code"))


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


def printed_filing(filing: Filing, act: Act) -> Paper | None:
    """Give the 备案表 of a filing that stands, or None."""
    standing = papers_visible_to(act).exclude(status=PaperStatus.OUTDATED)
    return standing.filter(kind__in=FILING_FORMS.values(), part=part_of_filing(filing.pk)).first()
