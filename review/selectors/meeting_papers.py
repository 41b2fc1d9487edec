"""What of a meeting or a filing is printed, and what can be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.acting import Act
from accounts.enums import Tier
from applications.enums import PaperStatus
from applications.models import Paper
from applications.rules.refusal import Refusal
from applications.selectors.papers import papers_visible_to
from review.models import Filing, Meeting, Tally
from review.rules.meeting_papers import (
    APART,
    FILING_FORMS,
    PRINTABLE,
    Printable,
    numbered_parts,
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
    """A paper of a meeting as the page shows it: the files of it that stand, or why there can be none now."""

    what: Printable
    papers: list[Paper]
    why_not: Refusal | None

    @property
    def worst(self) -> Paper | None:
        """The file that says how far the paper is: one that failed, else one that is not made yet, else the first."""
        by_status = {paper.status: paper for paper in reversed(self.papers)}
        ready = by_status.pop(PaperStatus.READY, None)
        return by_status.get(PaperStatus.FAILED) or next(iter(by_status.values()), ready)


def cases_in(meeting: Meeting) -> list[Tally]:
    """Give the cases of a meeting in the order of their codes, which says nothing (two queries)."""
    rows = meeting.tallies.select_related(*ROWS).prefetch_related("application__sections")
    return list(rows.order_by("code"))


def meeting_papers_of(
    meeting: Meeting, act: Act, *, cases: int, without_rubric: Sequence[Tier]
) -> list[MeetingPaper]:
    """Give every paper of a meeting with the files of it that stand, in their order (one query)."""
    parts = {each.part(meeting.pk) for each in PRINTABLE}
    standing = papers_visible_to(act).filter(office=meeting.committee.office_id)
    standing = standing.filter(Q(part__in=parts) | Q(part__regex=numbered_parts(meeting.pk)))
    found = defaultdict(list)
    for paper in standing.exclude(status=PaperStatus.OUTDATED).defer("data"):
        found[paper.kind, paper.part.endswith(APART)].append(paper)
    return [
        MeetingPaper(
            each,
            sorted(found[each.kind, each.apart], key=lambda paper: (len(paper.part), paper.part)),
            why_not_yet(each, meeting.status, cases=cases, without_rubric=without_rubric),
        )
        for each in PRINTABLE
    ]


def printed_filing(filing: Filing, act: Act) -> Paper | None:
    """Give the 备案表 of a filing that stands, or None."""
    standing = papers_visible_to(act).exclude(status=PaperStatus.OUTDATED)
    return standing.filter(kind__in=FILING_FORMS.values(), part=part_of_filing(filing.pk)).first()
