"""Which papers of a meeting can be printed when (C33, C37)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Tier
from applications.enums import PaperKind
from applications.rules.refusal import Refusal
from review.enums import FilingKind, MeetingStatus

APART = "apart"
#: How many sheets one file may hold: 297 of two hands' criteria took 57 s and 1.2 GB, and a worker holds a paper 180 s.
MOST_SHEETS = 300


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

    @property
    def is_summons(self) -> bool:
        """Whether it calls people to a time and place, which the secretary may arrange."""
        return self.kind is PaperKind.DEFENCE_NOTICE

    def part(self, meeting_id: int, place: int = 1) -> str:
        """Give what tells this meeting's paper from another's; place: which of those that one had to be divided into."""
        if self.apart:
            return f"meeting{meeting_id}-{APART}"
        return f"meeting{meeting_id}-{place}" if place > 1 else f"meeting{meeting_id}"


@dataclass(frozen=True)
class Summons:
    """To when and where somebody is called to his defence; group: before which panel, where there are several (C27)."""

    starts_at: datetime
    place: str
    group: str = ""


def summoned(cases: Sequence[int], planned: Mapping[int, Summons], usual: Summons) -> list[Summons | None]:
    """Give to when and where each case is called: as planned, all alike where that was one; None for who is left over.

    cases: their keys; planned: what is arranged for some of them; usual: the time and place of the meeting itself.
    """
    said = list(dict.fromkeys(planned.values()))
    alike = {0: usual, 1: said[0] if said else usual}.get(len(said))
    return [planned.get(case, alike) for case in cases]


def turns(calls: Sequence[Summons | None]) -> list[int]:
    """Give the turn of each case among those that are called to the same time, place and group, from 1."""
    return [calls[:place].count(call) + 1 for place, call in enumerate(calls)]


PRINTABLE = (
    Printable(PaperKind.ROSTER),
    Printable(PaperKind.NAMED_SUMMARY),
    Printable(PaperKind.DRAW_RECORD, needs_cases=False),
    Printable(PaperKind.SIGN_IN_SHEET, needs_cases=False),
    Printable(PaperKind.BALLOT),
    Printable(PaperKind.BALLOT, apart=True),
    Printable(PaperKind.COUNT_SHEET),
    Printable(PaperKind.MINUTES),
    Printable(PaperKind.EXPERT_COMMITMENT, needs_cases=False),
    Printable(PaperKind.SCORE_SHEET),
    Printable(PaperKind.DEFENCE_NOTICE),
    Printable(PaperKind.DEFENCE_RECORD),
)
#: What has a sheet for each case, of use until the meeting closes.
FOR_EACH_CASE = (PaperKind.SCORE_SHEET, PaperKind.DEFENCE_NOTICE, PaperKind.DEFENCE_RECORD)
BY_KEY = {each.key: each for each in PRINTABLE}
FILING_FORMS = {
    FilingKind.PRIOR: PaperKind.FILING_PRIOR,
    FilingKind.PRE_MEETING: PaperKind.FILING_MEETING,
    FilingKind.POST: PaperKind.FILING_POST,
}


def divided(kind: str, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the data of a paper as those of several, none of more sheets than a file holds; of most papers there is one.

    Score sheets stay with their expert: as many experts a file as fit, else of one expert so many cases.
    """
    if kind == PaperKind.SCORE_SHEET:
        return _score_sheets(data)
    listed = {PaperKind.DEFENCE_NOTICE: "people", PaperKind.DEFENCE_RECORD: "cases"}.get(PaperKind(kind))
    return [data | {listed: some} for some in _chunks(data[listed], MOST_SHEETS)] if listed else [data]


def _score_sheets(data: dict[str, Any]) -> list[dict[str, Any]]:
    codes = sorted(case["code"] for standard in data["standards"] for case in standard["cases"])
    experts = _chunks(data["experts"], max(MOST_SHEETS // len(codes), 1))
    return [
        data | {"experts": some, "standards": _of_cases(data["standards"], {*these})}
        for some in experts
        for these in _chunks(codes, MOST_SHEETS)
    ]


def _of_cases(standards: list[dict[str, Any]], codes: set[str]) -> list[dict[str, Any]]:
    """Give the standards with those cases alone, without the standards of none."""
    some = [each | {"cases": [case for case in each["cases"] if case["code"] in codes]} for each in standards]
    return [each for each in some if each["cases"]]


def _chunks(rows: list[Any], size: int) -> list[list[Any]]:
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def why_not_yet(
    paper: Printable, status: str, *, cases: int, without_rubric: Sequence[Tier] = ()
) -> Refusal | None:
    """Tell why a paper cannot be printed now: no case in the meeting yet, minutes before it has closed, a late ballot,
    a layer whose rubric is not there (C31).
    """
    if paper.needs_cases and not cases:
        return Refusal(_("还没有申报进入这次会议。"))
    if paper.kind is PaperKind.MINUTES and status != MeetingStatus.CLOSED:
        return Refusal(_("闭会以后才有会议纪要。"), "C37")
    if paper.kind is PaperKind.BALLOT and status == MeetingStatus.CLOSED:
        return Refusal(_("已经闭会，不能再投票。"), "C37")
    if paper.kind in FOR_EACH_CASE and status == MeetingStatus.CLOSED:
        return Refusal(_("已经闭会，用不到了。"))
    if paper.kind is PaperKind.SCORE_SHEET and without_rubric:
        tiers = "、".join(str(tier.label) for tier in without_rubric)
        return Refusal(_("还没有发布量化赋分标准：%(tiers)s。") % {"tiers": tiers}, "C31")
    return None


def numbered_parts(meeting_id: int) -> str:
    """Give the pattern of the parts of a meeting's papers that had to be divided, but the first."""
    return f"^meeting{meeting_id}-[0-9]+$"


def part_of_filing(filing_id: int) -> str:
    """Give what tells the 备案表 of one filing from another's."""
    return f"filing{filing_id}"
