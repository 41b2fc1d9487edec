"""Which papers of a meeting can be printed when (C33, C37)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from applications.enums import PaperKind
from applications.rules.refusal import Refusal
from review.enums import FilingKind, MeetingStatus

APART = "apart"


@dataclass(frozen=True)
class Printable:
    """A paper of a meeting. `key` names it in the form; `apart` tells slips from a sheet of the same kind."""

    kind: PaperKind
    apart: bool = False
    needs_cases: bool = True

    @property
    def key(self) -> str:
        return f"{self.kind.value}-{APART}" if self.apart else str(self.kind.value)

    @property
    def label(self) -> str:
        return str(_("表决票（一件一张）") if self.apart else self.kind.label)

    def part(self, meeting_id: int) -> str:
        """Give what tells this meeting's paper from another's."""
        return f"meeting{meeting_id}-{APART}" if self.apart else f"meeting{meeting_id}"


PRINTABLE = (
    Printable(PaperKind.ROSTER),
    Printable(PaperKind.NAMED_SUMMARY),
    Printable(PaperKind.SIGN_IN_SHEET, needs_cases=False),
    Printable(PaperKind.BALLOT),
    Printable(PaperKind.BALLOT, apart=True),
    Printable(PaperKind.COUNT_SHEET),
    Printable(PaperKind.MINUTES),
)
BY_KEY = {each.key: each for each in PRINTABLE}
FILING_FORMS = {
    FilingKind.PRIOR: PaperKind.FILING_PRIOR,
    FilingKind.PRE_MEETING: PaperKind.FILING_MEETING,
    FilingKind.POST: PaperKind.FILING_POST,
}


def why_not_yet(paper: Printable, status: str, *, cases: int) -> Refusal | None:
    """Tell why a paper cannot be printed now: no case in the meeting yet, minutes before it has closed, a late ballot."""
    if paper.needs_cases and not cases:
        return Refusal(_("还没有申报进入这次会议。"))
    if paper.kind is PaperKind.MINUTES and status != MeetingStatus.CLOSED:
        return Refusal(_("闭会以后才有会议纪要。"), "C37")
    if paper.kind is PaperKind.BALLOT and status == MeetingStatus.CLOSED:
        return Refusal(_("已经闭会，不能再投票。"), "C37")
    return None


def part_of_filing(filing_id: int) -> str:
    """Give what tells the 备案表 of one filing from another's."""
    return f"filing{filing_id}"
